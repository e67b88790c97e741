"""The records that can be judged while others are faulty: those that find whatever they name. Judges nothing."""

import dataclasses
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, get_args

from generator.directory.fields import fields_of, holds
from generator.directory.model import Directory, Ref, Site
from generator.directory.values import Text


def sound_directory(sections: Mapping[str, Any]) -> Directory:
    """What was readable as a directory, without the records that name one that is not there, and so on from there."""
    found: dict[str, Any] = {"site": _stand_in(), "organizations": {}, **sections}
    before = -1
    while before != _size(found):
        before = _size(found)
        found = {section: _sound(value, found) for section, value in found.items()}
    if found.get("inquiry") and not _finds_all(found["inquiry"], found):
        del found["inquiry"]
    return Directory(**found)


def _stand_in() -> Site:
    """For a site that could not be read: rules that look at its address find none."""
    return Site(url="", name=Text("id", {"id": ""}))


def _size(sections: Mapping[str, Any]) -> int:
    return sum(len(value) for value in sections.values() if isinstance(value, Mapping))


def _sound(value: Any, sections: Mapping[str, Any]) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {record_id: record for record_id, record in value.items() if _finds_all(record, sections)}


def _finds_all(record: Any, sections: Mapping[str, Any]) -> bool:
    return all(wanted in sections.get(section, ()) for section, wanted in references_of(record))


def references_of(record: Any) -> Iterator[tuple[str, str]]:
    """Section and id of all that a record names, itself or within."""
    for name, section in _referring_fields(record.__class__):
        value = getattr(record, name)
        if section is None:
            yield from _within(value)
        elif isinstance(value, str):
            yield section, value
        else:
            yield from ((section, wanted) for wanted in value or ())


def _within(value: Any) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(value):
        yield from references_of(value)
    elif isinstance(value, Mapping):
        for record in value.values():
            yield from _within(record)


@cache
def _referring_fields(record: type) -> tuple[tuple[str, str | None], ...]:
    """Of each field that names something: its name, and the section of its ids; None where they stand within it."""
    found = (item for item in fields_of(record) if holds(item.hint, lambda part: _section_of(part) is not None))
    return tuple((item.name, _section_of(item.hint)) for item in found)


def _section_of(hint: Any) -> str | None:
    """The section that an id of this hint, or those of a list of it, are looked up in."""
    for part in (hint, *get_args(hint)):
        for mark in getattr(part, "__metadata__", ()):
            if isinstance(mark, Ref):
                return mark.section
    return None
