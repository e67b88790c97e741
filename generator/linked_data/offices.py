"""Organizations, and the places where they receive people, as nodes. Pure; knows no mailbox of a desk."""

from typing import NamedTuple

from generator.directory import (
    Counter,
    Directory,
    EmailChannel,
    Language,
    Organization,
    Phone,
    WhatsApp,
    absolute,
    channel_name,
    language,
    page_path,
)
from generator.directory.model import Address
from generator.linked_data.hours import OpeningHours
from generator.linked_data.nodes import Node, node, reference, said, told


def organization_node(directory: Directory, organization: Organization, words: Language) -> Node:
    """An organization by its name and page; its `@id` is the same in every language."""
    return node(
        "GovernmentOrganization",
        {
            "@id": _identity(directory, organization.id, "office"),
            "name": organization.name.say(words.code),
            "alternateName": said(organization.alternate_name, words),
            "url": _address(directory, organization.id, words),
            "sameAs": organization.url,
        },
    )


class Ways(NamedTuple):
    """The counters and the contacts of an office's services."""

    counters: list[Counter]
    contacts: list[WhatsApp | Phone | EmailChannel]


class WaysByOffice:
    """The ways to each office, sorted out once for all: those that its page shows."""

    def __init__(self, directory: Directory) -> None:
        listed = [service for service in directory.services.values() if service.is_listed]
        used = {(service.organization, channel_id) for service in listed for channel_id in service.channels}
        order = {channel_id: number for number, channel_id in enumerate(directory.channels)}
        self._found: dict[str, Ways] = {}
        for office, channel_id in sorted(used, key=lambda pair: order[pair[1]]):
            ways = self._found.setdefault(office, Ways([], []))
            match directory.channels[channel_id]:
                case Counter() as counter:
                    ways.counters.append(counter)
                case WhatsApp() | Phone() | EmailChannel() as contact:
                    ways.contacts.append(contact)

    def of(self, organization: Organization) -> Ways:
        """In the order of the file."""
        return self._found.get(organization.id, Ways([], []))


def counter_with_hours(directory: Directory, counter: Counter, words: Language, hours: OpeningHours) -> Node:
    """A counter as the place that citizens go to, and when they find it open."""
    return counter_node(directory, counter, words) | told(
        {
            "openingHoursSpecification": hours.regular(counter),
            "specialOpeningHoursSpecification": hours.special(counter),
        }
    )


def counter_node(directory: Directory, counter: Counter, words: Language) -> Node:
    """A counter and where it stands, without its hours; the office is that of the building."""
    location = directory.locations[counter.location]
    organization = directory.organizations[location.organization]
    geo = location.geo
    return node(
        "GovernmentOffice",
        {
            "@id": _identity(directory, organization.id, f"counter/{counter.id}"),
            "name": (counter.name or location.name).say(words.code),
            "url": _address(directory, organization.id, words),
            "address": _postal_address(directory, location.address) if location.address else None,
            "geo": node("GeoCoordinates", {"latitude": geo.latitude, "longitude": geo.longitude}) if geo else None,
            "parentOrganization": reference(organization_node(directory, organization, words)),
        },
    )


def contact_point(channel: WhatsApp | Phone | EmailChannel, words: Language, hours: OpeningHours) -> Node:
    """Who answers at a number or a public mailbox, and when."""
    match channel:
        case WhatsApp(number=number, languages=languages) | Phone(number=number, languages=languages):
            reached = {"telephone": number.e164, "availableLanguage": list(languages)}
        case EmailChannel(address=address):
            reached = {"email": address}
    named = {"name": channel_name(channel, words), "contactType": "customer service"}
    return node("ContactPoint", {**named, **reached, "hoursAvailable": hours.available(channel)})


def _address(directory: Directory, organization_id: str, words: Language) -> str:
    return absolute(directory.site, page_path(directory.site, words, "offices", organization_id))


def _identity(directory: Directory, organization_id: str, part: str) -> str:
    """What names a thing on an office's page, whichever language the page is in."""
    return f"{_address(directory, organization_id, language(directory.site.default_language))}#{part}"


def _postal_address(directory: Directory, address: Address) -> Node:
    return node(
        "PostalAddress",
        {
            "streetAddress": address.street_address,
            "addressLocality": address.locality,
            "addressRegion": address.region,
            "postalCode": address.postal_code,
            "addressCountry": directory.site.region,
        },
    )
