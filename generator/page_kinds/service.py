"""The page of a service, in the order in which a citizen needs it."""

from collections.abc import Iterator

from generator import facts
from generator.directory import Service, desks_for, question_form
from generator.page import Page
from generator.writer import Writer


def service_pages(writer: Writer) -> Iterator[Page]:
    for service in writer.services:
        yield _page(writer, service)


def _page(writer: Writer, service: Service) -> Page:
    directory, words = writer.directory, writer.words
    desks = desks_for(directory, service, None)
    office = directory.organizations[service.organization]
    return writer.page(
        "service",
        writer.path("services", service.id),
        title=writer.say(service.name),
        description=writer.say(service.description) if service.description else "",
        live=service.channels,
        data=writer.linked.service(service, words),
        service=service,
        organization=office,
        facts=facts.facts(service, words),
        news=[item for item in writer.holding if service.id in item.services],
        coming=writer.coming(service.channels),
        complaints=facts.complaints(directory, office, words),
        assured=facts.assured(office),
        privacy=facts.privacy_told(office, words),
        form=question_form(directory, service, words) if desks else None,
        desk=writer.say(desks[0].name) if desks else "",
    )
