"""The directory as contacts.yml has it now: taken up when the file changes, and kept when the new one is broken."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from generator.directory import Directory, DirectoryError, files_of, load

log = logging.getLogger("loket.contacts")

_State: TypeAlias = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A contacts.yml that was not taken up. `first`: place and rule of its first problem."""

    since: datetime
    problems: int
    first: str


class Directories(Protocol):
    """Gives the directory that is in use now."""

    rejected: Rejected | None

    def __call__(self) -> Directory: ...

    def look(self) -> bool: ...


class CurrentDirectory:
    """Calling it gives the directory; `look` reads the file again where it has changed."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        """Raises: DirectoryError where the first one is broken already."""
        self._path = path
        self._now = now
        self._state = _state(path)
        self._directory = load(path)
        self.rejected: Rejected | None = None

    def __call__(self) -> Directory:
        return self._directory

    def look(self) -> bool:
        """Takes up a changed file. A broken one is told loudly, and the last good one serves on. Never raises."""
        state = _state(self._path)
        if state == self._state:
            return False
        self._state = state
        try:
            directory = load(self._path)
        except DirectoryError as error:
            first = error.problems[0]
            self.rejected = Rejected(self._now(), len(error.problems), f"{first.place} [{first.rule}]")
            log.error("contacts-refused problems=%d first=%r", self.rejected.problems, self.rejected.first)
            return False
        self._directory, self.rejected = directory, None
        log.info("contacts-taken-up sha256=%s", directory.sha256)
        return True


def _state(path: Path) -> _State:
    """What tells that any of the files was written: path, inode, time and size. A file that is gone tells it too."""
    return tuple(_state_of(file) for file in files_of(path))


def _state_of(file: Path) -> tuple[str, int, int, int]:
    try:
        told = file.stat()
    except OSError:
        return (str(file), 0, 0, 0)
    return (str(file), told.st_ino, told.st_mtime_ns, told.st_size)
