"""Picks out of a directory what bears on each channel and schedule. Tells no hours: the engine does. Pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from generator.directory.hours import Timetable
from generator.directory.model import Channel, Closure, Counter, Directory, SpecialHours

Item = TypeVar("Item")


class Timetables:
    """The timetables of a directory. What bears on its channels is sorted out once for all, when one is asked for.

    Channels on which the same bears have one timetable together, and each of its days is worked out once. `made`: those
    of others who see a part of the same directory, and of this one from now on.
    """

    def __init__(self, directory: Directory, made: dict[Hashable, Timetable] | None = None) -> None:
        self._directory = directory
        self._made: dict[Hashable, Timetable] = {} if made is None else made
        self._holidays = {day.date: day for day in directory.calendar}
        specials = directory.special_hours.values()
        self._of_schedule = grouped((name, special) for special in specials for name in special.schedules)

    @cached_property
    def _of_channel(self) -> Mapping[str, list[SpecialHours]]:
        specials = self._directory.special_hours.values()
        return grouped((name, special) for special in specials for name in special.channels)

    @cached_property
    def _closures(self) -> Mapping[str, list[Closure]]:
        closures = self._directory.closures.values()
        return grouped((channel_id, closure) for closure in closures for channel_id in self.shut_by(closure))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {channel_id: number for number, channel_id in enumerate(self._directory.channels)}

    @cached_property
    def _counters(self) -> list[Counter]:
        return [channel for channel in self._directory.channels.values() if isinstance(channel, Counter)]

    @cached_property
    def _at_location(self) -> Mapping[str, list[str]]:
        return grouped((counter.location, counter.id) for counter in self._counters)

    @cached_property
    def _of_office(self) -> Mapping[str, list[str]]:
        locations = self._directory.locations
        return grouped((locations[counter.location].organization, counter.id) for counter in self._counters)

    def of_channel(self, channel: Channel) -> Timetable:
        """What bears on a channel, and on the schedule that it keeps."""
        own = self._of_channel.get(channel.id, [])
        shared = [item for item in self._of_schedule.get(channel.schedule or "", []) if item not in own]
        closures = self._closures.get(channel.id, [])
        return self._timetable(channel.schedule, [*own, *shared], closures, always_open=channel.always_open)

    def of_schedule(self, schedule_id: str | None) -> Timetable:
        """What bears on a schedule by itself, as a desk keeps it: closures shut channels, not desks."""
        return self._timetable(schedule_id, self._of_schedule.get(schedule_id or "", []), (), always_open=False)

    def shut_by(self, closure: Closure) -> tuple[str, ...]:
        """The channels that a closure concerns: those that it names, and the counters of its places and offices."""
        named = {*closure.channels}
        for location in closure.locations:
            named.update(self._at_location.get(location, []))
        for office in closure.organizations:
            named.update(self._of_office.get(office, []))
        return tuple(sorted(named, key=self._order.__getitem__))

    def _timetable(
        self,
        schedule_id: str | None,
        specials: Sequence[SpecialHours],
        closures: Sequence[Closure],
        *,
        always_open: bool,
    ) -> Timetable:
        dated = tuple(item.id for item in specials), tuple(item.id for item in closures)
        bears = (schedule_id, dated, always_open)
        if bears not in self._made:
            schedule = self._directory.schedules[schedule_id] if schedule_id else None
            self._made[bears] = Timetable(
                zone=self._directory.site.timezone,
                schedule=schedule,
                always_open=always_open,
                closures=tuple(closures),
                holidays=self._holidays if schedule and schedule.public_holidays == "closed" else {},
                specials=tuple(item for item in specials if item.kind != "extra"),
                extras=tuple(item for item in specials if item.kind == "extra"),
            )
        return self._made[bears]


def channel_timetable(directory: Directory, channel: Channel) -> Timetable:
    """The timetable of one channel; whoever asks for many makes `Timetables` once."""
    return Timetables(directory).of_channel(channel)


def schedule_timetable(directory: Directory, schedule_id: str | None) -> Timetable:
    """The timetable of one schedule by itself."""
    return Timetables(directory).of_schedule(schedule_id)


def grouped(pairs: Iterable[tuple[str, Item]]) -> Mapping[str, list[Item]]:
    """What stands under each name, in the order given."""
    groups: defaultdict[str, list[Item]] = defaultdict(list)
    for name, item in pairs:
        groups[name].append(item)
    return groups
