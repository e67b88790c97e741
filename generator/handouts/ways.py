"""The ways to use instead, grouped by the service that each belongs to. Pure; never makes up a number or an address."""

from collections import Counter as Count
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Form,
    Language,
    Service,
    Web,
    WhatsApp,
    absolute,
    channel_contact,
    channel_link,
    channel_name,
    home_path,
    page_path,
)
from generator.handouts.lengths import one_line, shortened

MOST_NAMES = 3
HEADING_ROOM = 90


class Contact(NamedTuple):
    """`shown` is what people read, dial or type; `link` is the full address for a tap, where dialling is not enough."""

    type: str
    label: str
    shown: str
    link: str


class Group(NamedTuple):
    """Contacts for the same services. `heading` is empty where nothing has to be told apart.

    `detail` is the full name of a service whose heading is its short name.
    """

    heading: str
    detail: str
    contacts: tuple[Contact, ...]


def groups_of(
    directory: Directory, channel_ids: Iterable[str], services: Sequence[Service], words: Language
) -> tuple[Group, ...]:
    """The channels by the services of `services` that have them, in their order; those that serve all come last."""
    found: dict[tuple[str, ...], list[str]] = {}
    for channel_id in channel_ids:
        found.setdefault(tuple(item.id for item in services if channel_id in item.channels), []).append(channel_id)
    everyone = tuple(service.id for service in services)
    names = _short_names(services, words)
    groups = []
    for concerned in sorted(found, key=lambda key: (key == everyone) + 2 * (not key)):
        among = [service for service in services if service.id in concerned]
        heading, detail = "", ""
        if len(found) > 1 or concerned not in {everyone, ()}:
            heading, detail = _heading(among, names, words, all_of_them=len(among) == len(services))
        channels = [directory.channels[channel_id] for channel_id in found[concerned]]
        groups.append(Group(heading, detail, tuple(contact(directory, item, among, words) for item in channels)))
    return tuple(groups)


def contact(directory: Directory, channel: Channel, services: Sequence[Service], words: Language) -> Contact:
    """A channel as those meet it who want one of `services`."""
    label = one_line(channel_name(channel, words))
    match channel:
        case Form():
            link = _form_address(directory, services, words)
            return Contact(channel.type, label, typed(link), link)
        case Web(url=url):
            return Contact(channel.type, label, typed(url), url)
        case WhatsApp():
            return Contact(
                channel.type, label, channel_contact(channel), channel_link(channel, words).href.split("?")[0]
            )
        case Counter():
            return Contact(channel.type, label, _place(directory, channel, words), "")
    return Contact(channel.type, label, channel_contact(channel), "")


def typed(address: str) -> str:
    """A web address as people type it."""
    rest = address.partition("://")[2]
    return rest.rstrip("/") if rest.count("/") == 1 else rest


def thinned(groups: Sequence[Group], most: int) -> tuple[Group, ...]:
    """At most so many contacts: the first of each group goes before the second of any."""
    order = sorted((rank, place) for place, group in enumerate(groups) for rank in range(len(group.contacts)))
    kept = Count(place for _, place in order[: max(most, 0)])
    return tuple(
        item._replace(contacts=item.contacts[: kept[place]]) for place, item in enumerate(groups) if kept[place]
    )


def count_of(groups: Iterable[Group]) -> int:
    return sum(len(group.contacts) for group in groups)


def by_label(contacts: Iterable[Contact]) -> list[list[Contact]]:
    """Neighbours of one kind and name together, so that `WhatsApp` is said once for two numbers."""
    return [list(same) for _, same in groupby(contacts, key=lambda item: (item.type, item.label))]


def _short_names(services: Sequence[Service], words: Language) -> Mapping[str, str]:
    """`PBB-P2` for `Pajak Bumi dan Bangunan (PBB-P2)`; the full name where two would be called alike."""
    full = {service.id: one_line(service.name.say(words.code)) for service in services}
    short = {service.id: _short_name(service, words) or full[service.id] for service in services}
    times = Count(short.values())
    return {name: short[name] if times[short[name]] == 1 else full[name] for name in full}


def _short_name(service: Service, words: Language) -> str:
    """The other name that staff gave it, or capitals in brackets at the end of its name."""
    if service.alternate_name:
        return one_line(service.alternate_name.say(words.code))
    name = one_line(service.name.say(words.code))
    inside = name[name.rfind("(") + 1 : -1] if name.endswith(")") and "(" in name else ""
    return inside if inside.isupper() and " " not in inside else ""


def _heading(
    services: Sequence[Service], names: Mapping[str, str], words: Language, *, all_of_them: bool
) -> tuple[str, str]:
    if not services:
        return words("handout.other_ways"), ""
    if all_of_them and len(services) > 1:
        return words("handout.all_services"), ""
    told = [names[service.id] for service in services]
    if len(told) > MOST_NAMES:
        rest = len(told) - MOST_NAMES + 1
        told = [*told[: MOST_NAMES - 1], words("handout.more_services", count=rest)]
    heading = shortened(words.enumeration(told), HEADING_ROOM) or words("handout.other_ways")
    full = one_line(services[0].name.say(words.code)) if len(services) == 1 else ""
    return heading, full if full != heading else ""


def _form_address(directory: Directory, services: Sequence[Service], words: Language) -> str:
    """The page of the one service, else the home page, from which every form can be reached."""
    site = directory.site
    if len(services) == 1:
        return absolute(site, page_path(site, words, "services", services[0].id))
    return absolute(site, home_path(site, words))


def _place(directory: Directory, counter: Counter, words: Language) -> str:
    location = directory.locations[counter.location]
    address = location.address
    street = [address.street_address, address.locality or ""] if address else []
    return ", ".join(one_line(part) for part in [location.name.say(words.code), *street] if part)
