"""The page of an office, and the list of all offices. Pure."""

from collections.abc import Iterator

from generator import facts, groups, views
from generator.bundles import Own
from generator.directory import Organization
from generator.page import Page
from generator.writer import Writer


def office_list(writer: Writer) -> Iterator[Page]:
    """All offices by name."""
    yield writer.page(
        "offices",
        writer.path("offices"),
        title=writer.words("page.offices"),
        description=writer.words("page.offices_lead"),
        offices=groups.by_name(writer.directory.organizations.values(), writer.words),
    )


def office_pages(writer: Writer, own: Own) -> Iterator[Page]:
    for office_id in own["organizations"]:
        yield _page(writer, writer.directory.organizations[office_id])


def _page(writer: Writer, office: Organization) -> Page:
    services = writer.services_of(office.id)
    concerned = {service.id for service in services}
    channels = groups.channels_of(writer.directory, services)
    return writer.page(
        "office",
        writer.path("offices", office.id),
        title=writer.say(office.name),
        description=writer.say(office.description) if office.description else "",
        live=channels,
        data=writer.linked.office(office, writer.words),
        organization=office,
        services=services,
        channels=channels,
        served=groups.served_by(services, channels),
        places=views.places(writer.directory, office, writer.words),
        news=[item for item in writer.holding if concerned & set(item.services) or office.id in item.organizations],
        complaints=facts.complaints(writer.directory, office, writer.words),
        assured=facts.assured(office),
    )
