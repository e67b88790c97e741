"""Where a tap on a channel leads, and what the button says. Pure."""

from typing import NamedTuple
from urllib.parse import quote

from generator.directory.language import Language
from generator.directory.model import Channel, Counter, Directory, EmailChannel, Form, Phone, Web, WhatsApp

QUESTION_ANCHOR = "pertanyaan"


class Link(NamedTuple):
    """`href` is empty for a channel that only feet can reach."""

    action: str
    href: str


def channel_name(channel: Channel, words: Language) -> str:
    """A channel's own name, or its kind where it has none."""
    return channel.name.say(words.code) if channel.name else words(f"channel.{channel.type}")


def channel_full_name(directory: Directory, channel: Channel, words: Language) -> str:
    """As `channel_name`, told apart from others of its kind: by its number or address, a counter by its building."""
    name = channel_name(channel, words)
    if channel.name:
        return name
    where = channel_contact(channel)
    if isinstance(channel, Counter):
        where = directory.locations[channel.location].name.say(words.code)
    return f"{name} {where}".strip()


def channel_contact(channel: Channel) -> str:
    """The number or address as people read it; empty for a channel that has none."""
    match channel:
        case WhatsApp(number=number) | Phone(number=number):
            return number.national
        case EmailChannel(address=address):
            return address
        case Web(url=url):
            return url
    return ""


def channel_link(channel: Channel, words: Language) -> Link:
    """The question form's link is an anchor of its service's page."""
    match channel:
        case WhatsApp(number=number, prefill=prefill):
            first_words = f"?text={quote(prefill.say(words.code))}" if prefill else ""
            href = f"https://wa.me/{number.e164.lstrip('+')}{first_words}"
            return Link(words("action.whatsapp", number=number.national), href)
        case Phone(number=number):
            return Link(words("action.phone", number=number.national), f"tel:{number.e164}")
        case EmailChannel(address=address):
            return Link(words("action.email", address=address), f"mailto:{quote(address, safe='@')}")
        case Web(url=url):
            return Link(channel_name(channel, words), url)
        case Form():
            return Link(words("action.form"), f"#{QUESTION_ANCHOR}")
        case _:
            return Link(channel_name(channel, words), "")
