"""What pages are made with: templates, and the stylesheets, scripts and pictures that they name. Reads `site_src/`."""

import hashlib
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from generator import renderer
from generator.compiled import CompiledTemplates
from generator.directory import UPLOAD_SCRIPT
from generator.stylesheet import names_in, pruned
from generator.templates import PageTemplates

SOURCES = Path(__file__).parent.parent / "site_src"
DRAWN_BY_US = frozenset({"details", "summary"})
"""Elements that Material draws with icons of its own, and we plainly."""
ASSETS = ("loket.css", "loket.js", "search.js", "upload.js", "poster.css", "icon.svg", "share.png")


def page_templates() -> Environment:
    templates = PageTemplates(
        loader=FileSystemLoader(SOURCES / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=CompiledTemplates(),
        auto_reload=False,  # a page asks for its parts fifty times: no look at the disk each time
    )
    templates.globals["icon"] = cache(partial(_icon, templates))
    return templates


def _icon(templates: Environment, kind: str) -> Markup:
    """The picture of a kind of channel. An `include` would hand it all that the page knows, each time."""
    return Markup(templates.get_template(f"icons/{kind}.svg").render())  # noqa: S704 a file of ours


def hashed_assets() -> dict[str, tuple[str, bytes]]:
    """Name -> path with a hash of the content in it, so that browsers may keep the file for ever, and the content."""
    shared = {"upload.js": UPLOAD_SCRIPT.encode()}
    contents = {name: shared.get(name) or (SOURCES / "assets" / name).read_bytes() for name in ASSETS}
    contents["loket.css"] = _stylesheet().encode()
    return {name: (_hashed(name, content), content) for name, content in contents.items()}


def _stylesheet() -> str:
    """Our looks on top of Material's, in one file that holds what our pages use of both."""
    used = [
        path for part in ("pages", "theme", "assets") for path in sorted((SOURCES / part).rglob("*")) if path.is_file()
    ]
    texts = [path.read_text(encoding="utf-8") for path in used if path.suffix in {".html", ".js", ".svg"}]
    names = names_in([*texts, UPLOAD_SCRIPT])
    own = (SOURCES / "assets" / "loket.css").read_text(encoding="utf-8")
    theirs = renderer.stylesheet().read_text(encoding="utf-8")
    return pruned(pruned(theirs, names.without(DRAWN_BY_US)) + own, names)


def _hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
