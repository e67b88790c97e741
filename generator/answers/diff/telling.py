"""What every sentence of `diff` is made with: both versions, a language, and how things are named in it. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Language,
    Location,
    Organization,
    Service,
    channel_contact,
    channel_name,
)
from generator.directory.model import Site
from generator.news import Announcement, announcements
from generator.views import address_line

MOST_NAMES = 8
MOST_OWNERS = 2


@dataclass(frozen=True)
class Telling:
    """The version before and the new one, in one language."""

    old: Directory
    new: Directory
    words: Language

    @cached_property
    def announced_before(self) -> Mapping[str, Announcement]:
        return {item.id: item for item in announcements(self.old, self.words, with_outweighed=True)}

    @cached_property
    def announced(self) -> Mapping[str, Announcement]:
        return {item.id: item for item in announcements(self.new, self.words, with_outweighed=True)}

    @cached_property
    def locations(self) -> Mapping[str, Location]:
        """Those of both, the new ones first: what was removed is named too."""
        return {**self.old.locations, **self.new.locations}

    def some(self, names: Iterable[str]) -> str:
        """`A, B dan C`, each once; of very many the first, and how many others there are."""
        distinct = list(dict.fromkeys(names))
        if len(distinct) > MOST_NAMES:
            others = len(distinct) - MOST_NAMES + 2
            distinct = [*distinct[: MOST_NAMES - 2], self.words("diff.others", count=others)]
        return self.words.enumeration(distinct)

    def name(self, record: Service | Organization | Location | Channel | Site) -> str:
        if isinstance(record, Channel):
            return channel_name(record, self.words)
        return record.name.say(self.words.code)

    def services(self, services: Iterable[Service]) -> str:
        return self.some(map(self.name, services))

    def channels(self, channels: Iterable[Channel]) -> str:
        """Each told apart: a channel without a name by its number, address or place."""
        return self.some(self._channel(channel) for channel in channels)

    def _channel(self, channel: Channel) -> str:
        name = self.name(channel)
        if channel.name:
            return name
        if isinstance(channel, Counter):
            return f"{name} ({self.name(self.locations[channel.location])})"
        return f"{name} {channel_contact(channel)}".strip()

    def reached(self, channel: Channel) -> str:
        """A channel as the readers of a notice know it: without a name, by the services or offices that it is for."""
        services = [service for service in self.new.services.values() if channel.id in service.channels]
        if channel.name or not services:
            return self.name(channel)
        offices = [self.new.organizations[service.organization] for service in services]
        owners = self.services(services) if len(services) <= MOST_OWNERS else self.some(map(self.name, offices))
        return self.words("diff.channel_for", channel=self.name(channel), services=owners)

    def address(self, location: Location) -> str:
        return address_line(location.address) if location.address else self.words("diff.not_told")
