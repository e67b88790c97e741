"""Writes `page.html.gz` beside `page.html` of a built site, so that no web server compresses while visitors wait.

Beside `site` and `indexing` the one module that writes to disk. Never touches a page, and never leaves half a file
under its name.
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
    there, known, content = _beside(path), _beside(before), path.read_bytes()
    if _unpacked(there) == content:
        return
    work = there.with_name(f".{there.name}")
    work.unlink(missing_ok=True)
    if _unpacked(known) == content:
        work.hardlink_to(known)
    else:
        work.write_bytes(gzip.compress(content, mtime=0))
    work.replace(there)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.gz")


def _unpacked(path: Path) -> bytes | None:
    """Unpacking takes a fifth of the time of packing; None where there is nothing whole."""
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None
