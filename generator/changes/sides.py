"""Two versions of a directory side by side: which record of the one is which record of the other. Pure.

An id is for staff, so that a record of which only the id was changed is still the same one.
"""

from collections.abc import Hashable, Iterable, Mapping
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
    Web,
    WhatsApp,
    channel_timetable,
)

_BY_ID = alike(lambda record: record.id)


@dataclass(frozen=True)
class Version:
    """One of the two directories, with what is looked up in it again and again."""

    directory: Directory

    @cached_property
    def timetables(self) -> Mapping[str, Timetable]:
        """Of each channel, made once."""
        return {channel.id: channel_timetable(self.directory, channel) for channel in self.directory.channels.values()}

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
        same_reach = Alike(self._old_reach, self._new_reach)
        with_id = Alike(lambda item: (item.id, self._old_reach(item)), lambda item: (item.id, self._new_reach(item)))
        with_name = Alike(
            lambda item: (self._name(item), self._old_reach(item)),
            lambda item: (self._name(item), self._new_reach(item)),
        )
        of_type = alike(lambda item: (item.id, item.type))
        return paired(old.values(), new.values(), with_id, with_name, of_type, same_reach)

    @cached_property
    def services(self) -> Pairs[Service]:
        offices = self.organizations.new_ids
        named = Alike(
            lambda service: (offices.get(service.organization), self._name(service)),
            lambda service: (service.organization, self._name(service)),
        )
        return paired(
            self.old.services, self.new.services, _BY_ID, named, alike(self._name), alike(self._content_of_service)
        )

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
        period = Alike(
            lambda record: (*self._begun(record, was=True), record.until),
            lambda record: (*self._begun(record, was=False), record.until),
        )
        begun = Alike(lambda record: self._begun(record, was=True), lambda record: self._begun(record, was=False))
        return _BY_ID, period, begun

    def _begun(self, record: Closure | SpecialHours, *, was: bool) -> tuple[Hashable, ...]:
        kind = record.kind if isinstance(record, SpecialHours) else None
        return record.from_, kind, self.concerned(record, was=was)

    @cached_property
    def notices(self) -> Pairs[Notice]:
        old, new = self.old.directory.notices, self.new.directory.notices
        worded = alike(lambda notice: essence((notice.title, notice.text), self.languages))
        return paired(old.values(), new.values(), _BY_ID, worded)

    @cached_property
    def record_ids(self) -> Mapping[str, str]:
        """The old id of a closure or of special hours -> the new one."""
        return {**self.closures.new_ids, **self.special_hours.new_ids}

    def concerned(self, record: Closure | SpecialHours, *, was: bool) -> frozenset[str]:
        """What a record concerns, by the new ids of the channels; `was`: in the version before."""
        if not was:
            return self.new.concerned.get(record.id, frozenset())
        return frozenset(self.channels_now(self.old.concerned.get(record.id, frozenset())))

    def channels_now(self, old_ids: Iterable[str]) -> list[str]:
        """The new ids of old channels, of those that are still there."""
        return [self.channels.new_ids[channel] for channel in old_ids if channel in self.channels.new_ids]

    def _name(self, record: Any) -> Hashable:
        return essence(record.name, self.languages)

    def _new_reach(self, channel: Channel) -> Hashable:
        return channel.type, channel.location if isinstance(channel, Counter) else contact_of(channel)

    def _old_reach(self, channel: Channel) -> Hashable:
        if isinstance(channel, Counter):
            return channel.type, self.locations.new_ids.get(channel.location)
        return self._new_reach(channel)

    def _content_of_service(self, service: Service) -> Hashable:
        """What a service says of itself beside its name; None where that is too little to know it by."""
        if service.description is None:
            return None
        return essence((service.description, service.application_process, service.service_output), self.languages)
