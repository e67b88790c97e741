"""The files of a directory put together: lists one after the other, any other section once. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_origin

from generator.directory.fields import fields_of
from generator.directory.model import Directory
from generator.directory.parts import Part
from generator.directory.problems import Problem
from generator.directory.typed import place_at, quote

NESTED = "include"
"""The section that the main file alone may have."""


@cache
def list_sections() -> frozenset[str]:
    """The sections of which several files may each hold a part."""
    return record_sections() | {item.key for item in fields_of(Directory) if get_origin(item.hint) is tuple} - {NESTED}


@cache
def record_sections() -> frozenset[str]:
    """Of these the ones whose records have ids."""
    return frozenset(item.key for item in fields_of(Directory) if get_origin(item.hint) is Mapping)


@cache
def single_sections() -> frozenset[str]:
    """Those that stand in one file alone; of which version it is, every file may say."""
    return frozenset(item.key for item in fields_of(Directory)) - list_sections() - {"version"}


def merged(parts: Sequence[Part]) -> dict[str, Any]:
    """What could be read of each section, the main file first; of two records with one id, the first."""
    found: dict[str, Any] = {}
    for part in parts:
        for section, value in part.sections.items():
            if section in record_sections():
                _add(found.setdefault(section, {}), value)
            elif section in list_sections():
                found[section] = (*found.get(section, ()), *value)
            else:
                found.setdefault(section, value)
    return found


def _add(records: dict[str, Any], more: Mapping[str, Any]) -> None:
    for record_id, record in more.items():
        records.setdefault(record_id, record)


def between(parts: Sequence[Part]) -> Iterator[Problem]:
    """What is wrong between files: an id that two have, and a section that one alone may have."""
    yield from _sections_twice(parts)
    for section in record_sections():
        yield from _ids_twice(section, parts)


def missing(parts: Sequence[Part]) -> Iterator[Problem]:
    """The sections that no file has, and that a directory can't be without."""
    there = {section for part in parts for section in part.keys}
    for item in fields_of(Directory):
        if item.mandatory and item.key not in there:
            yield Problem(parts[0].root.place, "key-missing", details={"key": item.key})


def _sections_twice(parts: Sequence[Part]) -> Iterator[Problem]:
    first: dict[str, Part] = {}
    for number, part in enumerate(parts):
        for section in part.keys.keys() & single_sections():
            before, place = first.setdefault(section, part), place_at(part.file, part.keys[section])
            if section == NESTED and number:
                yield Problem(place, "include-nested")
            elif before is not part:
                told = place_at(before.file, before.keys[section])
                yield Problem(place, "section-twice", details={"quote": quote(section), "first": str(told)})


def _ids_twice(section: str, parts: Sequence[Part]) -> Iterator[Problem]:
    """Within one file, reading it tells."""
    first: dict[str, tuple[Part, int]] = {}
    for part in parts:
        for record_id, at in part.ids.get(section, ()):
            before, place = first.setdefault(record_id, (part, at))
            if before is not part and record_id:
                details = {"quote": quote(record_id), "first": str(place_at(before.file, place))}
                yield Problem(place_at(part.file, at), "duplicate-id", details=details)
