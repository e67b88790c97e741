"""The engine of hours against one that others wrote: opening-hours-py, which reads OpenStreetMap's `opening_hours`.

Random offices are told to it as such a text, in explicit dates only: its own holidays are wrong for Indonesia. A later
rule overrides an earlier one on the same date, and `,` adds to it, so the order of the rules is the order of
precedence. Source: OpenStreetMap wiki, Key:opening_hours/specification.
"""

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opening_hours import OpeningHours
from opening_hours import State as OracleState

from generator.directory import CalendarDay, Closure, Directory, Interval, SpecialHours, State, Timetable
from generator.directory.values import WEEKDAYS
from tests.building import at, closure, holiday, office, special, timetable, week
from tests.generator.directory.offices import offices

LAST_DATE = date(2199, 12, 31)
FIRST_MOMENT = datetime(2019, 12, 1)  # noqa: DTZ001 the oracle knows no zones
MOMENTS_LAST = 940 * 24 * 3600
"""Seconds from the first moment to the end of June 2022."""
HORIZON = datetime(2024, 1, 1)  # noqa: DTZ001
"""A year after the last record of any office here: what is not open until then never opens."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def oracle_of(directory: Directory) -> OpeningHours:
    """What bears on the counter, lowest first: week, changes of its schedule, its own, holidays, extras, closures."""
    specials = list(directory.special_hours.values())
    schedule = directory.schedules["jam"]
    rules = [f"{WEEKDAYS[day]} {_hours(intervals)}" for day, intervals in (schedule.regular or {}).items()]
    rules += [rule for item in specials if item.kind == "changed" and item.schedules for rule in _dated(item)]
    rules += [rule for item in specials if item.kind == "changed" and item.channels for rule in _dated(item)]
    if schedule.public_holidays == "closed":
        rules += [f"{_date(day.date)} off" for day in directory.calendar]
    extras = [rule for item in specials if item.kind == "extra" for rule in _dated(item) if not rule.endswith("off")]
    shut = [f"{_date(item.from_)}-{_date(item.until or LAST_DATE)} off" for item in directory.closures.values()]
    text = ", ".join(["; ".join(["Mo-Su off", *rules]), *extras])
    return OpeningHours("; ".join([text, *shut]))


def _dated(item: SpecialHours) -> Iterator[str]:
    for number in range((item.until - item.from_).days + 1):
        on = item.from_ + timedelta(days=number)
        if on.weekday() in item.regular:
            yield f"{_date(on)} {_hours(item.regular[on.weekday()])}"


def _date(on: date) -> str:
    return f"{on.year} {MONTHS[on.month - 1]} {on.day:02}"


def _hours(intervals: tuple[Interval, ...]) -> str:
    return ",".join(map(str, intervals)) or "off"


def disagreements(table: Timetable, oracle: OpeningHours, moments: list[datetime]) -> list[str]:
    """Each moment at which the two differ in what is open or when it opens next.

    The oracle's next change is any change, so all its changes are gone through, and those that open are kept.
    """
    changes = oracle.intervals(FIRST_MOMENT, HORIZON)
    openings = [(start, end) for start, end, state, _ in changes if state == OracleState.OPEN]
    found = []
    for local in moments:
        status = table.status(local.replace(tzinfo=table.zone))
        ours = (status.state is State.OPEN, status.next_opening and status.next_opening.replace(tzinfo=None))
        next_opening = next((max(start, local) for start, end in openings if local < end), None)
        theirs = (oracle.is_open(local), next_opening)
        if ours != theirs:
            found.append(f"{local}: {ours}, but the oracle says {theirs}")
    return found


@given(directory=offices(known_hours=True), seed=st.integers(0, 999))
def test_the_oracle_agrees_on_any_office(directory: Directory, seed: int) -> None:
    """Open or closed, and the next opening, are those that another engine finds for the same records."""
    chance = random.Random(seed)
    moments = [FIRST_MOMENT + timedelta(seconds=chance.randrange(MOMENTS_LAST)) for _ in range(100)]
    assert disagreements(timetable(directory), oracle_of(directory), moments) == []


RAMADAN = special("2020-04-24", "2020-05-23", {"Mo-Th": "08:00-15:00", "Fr": "08:00-11:30 13:30-15:30"})
PASURUAN: list[Closure | SpecialHours | CalendarDay] = [
    closure("2020-03-23", "2020-04-05"),
    holiday("2020-03-25"),
    holiday("2020-04-10"),
    holiday("2020-05-01"),
    RAMADAN,
    special("2020-05-02", "2020-05-02", {"Sa": "09:00-12:00"}, "extra"),
    special("2020-05-01", "2020-05-01", {"Fr": "09:00-12:00"}, "extra", channels=("loket",)),
    special("2020-05-11", "2020-05-15", {"Mo-Fr": ""}, channels=("loket",)),
]


@pytest.mark.parametrize("first", ["2020-03-20", "2020-04-06", "2020-04-20", "2020-05-10", "2020-05-20"])
def test_the_oracle_agrees_all_through_a_spring(first: str) -> None:
    """Closure, Nyepi, Ramadan hours, an extra Saturday, a closed week: every quarter of an hour for ten days."""
    directory = office(week({"Mo-Th": "07:30-15:30", "Fr": "07:30-11:30 13:00-14:30"}), PASURUAN)
    start = at(first).replace(tzinfo=None)
    moments = [start + timedelta(minutes=15 * number) for number in range(960)]
    assert disagreements(timetable(directory), oracle_of(directory), moments) == []


def test_the_oracle_is_asked_in_its_own_words() -> None:
    """The text that is compared with says what the records say, in the order in which they count."""
    extra = special("2020-03-21", "2020-03-22", {"Sa": "09:00-10:00"}, "extra")
    directory = office(week({"Mo": "08:00-24:00"}), [closure("2020-03-23", None), holiday("2020-03-25"), extra])
    assert str(oracle_of(directory)) == (
        "Mo-Su closed; Mo 08:00-24:00; 2020 Mar 25 closed, 2020 Mar 21 09:00-10:00; 2020 Mar 23-2199 Dec 31 closed"
    )
