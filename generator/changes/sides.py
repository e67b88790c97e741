"""Two versions of a directory side by side: which record of the one is which record of the other. Pure.

An id is for staff, so that a record of which only the id was changed is still the same one.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from generator.changes.essence import essence
from generator.changes.pairs import Alike, Pairs, alike, paired
from generator.directory import (
    CalendarDay,
    Channel,
    Closure,
    Counter,
    Desk,
    Directory,
    EmailChannel,
    Location,
    Notice,
    Organization,
    Phone,
    Service,
    SpecialHours,
    Timetable,
    Timetables,
    Web,
    WhatsApp,
)

_BY_ID = alike(lambda record: record.id)


def _sided(key: Callable[[Any, bool], Hashable]) -> Alike:
    """Likeness by a key that asks whether the record is of the version before."""
    return Alike(lambda record: key(record, True), lambda record: key(record, False))


@dataclass(frozen=True)
class Version:
    """One of the two directories, with what is looked up in it again and again."""

    directory: Directory

    @cached_property
    def timetables(self) -> Mapping[str, Timetable]:
        """Of each channel, made once."""
        timetables = Timetables(self.directory)
        return {channel.id: timetables.of_channel(channel) for channel in self.directory.channels.values()}

    @cached_property
    def concerned(self) -> Mapping[str, frozenset[str]]:
        """The channels that each closure and each special hours concern, by its id."""
        found: dict[str, set[str]] = {}
        for channel_id, table in self.timetables.items():
            for record in dated_records(table):
                found.setdefault(record.id, set()).add(channel_id)
        return {record_id: frozenset(channels) for record_id, channels in found.items()}

    @cached_property
    def calendar(self) -> Mapping[date, CalendarDay]:
        return {day.date: day for day in self.directory.calendar}

    @cached_property
    def services(self) -> tuple[Service, ...]:
        """Those that citizens see."""
        return tuple(service for service in self.directory.services.values() if service.is_listed)


def dated_records(table: Timetable) -> tuple[Closure | SpecialHours, ...]:
    return (*table.closures, *table.specials, *table.extras)


def contact_of(channel: Channel) -> str:
    """The number or address by which a channel is reached; empty for one that has none."""
    match channel:
        case EmailChannel(address=address):
            return address.casefold()
        case Web(url=url):
            return url
        case WhatsApp(number=number) | Phone(number=number):
            return number.e164
    return ""


@dataclass(frozen=True)
class Sides:
    """The version before and the new one. Pairs are found once, when they are first asked for."""

    old: Version
    new: Version

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages of both: what a language says that the site did not speak is no change of words."""
        spoken = self.old.directory.site.languages
        return tuple(code for code in self.new.directory.site.languages if code in spoken) or (
            self.new.directory.site.languages
        )

    def differ(self, old: Any, new: Any) -> bool:
        """Whether people read something else."""
        return essence(old, self.languages) != essence(new, self.languages)

    @cached_property
    def organizations(self) -> Pairs[Organization]:
        old, new = self.old.directory.organizations, self.new.directory.organizations
        return paired(old.values(), new.values(), _BY_ID, alike(self._name))

    @cached_property
    def locations(self) -> Pairs[Location]:
        old, new = self.old.directory.locations, self.new.directory.locations
        named = alike(lambda location: (self._name(location), essence(location.address, self.languages)))
        return paired(old.values(), new.values(), _BY_ID, named)

    @cached_property
    def desks(self) -> Pairs[Desk]:
        old, new = self.old.directory.desks, self.new.directory.desks
        return paired(old.values(), new.values(), _BY_ID, alike(self._name))

    @cached_property
    def channels(self) -> Pairs[Channel]:
        """A number that went to another id with its name is still that number; else the id tells who is who."""
        old, new = self.old.directory.channels, self.new.directory.channels
        with_id = _sided(lambda channel, was: (channel.id, self._reach(channel, was)))
        with_name = _sided(lambda channel, was: (self._name(channel), self._reach(channel, was)))
        of_type = alike(lambda channel: (channel.id, channel.type))
        return paired(old.values(), new.values(), with_id, with_name, of_type, _sided(self._reach))

    @cached_property
    def services(self) -> Pairs[Service]:
        named = _sided(lambda service, was: (self._office(service, was), self._name(service)))
        content = alike(self._content_of_service)
        return paired(self.old.services, self.new.services, _BY_ID, named, alike(self._name), content)

    @cached_property
    def closures(self) -> Pairs[Closure]:
        return paired(self.old.directory.closures.values(), self.new.directory.closures.values(), *self._dated_ways)

    @cached_property
    def special_hours(self) -> Pairs[SpecialHours]:
        old, new = self.old.directory.special_hours, self.new.directory.special_hours
        return paired(old.values(), new.values(), *self._dated_ways)

    @property
    def _dated_ways(self) -> tuple[Alike, ...]:
        """By id; then what concerns the same on the same dates; then what does from the same day on."""
        period = _sided(lambda record, was: (*self._begun(record, was), record.until))
        return _BY_ID, period, _sided(self._begun)

    def _begun(self, record: Closure | SpecialHours, was: bool) -> tuple[Hashable, ...]:
        kind = record.kind if isinstance(record, SpecialHours) else None
        return record.from_, kind, self._concerned(record, was)

    @cached_property
    def notices(self) -> Pairs[Notice]:
        old, new = self.old.directory.notices, self.new.directory.notices
        worded = alike(lambda notice: essence((notice.title, notice.text), self.languages))
        return paired(old.values(), new.values(), _BY_ID, worded)

    @cached_property
    def record_ids(self) -> Mapping[str, str]:
        """The old id of a closure or of special hours -> the new one."""
        return {**self.closures.new_ids, **self.special_hours.new_ids}

    def channels_now(self, old_ids: Iterable[str]) -> list[str]:
        """The new ids of old channels, of those that are still there."""
        return [self.channels.new_ids[channel] for channel in old_ids if channel in self.channels.new_ids]

    def _name(self, record: Any) -> Hashable:
        return essence(record.name, self.languages)

    def _concerned(self, record: Closure | SpecialHours, was: bool) -> frozenset[str]:
        """The channels that a record concerns, by their new ids."""
        if not was:
            return self.new.concerned.get(record.id, frozenset())
        return frozenset(self.channels_now(self.old.concerned.get(record.id, ())))

    def _reach(self, channel: Channel, was: bool) -> Hashable:
        """How citizens get to a channel; a counter's place by its new id."""
        if not isinstance(channel, Counter):
            return channel.type, contact_of(channel)
        return channel.type, self.locations.new_ids.get(channel.location) if was else channel.location

    def _office(self, service: Service, was: bool) -> str | None:
        return self.organizations.new_ids.get(service.organization) if was else service.organization

    def _content_of_service(self, service: Service) -> Hashable:
        """What a service says of itself beside its name; None where that is too little to know it by."""
        if service.description is None:
            return None
        return essence((service.description, service.application_process, service.service_output), self.languages)
