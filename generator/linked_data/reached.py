"""Offices, and the ways to them and to services, as nodes; each is made once, in each language, for all pages. Pure."""

from collections.abc import Callable
from urllib.parse import urljoin

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Form,
    Language,
    Organization,
    Phone,
    WhatsApp,
    absolute,
    channel_link,
    channel_name,
)
from generator.linked_data.hours import OpeningHours
from generator.linked_data.nodes import Node, node, told
from generator.linked_data.offices import Contact, contact_point, counter_node, organization_node


class Reached:
    """What the pages of a directory say of these. Whoever adds to a node adds to a copy of it."""

    def __init__(self, directory: Directory, hours: OpeningHours) -> None:
        self._directory = directory
        self._hours = hours
        self._known: dict[tuple[str, str, str], Node] = {}

    def organization(self, organization: Organization, words: Language) -> Node:
        """An organization by its name and page."""
        return self._made(
            "office", organization.id, words, lambda: organization_node(self._directory, organization, words)
        )

    def counter(self, counter: Counter, words: Language) -> Node:
        """A counter as the place that citizens go to, and when they find it open."""
        return self._made("reached", counter.id, words, lambda: self._counter(counter, words))

    def contact(self, channel: Contact, words: Language) -> Node:
        """Who answers at a number or a public mailbox, and when."""
        return self._made("reached", channel.id, words, lambda: self._contact(channel, words))

    def channel(self, channel: Channel, words: Language) -> Node:
        """A way as it leads to any service: a place, a number or a web address. The form's is on each page another."""
        return self._made("channel", channel.id, words, lambda: self._channel(channel, words))

    def _counter(self, counter: Counter, words: Language) -> Node:
        return counter_node(self._directory, counter, words) | told(
            {
                "openingHoursSpecification": self._hours.regular(counter),
                "specialOpeningHoursSpecification": self._hours.special(counter),
            }
        )

    def _contact(self, channel: Contact, words: Language) -> Node:
        return contact_point(channel, words) | told({"hoursAvailable": self._hours.available(channel)})

    def _channel(self, channel: Channel, words: Language) -> Node:
        href = "" if isinstance(channel, Phone | Form) else channel_link(channel, words).href
        return node(
            "ServiceChannel",
            {
                "name": channel_name(channel, words),
                "serviceLocation": self.counter(channel, words) if isinstance(channel, Counter) else None,
                "servicePhone": self.contact(channel, words) if isinstance(channel, WhatsApp | Phone) else None,
                "serviceUrl": urljoin(absolute(self._directory.site, ""), href) if href else None,
            },
        )

    def _made(self, kind: str, record_id: str, words: Language, make: Callable[[], Node]) -> Node:
        known = kind, record_id, words.code
        if known not in self._known:
            self._known[known] = make()
        return self._known[known]
