"""On which days a channel opens at other hours than before, and what made it so. Pure.

Every hour comes from the one engine: the timetable before is turned into the new one part by part, closures first
since they decide first, and the part that changes a day is what is told of it.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from generator.changes.kinds import (
    DatesChanged,
    DayHours,
    HolidayAdded,
    HolidayRemoved,
    HolidayRuleChanged,
    OpeningChange,
    RegularHoursChanged,
    Stint,
    WeekRow,
    joined_rows,
)
from generator.changes.sides import Sides, dated_records
from generator.directory import CalendarDay, Channel, Closure, SpecialHours, State, Timetable

K = TypeVar("K", bound=Hashable)
_DatedHours = tuple[tuple[date, ...], DayHours, DayHours]


class _Why(Enum):
    """What tells of a day's other hours; a closure or special hours that changed tell of them by themselves."""

    WEEK = auto()
    HOLIDAY = auto()
    HOLIDAY_RULE = auto()
    DATE = auto()


def opening_changes(sides: Sides, today: date, days: int) -> Iterator[OpeningChange]:
    """The regular week, then holidays, then what is left by date; channels whose hours changed alike together."""
    window = [today + timedelta(days=number) for number in range(days)]
    tables = sides.old.timetables, sides.new.timetables
    pairs = [_Pair(sides, new, tables[0][old.id], tables[1][new.id]) for old, new in sides.channels.both]
    changed = [(pair, why) for pair in pairs if (why := pair.changes(window))]
    weeks = _joined((pair.week_rows(why), pair.channel) for pair, why in changed)
    yield from (RegularHoursChanged(channels, rows) for rows, channels in weeks.items() if rows)
    rules = _joined(
        (pair.shut_on_holidays, pair.channel) for pair, why in changed if any(_days(why, _Why.HOLIDAY_RULE))
    )
    yield from (HolidayRuleChanged(channels, closed) for closed, channels in rules.items())
    yield from _holidays(sides, _joined((on, pair.channel) for pair, why in changed for on in _days(why, _Why.HOLIDAY)))
    others = _joined((dated, pair.channel) for pair, why in changed for dated in pair.by_date(why))
    yield from (DatesChanged(channels, *dated) for dated, channels in others.items())


def day_hours(table: Timetable, on: date) -> DayHours:
    """What of a day is not closed, whatever record decides it; neighbours in one state are one."""
    found: list[Stint] = []
    for span in table.day(on):
        if found and found[-1].end == span.start and found[-1].state is span.state:
            found[-1] = found[-1]._replace(end=span.end)
        elif span.state is not State.CLOSED:
            found.append(Stint(span.start, span.end, span.state))
    return tuple(found)


@dataclass(frozen=True)
class _Pair:
    """One channel, by its new record, with its timetables in both versions."""

    sides: Sides
    channel: Channel
    old: Timetable
    new: Timetable

    def changes(self, window: Iterable[date]) -> Mapping[date, frozenset[_Why]]:
        """The days on which it opens at other hours, with what tells of each."""
        return {on: self._why(on) for on in window if day_hours(self.old, on) != day_hours(self.new, on)}

    def week_rows(self, why: Mapping[date, frozenset[_Why]]) -> tuple[WeekRow, ...]:
        """The weekdays on whose dates the week itself makes a difference."""
        old, new = _bare(self.old), _bare(self.new)
        dates = {on.weekday(): on for on in _days(why, _Why.WEEK)}
        return joined_rows({day: (day_hours(old, on), day_hours(new, on)) for day, on in dates.items()})

    def by_date(self, why: Mapping[date, frozenset[_Why]]) -> Iterator[_DatedHours]:
        """Days that nothing else tells of, those with one change together."""
        found: dict[tuple[DayHours, DayHours], list[date]] = {}
        for on in _days(why, _Why.DATE):
            found.setdefault((day_hours(self.old, on), day_hours(self.new, on)), []).append(on)
        yield from ((tuple(dates), old, new) for (old, new), dates in found.items())

    @cached_property
    def _turned(self) -> tuple[Timetable, ...]:
        """The old timetable, then with the closures, the calendar, the special hours and the week of the new one."""
        closures = replace(self.old, closures=self.new.closures)
        calendar = replace(closures, holidays=self.new.holidays)
        special = replace(calendar, specials=self.new.specials, extras=self.new.extras)
        return self.old, closures, calendar, special, self.new

    def _why(self, on: date) -> frozenset[_Why]:
        steps = [day_hours(table, on) for table in self._turned]
        closures, calendar, special, week = (before != after for before, after in pairwise(steps))
        records_fail = (closures or special) and not self._records_tell(on)
        holiday = self._holiday(on) if calendar else None
        if records_fail or holiday is _Why.DATE:
            return frozenset({_Why.DATE})
        told = {holiday, _Why.WEEK if week else None}
        return frozenset(why for why in told if why)

    def _records_tell(self, on: date) -> bool:
        """Whether a closure or special hours do something else on this day than before, as their own sentence says."""
        old = {self.sides.record_ids.get(item.id, f"old {item.id}"): item for item in dated_records(self.old)}
        new = {item.id: item for item in dated_records(self.new)}
        return any(_effect(old.get(key), on) != _effect(new.get(key), on) for key in {*old, *new})

    def _holiday(self, on: date) -> _Why:
        """What tells of a day that the calendar makes different: that it came or went, or whom it shuts."""
        before, after = on in self.sides.old.calendar, on in self.sides.new.calendar
        if before and after:
            return _Why.HOLIDAY_RULE
        return _Why.DATE if day_hours(self.new if after else self.old, on) else _Why.HOLIDAY

    @property
    def shut_on_holidays(self) -> bool:
        schedule = self.new.schedule
        return schedule is not None and schedule.public_holidays == "closed"


def _effect(record: Closure | SpecialHours | None, on: date) -> object:
    """What a record does to a channel that it concerns; None: nothing on this day."""
    if record is None or not record.from_ <= on <= (record.until or date.max):
        return None
    if isinstance(record, Closure):
        return State.CLOSED
    hours = record.regular.get(on.weekday())
    return None if hours is None else (record.kind, hours)


def _bare(table: Timetable) -> Timetable:
    """The week alone, without any record that has a date."""
    return replace(table, closures=(), holidays={}, specials=(), extras=())


def _days(why: Mapping[date, frozenset[_Why]], wanted: _Why) -> Iterator[date]:
    return (on for on, found in why.items() if wanted in found)


def _joined(found: Iterable[tuple[K, Channel]]) -> dict[K, tuple[Channel, ...]]:
    """The channels of each key."""
    groups: dict[K, list[Channel]] = {}
    for key, channel in found:
        groups.setdefault(key, []).append(channel)
    return {key: tuple(channels) for key, channels in groups.items()}


def _holidays(sides: Sides, channels: Mapping[date, tuple[Channel, ...]]) -> Iterator[HolidayAdded | HolidayRemoved]:
    for on, concerned in sorted(channels.items(), key=lambda item: item[0]):
        day: CalendarDay | None = sides.new.calendar.get(on)
        if day is not None:
            yield HolidayAdded(day, concerned)
        else:
            yield HolidayRemoved(sides.old.calendar[on], concerned)
