"""Instants as they are typed and as they are told."""

import re
from datetime import UTC, datetime

import pytest

from generator.answers.instants import instant, written
from generator.arguments import WrongArgumentError
from tests.building import JAKARTA

NOW = datetime(2020, 3, 24, 3, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "at_"),
    [
        ("", "2020-03-24T10:00+07:00"),
        ("2020-03-24T10:00+07:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24T03:00Z", "2020-03-24T10:00+07:00"),
        ("2020-03-24T12:00+09:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24T10:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24", "2020-03-24T00:00+07:00"),
    ],
)
def test_an_instant_is_read_in_the_offices_zone(typed: str, at_: str) -> None:
    """What names no zone is local, what names another is turned into ours, and nothing is now."""
    assert written(instant(typed, JAKARTA, NOW)) == at_


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "2020-02-30", "24-03-2020", "10:00", "1999-12-31T10:00", "2200-01-01", "0001-01-01T00:00+14:00"],
)
def test_what_is_no_instant_is_refused(typed: str) -> None:
    """The message quotes what was typed."""
    with pytest.raises(WrongArgumentError, match=re.escape(f"'{typed}'")):
        instant(typed, JAKARTA, NOW)
