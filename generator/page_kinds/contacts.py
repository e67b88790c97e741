"""All ways to reach all offices, on one page."""

from collections.abc import Iterator

from generator import groups
from generator.page import Page
from generator.writer import Writer

MOST_LIVE = 60
"""Channels whose present state one page tells; with more, the block of their changes would weigh too much."""


def contact_pages(writer: Writer) -> Iterator[Page]:
    offices = groups.by_name(writer.directory.organizations.values(), writer.words)
    services = {office.id: writer.services_of(office.id) for office in offices}
    channels = {name: groups.channels_of(writer.directory, own) for name, own in services.items()}
    everyone = [channel for own in channels.values() for channel in own]
    has_states = len(everyone) <= MOST_LIVE
    yield writer.page(
        "contacts",
        writer.path("contacts"),
        title=writer.words("page.contacts"),
        description=writer.words("page.contacts_lead"),
        live=everyone if has_states else (),
        has_states=has_states,
        offices=[office for office in offices if channels[office.id]],
        channels=channels,
        served={name: groups.served_by(services[name], own) for name, own in channels.items()},
    )
