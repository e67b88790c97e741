"""The door: what each kind of page says to machines, as schema.org's JSON-LD. Pure.

It says nothing that the page keeps from people, and of e-mail addresses only those that are channels.
"""

from generator.directory import Directory, Language, Organization, Service, page_path
from generator.linked_data.announced import announcement_node
from generator.linked_data.frames import page_node, website_node
from generator.linked_data.hours import OpeningHours
from generator.linked_data.nodes import CONTEXT, Node, as_block, said
from generator.linked_data.offices import contact_points, organization_node, places_of
from generator.linked_data.services import service_node
from generator.news import Announcement

__all__ = ["OpeningHours", "as_block", "home_data", "notice_data", "office_data", "service_data"]


def home_data(directory: Directory, words: Language) -> Node:
    """The first page: the site and the offices on it."""
    offices = [organization_node(directory, item, words) for item in directory.organizations.values()]
    return CONTEXT | {"@graph": [website_node(directory, words), *offices]}


def service_data(directory: Directory, service: Service, words: Language, hours: OpeningHours) -> Node:
    """A service's page: what it is, what it costs, and where and when it is to be had."""
    return CONTEXT | service_node(directory, service, words, hours)


def office_data(directory: Directory, organization: Organization, words: Language, hours: OpeningHours) -> Node:
    """An office's page: the office, and each of its places with its hours."""
    path = page_path(directory.site, words, "offices", organization.id)
    more = {
        "description": said(organization.description, words),
        "contactPoint": contact_points(directory, organization, words, hours),
        "mainEntityOfPage": page_node(directory, words, [(organization.name.say(words.code), path)]),
    }
    office = organization_node(directory, organization, words) | {name: value for name, value in more.items() if value}
    return CONTEXT | {"@graph": [office, *places_of(directory, organization, words, hours)]}


def notice_data(directory: Directory, item: Announcement, words: Language) -> Node:
    """An announcement's page, also after the announcement has ended: it tells when that was."""
    return CONTEXT | announcement_node(directory, item, words)
