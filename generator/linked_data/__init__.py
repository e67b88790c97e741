"""The door: what each kind of page says to machines, as schema.org's JSON-LD. Pure.

It says nothing that the page keeps from people, and of e-mail addresses only those that are channels.
"""

from datetime import datetime
from functools import cached_property

from generator.directory import Directory, Language, Organization, Service, Timetables
from generator.linked_data.announced import announcement_node
from generator.linked_data.frames import office_page, website_node
from generator.linked_data.hours import OpeningHours
from generator.linked_data.nodes import CONTEXT, Node, said, told
from generator.linked_data.offices import WaysByOffice, organization_node
from generator.linked_data.reached import Reached
from generator.linked_data.services import service_node
from generator.news import Announcement

__all__ = ["LinkedData"]

MOST_OFFICES = 30
"""So many the first page tells of, at most; of more each is told of on its own page, and the first stays light."""


class LinkedData:
    """The data of all pages of a directory as of a day; hours and ways are sorted out once for all of them."""

    def __init__(self, directory: Directory, timetables: Timetables, now: datetime) -> None:
        self._directory = directory
        self._reached = Reached(directory, OpeningHours(timetables, now))

    @cached_property
    def _ways(self) -> WaysByOffice:
        return WaysByOffice(self._directory)

    def home(self, words: Language) -> Node:
        """The site, and the offices on it."""
        offices = list(self._directory.organizations.values())
        few = offices if len(offices) <= MOST_OFFICES else []
        nodes = [organization_node(self._directory, office, words) for office in few]
        return CONTEXT | {"@graph": [website_node(self._directory, words), *nodes]}

    def service(self, service: Service, words: Language) -> Node:
        """What a service is, what it costs, and where and when it is to be had."""
        return CONTEXT | service_node(self._directory, service, words, self._reached)

    def office(self, organization: Organization, words: Language) -> Node:
        """An office, who answers there, and each of its counters with its hours."""
        ways = self._ways.of(organization)
        office = self._reached.organization(organization, words) | told(
            {
                "description": said(organization.description, words),
                "contactPoint": [self._reached.contact(contact, words) for contact in ways.contacts],
                "mainEntityOfPage": office_page(self._directory, organization, words),
            }
        )
        places = [self._reached.counter(counter, words) for counter in ways.counters]
        return CONTEXT | {"@graph": [office, *places]}

    def notice(self, item: Announcement, words: Language) -> Node:
        """An announcement, also after it has ended: it tells when that was."""
        return CONTEXT | announcement_node(self._directory, item, words)
