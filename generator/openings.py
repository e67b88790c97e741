"""What the engine of hours says of special openings and of holidays, as the calendar file tells them. Pure.

No hour is taken from a record: a closure or a holiday may shut what the record opens.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from generator.directory import Directory, Interval, SpecialHours, State, Timetable, Timetables
from generator.news import Announcement

TIMED: Mapping[str, State] = {"extra": State.OPEN, "by_appointment": State.BY_APPOINTMENT}
"""The kinds of special hours that people come for at their hour, and the state that they bring."""
MOST_DAYS = 400  # what lasts longer is told on whole days: a day costs the engine time for each channel


class Opening(NamedTuple):
    """Channels that are open, or can be visited by appointment, at one interval of these local dates, in order."""

    channels: tuple[str, ...]
    interval: Interval
    dates: tuple[date, ...]


class Occasions(NamedTuple):
    """`openings` by the id of their special hours; `shut` by holiday: the channels that it closes all day."""

    openings: Mapping[str, Sequence[Opening]]
    shut: Mapping[date, Sequence[str]]


def occasions(directory: Directory, told: Iterable[Announcement]) -> Occasions:
    """What holds in every language. `told` may be in any."""
    timetables = Timetables(directory)
    tables = {channel.id: timetables.of_channel(channel) for channel in directory.channels.values()}
    openings = {
        item.id: _openings(directory.special_hours[item.id], {name: tables[name] for name in item.channels})
        for item in told
        if item.kind in TIMED and item.last and (item.last - item.first).days < MOST_DAYS
    }
    shut = {day.date: [name for name, table in tables.items() if _shuts(day.date, table)] for day in directory.calendar}
    return Occasions(openings, shut)


def _openings(special: SpecialHours, tables: Mapping[str, Timetable]) -> list[Opening]:
    """In order of the hour; channels that are open on the same dates stand together."""
    dates: defaultdict[tuple[str, Interval], list[date]] = defaultdict(list)
    for on in _dates(special):
        for name, table in tables.items():
            for span in table.day(on):
                if span.cause is special and span.state is TIMED[special.kind]:
                    dates[name, Interval(span.start, span.end)].append(on)
    groups: defaultdict[tuple[Interval, tuple[date, ...]], list[str]] = defaultdict(list)
    for (name, interval), found in dates.items():
        groups[interval, tuple(found)].append(name)
    return [Opening(tuple(names), interval, found) for (interval, found), names in sorted(groups.items())]


def _dates(special: SpecialHours) -> Iterable[date]:
    days = range((special.until - special.from_).days + 1)
    dates = (special.from_ + timedelta(days=number) for number in days)
    return (on for on in dates if special.regular.get(on.weekday()))


def _shuts(on: date, table: Timetable) -> bool:
    """Whether a holiday closes a channel that keeps hours at all, whatever else closes it too."""
    return on in table.holidays and all(span.state is State.CLOSED for span in table.day(on))
