"""Writes the pages, has them rendered, inspects the result, and publishes it. The only module that writes to disk.

A site is built in a fresh folder under `SITE.builds/`; what visitors get is the symlink SITE. Publishing is one rename
of that symlink, so a visitor sees the old site or the new one and never half of either; a build that fails changes
nothing, and the build before stays for a way back.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import renderer
from generator.arguments import WrongArgumentError
from generator.directory import UPLOAD_SCRIPT, Directory, private_mailboxes
from generator.frame import NOT_FOUND
from generator.history import History, published_history
from generator.indexing import put_index
from generator.inspection import Fault, inspect_site
from generator.pages import write
from generator.press import Press
from generator.renames import published_directory
from generator.search import search_of
from generator.sheets import Sheet
from generator.stylesheet import names_in, pruned

SOURCES = Path(__file__).parent.parent / "site_src"
DRAWN_BY_US = frozenset({"details", "summary"})
"""Elements that Material draws with icons of its own, and we plainly."""
ASSETS = ("loket.css", "loket.js", "search.js", "upload.js", "poster.css", "icon.svg", "share.png")


class SiteFolderError(WrongArgumentError):
    """The folder for the site can't be used."""


class RefusedSiteError(Exception):
    """The built site has faults and was not published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


class Published(NamedTuple):
    pages: int
    folder: Path


def build(
    directory: Directory, now: datetime, site: Path, say: Callable[[str], None], history_of: Path | None = None
) -> Published:
    """Builds the site as of `now` and publishes it at `site`.

    `history_of`: the published site whose calendar and feed go on in this one; `site` itself where none is named.

    Raises: SiteFolderError, RefusedSiteError, renderer.RenderingError; the published site is then as it was.
    """
    refuse_foreign_folder(site)
    builds = _builds_of(site)
    try:
        builds.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SiteFolderError("arguments.site_not_made", quote=builds, reason=error.strerror) from error
    with _alone_in(builds):
        before = site.resolve()
        work = Path(tempfile.mkdtemp(prefix=f"{now:%Y%m%dT%H%M}-", dir=builds))
        work.chmod(0o755)  # a web server that runs as somebody else reads here
        try:
            built, count = _make(directory, now, work, say, _told_before(history_of or site, directory))
            _publish(built, site)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
        _forget_other_builds(builds, keep=(work, before.parent))
    return Published(count, site)


def _told_before(site: Path, directory: Directory) -> History:
    """The history of the published site, unless it is that of another address: nobody there was told anything here.

    Else the first site of an office would call off what the directory that Loket comes with had announced.
    """
    before = published_directory(site).get("site")
    address = before.get("url") if isinstance(before, dict) else None
    is_ours = address is None or _host(str(address)) == _host(directory.site.url)
    return published_history(site) if is_ours else {}


def _host(url: str) -> str:
    return url.partition("//")[2].partition("/")[0].lower()


def refuse_foreign_folder(site: Path) -> None:
    """A folder that Loket did not make is never replaced, unless it is empty."""
    if not site.name:
        raise SiteFolderError("arguments.site_without_name", quote=site)
    ours = site.is_symlink() and _builds_of(site) in site.resolve().parents
    empty = not site.is_symlink() and site.is_dir() and not any(site.iterdir())
    if not ours and not empty and (site.is_symlink() or site.exists()):
        raise SiteFolderError("arguments.site_of_others", quote=site)


def _make(
    directory: Directory, now: datetime, work: Path, say: Callable[[str], None], before: History
) -> tuple[Path, int]:
    """A complete, inspected site in a fresh folder, and the number of its pages."""
    assets = _assets()
    sheets, files = write(directory, now, page_templates(), {name: path for name, (path, _) in assets.items()}, before)
    built = work / "site"
    _render(sheets, work, built, now, say)
    _tidy(built)
    _write(built, files)
    _write(built, dict(assets.values()))
    put_index(built, search_of(directory))
    shutil.rmtree(work / "pages")
    if faults := inspect_site(built, private_mailboxes(directory)):
        raise RefusedSiteError(faults)
    _sync(built)
    return built, len(sheets)


def _render(sheets: Sequence[Sheet], work: Path, built: Path, now: datetime, say: Callable[[str], None]) -> None:
    """One page of each kind and language by the renderer, the rest by the press, which must make of that one the same.

    Where a new version of the renderer makes another page than the press, it makes all of them.
    """
    samples = list({(sheet.kind, sheet.meta["language"]): sheet for sheet in reversed(sheets)}.values())
    press = Press(renderer.THEME)
    _write(work / "pages", {f"{sheet.path}index.md": sheet.source for sheet in samples})
    say(f"rendering {len(sheets)} pages")
    renderer.render(work / "pages", built, now)
    if any(
        (built / sheet.path / "index.html").read_text(encoding="utf-8") != press.pressed(sheet) for sheet in samples
    ):
        say("the renderer's pages differ from the press's: every page goes through the renderer")
        _write(work / "pages", {f"{sheet.path}index.md": sheet.source for sheet in sheets})
        renderer.render(work / "pages", built, now)
        return
    rendered = {sheet.path for sheet in samples}
    for sheet in sheets:
        if sheet.path not in rendered:
            _write(built, {f"{sheet.path}index.html": press.pressed(sheet)})


def page_templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(SOURCES / "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a page asks for its parts fifty times: no look at the disk each time
    )


def _assets() -> dict[str, tuple[str, bytes]]:
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


def _write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _tidy(built: Path) -> None:
    """Takes away what the theme brings and no page uses, and puts the page for wrong addresses in its place."""
    shutil.rmtree(built / "assets")
    (built / NOT_FOUND / "index.html").replace(built / "404.html")
    (built / NOT_FOUND).rmdir()


def _publish(built: Path, site: Path) -> None:
    """The switch: a new symlink beside the old one, then one rename over it, then the folder's own entry to disk."""
    if site.is_dir() and not site.is_symlink():
        site.rmdir()
    link = site.with_name(f".{site.name}.next")
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(built, site.parent))
    link.replace(site)
    _sync_path(site.parent)


def _sync(built: Path) -> None:
    """A rename can reach the disk before the files that it shows; so these go first."""
    for path in [*built.rglob("*"), built, *built.parents[:3]]:
        _sync_path(path)


def _sync_path(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _forget_other_builds(builds: Path, keep: Sequence[Path]) -> None:
    """The published build and the one that it replaced stay; so no build that died half way is ever the way back."""
    kept = {path.resolve() for path in keep}
    for path in builds.iterdir():
        if path.is_dir() and path.resolve() not in kept:
            shutil.rmtree(path)


def _builds_of(site: Path) -> Path:
    """The folder beside a site that holds its builds."""
    return site.absolute().with_name(site.name + ".builds")


@contextmanager
def _alone_in(builds: Path) -> Iterator[None]:
    """One build at a time: a second waits for the first."""
    with (builds / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
