"""What of a directory can be found: each listed service and each office, with the words that lead to it. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.directory import Directory, Language, Organization, Service, Text, page_path


class Entry(NamedTuple):
    """A page that can be found. `path` is relative to the site's root; `where` is told below the title.

    Words of `strong` texts count more than those of `weak` ones; the title is one of `strong`.
    """

    path: str
    title: str
    where: str
    strong: tuple[str, ...]
    weak: tuple[str, ...]


def entries_of(directory: Directory, words: Language) -> list[Entry]:
    """Every listed service, then every office, in one language and in the order of the file."""
    return [
        *(_of_service(directory, service, words) for service in directory.services.values() if service.is_listed),
        *(_of_office(directory, organization, words) for organization in directory.organizations.values()),
    ]


def _of_service(directory: Directory, service: Service, words: Language) -> Entry:
    office = directory.organizations[service.organization]
    category = directory.categories.get(service.category or "")
    title, where = service.name.say(words.code), office.name.say(words.code)
    documents = [document.document for document in service.required_documents.values()]
    return Entry(
        page_path(directory.site, words, "services", service.id),
        title,
        where,
        (title, *_said([service.alternate_name, *service.keywords], words)),
        (
            where,
            *_said([category.name if category else None, office.alternate_name, service.description], words),
            *_said([service.eligibility, *documents, *service.application_process], words),
            *_said([service.payment, service.service_output], words),
        ),
    )


def _of_office(directory: Directory, office: Organization, words: Language) -> Entry:
    title = office.name.say(words.code)
    return Entry(
        page_path(directory.site, words, "offices", office.id),
        title,
        words("page.office"),
        (title, *_said([office.alternate_name], words)),
        tuple(_said([office.description], words)),
    )


def _said(texts: Iterable[Text | None], words: Language) -> Iterator[str]:
    return (text.say(words.code) for text in texts if text)
