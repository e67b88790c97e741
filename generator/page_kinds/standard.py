"""The service standards of an office: what each service publishes of the fourteen components, and what is missing."""

from collections.abc import Iterator

from generator.directory import Language, Organization, page_path
from generator.page import Page
from generator.standards import components
from generator.writer import Writer


def standard_pages(writer: Writer) -> Iterator[Page]:
    for office in writer.directory.organizations.values():
        if writer.services_of(office.id):
            yield _page(writer, office)


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
        standards=[(service, components(writer.directory, service, writer.words)) for service in services],
    )
