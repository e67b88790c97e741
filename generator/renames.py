"""Ids that were renamed since the site was last published. Pure.

An id is the address of a page and the name under which a waiting letter knows its desk: with a new one, links that
people have shared are dead.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.directory import Problem, Reading
from generator.directory.typed import quote
from generator.public import public_directory_as_text
from generator.published import PublishedRecords, records_in

_SECTIONS = ("organizations", "services", "closures", "special_hours", "notices", "desks")
_NAMES = ("name", "title")


def with_renames(reading: Reading, published: PublishedRecords) -> Reading:
    """A reading with a warning for each id that the published site has under another name."""
    if reading.directory is None:
        return reading
    ids = {section: frozenset(getattr(reading.directory, section)) for section in _SECTIONS}
    old = {section: published.ids(section) for section in _SECTIONS}
    changed = [section for section in _SECTIONS if ids[section] - old[section] and old[section] - ids[section]]
    now = records_in(public_directory_as_text(reading.directory)) if changed else published  # hardly ever needed
    found = [problem for section in changed for problem in _renamed(section, published, now, reading)]
    return reading._replace(problems=tuple(sorted([*reading.problems, *found])))


def _renamed(section: str, old: PublishedRecords, new: PublishedRecords, reading: Reading) -> Iterator[Problem]:
    there, before = new.of(section), old.of(section)
    gone = {sign: old_id for old_id in before if old_id not in there for sign in _signs(old.record(section, old_id))}
    for record_id in there.keys() - before.keys():
        signs = _signs(new.record(section, record_id))
        if found := next((gone[sign] for sign in signs if sign in gone), None):
            place = reading.places.of(section, record_id, "id")
            yield Problem(place, "id-renamed", "warning", {"quote": record_id, "old": quote(found)})


def _signs(record: Mapping[str, Any]) -> list[str]:
    """What a record is known by under any id: its name, and all that it says."""
    names = [json.dumps([key, record[key]], sort_keys=True) for key in _NAMES if key in record]
    return [*names, json.dumps({**record, "id": ""}, sort_keys=True)]
