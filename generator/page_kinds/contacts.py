"""All ways to reach all offices, on one page while that is small enough for a telephone. Pure."""

from collections.abc import Iterator

from generator import groups
from generator.page import Page
from generator.writer import Writer

MOST_ROWS = 500
"""Ways on one page; with more it would weigh megabytes, and leads to the page of each office."""
MOST_LIVE = 60
"""Channels whose present state one page tells; with more, the block of their changes would weigh too much."""


def contact_pages(writer: Writer) -> Iterator[Page]:
    used = {channel for service in writer.services for channel in service.channels}
    offices = groups.by_name(writer.directory.organizations.values(), writer.words)
    services = {office.id: writer.services_of(office.id) for office in offices}
    is_parted = len(used) > MOST_ROWS
    rows = {} if is_parted else {name: groups.channels_of(writer.directory, own) for name, own in services.items()}
    everyone = [channel for own in rows.values() for channel in own]
    has_states = len(everyone) <= MOST_LIVE
    lead = writer.words("page.contacts_of_each" if is_parted else "page.contacts_lead")
    yield writer.page(
        "contacts",
        writer.path("contacts"),
        title=writer.words("page.contacts"),
        description=lead,
        live=everyone if has_states else (),
        lead=lead,
        has_states=has_states,
        is_parted=is_parted,
        offices=[office for office in offices if rows.get(office.id, services[office.id])],
        channels=rows,
        served={name: groups.served_by(services[name], own) for name, own in rows.items()},
    )
