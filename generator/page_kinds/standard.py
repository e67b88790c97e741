"""The service standards of an office: what each service publishes of the fourteen components, what is missing. Pure."""

from collections.abc import Iterator

from generator.bundles import Own
from generator.directory import Language, Organization, Service, page_path
from generator.page import Page
from generator.standards import Component, components
from generator.writer import Writer


def standard_pages(writer: Writer, own: Own) -> Iterator[Page]:
    for office_id in own["organizations"]:
        if writer.services_of(office_id):
            yield _page(writer, writer.directory.organizations[office_id])


def _page(writer: Writer, office: Organization) -> Page:
    services = writer.services_of(office.id)

    def path_in(words: Language) -> str:
        return page_path(writer.directory.site, words, "offices", office.id) + words("paths.standard") + "/"

    return writer.page(
        "standard",
        path_in,
        title=writer.words("standard.title", office=writer.say(office.name)),
        description=writer.words("standard.lead"),
        organization=office,
        standards=[_standard(writer, service) for service in services],
    )


def _standard(writer: Writer, service: Service) -> tuple[Service, list[Component], list[str]]:
    """A service, its components, and the names of those that are missing."""
    told = components(writer.directory, service, writer.words)
    return service, told, [component.name for component in told if not component.lines]
