"""How a local date runs, in instants: when it begins and ends, and where clocks are changed within it. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
AFTER = tuple(timedelta(minutes=minute) for minute in range(24 * 60 + 1))
"""So much later, by minutes: adding what is there takes half as long as making it."""


class Course(NamedTuple):
    """A part of a local date within which no clock is changed, from `begin` to `end` (UTC), which is not included.

    Its minutes count from `midnight` (UTC). `local_midnight` is the same in the zone, on a date of 24 hours without a
    change, so that minutes can be added to it; None on any other date.
    """

    begin: datetime
    end: datetime
    midnight: datetime
    local_midnight: datetime | None


@lru_cache(maxsize=1024)  # three years, which all channels of an office share
def courses(zone: ZoneInfo, on: date) -> tuple[Course, ...]:
    """The parts of a local date, in order: one, or two where clocks are changed."""
    first, last = begin_of(zone, on), begin_of(zone, on + DAY)
    changes = _clock_changes(zone, first, last)
    if not changes and first == _midnight(zone, on, first) and last == first + DAY:
        return (Course(first, last, first, datetime.combine(on, time(), zone)),)
    parts = pairwise([first, *changes, last])
    return tuple(Course(begin, end, _midnight(zone, on, begin), None) for begin, end in parts)


def _midnight(zone: ZoneInfo, on: date, at: datetime) -> datetime:
    """When the date would have begun (UTC) by the clocks as they go at an instant."""
    return datetime.combine(on, time(), UTC) - _offset(zone, at)


def begin_of(zone: ZoneInfo, on: date) -> datetime:
    """The first instant (UTC) of a local date."""
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _clock_changes(zone: ZoneInfo, first: datetime, last: datetime) -> list[datetime]:
    """The instant between two at which the zone's clocks are changed, to the minute; at most one a day."""
    low, high = 0, int((last - first).total_seconds()) // 60
    before = _offset(zone, first)
    if before == _offset(zone, last):
        return []
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(zone, first + timedelta(minutes=middle)) == before else (low, middle)
    return [first + timedelta(minutes=high)]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta(0)
