"""Organizations, and the places where they receive people, as nodes. Pure; knows no mailbox of a desk."""

from collections import defaultdict
from collections.abc import Iterable

from generator.directory import (
    Counter,
    Directory,
    EmailChannel,
    Language,
    Location,
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


class Premises:
    """What belongs to each office, sorted out once for all: its counters, its other buildings, and its contacts."""

    def __init__(self, directory: Directory) -> None:
        self.counters: defaultdict[str, list[Counter]] = defaultdict(list)
        self.buildings: defaultdict[str, list[Location]] = defaultdict(list)
        self.contacts: defaultdict[str, list[WhatsApp | Phone | EmailChannel]] = defaultdict(list)
        counters = [channel for channel in directory.channels.values() if isinstance(channel, Counter)]
        for counter in counters:
            self.counters[directory.locations[counter.location].organization].append(counter)
        with_counter = {counter.location for counter in counters}
        for location in directory.locations.values():
            if location.id not in with_counter:
                self.buildings[location.organization].append(location)
        for office, channel_id in _ways_by_office(directory):
            channel = directory.channels[channel_id]
            if isinstance(channel, WhatsApp | Phone | EmailChannel):
                self.contacts[office].append(channel)


def _ways_by_office(directory: Directory) -> Iterable[tuple[str, str]]:
    """The channels of each office's services, each once."""
    listed = [service for service in directory.services.values() if service.is_listed]
    return dict.fromkeys((service.organization, channel_id) for service in listed for channel_id in service.channels)


def places_of(
    directory: Directory, organization: Organization, premises: Premises, words: Language, hours: OpeningHours
) -> list[Node]:
    """Each counter of an office, with its hours, and each of its buildings that has no counter."""
    return [
        *(counter_with_hours(directory, item, words, hours) for item in premises.counters.get(organization.id, [])),
        *(place_node(directory, item, words) for item in premises.buildings.get(organization.id, [])),
    ]


def counter_with_hours(directory: Directory, counter: Counter, words: Language, hours: OpeningHours) -> Node:
    """A counter as the place that citizens go to, and when they find it open."""
    return counter_node(directory, counter, words) | told(
        {
            "openingHoursSpecification": hours.regular(counter),
            "specialOpeningHoursSpecification": hours.special(counter),
        }
    )


def counter_node(directory: Directory, counter: Counter, words: Language) -> Node:
    """A counter and where it stands, without its hours."""
    location = directory.locations[counter.location]
    own = {"@id": _identity(directory, location.organization, f"counter/{counter.id}")}
    named = {"name": counter.name.say(words.code)} if counter.name else {}
    return place_node(directory, location, words) | own | named


def place_node(directory: Directory, location: Location, words: Language) -> Node:
    """A building of an office."""
    organization = directory.organizations[location.organization]
    geo = location.geo
    return node(
        "GovernmentOffice",
        {
            "@id": _identity(directory, organization.id, f"location/{location.id}"),
            "name": location.name.say(words.code),
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
