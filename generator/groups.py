"""Services and offices as people look for them: by group, by name, by first letter. Pure."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from generator.directory import Directory, Language, Organization, Service, Text
from generator.directory.model import Category


def channels_of(directory: Directory, services: Iterable[Service]) -> list[str]:
    """The channels of some services, each once, in the order of the file; the form is on each service's page."""
    used = {channel for service in services for channel in service.channels}
    return [channel.id for channel in directory.channels.values() if channel.id in used and channel.type != "form"]


def served_by(services: Sequence[Service], channels: Iterable[str]) -> Mapping[str, Sequence[Service]]:
    """The services that each channel is for; none named where it is for all of them."""
    told = {name: [service for service in services if name in service.channels] for name in channels}
    return {name: [] if len(found) == len(services) else found for name, found in told.items()}


class Group(NamedTuple):
    """Services under one heading: the name of a category, or of an office where `category` is empty."""

    heading: Text
    category: str
    services: list[Service]


def by_heading(directory: Directory, services: Sequence[Service]) -> list[Group]:
    """Services under the name of their category, in the order of the file; those without one under their office."""
    groups: dict[tuple[str, str], Group] = {}
    for service in services:
        category = directory.categories.get(service.category or "")
        heading = (category or directory.organizations[service.organization]).name
        key = (service.category or "", "" if category else service.organization)
        groups.setdefault(key, Group(heading, category.id if category else "", [])).services.append(service)
    return list(groups.values())


def by_category(directory: Directory, services: Iterable[Service]) -> list[tuple[Category, int]]:
    """The categories, each with the number of its services; those without any are left out."""
    count = Counter(service.category for service in services)
    return [(item, count[item.id]) for item in directory.categories.values() if count[item.id]]


Named = TypeVar("Named", Organization, Service)
Letters: TypeAlias = Mapping[str, Sequence[Service]]


def by_name(records: Iterable[Named], words: Language) -> list[Named]:
    """In the order of their names, as a reader would look them up: numbers as people count, 2 before 12."""
    return sorted(records, key=lambda record: (_counted(record.name.say(words.code)), record.id))


def by_letter(services: Iterable[Service], words: Language) -> Letters:
    """Services by the first letter of their names; what begins with none stands under `#`."""
    letters: dict[str, list[Service]] = {}
    for service in by_name(services, words):
        first = _folded(service.name.say(words.code))[:1].upper()
        letters.setdefault(first if first.isalpha() else OTHER_LETTERS, []).append(service)
    return letters


class Leaf(NamedTuple, Generic[Named]):
    """A page's worth of a list: its number from 1 on, that of the last, and what is on it."""

    number: int
    last: int
    records: Sequence[Named]


def leaves(records: Sequence[Named], most: int) -> list[Leaf[Named]]:
    """A list in its order, at most so many on each leaf; of an empty list one leaf."""
    parts = [records[start : start + most] for start in range(0, len(records), most)] or [records]
    return [Leaf(number, len(parts), part) for number, part in enumerate(parts, 1)]


OTHER_LETTERS = "#"


def letter_slug(letter: str) -> str:
    """A letter as a part of an address."""
    return "0-9" if letter == OTHER_LETTERS else letter.lower()


@lru_cache(maxsize=20_000)  # both a list and its headings ask, in each language
def _folded(name: str) -> str:
    """Without accents, in small letters, from the first letter or digit on."""
    plain = (name if name.isascii() else _without_accents(name)).casefold()
    first = next((place for place, mark in enumerate(plain) if mark.isalnum()), len(plain))
    return plain[first:]


_NUMBER = re.compile("[0-9]+")


@lru_cache(maxsize=20_000)
def _counted(name: str) -> str:
    return _NUMBER.sub(lambda number: number[0].zfill(12), _folded(name))


def _without_accents(name: str) -> str:
    return "".join(mark for mark in unicodedata.normalize("NFKD", name) if not unicodedata.combining(mark))
