"""What is worked out of the directory in use, once for all who ask, and forgotten when another is taken up. Pure."""

from collections.abc import Callable
from typing import Generic, TypeVar

from generator.directory.model import Directory

T = TypeVar("T")


class PerDirectory(Generic[T]):
    """Calling it gives what `work_out` makes of a directory; of the one that it was last asked for, at once."""

    def __init__(self, work_out: Callable[[Directory], T]) -> None:
        self._work_out = work_out
        self._last: tuple[Directory, T] | None = None

    def __call__(self, directory: Directory) -> T:
        last = self._last  # at one go: threads ask too
        if last is None or last[0] is not directory:
            last = self._last = (directory, self._work_out(directory))
        return last[1]
