"""What `route` says: who gets a letter, and who then, for each service and topic."""

from collections.abc import Iterable
from typing import Any

from generator.answers.lookup import record_of
from generator.arguments import WrongArgumentError
from generator.directory import Desk, Directory, Language, Service, desks_for


def services_to_route(directory: Directory, service_id: str) -> list[Service | None]:
    """The service that is asked about; without one all of them, and None: a question from nowhere in particular."""
    if directory.inquiry is None:
        raise WrongArgumentError("arguments.no_inquiry")
    if not service_id:
        return [*directory.services.values(), None]
    return [record_of(directory.services, "services", service_id)]


def routes(directory: Directory, services: Iterable[Service | None]) -> list[dict[str, Any]]:
    """For each service and topic the desks in the order in which they are tried, with their mailboxes."""
    topics = [None, *(directory.inquiry.topics if directory.inquiry else ())]
    return [
        {
            "service": service.id if service else None,
            "topic": topic,
            "desks": [_desk(desk) for desk in desks_for(directory, service, topic)],
        }
        for service in services
        for topic in topics
    ]


def _desk(desk: Desk) -> dict[str, Any]:
    return {"id": desk.id, "to": list(desk.to)}


def routes_as_text(told: Iterable[dict[str, Any]], words: Language) -> str:
    """A heading for each service, and under it a chain of desks for each topic."""
    lines: list[str] = []
    before: object = ...
    for route in told:
        if route["service"] != before:
            lines.append(route["service"] or words("route.elsewhere"))
            before = route["service"]
        chain = " → ".join(f"{desk['id']} ({', '.join(desk['to'])})" for desk in route["desks"])
        topic = [words("route.topic", topic=route["topic"])] if route["topic"] else []
        lines.append("  " + " ".join([*topic, chain]))
    return "\n".join(lines)
