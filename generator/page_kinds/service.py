"""The page of a service, in the order in which a citizen needs it. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from generator import facts
from generator.bundles import Own
from generator.directory import QuestionForm, Service, desks_for, question_form
from generator.news import Announcement
from generator.page import Page
from generator.writer import Writer


def service_pages(writer: Writer, own: Own) -> Iterator[Page]:
    for service_id in own["services"]:
        service = writer.directory.services[service_id]
        if service.is_listed:
            yield _page(writer, service)


def _page(writer: Writer, service: Service) -> Page:
    directory, words = writer.directory, writer.words
    desks = desks_for(directory, service, None)
    office = directory.organizations[service.organization]
    news = writer.news_of(service.id)
    instead = {item.id: _instead(item, service) for item in news}
    return writer.page(
        "service",
        writer.path("services", service.id),
        title=writer.say(service.name),
        description=writer.say(service.description) if service.description else "",
        live=[*service.channels, *(channel for ways in instead.values() for channel in ways)],
        data=writer.linked.service(service, words),
        service=service,
        organization=office,
        facts=facts.facts(service, words),
        shut_now=[item for item in news if _is_shut_now(item, writer)],
        grave=[item for item in news if item.level == "major" and not _is_shut_now(item, writer)],
        other_news=[item for item in news if item.level != "major" and not _is_shut_now(item, writer)],
        instead=instead,
        coming=writer.coming(service.channels),
        complaints=facts.complaints(directory, office, words),
        assured=facts.assured(office),
        privacy=facts.privacy_told(office, words),
        form=_form(writer, service) if desks else None,
        desk=writer.say(desks[0].name) if desks else "",
    )


def _form(writer: Writer, service: Service) -> QuestionForm:
    """Those of services that take no submissions differ in the service alone."""
    if service.submission:
        return question_form(writer.directory, service, writer.words)
    alike = writer.made("form", "", lambda: question_form(writer.directory, None, writer.words))
    return replace(alike, service=service.id)


def _is_shut_now(item: Announcement, writer: Writer) -> bool:
    """A closure that has begun comes whole, before all else, since it says what to use instead."""
    return item.kind == "closure" and item.first <= writer.now.date()


def _instead(item: Announcement, service: Service) -> tuple[str, ...]:
    """What stays open of the service's own ways; where none does, all that the office names."""
    return tuple(channel for channel in service.channels if channel in item.instead) or item.instead
