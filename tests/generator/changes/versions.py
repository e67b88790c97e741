"""Versions of the project's own contacts.yml, each a small edit away from it, and random ones."""

import copy
import dataclasses
import json
import random
from functools import cache
from typing import Any

import yaml
from hypothesis import settings
from hypothesis import strategies as st

from generator.changes import Change, compare
from generator.directory import Directory
from tests.building import FOUNDING_DAY, ROOT, good, reading
from tests.generator.directory.offices import offices

TODAY = FOUNDING_DAY.date()
CONTACTS = (ROOT / "contacts.yml").read_text(encoding="utf-8")
_TREE = yaml.load(CONTACTS, Loader=yaml.BaseLoader)
Edit = tuple[str, str]


@cache
def edited(*edits: Edit) -> Directory:
    """The project's directory with words of the file replaced, each of which must stand in it once."""
    return good(edited_text(*edits))


def edited_text(*edits: Edit) -> str:
    text = CONTACTS
    for old, new in edits:
        assert text.count(old) == 1, (text.count(old), old)
        text = text.replace(old, new)
    return text


def with_records(section: str, *records: str) -> Edit:
    """Adds records to a section, or the section itself where the file has none."""
    lines = "".join(f"  - {record}\n" for record in records)
    if f"\n{section}:\n" in CONTACTS:
        return f"\n{section}:\n", f"\n{section}:\n{lines}"
    return "\nclosures:\n", f"\n{section}:\n{lines}\nclosures:\n"


def changes(*edits: Edit) -> list[Change]:
    """What these edits change for citizens, as of 24 March 2020."""
    return compare(edited(), edited(*edits), TODAY)


def tree(text: str | None = None) -> Any:
    """A file as plain lists, mappings and texts, to be taken apart; every scalar stays text."""
    return copy.deepcopy(_TREE) if text is None else json.loads(text)


def dumped(contacts: Any) -> str:
    """As a file again: JSON is YAML."""
    return json.dumps(contacts, ensure_ascii=False)


def chances() -> st.SearchStrategy[random.Random]:
    return st.integers(0, 2**32).map(random.Random)


def rewrapped(value: Any, chance: random.Random) -> Any:
    """The same with other spaces and breaks between the words of its texts."""
    if isinstance(value, list):
        return [rewrapped(part, chance) for part in value]
    if not isinstance(value, dict):
        return value
    broken = _broken if "en" in value else rewrapped
    return {key: broken(part, chance) for key, part in value.items()}


def _broken(text: str, chance: random.Random) -> str:
    first, *others = text.split(" ")
    return first + "".join(chance.choice([" ", "  ", "\n", " \n\n "]) + word for word in others)


FEW = settings(max_examples=30)
"""For laws of which each example reads a dozen files."""

ORDERED = {"application_process", "languages"}
"""Lists whose order says something."""


def shuffled(value: Any, chance: random.Random, key: str = "") -> Any:
    """The same in another order, wherever the order says nothing."""
    if isinstance(value, dict):
        pairs = [(name, shuffled(part, chance, name)) for name, part in value.items()]
        chance.shuffle(pairs)
        return dict(pairs)
    if isinstance(value, list):
        parts = [shuffled(part, chance) for part in value]
        if key not in ORDERED:
            chance.shuffle(parts)
        return parts
    return value


@st.composite
def mutants(draw: st.DrawFn) -> tuple[str, Directory]:
    """The project's file with a few values dropped, doubled or exchanged, as long as it still is a directory."""
    chance = draw(chances())
    text, directory = dumped(tree()), edited()
    for _ in range(draw(st.integers(1, 6))):
        contacts = tree(text)
        _mutate(contacts, chance)
        if found := reading(dumped(contacts)).directory:
            text, directory = dumped(contacts), found
    return text, directory


def _mutate(contacts: Any, chance: random.Random) -> None:
    """One value is dropped, or given to another record, or a record is dropped."""
    records = contacts[chance.choice(sorted(key for key, part in contacts.items() if isinstance(part, list) and part))]
    one, other = chance.choice(records), chance.choice(records)
    key = chance.choice(sorted(one))
    match chance.randrange(4):
        case 0:
            records.remove(one)
        case 1 if key != "id":
            del one[key]
        case 2:
            other[key] = "-".join((one[key], "2")) if key == "id" else one[key]
        case _:
            one[key], other[key] = other.get(key, one[key]), one[key]


@st.composite
def office_pairs(draw: st.DrawFn) -> tuple[Directory, Directory]:
    """An office and what became of it: some of its parts are those of another one."""
    old, other = draw(offices()), draw(offices())
    parts = draw(st.sets(st.sampled_from(["schedules", "calendar", "closures", "special_hours"])))
    new = dataclasses.replace(old, **{part: getattr(other, part) for part in parts})
    return _with_answered_phone(old, draw(st.booleans())), _with_answered_phone(new, draw(st.booleans()))


def _with_answered_phone(directory: Directory, answered: bool) -> Directory:
    """`wa` keeps the hours of the counter, or has none."""
    answering = dataclasses.replace(directory.channels["wa"], schedule="jam" if answered else None)
    return dataclasses.replace(directory, channels={**directory.channels, "wa": answering})
