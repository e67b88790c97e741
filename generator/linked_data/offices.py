"""Organizations, and the places where they receive people, as nodes. Pure; knows no mailbox of a desk."""

from typing import NamedTuple, TypeAlias

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
from generator.linked_data.nodes import Node, node, reference, said

Contact: TypeAlias = WhatsApp | Phone | EmailChannel


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
    contacts: list[Contact]


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


def contact_point(channel: Contact, words: Language) -> Node:
    """A number or a public mailbox, without the hours at which somebody answers."""
    match channel:
        case WhatsApp(number=number, languages=languages) | Phone(number=number, languages=languages):
            reached = {"telephone": number.e164, "availableLanguage": list(languages)}
        case EmailChannel(address=address):
            reached = {"email": address}
    return node("ContactPoint", {"name": channel_name(channel, words), "contactType": "customer service", **reached})


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
