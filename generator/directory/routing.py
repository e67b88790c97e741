"""Which desk answers a question, and who is tried when its mailbox refuses. Pure."""

import re
from collections.abc import Iterator
from functools import lru_cache

from generator.directory.model import Desk, Directory, EmailChannel, Service

# The marks that an address may have beside these (RFC 5322, section 3.2.3) are those that texts put around one.
_PLAIN_ADDRESS = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}")
_AT = re.compile(r"@(?<=[\w.%+-]@)[\w.-]{1,580}")  # the @ first: it is looked for fastest
_NAME = re.compile(r"[\w.%+-]+")
_LONGEST_NAME = 64


def desks_for(directory: Directory, service: Service | None, topic_id: str | None) -> tuple[Desk, ...]:
    """The desk of a question, then its fallbacks in order, then the default desk; no desk twice.

    A topic that the citizen chose decides before the service that the question was asked from. Empty where the
    directory takes no questions.
    """
    if directory.inquiry is None:
        return ()
    topic = directory.inquiry.topics.get(topic_id or "")
    default = directory.inquiry.default_desk
    first = (topic.desk if topic else None) or (service.desk if service else None) or default
    return desks_from(directory, first)


def desks_from(directory: Directory, first: str) -> tuple[Desk, ...]:
    """A desk and who follows it. A desk that is no longer in the directory is passed over."""
    chain: list[str] = []
    following: str | None = first
    while following and following in directory.desks and following not in chain:
        chain.append(following)
        following = directory.desks[following].fallback
    if directory.inquiry and directory.inquiry.default_desk not in chain:
        chain.append(directory.inquiry.default_desk)
    return tuple(directory.desks[desk_id] for desk_id in chain)


def mailboxes_told(text: str, private: frozenset[str]) -> set[str]:
    """Those private mailboxes that stand in a text as whole addresses, whatever marks surround them."""
    told = set(_plain_addresses(text)) & private
    odd = _odd(private)
    return told | {box for box in odd if box in text.casefold()} if odd else told


def _plain_addresses(text: str) -> Iterator[str]:
    """Those in a text, in small letters, looked for around each @ that a name may end with: a page has few."""
    for found in _AT.finditer(text):
        before = text[max(0, found.start() - _LONGEST_NAME) : found.start()]
        backwards = _NAME.match(before[::-1])
        yield from _addresses_in(f"{backwards[0][::-1] if backwards else ''}{found[0]}")


@lru_cache(maxsize=1024)  # an office's public ones stand on each of its pages
def _addresses_in(around: str) -> list[str]:
    return _PLAIN_ADDRESS.findall(around.casefold())


@lru_cache(maxsize=8)
def _odd(private: frozenset[str]) -> frozenset[str]:
    """Addresses with marks that others don't have; these are looked for as they stand."""
    return frozenset(box for box in private if not _PLAIN_ADDRESS.fullmatch(box))


def private_mailboxes(directory: Directory) -> frozenset[str]:
    """Addresses that letters go to and nobody else may see, in small letters; not those that are told for a purpose.

    That is as a channel, or for reports of security holes.
    """
    public = {
        channel.address.casefold() for channel in directory.channels.values() if isinstance(channel, EmailChannel)
    }
    if directory.site.security:
        public.add(directory.site.security.contact.casefold())
    private = {box.casefold() for desk in directory.desks.values() for box in desk.to}
    if directory.inquiry and directory.inquiry.digest_to:
        private.add(directory.inquiry.digest_to.casefold())
    return frozenset(private - public)
