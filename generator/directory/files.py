"""The files that one directory is made of: the main file and those that it includes, merged section by section.

Knows which sections are lists, and gives no value a meaning.
"""

import hashlib
import os
from collections import abc
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple, get_origin

from generator.directory import source, values
from generator.directory.fields import fields_of
from generator.directory.model import Directory
from generator.directory.problems import DirectoryError, Place, Problem, WrongTextError
from generator.directory.shape import is_empty, shown
from generator.directory.sums import section_sums
from generator.directory.typed import Mapping, Scalar, Sequence, Value, place_at, quote

MAX_FILES = 5_000
MAX_TOTAL_BYTES = 64 * 1024 * 1024
_WILD = frozenset("*?[")

# Where one of these is told, part of the directory was not read.
_HIDING = {"second-document", "file-unreadable", "include-nothing", "include-too-many", "include-too-large"}


class Gathered(NamedTuple):
    """All files as one mapping. `complete`: all of every file could be read, so that what is not here is nowhere.

    `sha256` is that of the bytes of all files, one after the other, in order of path; `sums` those of each
    file's sections.
    """

    root: Mapping
    problems: list[Problem]
    sha256: str
    complete: bool
    sums: abc.Mapping[str, abc.Mapping[str, str]]


def gather(path: Path, parse: abc.Callable[[Path], source.ParsedFile]) -> Gathered:
    """The main file and all that it includes, each read by `parse`; each value keeps the place in its own file.

    Raises: DirectoryError where the main file can't be read at all.
    """
    main = parse(path)
    found, problems = _included(path, main.root)
    parts = [main]
    folder = path.parent.resolve() if found else path.parent
    for file in found:
        try:
            _refuse_foreign(file, folder)
            parts.append(parse(file))
        except DirectoryError as error:
            problems += error.problems
    merged = _Merged(main.root)
    for part in parts[1:]:
        merged.add(part.root)
    problems += [problem for part in parts for problem in part.problems] + merged.problems
    root = main.root._replace(items=merged.sections())
    complete = len(parts) == len(found) + 1 and _HIDING.isdisjoint(item.rule for item in problems)
    sums = {part.root.file: section_sums(part.root, part.data) for part in parts}
    return Gathered(root, problems, _sha256(parts), complete, sums)


def _refuse_foreign(file: Path, folder: Path) -> None:
    """Files of the folder, which is resolved, alone are read: what a link leads to elsewhere would be quoted.

    Raises: DirectoryError. A link that leads nowhere is left to whoever opens it.
    """
    if not file.exists():
        return
    if not file.is_file():
        raise DirectoryError([Problem(Place(str(file), 1, 1), "include-not-file")])
    if not file.resolve().is_relative_to(folder):
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


def _sha256(parts: list[source.ParsedFile]) -> str:
    in_order = sorted(parts, key=lambda part: Path(part.root.file).as_posix())
    return _sum(part.data for part in in_order)


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


class _Merged:
    """Sections as they grow file by file: lists one after the other, any other section once."""

    def __init__(self, main: Mapping) -> None:
        self.items = dict(main.items)
        self._lists: dict[str, list[Value]] = {}
        self.problems: list[Problem] = []

    def add(self, part: Mapping) -> None:
        for key, value in part.items.items():
            if key == "include":
                self._note(part.key_place(key), "include-nested")
            elif key not in self.items:
                self.items[key] = value
            elif key in list_sections():
                self._append(key, value)
            elif not _same_version(key, value, self.items[key]):
                first = place_at(self.items[key].file, self.items[key].key_at)
                self._note(part.key_place(key), "section-twice", quote=quote(key), first=str(first))

    def sections(self) -> dict[str, Value]:
        """All that was added; a list is put together once, since thousands of files each add a little."""
        found = dict(self.items)
        for key, items in self._lists.items():
            value = found[key]
            assert isinstance(value, Sequence)
            found[key] = value._replace(items=tuple(items))
        return found

    def _append(self, key: str, value: Value) -> None:
        before = self.items[key]
        wrong = next((item for item in (before, value) if not isinstance(item, Sequence)), None)
        if isinstance(before, Sequence) and isinstance(value, Sequence):
            self._lists.setdefault(key, list(before.items)).extend(value.items)
        elif wrong is not None:
            self.items[key] = before if isinstance(before, Sequence) else value
            self._note(wrong.place, "empty" if is_empty(wrong) else "list-expected", quote=shown(wrong))

    def _note(self, place: Place, rule: str, **details: str) -> None:
        self.problems.append(Problem(place, rule, details=details))


def _same_version(key: str, one: Value, other: Value) -> bool:
    """Every file may begin with the same `version`."""
    return key == "version" and isinstance(one, Scalar) and isinstance(other, Scalar) and one.text == other.text


@cache
def list_sections() -> frozenset[str]:
    """The sections of which several files may each hold a part."""
    hints = {item.key: item.hint for item in fields_of(Directory) if item.key != "include"}
    return frozenset(key for key, hint in hints.items() if get_origin(hint) in (abc.Mapping, tuple))
