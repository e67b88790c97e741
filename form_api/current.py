"""The directory as contacts.yml has it now: taken up when the file changes, and kept when the new one is broken.

Never keeps a citizen waiting for it: what takes long to read is read by another process, and laid on a shelf.
"""

import gc
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeAlias

from form_api.packed import unpack_gently
from form_api.read_one import summary
from form_api.shelf import Shelf
from generator.directory import Directory, DirectoryError, files_of, load, sum_of

LONG_SECONDS = 0.5
"""What takes longer to read is worth a shelf."""
MOST_SECONDS = 300
_REST_SECONDS = 0.005
_HOME = Path(__file__).parent.parent

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

    def __init__(self, path: Path, now: Callable[[], datetime], shelf: Shelf | None = None) -> None:
        """Without a `shelf` the file is read each time. Raises: DirectoryError where the first one is broken."""
        self._path = path
        self._now = now
        self._shelf = shelf
        self._state = _state(path)
        kept = shelf.find(sum_of(path)) if shelf else None
        self._is_packed = self._is_large = kept is not None
        self._directory = kept or self._read_here()
        self.rejected: Rejected | None = None

    def __call__(self) -> Directory:
        return self._directory

    def look(self) -> bool:
        """Takes up a changed file. A broken one is told loudly, and the last good one serves on. Never raises."""
        if self._is_packed:
            unpack_gently(self._directory, _rest)
            self._is_packed = False
        state = _state(self._path)
        if state == self._state:
            return False
        self._state = state
        directory = self._read()
        if directory is None:
            return False
        self._directory, self.rejected = directory, None
        log.info("contacts-taken-up sha256=%s", directory.sha256)
        return True

    def _read(self) -> Directory | None:
        """The new directory, with nothing left to unpack; None where it is broken."""
        try:
            found = self._read_elsewhere() if self._is_large and self._shelf else None
            return found or self._read_here()
        except DirectoryError as error:
            self._reject(**summary(error))
        except _RejectedElsewhereError as error:
            self._reject(error.problems, error.first)
        return None

    def _reject(self, problems: int, first: str) -> None:
        self.rejected = Rejected(self._now(), problems, first)
        log.error("contacts-refused problems=%d first=%r", problems, first)

    def _read_here(self) -> Directory:
        """Raises: DirectoryError."""
        began = time.perf_counter()
        directory = load(self._path)
        self._is_large = time.perf_counter() - began > LONG_SECONDS
        if self._is_large and self._shelf:
            self._shelf.keep(directory)
        return directory

    def _read_elsewhere(self) -> Directory | None:
        """None where the other process could not do it. Raises: _RejectedElsewhereError."""
        assert self._shelf is not None
        command = [sys.executable, "-P", "-m", "form_api.read_one", str(self._path), str(self._shelf.file)]
        try:
            done = subprocess.run(  # noqa: S603 our own module
                command,
                input=self._shelf.secret.reveal(),
                capture_output=True,
                check=True,
                text=True,
                timeout=MOST_SECONDS,
                env={"PYTHONPATH": str(_HOME)},  # none of our settings, which hold secrets
            )
        except (OSError, subprocess.SubprocessError) as error:
            log.error("reading-failed reason=%s: it is read here", type(error).__name__)
            return None
        told = json.loads(done.stdout)
        if "problems" in told:
            raise _RejectedElsewhereError(**told)
        directory = self._shelf.find(told["sha256"])
        if directory:
            unpack_gently(directory, _rest)
        return directory


class _RejectedElsewhereError(Exception):
    """The other process has found the file broken."""

    def __init__(self, problems: int, first: str) -> None:
        super().__init__(problems, first)
        self.problems, self.first = problems, first


def _rest() -> None:
    """Whoever waits for an answer goes first. What was unpacked stays: nobody has to look through it for waste."""
    gc.freeze()
    time.sleep(_REST_SECONDS)


def _state(path: Path) -> _State:
    """What tells that any of the files was written: path, inode, time and size. A file that is gone tells it too."""
    return tuple(_state_of(file) for file in files_of(path))


def _state_of(file: Path) -> tuple[str, int, int, int]:
    try:
        told = file.stat()
    except OSError:
        return (str(file), 0, 0, 0)
    return (str(file), told.st_ino, told.st_mtime_ns, told.st_size)
