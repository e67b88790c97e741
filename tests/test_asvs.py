"""docs/asvs.md is true to what is there: each reference exists, each requirement is answered once."""

import re
from collections import Counter
from typing import NamedTuple

import pytest

from tests.building import ROOT

TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
IN_THE_STANDARD = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7} | {
    10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13, 16: 16, 17: 7,
}  # fmt: skip
"""Requirements of levels 1 and 2 by chapter. Source: OWASP ASVS 5.0, read on 25 November 2026."""
STATES = ("held", "partly", "not held")


class Row(NamedTuple):
    requirement: str
    state: str
    how: str
    references: tuple[str, ...]


def _rows() -> list[Row]:
    found = re.findall(r"^\| ([\d.]+) \| ([\w ]+) \| (.+) \| (.*) \|$", TEXT, re.MULTILINE)
    return [Row(number, state, how, tuple(re.findall("`([^`]+)`", where))) for number, state, how, where in found]


ROWS = _rows()
NOT_OURS = [
    number for row in re.findall(r"^\| ((?:[\d.]+ ?)+) \| [^|]+ \|$", TEXT, re.MULTILINE) for number in row.split()
]


def test_each_requirement_is_answered_once() -> None:
    """None is left out, and none is said to be two things."""
    numbers = [row.requirement for row in ROWS] + NOT_OURS
    assert [number for number, count in Counter(numbers).items() if count > 1] == []
    assert Counter(int(number.partition(".")[0]) for number in numbers) == IN_THE_STANDARD


@pytest.mark.parametrize("reference", sorted({reference for row in ROWS for reference in row.references}))
def test_each_reference_exists(reference: str) -> None:
    """A file that is there; of a test, one that is in it."""
    path, _, name = reference.partition("::")
    assert (ROOT / path).is_file(), path
    assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), reference


def test_what_is_held_says_where() -> None:
    """And every row has a state and a word of how; what is not held says why, so that nobody has to ask."""
    assert {row.state for row in ROWS} == set(STATES)
    assert [row.requirement for row in ROWS if not row.references or not row.how.strip()] == []


def test_the_counts_are_those_of_the_table() -> None:
    """The first lines are what people read."""
    counted = Counter(row.state for row in ROWS)
    told = " ".join(TEXT.partition("\n## ")[0].split())
    assert f"{len(ROWS)} that apply, {len(NOT_OURS)} that have nothing" in told
    held, partly, not_held = (counted[state] for state in STATES)
    assert f"Held: {held}. Partly: {partly}," in told
    assert f"Not held: {not_held}." in told
