"""What holds of hours for every office, on any day."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Directory, State, Timetable, schedule_timetable
from generator.directory.values import Week
from tests.building import office, timetable, week
from tests.generator.directory.offices import instants, offices, weeks


@given(directory=offices(), on=st.dates(date(2020, 1, 1), date(2022, 12, 31)))
def test_every_minute_of_a_day_is_in_one_span(directory: Directory, on: date) -> None:
    """The spans of a day follow one another from 0 to 1440, without a gap, an overlap or an empty one."""
    for name in directory.channels:
        spans = timetable(directory, name).day(on)
        assert [spans[0].start, *(span.end for span in spans)] == [*(span.start for span in spans), 1440]
        assert all(span.start < span.end for span in spans)


@given(directory=offices(), now=instants())
def test_the_status_agrees_with_the_day(directory: Directory, now: datetime) -> None:
    """State and cause are those of the span that holds the minute."""
    table = timetable(directory)
    local = now.astimezone(table.zone)
    span = next(span for span in table.day(local.date()) if span.end > local.hour * 60 + local.minute)
    assert (table.status(now).state, table.status(now).cause) == (span.state, span.cause)


@given(directory=offices(), now=instants())
def test_until_and_next_opening_are_where_stepping_finds_them(directory: Directory, now: datetime) -> None:
    """Walking on minute by minute for three days meets the change and the opening just when they were told."""
    table = timetable(directory)
    status = table.status(now)
    first_change, first_opening = _walk(table, now, timedelta(days=3))
    horizon = now + timedelta(days=3)
    assert first_change == (status.until if status.until and status.until < horizon else None)
    assert first_opening == (status.next_opening if status.next_opening and status.next_opening < horizon else None)


@given(directory=offices(), now=instants())
def test_a_next_opening_is_open_and_what_lies_before_is_not(directory: Directory, now: datetime) -> None:
    """The told opening is the first one, however far; None is told only where none comes."""
    table = timetable(directory)
    opening = table.status(now).next_opening
    today = now.astimezone(table.zone).date()
    days = [today + timedelta(days=number) for number in range(1, 800)]
    if opening is None:
        assert not any(table.intervals(day) for day in days)
        return
    assert table.status(opening).state is State.OPEN
    assert not any(table.intervals(day) for day in days if day < opening.date())


@given(directory=offices(), now=instants())
def test_stretches_follow_one_another(directory: Directory, now: datetime) -> None:
    """The first holds `now`, and each is what the day says of the minute in which it begins."""
    table = timetable(directory)
    found = list(table.stretches(now))
    assert found[0].start <= now < found[1].start
    assert found == sorted(found, key=lambda item: item.start)
    for start, state, cause in found:
        minute = start.hour * 60 + start.minute
        span = next(span for span in table.day(start.date()) if span.end > minute)
        assert (span.start, span.state, span.cause) == (minute, state, cause)


@given(directory=offices(), since=instants(), days=st.integers(0, 12))
def test_working_days_are_counted_one_by_one(directory: Directory, since: datetime, days: int) -> None:
    """Between receipt and the day that is promised lie as many openings as were promised."""
    desk = schedule_timetable(directory, "jam")
    due = desk.working_day_after(since, days)
    on = since.astimezone(directory.site.timezone).date()
    if due is None:
        assert not any(desk.opens_on(on + timedelta(days=number)) for number in range(1000, 1100))
        return
    assert desk.opens_on(due)
    after = sum(desk.opens_on(on + timedelta(days=number)) for number in range(1, (due - on).days + 1))
    assert after - days in {0, 1}


@given(directory=offices(), instants_=st.tuples(instants(), instants(), instants()))
def test_open_time_adds_up(directory: Directory, instants_: tuple[datetime, datetime, datetime]) -> None:
    """What lies between two instants is what lies before and after any third between them; backwards is none."""
    desk = schedule_timetable(directory, "jam")
    first, between, last = sorted(instants_)
    parts = desk.open_time(first, between) + desk.open_time(between, last)
    assert desk.open_time(first, last) == parts <= last - first
    assert desk.open_time(last, first) == timedelta(0)


@given(directory=offices(), since=instants(), minutes=st.integers(0, 3000))
def test_open_time_counts_the_open_minutes(directory: Directory, since: datetime, minutes: int) -> None:
    """Stepping through them minute by minute finds as many."""
    desk = schedule_timetable(directory, "jam")
    since = since.replace(second=0, microsecond=0)
    steps = (since.astimezone(UTC) + timedelta(minutes=number) for number in range(minutes))
    opened = sum(_is_open(desk, step.astimezone(desk.zone)) for step in steps)
    assert desk.open_time(since, since.astimezone(UTC) + timedelta(minutes=minutes)) == timedelta(minutes=opened)


def _is_open(desk: Timetable, local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    return any(span.start <= minute < span.end and span.state is State.OPEN for span in desk.day(local.date()))


def _walk(table: Timetable, now: datetime, length: timedelta) -> tuple[datetime | None, datetime | None]:
    """The first instant in another state and the first open one, found by trying each minute."""
    state = table.status(now).state
    change, opening = None, now if state is State.OPEN else None
    minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    while minute < now + length:
        local = minute.astimezone(table.zone)
        spans = table.day(local.date())
        here = next(span.state for span in spans if span.end > local.hour * 60 + local.minute)
        change = change or (minute if here is not state else None)
        opening = opening or (minute if here is State.OPEN else None)
        minute += timedelta(minutes=1)
    return change, opening


CLOCK_CHANGES = [
    ("Europe/Amsterdam", "2020-03-29T01:00Z"),
    ("Europe/Amsterdam", "2020-10-25T01:00Z"),
    ("Africa/Cairo", "2026-04-23T22:00Z"),  # midnight itself does not come
    ("Africa/Cairo", "2026-10-29T21:00Z"),
    ("Australia/Lord_Howe", "2021-04-03T15:00Z"),  # by half an hour
    ("America/New_York", "2020-03-08T07:00Z"),
    ("America/Havana", "2023-11-05T05:00Z"),  # midnight comes twice
]


@given(week_=weeks(), change=st.sampled_from(CLOCK_CHANGES), before=st.integers(0, 1500))
def test_changed_clocks_lose_and_double_no_minute(week_: Week, change: tuple[str, str], before: int) -> None:
    """Where clocks are changed, what was told still agrees with stepping through the minutes as they come."""
    zone, at_ = change
    table = timetable(office(week_, zone=ZoneInfo(zone)))
    now = datetime.fromisoformat(at_) - timedelta(minutes=before)
    status = table.status(now)
    first_change, first_opening = _walk(table, now, timedelta(days=2))
    horizon = now + timedelta(days=2)
    told = [at_ and at_.astimezone(UTC) for at_ in (status.until, status.next_opening)]
    assert [first_change, first_opening] == [at_ if at_ and at_ < horizon else None for at_ in told]


@pytest.mark.parametrize(("zone", "at_"), CLOCK_CHANGES)
def test_a_day_is_as_long_as_its_clocks_make_it(zone: str, at_: str) -> None:
    """The stretches of a date follow one another from its first instant to the next date's, 23 hours or 25."""
    table = timetable(office(week({"Mo-Su": "00:00-01:30 02:15-02:45 23:00-24:00"}), zone=ZoneInfo(zone)))
    on = datetime.fromisoformat(at_).astimezone(ZoneInfo(zone)).date()
    for day in (on - timedelta(days=1), on, on + timedelta(days=1)):
        found = list(table.stretches_on(day))
        assert [end for end, _ in found[:-1]] == [stretch.start.astimezone(UTC) for _, stretch in found[1:]]
        assert found[-1][0] == next(table.stretches_on(day + timedelta(days=1)))[1].start.astimezone(UTC)
