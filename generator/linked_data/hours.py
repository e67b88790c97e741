"""Hours as schema.org's OpeningHoursSpecification: a channel's week, and the dates that differ from it. Pure.

Every hour is the engine's answer; no record is judged here. schema.org knows open and closed alone: what is by
appointment is told as closed, and of what is unknown nothing is told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache

from generator.directory import Cause, Channel, Closure, Interval, Span, State, Timetable, Timetables, clock
from generator.directory.spans import open_intervals
from generator.directory.values import DAY_MINUTES
from generator.linked_data.nodes import Node, node
from generator.live import WINDOW_DAYS

DAY = timedelta(days=1)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class OpeningHours:
    """The hours of a directory's channels as of a day; each timetable's are worked out once for all pages."""

    def __init__(self, timetables: Timetables, now: datetime) -> None:
        self._timetables = timetables
        self._now = now

    def regular(self, channel: Channel) -> list[Node]:
        """The week that no dated record touches; empty where it is unknown."""
        return self._of(channel)[0]

    def special(self, channel: Channel) -> list[Node]:
        """What dated records make of the coming weeks; on these dates it replaces the week."""
        return self._of(channel)[1]

    def available(self, channel: Channel) -> list[Node]:
        """Both in one list, for what has one property for them: what is dated replaces what is not."""
        return [*self.regular(channel), *self.special(channel)]

    def _of(self, channel: Channel) -> tuple[list[Node], list[Node]]:
        timetable = self._timetables.of_channel(channel)
        return _told(timetable, self._now.astimezone(timetable.zone).date())


@lru_cache(maxsize=512)  # most offices keep the hours of others
def _told(timetable: Timetable, today: date) -> tuple[list[Node], list[Node]]:
    return regular_hours(timetable), special_hours(timetable, today)


def regular_hours(timetable: Timetable) -> list[Node]:
    """A week of which no dated record says anything, with its closed days; empty where it is unknown."""
    found = {weekday: _hours_of(spans) for weekday, spans in enumerate(timetable.week)}
    week = {weekday: hours for weekday, hours in found.items() if hours is not None}
    return [
        node("OpeningHoursSpecification", {"dayOfWeek": [DAYS[day] for day in days], **times})
        for days, times in _alike(week)
    ]


def special_hours(timetable: Timetable, today: date) -> list[Node]:
    """The dates from today on, as far as the badge's window reaches, on which a dated record decides.

    A closure that reaches beyond the window, to either side, is told with its own first and last day.
    """
    window = (today, today + DAY * (WINDOW_DAYS - 1))
    return [told for period in _periods(timetable, window) for told in period.told(window)]


@dataclass
class _Period:
    """Dates, both included, of whose weekdays in `week` the same records decide."""

    causes: Sequence[Cause]
    first: date
    last: date
    week: dict[int, tuple[Interval, ...]] = field(default_factory=dict)

    def told(self, window: tuple[date, date]) -> list[Node]:
        first, last = self._bounds(window)
        dates = {"validFrom": first.isoformat(), "validThrough": last.isoformat() if last else None}
        all_days = {(self.first + DAY * number).weekday() for number in range((self.last - self.first).days + 1)}
        return [
            node("OpeningHoursSpecification", {**_named(days, all_days), **times, **dates})
            for days, times in _alike(self.week)
        ]

    def _bounds(self, window: tuple[date, date]) -> tuple[date, date | None]:
        match self.causes:
            case [Closure(from_=first, until=last)]:
                begun, lasting = self.first == window[0], self.last == window[1]
                return (first if begun else self.first), (last if lasting else self.last)
        return self.first, self.last


def _periods(timetable: Timetable, window: tuple[date, date]) -> list[_Period]:
    """In order and apart. A period goes on over dates of which no record decides; these keep their week's hours."""
    found: list[_Period] = []
    for number in range((window[1] - window[0]).days + 1):
        on = window[0] + DAY * number
        if not timetable.is_touched_on(on):
            continue
        causes = _causes(timetable, on)
        if not causes:
            continue
        if not found or not _same(found[-1].causes, causes):
            found.append(_Period(causes, on, on))
        hours = _hours_of(timetable.day(on))
        if hours is not None:
            found[-1].week[on.weekday()] = hours
            found[-1].last = on
    return found


def _causes(timetable: Timetable, on: date) -> list[Cause]:
    """The records that decide anything of a date."""
    by_identity = {id(span.cause): span.cause for span in timetable.day(on) if span.cause is not None}
    return list(by_identity.values())


def _same(some: Sequence[Cause], others: Sequence[Cause]) -> bool:
    return {id(cause) for cause in some} == {id(cause) for cause in others}


def _hours_of(day: Iterable[Span]) -> tuple[Interval, ...] | None:
    """The open intervals of a day; None where any of its minutes is unknown."""
    if any(span.state is State.UNKNOWN for span in day):
        return None
    return open_intervals(day)


def _alike(week: Mapping[int, tuple[Interval, ...]]) -> list[tuple[list[int], Mapping[str, str]]]:
    """Weekdays with equal hours together, once for each interval that they have; a closed day has one too."""
    groups: dict[tuple[Interval, ...], list[int]] = {}
    for weekday in sorted(week):
        groups.setdefault(week[weekday], []).append(weekday)
    return [(days, times) for hours, days in groups.items() for times in _times(hours)]


def _named(days: Sequence[int], all_days: set[int]) -> Mapping[str, list[str]]:
    """The weekdays of a period, where they are not all that it has."""
    return {} if set(days) == all_days else {"dayOfWeek": [DAYS[day] for day in days]}


def _times(hours: tuple[Interval, ...]) -> list[Mapping[str, str]]:
    """From 00:00 to 00:00 is a closed day, and from 00:00 to 23:59 a whole one.

    Any other interval that ends at 24:00 closes at 00:00: the next day's, since that is before it opens.
    Source: schema.org, OpeningHoursSpecification; for closed and whole days Google's page on local businesses.
    """
    if not hours:
        return [{"opens": clock(0), "closes": clock(0)}]
    parts = [part for interval in hours for part in _NOT_A_WHOLE_DAY.get(interval, (interval,))]
    return [{"opens": clock(start), "closes": _closing(start, end)} for start, end in parts]


def _closing(start: int, end: int) -> str:
    return clock(LAST_MINUTE) if (start, end) == (0, DAY_MINUTES) else clock(end % DAY_MINUTES)


LAST_MINUTE = DAY_MINUTES - 1
NOON = DAY_MINUTES // 2
_NOT_A_WHOLE_DAY = {Interval(0, LAST_MINUTE): (Interval(0, NOON), Interval(NOON, LAST_MINUTE))}
"""What would be taken for a whole day, in two parts that are not."""
