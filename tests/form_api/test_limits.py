"""What bounds what comes in, told in one table."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from form_api.limits import LIMITS, Limits, limits_of
from form_api.settings import read_settings
from tests.building import ROOT

NOW = datetime(2020, 3, 24, 3, tzinfo=UTC)


def test_the_readme_names_every_limit() -> None:
    """Exactly our limits with their defaults and answers, in the same order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("| Limit | Default | Beyond it |\n|---|---|---|\n")[2].partition("\n\n")[0]
    assert [tuple(re.findall(r"[^|]+", row)) for row in table.splitlines()] == [
        tuple(f" {cell} " for cell in limit) for limit in LIMITS
    ]


def test_each_service_counts_for_itself() -> None:
    """What one has counted no other remembers."""
    assert Limits().ceilings is not Limits().ceilings
    assert Limits().budget is not Limits().budget


@pytest.mark.parametrize(
    ("setting", "which"), [("PER_MINUTE", "total"), ("SAME_PER_HOUR", "content"), ("PER_ADDRESS", "address")]
)
def test_a_ceiling_is_where_an_operator_sets_it(setting: str, which: str) -> None:
    """Two are admitted where 2 is said, of what this ceiling counts, and no third."""
    ceilings = limits_of(read_settings({f"FORM_API_MOST_{setting}": "2"})).ceilings
    waits = [ceilings.admit(NOW, "198.51.100.1", "Halo") for _ in range(3)]
    assert [wait and wait.which for wait in waits] == [None, None, which]


def test_the_other_limits_are_what_an_operator_sets() -> None:
    """From when on a person looks first, the largest letter, and how long the letter of a submission waits."""
    given = {"FORM_API_QUARANTINE_AT": "7", "FORM_API_MOST_LETTER_MB": "9", "FORM_API_HOLD_SECONDS": "11"}
    limits = limits_of(read_settings(given))
    assert (limits.thresholds.quarantine_score, limits.max_letter_mb, limits.hold) == (7, 9, timedelta(seconds=11))
