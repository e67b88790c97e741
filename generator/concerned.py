"""Which services of a directory are concerned by what happens to a channel or an office. Pure."""

from collections.abc import Iterable

from generator.directory import Directory
from generator.directory.timetables import grouped


class Concerned:
    """The services by channel and by office, sorted out once: a government announces hundreds of things at a time.

    Where a part of the site is not given the services, none is concerned.
    """

    def __init__(self, directory: Directory) -> None:
        services = directory.services.values()
        self._place = {service.id: number for number, service in enumerate(services)}
        self._of_channel = grouped((channel, service.id) for service in services for channel in service.channels)
        self._of_office = grouped((service.organization, service.id) for service in services)

    def by_channels(self, channels: Iterable[str]) -> tuple[str, ...]:
        """The services that have any of these channels, in the order of the file."""
        return self._in_order(name for channel in channels for name in self._of_channel.get(channel, ()))

    def by_notice(self, services: Iterable[str], offices: Iterable[str]) -> tuple[str, ...]:
        """These services and all of these offices, in the order of the file."""
        return self._in_order([*services, *(name for office in offices for name in self._of_office.get(office, ()))])

    def _in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(self._place.keys() & set(names), key=self._place.__getitem__))
