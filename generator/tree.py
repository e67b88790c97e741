"""The files of one build as they come to disk. Beside `compressed` the one module that writes into a site.

What is as it was in the build before is that build's file, by another name (a hard link): so it costs nearly nothing,
and nothing that looks at the disk sees it change.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

MOST_ALONE = 500
"""Files that are brought to disk one by one; with more it is quicker to wait for all that the machine has to write."""


class Tree:
    """The folder of a build, and that of the build before, if any. Names are paths within them."""

    def __init__(self, folder: Path, before: Path | None) -> None:
        self.folder = folder
        self._before = before

    def write(self, files: Mapping[str, bytes]) -> list[str]:
        """Gives the names of those that are new. Raises: OSError."""
        new = [name for name, content in files.items() if not _holds(self._before, name, content)]
        for name in new:
            _made(self.folder / name).write_bytes(files[name])
        return [*new, *self.keep(files.keys() - set(new))]

    def keep(self, names: Iterable[str]) -> list[str]:
        """Takes files over from the build before; gives the names of those that had to be copied. Raises: OSError."""
        if self._before is None:
            return []
        copied: list[str] = []
        for name in names:
            path = _made(self.folder / name)
            try:
                path.hardlink_to(self._before / name)
            except OSError:  # as of files that belong to somebody else
                shutil.copyfile(self._before / name, path)
                copied.append(name)
        return copied

    def sync(self, new: Sequence[str]) -> None:
        """A rename can reach the disk before the files that it shows; so these go first."""
        if len(new) > MOST_ALONE:
            os.sync()
            return
        folders = {self.folder / parent for name in new for parent in Path(name).parents}
        for path in [*(self.folder / name for name in new), *folders, self.folder.parent]:
            sync_path(path)


def sync_path(path: Path) -> None:
    """Raises: OSError where the disk could not take it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _made(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _holds(folder: Path | None, name: str, content: bytes) -> bool:
    if folder is None:
        return False
    path = folder / name
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
