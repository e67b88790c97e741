"""Ids that must exist somewhere in a directory: those that no record has, with what is near and what is known. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from generator.directory.parts import Part
from generator.directory.problems import Problem
from generator.directory.typed import LIST_LENGTH, place_at, quote

MOST_TOLD = 20
"""How many ids a message lists, so that it stays one that people read."""
MOST_SOUGHT = 20
"""For how many wrong ids the nearest right one is sought: each search looks at every id of its section."""


def dangling(parts: Sequence[Part]) -> Iterator[Problem]:
    """Ids that no record has. A record that is itself unreadable still exists."""
    ids: dict[str, dict[str, None]] = {}
    for part in parts:
        for section, named in part.ids.items():
            ids.setdefault(section, {}).update((record_id, None) for record_id, _ in named if record_id)
    told: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    wrong = (
        (section, name, place_at(part.file, at))
        for part in parts
        for section, names in part.names.items()
        if not ids.get(section, {}).keys() >= {*names}
        for name, at in part.named[section]
        if name not in ids.get(section, ())
    )
    for section, name, place in wrong:
        if (section, name) not in told:
            told[section, name] = missing_reference(name, section, ids.get(section, ()), seeks=len(told) < MOST_SOUGHT)
        rule, details = told[section, name]
        yield Problem(place, rule, details=details)


def missing_reference(
    wanted: str, section: str, known: Iterable[str], *, seeks: bool = True
) -> tuple[str, dict[str, Any]]:
    """The rule that an id breaks which is none of `known`, and the details that its message tells."""
    ids = list(known)
    near = get_close_matches(wanted, ids, n=1, cutoff=0.6) if seeks else []
    rule = "reference-near" if near else "reference"
    some = ", ".join(ids[:MOST_TOLD]) + (" …" if len(ids) > MOST_TOLD else "")
    return rule, {
        "quote": quote(wanted),
        "section": section,
        "near": quote(near[0]) if near else "",
        "known": quote(some, LIST_LENGTH) or "-",
    }
