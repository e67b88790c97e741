"""Writes `page.html.gz` beside `page.html` of a built site, so that no web server compresses while visitors wait.

Beside `tree` the one module that writes into a site. Never touches a page, and never leaves half a file under its name.
"""

import gzip
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from generator.arguments import WrongArgumentError
from generator.turns import alone_in, builds_of

ENDINGS = frozenset({".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"})
ENDING = ".gz"
SMALLEST_BYTES = 256
"""Below that the head of an answer outweighs what is saved."""
WORK_NAME = ".compressing"
"""Of the file that is being written, beside the pages and not among them: what a killed command leaves is no page."""


class NoSiteError(WrongArgumentError):
    """There is no published site."""


def compress(site: Path) -> int:
    """Compresses what can be of the published site. Gives the number of files that are compressed now.

    What is as it was in the build before keeps that one's compressed file, so that a small edit costs little.
    A build waits until this has ended: it would change pages of which the compressed form is being written.
    Raises: NoSiteError.
    """
    if not site.is_dir():
        raise NoSiteError("arguments.site_missing", quote=site)
    builds = builds_of(site)
    with alone_in(builds) if builds.is_dir() else nullcontext():
        return _compress_all(site.resolve())


def _compress_all(built: Path) -> int:
    before, work = _build_before(built), built.parent / WORK_NAME
    texts = list(_texts(built))
    for path in texts:
        _compress(path, before / path.relative_to(built), work)
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


def _compress(path: Path, before: Path, work: Path) -> None:
    there, known, content = beside(path), beside(before), path.read_bytes()
    if _is_of(content, there):
        return
    work.unlink(missing_ok=True)
    if not _is_of(content, known) or not _taken_over(known, work):
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
    return path.with_name(f"{path.name}{ENDING}")


def _is_of(content: bytes, compressed: Path) -> bool:
    """Whether a file is this content compressed, by its beginning and end, which are its sum and length.

    Source: RFC 1952, section 2.3. Unpacking would take five times as long, of thirty thousand files after each edit.
    """
    try:
        packed = compressed.read_bytes()
    except OSError:
        return False
    end = struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    return packed.startswith(b"\x1f\x8b\x08") and packed[10:].endswith(end)
