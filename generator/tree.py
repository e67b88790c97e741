"""The files of one build as they come to disk. Beside `compressed` the one module that writes into a site.

What is as it was in the published build is that build's file, by another name (a hard link): so it costs nearly
nothing, and nothing that looks at the disk sees it change. And the folder is, where there is one, that of the build
before the published one, in which most already stands: a government has thirty thousand files, and making and removing
as many folders takes longer than all else.
"""

import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from generator.compressed import ENDING, beside
from generator.on_disk import sync, sync_path


class Tree:
    """New files wait in `folder`; `published` is the folder of the published build, if any. Names are paths within."""

    def __init__(self, folder: Path, published: Path | None) -> None:
        self.folder = folder
        self._published = published

    def write(self, files: Mapping[str, bytes]) -> list[str]:
        """Writes what is not so in the published build; gives the names. Raises: OSError."""
        new = [name for name, content in files.items() if not _holds(self._published, name, content)]
        for name in new:
            _write(f"{self.folder}/{name}", files[name])
        return new

    def read(self, name: str) -> bytes:
        """A file as it will be published. Raises: OSError."""
        waiting = self.folder / name
        return (waiting if waiting.exists() or not self._published else self._published / name).read_bytes()

    def hasten(self) -> None:
        """Has what was written come to disk now, while others make more: then there is less to wait for in the end."""
        os.sync()

    def complete(self, new: Sequence[str], taken: Sequence[str]) -> None:
        """Adds to the new files those that are `taken` over from the published build. Raises: OSError."""
        for name in taken:
            self._take(name, self.folder)
        sync(self.folder, [*new, *taken])

    def complete_in(self, base: Path, new: Sequence[str], taken: Sequence[str], gone: Iterable[str]) -> None:
        """The same in the folder of an older build, which has all else, and less what is `gone`; it becomes ours."""
        for name in gone:
            _remove(base, base / name)
        for name in taken:
            self._take(name, base)
        for name in new:
            (self.folder / name).replace(_made(_forget(base / name)))
        if self.folder.exists():
            shutil.rmtree(self.folder)
        base.replace(self.folder)
        sync(self.folder, [*new, *taken])

    def add_to(self, base: Path, new: Sequence[str], gone: Iterable[str]) -> None:
        """Puts new files, in their order, into a folder that visitors read, and then takes away what is `gone`.

        Each is on disk before it has its name, so that a power cut leaves no half.
        """
        for name in new:
            sync_path(self.folder / name)
            (self.folder / name).replace(_made(_forget_compressed(base / name)))
        for name in gone:
            _remove(base, base / name)
        sync(base, new)

    def _take(self, name: str, folder: Path) -> None:
        assert self._published is not None
        old, new = f"{self._published}/{name}", f"{folder}/{name}"
        try:
            _link(old, new)
        except OSError:  # as of files that belong to somebody else
            shutil.copyfile(old, _made(_forget(folder / name)))


# What is done for each of thirty thousand files takes texts and not paths, which cost as much as the disk.


def standing(folder: Path, names: Iterable[str]) -> set[str]:
    """Those of these files that are in a folder: nobody looks after an older build, and somebody may remove a page."""
    return {name for name in names if os.access(f"{folder}/{name}", os.F_OK)}


def _write(path: str, content: bytes) -> None:
    folder = path.rpartition("/")[0]
    try:
        os.mkdir(folder)  # noqa: PTH102 nearly every page has one of its own
    except FileExistsError:
        pass
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(content)


def _link(old: str, new: str) -> None:
    with suppress(FileNotFoundError):
        os.unlink(f"{new}{ENDING}")  # noqa: PTH108
    try:
        os.link(old, new)
    except FileExistsError:
        os.unlink(new)  # noqa: PTH108
        os.link(old, new)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(new), exist_ok=True)  # noqa: PTH103, PTH120
        os.link(old, new)


def _forget(path: Path) -> Path:
    """Removes a file with what was compressed of it; gives its path."""
    path.unlink(missing_ok=True)
    return _forget_compressed(path)


def _forget_compressed(path: Path) -> Path:
    beside(path).unlink(missing_ok=True)
    return path


def _remove(base: Path, path: Path) -> None:
    """Removes a file, and each folder that holds nothing then."""
    folder = _forget(path).parent
    with suppress(OSError):
        while folder != base:
            folder.rmdir()
            folder = folder.parent


def _made(path: Path) -> Path:
    """A path whose folder is there."""
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
