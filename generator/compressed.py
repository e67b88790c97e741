"""Writes `page.html.gz` beside `page.html` of a built site, so that no web server compresses while visitors wait.

Beside `tree` the one module that writes into a site. Never touches a page, and never leaves half a file under its name.

A compressed file has the time of its page once it is known to be of that page and on disk, and then it is not looked
into again: a government has thirty thousand, and an edit changes twenty. It is also the time that web servers tell.
"""

import gzip
import os
import struct
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from generator.arguments import WrongArgumentError
from generator.crew import spread
from generator.on_disk import sync
from generator.turns import alone_in, builds_of

ENDINGS = frozenset({".css", ".html", ".ics", ".js", ".json", ".svg", ".txt", ".xml"})
ENDING = ".gz"
SMALLEST_BYTES = 256
"""Below that the head of an answer outweighs what is saved."""
WORK_NAME = ".compressing"
"""How files are called that are being written, beside the pages and not among them: so no visitor meets half of one."""
MANY_FILES = 100
"""From so many on other processes are worth their start."""


class NoSiteError(WrongArgumentError):
    """There is no published site."""


def compress(site: Path, processes: int = 1) -> int:
    """Compresses what can be of the published site. Gives the number of files that are compressed now.

    What is as it was in the build before keeps that one's compressed file, so that a small edit costs little.
    `processes` is as in `crew.spread`. A build waits until this has ended: it would change pages of which the
    compressed form is being written. Raises: NoSiteError.
    """
    if not site.is_dir():
        raise NoSiteError("arguments.site_missing", quote=site)
    builds = builds_of(site)
    with alone_in(builds) if builds.is_dir() else nullcontext():
        return _compress_all(site.resolve(), processes)


def _compress_all(built: Path, processes: int) -> int:
    names = list(_texts(str(built), ""))
    unknown = [name for name in names if not _is_known(f"{built}/{name}")]
    for left in built.parent.glob(f"{WORK_NAME}*"):
        left.unlink()
    work = partial(_compress, built, _build_before(built))
    for _ in spread(work, unknown, processes if len(unknown) >= MANY_FILES else 1):
        pass
    sync(built, [f"{name}{ENDING}" for name in unknown])
    for name in unknown:
        _mark(built / name)
    return len(names)


def _texts(folder: str, within: str) -> Iterator[str]:
    """The names of all files of a folder that are to be compressed; `within` is how they begin."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _texts(entry.path, f"{within}{entry.name}/")
            elif os.path.splitext(entry.name)[1] in ENDINGS and entry.stat().st_size >= SMALLEST_BYTES:  # noqa: PTH122
                yield within + entry.name


def _is_known(path: str) -> bool:
    """Whether the compressed form of a file has the mark that it was looked into: the file's time, which it got later.

    What somebody writes into it has a time of its own.
    """
    try:
        compressed = os.stat(f"{path}{ENDING}")  # noqa: PTH116 of thirty thousand texts, which cost less than paths
        return compressed.st_mtime_ns == os.stat(path).st_mtime_ns < compressed.st_ctime_ns  # noqa: PTH116
    except OSError:
        return False


def _mark(path: Path) -> None:
    told = path.stat()
    os.utime(beside(path), ns=(told.st_atime_ns, told.st_mtime_ns))


def _build_before(built: Path) -> Path:
    """The newest of the other builds that lie beside this one, if any."""
    builds = built.parent.parent
    others = [path for path in builds.iterdir() if path.is_dir() and path != built.parent]
    return max(others, key=lambda path: path.stat().st_mtime, default=builds / "none") / built.name


def _compress(built: Path, before: Path, name: str) -> None:
    there, known, content = beside(built / name), beside(before / name), (built / name).read_bytes()
    if _is_of(content, there):
        return
    work = built.parent / f"{WORK_NAME}-{os.getpid()}"
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

    Source: RFC 1952, section 2.3. Unpacking would take five times as long.
    """
    try:
        packed = compressed.read_bytes()
    except OSError:
        return False
    end = struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    return packed.startswith(b"\x1f\x8b\x08") and packed[10:].endswith(end)
