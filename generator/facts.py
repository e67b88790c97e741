"""What a page tells of a service and its office besides hours: facts, complaints, personal data. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from generator.directory import Directory, Language, Organization, RequiredDocument, Service, Text
from generator.directory.model import Privacy, ProcessingTime
from generator.directory.warnings import ASSURED_DAYS
from generator.views import Way, marked, named, way


def facts(service: Service, words: Language) -> list[tuple[str, Sequence[str], str]]:
    """The facts of a service in the order of the page: heading, lines, how they are listed (text, points, steps)."""
    time = service.processing_time
    told = [
        (words("page.eligibility"), said(service.eligibility, words), "text"),
        (words("page.documents"), documents(service, words), "points"),
        (words("page.steps"), [line for step in service.application_process for line in said(step, words)], "steps"),
        (words("page.processing_time"), [processing_time(time, words)] if time else [], "text"),
        (words("page.cost"), costs(service, words), "points"),
        (words("page.payment"), said(service.payment, words), "text"),
        (words("page.output"), said(service.service_output, words), "text"),
    ]
    return [fact for fact in told if fact[1]]


def said(text: Text | None, words: Language) -> list[str]:
    """The lines of a text, each marked where it is in another language; none where there is no text."""
    if text is None:
        return []
    code = text.language_for(words.code)
    return [marked(line, code, words) for line in text.say(words.code).splitlines() if line.strip()]


def document_line(document: RequiredDocument, words: Language) -> str:
    """A document with its form, and with that it is optional, in plain text."""
    return document.document.say(words.code) + _remarks(document, words)


def _remarks(document: RequiredDocument, words: Language) -> str:
    remarks = [words(f"page.document_form.{document.form}")] if document.form else []
    remarks += [] if document.required else [words("page.optional")]
    return f" ({', '.join(remarks)})" if remarks else ""


def documents(service: Service, words: Language) -> list[str]:
    """A line for each document that a citizen needs, as a page shows it."""
    return [named(item.document, words) + _remarks(item, words) for item in service.required_documents.values()]


def processing_time(time: ProcessingTime, words: Language) -> str:
    """How long it takes, and from when on that counts."""
    since = words(f"processing.{time.counted_from}")
    return words("processing.since", time=words.duration(time.duration), since=since)


def costs(service: Service, words: Language) -> list[str]:
    return [
        named(option.option, words) + f": {words.money(option.amount, option.currency)}"
        for option in service.cost_options
    ]


def privacy_told(organization: Organization, words: Language) -> list[str]:
    """What stands above the form: who uses what a citizen writes, and for what."""
    told = organization.privacy
    if told is None:
        return []
    return [words("page.privacy", controller=_controller(organization, words)), *said(told.purpose, words)]


def _controller(organization: Organization, words: Language) -> str:
    told = organization.privacy
    return (told.controller if told and told.controller else organization.name).say(words.code)


def privacy_facts(organization: Organization, words: Language) -> list[tuple[str, Sequence[str]]]:
    """Heading and lines of all that an office tells of personal data. Source: UU 27/2022, article 21."""
    told = organization.privacy
    facts = [(words("page.privacy_controller"), [_controller(organization, words)])]
    if told is None:
        return [*facts, (words("page.privacy_purpose"), [words("page.privacy_purpose_of_form")])]
    return [
        *facts,
        (words("page.privacy_purpose"), said(told.purpose, words) or [words("page.privacy_purpose_of_form")]),
        *((heading, lines) for heading, lines in _privacy_more(told, words) if lines),
    ]


def _privacy_more(told: Privacy, words: Language) -> list[tuple[str, Sequence[str]]]:
    return [
        (words("page.privacy_basis"), said(told.legal_basis, words)),
        (words("page.privacy_retention"), [words.duration(told.retention)] if told.retention else []),
        (words("page.privacy_contact"), said(told.contact, words)),
    ]


LAPOR = "https://www.lapor.go.id"
"""SP4N-LAPOR!, where complaints about any public service of Indonesia belong. Source: Perpres 76/2013."""


class ComplaintWays(NamedTuple):
    """How to complain: the office's own ways, how soon it answers, and the country's own desk where there is one."""

    ways: Sequence[Way]
    within: str
    national: str


def complaints(directory: Directory, organization: Organization, words: Language) -> ComplaintWays:
    told = organization.complaints
    own = [way(directory, directory.channels[name], (), words) for name in told.channels] if told else []
    within = told.respond_within if told else None
    return ComplaintWays(
        [way for way in own if way.href and way.type != "form"],
        words("page.complaints_within", time=words.duration(within)) if within else "",
        LAPOR if directory.site.region == "ID" else "",
    )


class Assured(NamedTuple):
    """When a human last checked the facts, and the day from which on that is too long ago."""

    on: date
    old_from: date
    days: int


def assured(organization: Organization) -> Assured | None:
    on = organization.assured_date
    return Assured(on, on + timedelta(days=ASSURED_DAYS + 1), ASSURED_DAYS) if on else None
