"""Ids that were renamed since the site was last published. Writes nothing.

An id is the address of a page and the name under which a waiting letter knows its desk: with a new one, links that
people have shared are dead.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.directory import Problem, Reading
from generator.directory.source import quote
from generator.public import public_directory

_SECTIONS = ("organizations", "services", "closures", "special_hours", "notices", "desks")
_NAMES = ("name", "title")


def published_directory(site: Path) -> Mapping[str, Any]:
    """The contacts.json of the site that stands in a folder; empty where none does."""
    try:
        found = json.loads((site / "contacts.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def with_renames(reading: Reading, published: Mapping[str, Any]) -> Reading:
    """A reading with a warning for each id that `published`, the site's contacts.json, has under another name."""
    if reading.directory is None:
        return reading
    now = public_directory(reading.directory)
    found = [problem for section in _SECTIONS for problem in _renamed(section, now, published, reading)]
    return reading._replace(problems=tuple(sorted([*reading.problems, *found])))


def _renamed(section: str, now: Mapping[str, Any], published: Mapping[str, Any], reading: Reading) -> Iterator[Problem]:
    old, new = _by_id(published.get(section)), _by_id(now[section])
    gone = [record for record_id, record in old.items() if record_id not in new]
    for record_id in new.keys() - old.keys():
        before = next((record for record in gone if _are_one(record, new[record_id])), None)
        if before:
            place = reading.places.of(section, record_id, "id")
            yield Problem(place, "id-renamed", "warning", {"quote": record_id, "old": quote(str(before["id"]))})


def _by_id(records: Any) -> dict[str, Mapping[str, Any]]:
    """What is no list of records, as in a file that somebody else made, is no record."""
    listed = records if isinstance(records, list) else []
    return {str(record["id"]): record for record in listed if isinstance(record, dict) and "id" in record}


def _are_one(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two records with different ids are the same thing: by name, or else in all that they say."""
    if any(key in old and old[key] == new.get(key) for key in _NAMES):
        return True
    return {**old, "id": ""} == {**new, "id": ""}
