"""Writes `page.html.gz` beside `page.html` of a built site, so that no web server compresses while visitors wait.

Beside `tree` the one module that writes into a site. Never touches a page, and never leaves half a file under its name.
"""

import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path

from generator.arguments import WrongArgumentError

ENDINGS = frozenset({".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"})
SMALLEST_BYTES = 256
"""Below that the head of an answer outweighs what is saved."""


class NoSiteError(WrongArgumentError):
    """There is no published site."""


def compress(site: Path) -> int:
    """Compresses what can be of the published site. Gives the number of files that are compressed now.

    What is as it was in the build before keeps that one's compressed file, so that a small edit costs little.
    Raises: NoSiteError.
    """
    if not site.is_dir():
        raise NoSiteError("arguments.site_missing", quote=site)
    built = site.resolve()  # should another build be published meanwhile, this one is compressed to its end
    before = _build_before(built)
    texts = list(_texts(built))
    for path in texts:
        _compress(path, before / path.relative_to(built))
    return len(texts)


def _texts(built: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(built):
        for path in (Path(folder, name) for name in names):
            if path.suffix in ENDINGS and path.stat().st_size >= SMALLEST_BYTES:
                yield path


def _build_before(built: Path) -> Path:
    """The newest of the other builds that lie beside this one, if any."""
    builds = built.parent.parent
    others = [path for path in builds.iterdir() if path.is_dir() and path != built.parent]
    return max(others, key=lambda path: path.stat().st_mtime, default=builds / "none") / built.name


def _compress(path: Path, before: Path) -> None:
    there = beside(path)
    if _is_younger(there, path):
        return
    known, content = beside(before), path.read_bytes()
    work = there.with_name(f".{there.name}")
    work.unlink(missing_ok=True)
    if _unpacked(known) != content or not _taken_over(known, work):
        work.write_bytes(gzip.compress(content, mtime=0))
    work.replace(there)


def _taken_over(known: Path, work: Path) -> bool:
    """A second name for a file, where the system allows it: on one disk, and of one's own."""
    try:
        work.hardlink_to(known)
    except OSError:
        return False
    return True


def beside(path: Path) -> Path:
    """Where the compressed form of a file stands."""
    return path.with_name(f"{path.name}.gz")


def _is_younger(compressed: Path, path: Path) -> bool:
    """Whether it was made of the file as it is: nobody writes into a page, and whoever puts another takes it away."""
    try:
        return compressed.stat().st_mtime_ns >= path.stat().st_mtime_ns
    except OSError:
        return False


def _unpacked(path: Path) -> bytes | None:
    """Unpacking takes a fifth of the time of packing; None where there is nothing whole."""
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
