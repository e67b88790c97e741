"""A file, or a text -> what was typed there. Knows no desks, and gives no text a meaning."""

import os
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from generator.directory import slips
from generator.directory.composing import Composer
from generator.directory.problems import DirectoryError, Place, Problem
from generator.directory.slips import place_in
from generator.directory.typed import Mapping

MAX_FILE_BYTES = 8 * 1024 * 1024


class ParsedFile(NamedTuple):
    """One file: its values, its bytes, and the problems that leave it readable."""

    root: Mapping
    data: bytes
    problems: list[Problem]


def parse_file(path: Path) -> ParsedFile:
    """Reads one file. Its name in places is the one that it was called by.

    Raises: DirectoryError where the file can't be opened, is no text, is too large or is no YAML mapping.
    """
    return parse_data(read_file(path), str(path))


def read_file(path: Path) -> bytes:
    """The bytes of one file. Raises: DirectoryError where it can't be opened or is too large."""
    name = str(path)
    try:
        data = _read(path)
    except FileNotFoundError as error:
        raise DirectoryError([_at_start(name, "file-missing")]) from error
    except PermissionError as error:
        raise DirectoryError([_at_start(name, "file-forbidden")]) from error
    except OSError as error:
        raise DirectoryError([_at_start(name, "file-unreadable", reason=error.strerror or str(error))]) from error
    if len(data) > MAX_FILE_BYTES:
        raise DirectoryError([_at_start(name, "file-too-large", megabytes=MAX_FILE_BYTES // 1024 // 1024)])
    return data


def parse_data(data: bytes, name: str) -> ParsedFile:
    """Reads the bytes of a file as `parse_file` does."""
    mapping, problems = parse_text(_decode(data, name), name)
    return ParsedFile(mapping, data, problems)


def _read(path: Path) -> bytes:
    """Asks for no more than the disk has, since room for the most takes longer to get than a file of an office."""
    with path.open("rb") as file:
        size = min(os.fstat(file.fileno()).st_size, MAX_FILE_BYTES)
        data = file.read(size + 1)
        return data if len(data) <= size else data + file.read(MAX_FILE_BYTES - size)


def parse_text(text: str, name: str) -> tuple[Mapping, list[Problem]]:
    """Reads YAML text as `parse_file` does."""
    _refuse_forbidden(text, name)
    if found := slips.conflict(text, name):
        raise DirectoryError([found])
    composer = Composer(text, name)
    try:
        root = composer.compose()
    except yaml.MarkedYAMLError as error:
        raise DirectoryError([*composer.problems, slips.syntax(error, text, name)]) from error
    if not isinstance(root, Mapping):
        place = min(root.place, place_in(text, name)) if root else Place(name, 1, 1)
        raise DirectoryError([*composer.problems, Problem(place, "not-a-directory")])
    return root, composer.problems


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]  # without the byte order mark, which is no column
        place = place_in(before.decode("utf-8", errors="replace"), name)
        raise DirectoryError([Problem(place, "not-utf8")]) from error


def _refuse_forbidden(text: str, name: str) -> None:
    if found := slips.forbidden_in(text):
        place = place_in(text[: found.start()], name)
        raise DirectoryError([Problem(place, "control-character", details={"code": slips.code_of(found[0])})])


def _at_start(name: str, rule: str, **details: Any) -> Problem:
    return Problem(Place(name, 1, 1), rule, details=details)
