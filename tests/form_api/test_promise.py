"""What a receipt may promise of a desk: the same hours that the site shows, and nothing that nobody said."""

import dataclasses

import pytest

from form_api.promise import Promise, promise_of
from generator.directory import Directory
from tests.building import at
from tests.form_api.questions import two_desks


@pytest.mark.parametrize(
    ("received", "is_open", "opens_next", "reply_by"),
    [
        ("2020-03-24T07:29", False, "2020-03-24T07:30", "2020-03-27T14:30"),
        ("2020-03-24T07:30", True, "2020-03-24T07:30", "2020-03-27T14:30"),
        ("2020-03-24T15:29", True, "2020-03-24T15:29", "2020-03-27T14:30"),
        ("2020-03-24T15:30", False, "2020-03-26T07:30", "2020-03-30T15:30"),  # as if it came after Nyepi
        ("2020-03-27T12:00", False, "2020-03-27T13:00", "2020-03-31T15:30"),  # the Friday break
        ("2020-03-28T10:00", False, "2020-03-30T07:30", "2020-04-01T15:30"),  # a Saturday: as if on Monday
    ],
)
def test_a_desk_keeps_its_own_hours(
    pasuruan: Directory, received: str, is_open: bool, opens_next: str, reply_by: str
) -> None:
    """Open until the closing minute, holidays and breaks kept, and two working days from the next one on."""
    promise = promise_of(pasuruan, pasuruan.desks["meja-pbb"], at(received))
    assert promise == Promise(is_open, at(opens_next), at(reply_by))


def test_a_desk_without_hours_promises_nothing() -> None:
    """Where the directory does not say when a desk opens or answers, nobody guesses."""
    assert promise_of(two_desks(), two_desks().desks["meja-dua"], at("2020-03-24T10:00")) == Promise(False, None, None)


def test_a_desk_that_does_not_say_when_it_answers(pasuruan: Directory) -> None:
    """The next opening is told all the same."""
    desk = dataclasses.replace(pasuruan.desks["meja-pbb"], reply_within=None)
    promise = promise_of(pasuruan, desk, at("2020-03-24T10:00"))
    assert promise == Promise(True, at("2020-03-24T10:00"), None)
