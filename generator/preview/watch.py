"""Tells whether files have changed, by asking the disk for their marks again and again. Never reads what is in them.

Asking works where news from the disk does not come: on network drives, and with editors that replace a file.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

Mark: TypeAlias = tuple[int, int, int, int] | None
"""Time of the last change, size, inode and permissions; None while the file is not there."""

Marks: TypeAlias = Mapping[Path, Mark]


def marks(files: Iterable[Path]) -> Marks:
    """The files as they are on disk now."""
    return {file: _mark(file) for file in files}


def _mark(file: Path) -> Mark:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino, found.st_mode


def files_under(folder: Path) -> Iterator[Path]:
    """Every file of a folder, but for those that editors keep beside the one that is being written."""
    for inside, _, names in os.walk(folder):
        yield from (Path(inside, name) for name in names if not name.startswith((".", "#")) and not name.endswith("~"))


class Watch:
    """Notes each change once, when it has held still from one look to the next.

    So nobody reads a file that is half written, or misses one that its editor takes away for a moment.
    """

    def __init__(self, look: Callable[[], Marks], noted: Marks | None = None) -> None:
        """`noted`: the files as somebody has seen them already; without it, as they are now."""
        self._look = look
        self._last = self._noted = look() if noted is None else noted

    def has_changed(self) -> bool:
        """Looks once. True where the files differ from those that were last noted, and are noted now."""
        before, self._last = self._last, self._look()
        if self._last != before or self._last == self._noted:
            return False
        self._noted = self._last
        return True
