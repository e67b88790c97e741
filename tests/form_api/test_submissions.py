"""A submission's place in the queue, what it lacks, and the day that it is promised: over weekends and holidays."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest

from form_api.records import Submission
from form_api.submissions import demand_of, lacking, promised, promised_day, queue_of
from tests.form_api.questions import NOW, stored
from tests.form_api.submissions import claims_office

DAY = timedelta(days=1)
MARCH = {day: date(2020, 3, day) for day in range(23, 32)}
OFFICE = claims_office()
CLAIM, ASKING = OFFICE.services["klaim"], OFFICE.services["tanya"]
DESK = OFFICE.desks["meja-klaim"]


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2020, 3, day, hour - 7, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        (local(23, 10), [23, 24, 26]),  # Nyepi is on the 25th
        (local(24, 15, 29), [24, 26, 27]),
        (local(24, 15, 30), [26, 27, 30]),  # the closing minute is not open any more; then a weekend
        (local(25, 10), [26, 27, 30]),
        (local(28, 10), [30, 31]),
    ],
)
def test_the_days_of_a_queue(at: datetime, days: list[int]) -> None:
    """Those on which the desk opens, from today on while it has not closed."""
    found = queue_of(OFFICE, CLAIM, DESK, at).days()
    assert list(islice(found, len(days))) == [MARCH[day] for day in days]


def test_nobody_waits_for_an_office_that_never_opens() -> None:
    """Where no working day is in sight any day is one: a number is given, and the desk will say."""
    found = queue_of(OFFICE, CLAIM, dataclasses.replace(DESK, schedule=None), local(28, 10)).days()
    assert list(islice(found, 2)) == [date(2020, 3, 28), date(2020, 3, 29)]


def test_what_is_demanded() -> None:
    """What is required and can be uploaded; nothing of a service that takes no submissions, or has left."""
    assert list(demand_of(CLAIM).required) == ["kartu", "ktp"]
    assert demand_of(ASKING).required == demand_of(None).required == []


def test_what_is_lacking() -> None:
    """In the order of the directory, as long as it is asked for."""
    entry = stored(service="klaim", submission=Submission(day=MARCH[24], number=1))
    assert [asked.id for asked in lacking(OFFICE, entry, ["surat"])] == ["kartu", "ktp"]
    assert [asked.id for asked in lacking(OFFICE, entry, ["kartu", "ktp"])] == []


@pytest.mark.parametrize(
    ("verified", "unit", "day"),
    [
        (local(23, 9), "working_days", 26),  # over Nyepi
        (local(26, 9), "working_days", 30),  # over the weekend
        (local(27, 15, 30), "working_days", 31 + 1),  # after closing it is Monday's
        (local(26, 9), "days", 28),
    ],
)
def test_the_promised_day(verified: datetime, unit: str, day: int) -> None:
    """Two days after the documents were verified, as the file counts them."""
    office = claims_office(unit=unit)
    entry = stored(
        service="klaim", desk="meja-klaim", submission=Submission(day=MARCH[24], number=1, verified_at=verified)
    )
    assert promised_day(office, entry) == date(2020, 3, 1) + (day - 1) * DAY


@pytest.mark.parametrize(("counted_from", "is_known"), [("submission", True), ("documents_complete", False)])
def test_nothing_is_promised_before_it_counts(counted_from: str, is_known: bool) -> None:
    """From storing on, or from when the desk found the documents complete."""
    office = claims_office(documents_verified=counted_from)
    entry = stored(service="klaim", desk="meja-klaim", submission=Submission(day=MARCH[24], number=1))
    assert (promised(office, entry) is not None) == is_known
    assert promised(office, stored(stored_at=NOW)) is None
