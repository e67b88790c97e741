"""What a report counts: each submission once, on its day, and what came of it against what was promised."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.records import Entry
from form_api.report import Counts, Days, ServiceReport, Wait, WrongDays, days_asked, report_of
from generator.directory import Directory, available_languages, language
from tests.building import JAKARTA, good
from tests.form_api.claims import NINE_DAYS, NOON, founding_case, handed_in
from tests.form_api.questions import stored
from tests.form_api.submissions import claims_office, claims_text

OFFICE = claims_office()
HOUR = timedelta(hours=1)


def reported(*entries: Entry, directory: Directory = OFFICE, days: Days = NINE_DAYS) -> ServiceReport:
    (found,) = report_of(directory, entries, days=days, now=NOON)
    return found


def counted(entry: Entry, directory: Directory = OFFICE) -> Counts:
    return reported(entry, directory=directory).total.counts


def test_the_founding_case() -> None:
    """70 on a normal day and 25 on the 24th; the holiday and the weekend have no row, other working days show 0."""
    found = reported(*founding_case())
    assert [(row.on and row.on.day, row.counts.received) for row in (*found.rows, found.total)] == [
        *((23, 70), (24, 25), (26, 0), (27, 0), (30, 0), (31, 0)),
        (None, 95),
    ]


@pytest.mark.parametrize(
    ("events", "standing"),
    [
        ({}, {"open": 1}),
        ({"arrived": "24 10:00"}, {"documents_arrived": 1, "open": 1}),
        ({"arrived": "24 10:00", "verified": "24 11:00"}, {"documents_arrived": 1, "verified": 1, "open": 1, "due": 1}),
        ({"arrived": "24 10:00", "verified": "30 11:00"}, {"documents_arrived": 1, "verified": 1, "open": 1}),
        ({"arrived": "24 10:00", "returned": "24 11:00"}, {"documents_arrived": 1, "returned": 1}),
        (
            {"arrived": "24 10:00", "returned": "24 11:00", "erased": "30 09:00"},
            {"documents_arrived": 1, "returned": 1},
        ),
        (
            {"arrived": "24 10:00", "verified": "24 11:00", "returned": "26 11:00"},
            {"documents_arrived": 1, "verified": 1, "returned": 1},
        ),
        ({"erased": "24 10:00"}, {"erased": 1}),
        (
            {"arrived": "24 10:00", "verified": "24 11:00", "erased": "31 09:00"},
            {"documents_arrived": 1, "verified": 1, "erased": 1},
        ),
    ],
)
def test_what_is_not_finished_stands_in_one_place(events: dict[str, str], standing: dict[str, int]) -> None:
    """It waits for the desk, or for the citizen, or was erased; late is only what the desk can still do."""
    assert counted(handed_in("24 09:00", **events)) == Counts(received=1, **standing)


@pytest.mark.parametrize(
    ("verified", "paid", "on_time"),
    [
        ("23 11:00", "26 15:30", 1),  # two working days later, over the holiday of the 25th
        ("23 11:00", "26 15:31", 0),
        ("25 11:00", "30 15:30", 1),  # on the holiday, which counts as the next working day
        ("27 11:00", "31 11:00", 1),  # over the weekend
        ("24 11:00", "30 08:00", 0),
    ],
)
def test_a_promise_is_held_over_weekend_and_holiday(verified: str, paid: str, on_time: int) -> None:
    """Two working days after verification, to the minute at which the desk closes; also of what was erased since."""
    for erased in (None, "31 11:30"):
        count = counted(handed_in("23 09:00", arrived="23 09:00", verified=verified, paid=paid, erased=erased))
        assert (count.finished, count.due, count.on_time, count.erased) == (1, 1, on_time, 0)


def test_without_a_promise_none_is_broken() -> None:
    """A service that announces no time has neither early nor late."""
    silent = good(
        claims_text().replace("processing_time: {days: 2, unit: working_days, counted_from: documents_verified}", "")
    )
    count = counted(handed_in("23 09:00", arrived="23 09:00", verified="23 10:00", paid="31 10:00"), silent)
    assert (count.finished, count.due, count.on_time) == (1, 0, 0)


def test_waits_are_hours_in_which_the_desk_was_open() -> None:
    """Since the documents were all here: nights, the holiday and the weekend are not the desk's doing."""
    found = reported(
        handed_in("23 09:00", arrived="24 14:30", verified="26 09:00", paid="30 08:30"),
        handed_in("24 09:00", arrived="24 09:00", verified="24 09:30", paid="28 11:00"),
        handed_in("24 09:00", arrived="24 09:00"),
    ).total
    assert found.verification == Wait(1.25 * HOUR, 2 * HOUR)
    assert found.completion == Wait((16.5 + 21.5) / 2 * HOUR, 21.5 * HOUR)


def test_unknown_hours_make_no_waits() -> None:
    """Rather than hours of which nobody knows whether the desk was open."""
    gone = handed_in("23 09:00", service="lama", arrived="23 09:00", verified="23 10:00")
    found = report_of(OFFICE, [gone], days=NINE_DAYS, now=NOON)
    unknown = good(
        claims_text()
        .replace("desks:\n", "desks:\n  - {id: meja-x, name: X, to: [x@kantor.example]}\n")
        .replace("default_desk: meja-umum", "default_desk: meja-x")
    )
    silent = report_of(unknown, [gone], days=NINE_DAYS, now=NOON)
    assert [each.total.verification for each in (found[-1], silent[-1])] == [Wait(HOUR, HOUR), None]
    assert [row.on for row in silent[-1].rows] == [date(2020, 3, 23)]


def test_services_come_as_in_the_directory() -> None:
    """One that takes submissions even without any, one that did take some, then those that have left it."""
    entries = [handed_in("24 09:00", service=service) for service in ("lama", "tanya")]
    found = report_of(OFFICE, [*entries, stored(stored_at=NOON)], days=NINE_DAYS, now=NOON)
    assert [(each.service, each.total.counts.received) for each in found] == [("klaim", 0), ("tanya", 1), ("lama", 1)]


@pytest.mark.parametrize(
    ("local", "day"), [("24 00:00", 24), ("24 23:59", 24), ("25 10:00", 25), ("28 10:00", 28), ("22 23:59", None)]
)
def test_a_day_is_the_office_s(local: str, day: int | None) -> None:
    """By its clock and not by UTC; a day off on which one came has a row; what came before is not counted."""
    found = reported(handed_in(local))
    assert [row.on.day for row in found.rows if row.on and row.counts.received] == ([day] if day else [])


@st.composite
def submissions(draw: st.DrawFn) -> Entry:
    """In any state, also ones that make no sense, with instants in any order."""
    moments = st.integers(20, 31).flatmap(lambda day: st.integers(0, 23).map(lambda hour: f"{day} {hour:02}:30"))
    names = draw(st.sets(st.sampled_from(["arrived", "complete", "verified", "paid", "returned", "erased"])))
    events = {name: draw(moments) for name in sorted(names)}
    return handed_in(draw(moments), service=draw(st.sampled_from(["klaim", "tanya", "lama"])), **events)


@given(st.lists(submissions(), max_size=12))
def test_rows_add_up_and_each_submission_is_on_one_day(entries: list[Entry]) -> None:
    """Of all that were stored in these days, on a row of its service alone, and in one place of it."""
    found = report_of(OFFICE, entries, days=NINE_DAYS, now=NOON)
    for service in found:
        days = [row.on for row in service.rows]
        assert days == sorted(set(days), key=lambda on: on or date.min)
        assert service.total.counts == Counts(
            *map(sum, zip(Counts(), *(row.counts for row in service.rows), strict=True))
        )
        for count in (row.counts for row in service.rows):
            assert count.received == count.finished + count.returned + count.erased + count.open
            assert count.on_time <= count.due <= count.received
    stored_then = sum(entry.stored_at.astimezone(JAKARTA).day >= 23 for entry in entries)
    assert sum(service.total.counts.received for service in found) == stored_then


MARCH_31 = date(2020, 3, 31)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (None, None, Days(date(2020, 3, 2), MARCH_31)),
        ("2020-03-23", None, Days(date(2020, 3, 23), MARCH_31)),
        (None, "2020-03-01", Days(date(2020, 2, 1), date(2020, 3, 1))),
        ("2020-02-29", "2020-02-29", Days(date(2020, 2, 29), date(2020, 2, 29))),
        ("2020-03-01", "2020-04-30", Days(date(2020, 3, 1), MARCH_31)),
        (None, "2099-12-31", Days(date(2020, 3, 2), MARCH_31)),
    ],
)
def test_days_are_as_asked(first: str | None, last: str | None, days: Days) -> None:
    """Thirty with today where nothing was typed; both ends belong to them, and days to come don't."""
    assert days_asked(first, last, MARCH_31) == days


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("24-03-2020", None, "not_a_date"),
        (None, "2019-02-29", "not_a_date"),
        ("20200324", None, "not_a_date"),
        ("0001-01-01", None, "not_a_date"),
        ("2020-03-24\n", "", "not_a_date"),
        ("", None, "not_a_date"),
        ("2020-03-24", "2020-03-23", "turned"),
        ("2020-04-01", None, "to_come"),
        ("2020-04-01", "2020-04-02", "to_come"),
        ("2000-01-01", None, "too_long"),
    ],
)
def test_wrong_days_are_told(first: str | None, last: str | None, reason: str) -> None:
    """Each in words of its own, in every language."""
    wrong = days_asked(first, last, MARCH_31)
    assert isinstance(wrong, WrongDays)
    assert wrong.reason == reason
    assert all(language(code)(f"report.{reason}", **wrong.blanks) for code in available_languages())
