"""Puts the first contacts.yml in its place: whole or not at all, and never over another unless that was asked for."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.arguments import WrongArgumentError
from generator.directory import Clock, DirectoryError, inspect


def refuse_place(path: Path, *, replace: bool) -> None:
    """Raises: WrongArgumentError where no file can or may be written; best before anybody is asked anything."""
    with _disk(path):
        target = path.resolve()
        if target.is_dir():
            raise WrongArgumentError("new.not_a_file", file=path)
        if not target.parent.is_dir():
            raise WrongArgumentError("new.no_folder", folder=path.parent)
        if not replace and os.path.lexists(path):
            raise WrongArgumentError("new.exists", file=path)
        if not os.access(target.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def keep(path: Path, text: str, *, replace: bool, clock: Clock) -> None:
    """Writes a file that passes `check` under another name first, then gives it its own.

    Raises: WrongArgumentError as `refuse_place`, or where the disk refuses; DirectoryError where the text is faulty.
    """
    target = path.resolve()
    beside = target.with_name(f".{os.getpid()}.new")
    with _disk(path):
        try:
            _write(beside, text)
            if problems := inspect(beside, clock=clock).problems:
                raise DirectoryError(problems)
            refuse_place(path, replace=replace)
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o777)  # a group that edits it goes on to
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


@contextmanager
def _disk(path: Path) -> Iterator[None]:
    """What the disk refuses is told of the file that was asked for."""
    try:
        yield
    except OSError as error:
        raise WrongArgumentError("new.not_written", file=path, reason=error.strerror or str(error)) from error


def _write(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
