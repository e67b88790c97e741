"""A piece of news in plain words, for programs that show no page of ours: dates, and what stays open. Pure.

What it says is true on any day: it knows no present.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

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
    """Title and each paragraph are one line. `ways` are what stays open, each with where a tap leads, or nothing."""

    title: str
    paragraphs: tuple[str, ...]
    heading: str
    ways: tuple[tuple[str, str], ...]
    page: str

    @property
    def text(self) -> str:
        """All of it, line by line."""
        ways = [self.heading, *(f"- {line}" for line, _ in self.ways)] if self.ways else []
        return "\n".join([*self.paragraphs, *ways])


class Worded(NamedTuple):
    """An announcement, and how it reads."""

    item: Announcement
    said: Wording


def worded(directory: Directory, told: Iterable[Announcement], words: Language) -> list[Worded]:
    return [Worded(item, wording(directory, item, words)) for item in told]


def wording(directory: Directory, item: Announcement, words: Language) -> Wording:
    """How an announcement reads in a calendar or a feed."""
    lines = [on_one_line(line) for line in item.text.splitlines()]
    return Wording(
        title=on_one_line(item.title),
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
            return on_one_line(f"{name}: {place}"), ""
        case Form():
            return words("page.elsewhere_form"), ""
        case _:
            return on_one_line(f"{name}: {channel_contact(channel)}"), channel_link(channel, words).href


def on_one_line(text: str) -> str:
    """With a space wherever a program might see a new line, of the rare kinds too."""
    return " ".join(text.split())
