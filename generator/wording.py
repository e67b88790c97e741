"""A piece of news in plain words, for programs that show no page of ours: dates, and what stays open. Pure.

What it says is true on any day: it knows no present.
"""

from dataclasses import dataclass

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Form,
    Language,
    absolute,
    channel_contact,
    channel_link,
    channel_name,
    page_path,
)
from generator.news import Announcement
from generator.views import address_line


@dataclass(frozen=True, slots=True)
class Wording:
    """`paragraphs` are one line each. `ways` are what stays open, each with the address that a tap leads to, if any."""

    paragraphs: tuple[str, ...]
    heading: str
    ways: tuple[tuple[str, str], ...]
    page: str

    @property
    def text(self) -> str:
        """All of it, line by line."""
        ways = [self.heading, *(f"- {line}" for line, _ in self.ways)] if self.ways else []
        return "\n".join([*self.paragraphs, *ways])


def wording(directory: Directory, item: Announcement, words: Language) -> Wording:
    """How an announcement reads in a calendar or a feed."""
    lines = [line.strip() for line in item.text.splitlines()]
    return Wording(
        paragraphs=(*filter(None, lines), words("feed.in_force", period=item.period)),
        heading=words("page.stays_open"),
        ways=tuple(_way(directory, directory.channels[name], words) for name in item.instead),
        page=absolute(directory.site, page_path(directory.site, words, "notices", item.id)),
    )


def _way(directory: Directory, channel: Channel, words: Language) -> tuple[str, str]:
    """A channel with its number, address or place."""
    name = channel_name(channel, words)
    match channel:
        case Counter(location=location_id):
            location = directory.locations[location_id]
            address = address_line(location.address) if location.address else ""
            place = ", ".join(filter(None, [location.name.say(words.code), address]))
            return f"{name}: {place}", ""
        case Form():
            return words("page.elsewhere_form"), ""
        case _:
            return f"{name}: {channel_contact(channel)}", channel_link(channel, words).href
