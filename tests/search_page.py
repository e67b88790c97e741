"""A small page with the search field, as a web server of a site would give it."""

import gzip
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

from generator.assets import page_templates
from generator.directory import language
from generator.search import Entry, search_files
from tests.building import ROOT

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'"
SCRIPT = ROOT / "site_src" / "assets" / "search.js"
LOADER = """\
const form = document.querySelector("form[data-search]");
function load() {
  const script = document.createElement("script");
  script.src = form.dataset.script;
  document.head.append(script);
}
if (new URLSearchParams(location.search).has("q")) load();
else form.addEventListener("focusin", load, { once: true });
"""
PAGE = """\
<!doctype html><html lang="{{ t.code }}"><head><meta charset="utf-8"><title>A</title>
<script src="../loader.js" defer></script></head>
<body><main>{% import "search.html" as parts %}
{{ parts.search(c, "daftar/", search) }}<a href="#">after</a></main></body>
</html>
"""


def write_page(folder: Path, entries: Sequence[Entry], code: str) -> None:
    """The files of a site of one page, `cari/`, beside a list of all services, `daftar/`."""
    words = language(code)
    index = search_files(entries, words)
    search = SimpleNamespace(index=index.index, script="search.js")
    c = SimpleNamespace(t=words, link=lambda path: f"../{path}")
    page = page_templates().from_string(PAGE).render(c=c, t=words, search=search)
    files = {"cari/index.html": page, "daftar/index.html": page, "loader.js": LOADER, **index.files}
    for name, text in (files | {"search.js": SCRIPT.read_text(encoding="utf-8")}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


class _Strict(SimpleHTTPRequestHandler):
    def send_head(self) -> BytesIO | BinaryIO | None:
        """In gzip, as nginx gives what `generator compress` has packed."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            return super().send_head()
        packed = gzip.compress(path.read_bytes())
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.end_headers()
        return BytesIO(packed)

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class calls it so
        return


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder on a free port, with the strict Content-Security-Policy of a site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
