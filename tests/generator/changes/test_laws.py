"""What holds of `compare` for any two versions: it tells all that differs for citizens, and nothing else."""

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from generator.changes import Change, compare, kinds
from generator.changes.opening import day_hours
from generator.directory import Closure, Directory, SpecialHours, Timetables, channel_timetable
from tests.building import good
from tests.generator.changes.versions import (
    FEW,
    TODAY,
    chances,
    dumped,
    edited,
    mutants,
    office_pairs,
    rewrapped,
    shuffled,
    tree,
)
from tests.generator.directory.offices import DATES, offices

PAIRS = office_pairs()
WINDOWS = st.sampled_from([0, 7, 60, 366])
RECORD_CHANGES = (
    kinds.Announced
    | kinds.Withdrawn
    | kinds.PeriodChanged
    | kinds.ConcernChanged
    | kinds.SpecialKindChanged
    | kinds.SpecialHoursChanged
)


@given(directory=offices(), today=DATES)
def test_a_directory_differs_in_nothing_from_itself(directory: Directory, today: date) -> None:
    """Whatever stands in it, on any day."""
    assert compare(directory, directory, today) == []


@given(chance=chances())
def test_order_is_silent(chance: random.Random) -> None:
    """Records, keys and lists may stand in any order, where it tells citizens nothing."""
    assert compare(edited(), good(dumped(shuffled(tree(), chance))), TODAY) == []


@FEW
@given(mutant=mutants(), chance=chances())
def test_another_way_of_writing_is_silent(mutant: tuple[str, Directory], chance: random.Random) -> None:
    """Texts may be broken into lines anywhere between words."""
    text, directory = mutant
    assert compare(directory, good(dumped(rewrapped(tree(text), chance))), TODAY) == []


@FEW
@given(one=mutants(), other=mutants(), days=WINDOWS)
def test_any_two_versions_can_be_compared(one: tuple[str, Directory], other: tuple[str, Directory], days: int) -> None:
    """Nothing that a file may hold is too strange; and what one way is a change is one the other way."""
    there, back = compare(one[1], other[1], TODAY, days), compare(other[1], one[1], TODAY, days)
    assert bool(there) == bool(back)


@given(pair=PAIRS, today=DATES, days=WINDOWS)
def test_no_other_hours_stay_untold(pair: tuple[Directory, Directory], today: date, days: int) -> None:
    """On each day that a channel opens at other hours, the week, a date, a holiday or a record of that day says so."""
    old, new = pair
    told = compare(old, new, today, days)
    for channel_id, on in _differing(old, new, today, days):
        assert any(_tells(change, old, new, channel_id, on) for change in told), (channel_id, on)


@given(pair=PAIRS, today=DATES, days=WINDOWS)
def test_hours_are_told_as_they_are(pair: tuple[Directory, Directory], today: date, days: int) -> None:
    """What is told by date holds on each of these dates; what is told of a weekday makes a difference on one."""
    old, new = pair
    differing = set(_differing(old, new, today, days))
    for change in compare(old, new, today, days):
        match change:
            case kinds.DatesChanged(channels, dates, before, after):
                found = {(_hours(old, item.id, on), _hours(new, item.id, on)) for item in channels for on in dates}
                assert found == {(before, after)}
            case kinds.HolidayAdded(day, channels) | kinds.HolidayRemoved(day, channels):
                shut = new if isinstance(change, kinds.HolidayAdded) else old
                assert {_hours(shut, item.id, day.date) for item in channels} == {()}
                assert {(item.id, day.date) for item in channels} <= differing
            case kinds.RegularHoursChanged(channels, rows):
                weekdays = {day for row in rows for day in range(row.first, row.last + 1)}
                for channel in channels:
                    assert weekdays <= {on.weekday() for name, on in differing if name == channel.id}


def _differing(old: Directory, new: Directory, today: date, days: int) -> list[tuple[str, date]]:
    """The channels and days whose hours differ."""
    window = [today + timedelta(days=number) for number in range(days)]
    found = []
    for name in old.channels:
        before, after = (channel_timetable(side, side.channels[name]) for side in (old, new))
        found += [(name, on) for on in window if day_hours(before, on) != day_hours(after, on)]
    return found


def _hours(directory: Directory, channel_id: str, on: date) -> kinds.DayHours:
    return day_hours(channel_timetable(directory, directory.channels[channel_id]), on)


def _tells(change: Change, old: Directory, new: Directory, channel_id: str, on: date) -> bool:
    match change:
        case kinds.DatesChanged(channels, dates):
            return channel_id in {channel.id for channel in channels} and on in dates
        case kinds.HolidayAdded(day, channels) | kinds.HolidayRemoved(day, channels):
            return channel_id in {channel.id for channel in channels} and on == day.date
        case kinds.HolidayRuleChanged(channels, closed):
            shuts_now = new if closed else old
            return channel_id in {channel.id for channel in channels} and on in {day.date for day in shuts_now.calendar}
        case kinds.RegularHoursChanged(channels, rows):
            weekday = any(row.first <= on.weekday() <= row.last for row in rows)
            return channel_id in {channel.id for channel in channels} and weekday
    if not isinstance(change, RECORD_CHANGES):
        return False
    records = [getattr(change, name, None) for name in ("record", "old", "new", "special")]
    return any(_covers(record, side, channel_id, on) for record in records for side in (old, new))


def _covers(record: object, directory: Directory, channel_id: str, on: date) -> bool:
    """Whether a record has something to say about a channel on a day."""
    channel = directory.channels[channel_id]
    match record:
        case Closure():
            concerned = channel.id in Timetables(directory).shut_by(record)
        case SpecialHours():
            concerned = channel_id in record.channels or channel.schedule in record.schedules
        case _:
            return False
    return concerned and record.from_ <= on <= (record.until or date.max)
