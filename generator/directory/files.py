"""The files that one directory is made of: the main file and those that it includes. Gives no value a meaning."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from generator.directory import source, values
from generator.directory.problems import DirectoryError, Place, Problem, WrongTextError
from generator.directory.typed import Mapping, Scalar, Sequence, quote

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 64 * 1024 * 1024
_WILD = frozenset("*?[")

# Where one of these is told, part of the directory was not read.
HIDING = {"second-document", "file-unreadable", "include-nothing", "include-too-many", "include-too-large"}


class Opened(NamedTuple):
    """The files of a directory: the main one, and by their names the bytes of those that it includes.

    `problems`: what kept others from being opened; `complete`: none was.
    """

    main: source.ParsedFile
    others: dict[str, bytes]
    problems: list[Problem]
    complete: bool

    @property
    def sha256(self) -> str:
        """That of the bytes of all files, one after the other, in order of path."""
        files = {self.main.root.file: self.main.data, **self.others}
        return _sum(files[name] for name in sorted(files, key=lambda name: Path(name).as_posix()))


def open_all(path: Path) -> Opened:
    """The main file, and all that it includes. Raises: DirectoryError where the main file can't be read at all."""
    main = source.parse_file(path)
    found, problems = _included(path, main.root)
    others: dict[str, bytes] = {}
    folder = path.parent.resolve() if found else path.parent
    is_within = cache(lambda other: other.resolve().is_relative_to(folder))  # of as many folders as hold files
    for file in found:
        try:
            _refuse_foreign(file, is_within)
            others[str(file)] = source.read_file(file)
        except DirectoryError as error:
            problems += error.problems
    return Opened(main, others, problems, len(others) == len(found))


def _refuse_foreign(file: Path, is_within: Callable[[Path], bool]) -> None:
    """Files of the folder alone are read: what a link leads to elsewhere would be quoted.

    Raises: DirectoryError. A link that leads nowhere is left to whoever opens it.
    """
    if not file.is_file():
        if file.exists():
            raise DirectoryError([Problem(Place(str(file), 1, 1), "include-not-file")])
    elif not is_within((file.resolve() if file.is_symlink() else file).parent):
        raise DirectoryError([Problem(Place(str(file), 1, 1), "include-outside")])


def files_of(path: Path) -> tuple[Path, ...]:
    """The files as they are on disk now, the main file first. Only that file, where it can't be read."""
    try:
        state = path.stat()
    except OSError:
        return (path,)
    root = _main_as_of(path, state.st_mtime_ns, state.st_size)
    return (path, *_included(path, root)[0]) if root else (path,)


@lru_cache(maxsize=4)
def _main_as_of(path: Path, _mtime_ns: int, _size: int) -> Mapping | None:
    """The main file, parsed once for each time that it is written, since who watches it asks again and again."""
    try:
        return source.parse_file(path).root
    except DirectoryError:
        return None


def sum_of(path: Path) -> str:
    """The `sha256` of the directory that would be read now; empty where a file can't be, which reading will tell."""
    try:
        return _sum(file.read_bytes() for file in sorted(files_of(path), key=lambda file: file.as_posix()))
    except OSError:
        return ""


def _sum(contents: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for content in contents:
        found.update(content)
    return found.hexdigest()


def _included(path: Path, root: Mapping) -> tuple[list[Path], list[Problem]]:
    """The files that the patterns name, in order of path, each once and never the main file; and what names none."""
    found: dict[Path, None] = {}
    problems: list[Problem] = []
    for pattern in _patterns(root):
        told = len(problems)
        matching = list(_matching(path.parent, pattern.text, problems))
        found |= dict.fromkeys(file for file in matching if file != path)
        if not matching and len(problems) == told:
            problems.append(Problem(pattern.place, "include-nothing", details={"quote": quote(pattern.text)}))
    files = sorted(found, key=lambda file: file.as_posix())
    if too_much := _too_much(files, root):
        return [], [*problems, too_much]
    return files, problems


def _patterns(root: Mapping) -> Iterator[Scalar]:
    """Those that are well written; the reader tells of the others."""
    listed = root.items.get("include")
    for item in listed.items if isinstance(listed, Sequence) else ():
        try:
            if isinstance(item, Scalar) and values.file_pattern(item.text):
                yield item
        except WrongTextError:
            continue


def _matching(folder: Path, pattern: str, problems: list[Problem]) -> Iterator[Path]:
    """The files below a folder that match, whatever they turn out to be; a folder that can't be looked into is told.

    Editors leave files beside those they edit whose names begin with a dot or a hash sign: these don't count.
    """
    first, _, rest = pattern.partition("/")
    for name in _names_in(folder, problems) if _WILD.intersection(first) else [first]:
        if not fnmatchcase(name, first) or name.startswith((".", "#")):
            continue
        try:
            is_folder = (folder / name).is_dir()
        except OSError:  # as a name that is longer than a disk allows
            continue
        if rest and is_folder:
            yield from _matching(folder / name, rest, problems)
        elif not rest and not is_folder and os.path.lexists(folder / name):
            yield folder / name


def _names_in(folder: Path, problems: list[Problem]) -> list[str]:
    try:
        return sorted(os.listdir(folder))  # noqa: PTH208 the names alone
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        details = {"reason": error.strerror or str(error)}
        problems.append(Problem(Place(str(folder), 1, 1), "file-unreadable", details=details))
        return []


def _too_much(files: list[Path], root: Mapping) -> Problem | None:
    if len(files) > MAX_FILES:
        details = {"count": len(files), "limit": MAX_FILES}
        return Problem(root.items["include"].place, "include-too-many", details=details)
    if sum(map(_size, files)) > MAX_TOTAL_BYTES:
        details = {"megabytes": MAX_TOTAL_BYTES // 1024 // 1024}
        return Problem(root.items["include"].place, "include-too-large", details=details)
    return None


def _size(file: Path) -> int:
    """Nothing for a file that has just gone: reading it will tell."""
    try:
        return file.stat().st_size
    except OSError:
        return 0
