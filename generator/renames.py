"""Ids that were renamed since the site was last published. Writes nothing.

An id is the address of a page and the name under which a waiting letter knows its desk: with a new one, links that
people have shared are dead.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from generator.directory import Problem, Reading
from generator.directory.typed import quote
from generator.public import public_directory

_SECTIONS = ("organizations", "services", "closures", "special_hours", "notices", "desks")
_NAMES = ("name", "title")
_Records: TypeAlias = Mapping[str, Mapping[str, Any]]


def published_directory(site: Path) -> Mapping[str, Any]:
    """The contacts.json of the site that stands in a folder; empty where none does."""
    try:
        found = json.loads((site / "contacts.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def with_renames(reading: Reading, published: Mapping[str, Any]) -> Reading:
    """A reading with a warning for each id that `published`, the site's contacts.json, has under another name."""
    if reading.directory is None:
        return reading
    old = {section: _by_id(published.get(section)) for section in _SECTIONS}
    ids = {section: getattr(reading.directory, section).keys() for section in _SECTIONS}
    changed = [name for name in _SECTIONS if ids[name] - old[name].keys() and old[name].keys() - ids[name]]
    now = public_directory(reading.directory) if changed else {}  # all records in plain form: hardly ever needed
    found = [problem for name in changed for problem in _renamed(name, old[name], _by_id(now[name]), reading)]
    return reading._replace(problems=tuple(sorted([*reading.problems, *found])))


def _renamed(section: str, old: _Records, new: _Records, reading: Reading) -> Iterator[Problem]:
    gone = {sign: record for key, record in old.items() if key not in new for sign in _signs(record)}
    for record_id in new.keys() - old.keys():
        before = next((gone[sign] for sign in _signs(new[record_id]) if sign in gone), None)
        if before:
            place = reading.places.of(section, record_id, "id")
            yield Problem(place, "id-renamed", "warning", {"quote": record_id, "old": quote(str(before["id"]))})


def _by_id(records: Any) -> _Records:
    """What is no list of records, as in a file that somebody else made, is no record."""
    listed = records if isinstance(records, list) else []
    return {str(record["id"]): record for record in listed if isinstance(record, dict) and "id" in record}


def _signs(record: Mapping[str, Any]) -> list[str]:
    """What a record is known by under any id: its name, and all that it says."""
    names = [json.dumps([key, record[key]], sort_keys=True) for key in _NAMES if key in record]
    return [*names, json.dumps({**record, "id": ""}, sort_keys=True)]
