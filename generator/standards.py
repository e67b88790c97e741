"""The service standard of a service: its fourteen components, told or missing. Pure; it judges nothing.

Source: UU 25/2009, article 21, and the annex of PermenPANRB 15/2014: six components of delivery, which have to be
published, and eight of what stands behind it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from generator import facts
from generator.directory import Directory, Language, Service
from generator.directory.model import Standard

BEHIND = (
    "legal_basis",
    "facilities",
    "staff_competence",
    "internal_supervision",
    "staff_count",
    "service_guarantee",
    "safety_guarantee",
    "performance_evaluation",
)


class Component(NamedTuple):
    """One of the fourteen: what it is called, and what is told; nothing told is missing."""

    name: str
    lines: Sequence[str]
    has_to_be_published: bool


def components(directory: Directory, service: Service, words: Language) -> list[Component]:
    """The fourteen in the order of the annex."""
    time = service.processing_time
    delivery = {
        "requirements": [*facts.said(service.eligibility, words), *facts.documents(service, words)],
        "procedure": [line for step in service.application_process for line in facts.said(step, words)],
        "time": [facts.processing_time(time, words)] if time else [],
        "fee": facts.costs(service, words),
        "product": facts.said(service.service_output, words),
        "complaints": _complaints(directory, service, words),
    }
    standard = service.standard or Standard()
    behind = {key: facts.said(getattr(standard, key), words) for key in BEHIND}
    return [
        *(Component(words(f"standard.{key}"), lines, True) for key, lines in delivery.items()),
        *(Component(words(f"standard.{key}"), lines, False) for key, lines in behind.items()),
    ]


def _complaints(directory: Directory, service: Service, words: Language) -> list[str]:
    told = facts.complaints(directory, directory.organizations[service.organization], words)
    return [*(way.action for way in told.ways), *([told.within] if told.within else [])]
