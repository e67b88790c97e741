"""Slips of single characters. Each takes a text and returns the spoiled one; none knows YAML."""

from collections.abc import Callable
from random import Random
from typing import TypeAlias

from tests.fuzz import strange

Change: TypeAlias = Callable[[str, Random], str]


def deleted(text: str, random: Random) -> str:
    """A few characters are gone."""
    start = random.randint(0, len(text))
    return text[:start] + text[start + random.choice((1, 1, 1, 2, 5, 40)) :]


def typed_in(text: str, random: Random) -> str:
    """Something strange stands somewhere."""
    start = random.randint(0, len(text))
    return text[:start] + random.choice(strange.CHARACTERS) + text[start:]


def replaced(text: str, random: Random) -> str:
    start = random.randint(0, len(text))
    return text[:start] + random.choice(strange.CHARACTERS) + text[start + 1 :]


def doubled(text: str, random: Random) -> str:
    """A key was held too long."""
    start = random.randint(0, len(text))
    return text[:start] + text[start : start + 1] * random.choice((2, 3, 50)) + text[start + 1 :]


def swapped(text: str, random: Random) -> str:
    """Two neighbours in the wrong order."""
    start = random.randint(0, len(text))
    return text[:start] + text[start : start + 2][::-1] + text[start + 2 :]


def in_other_case(text: str, random: Random) -> str:
    start = random.randint(0, len(text))
    end = start + random.choice((1, 1, 10, 1000))
    return text[:start] + text[start:end].swapcase() + text[end:]


def mark_lost(text: str, random: Random) -> str:
    """One of YAML's own marks is gone."""
    places = [number for number, letter in enumerate(text) if letter in "[]{},:-'\"#"]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + text[place + 1 :]


def tabbed(text: str, random: Random) -> str:
    """Some run of spaces has become a tab, or all of them have."""
    return text.replace("  ", "\t", random.choice((-1, 1, 5)))


def begins_with_a_mark(text: str, random: Random) -> str:
    return random.choice(("\ufeff", "\ufeff\ufeff", "%YAML 1.1\n---\n", "%TAG ! x\n", "---\n", "\n", "#")) + text


def other_line_ends(text: str, random: Random) -> str:
    """Saved by another editor: all of the file, or its beginning."""
    return text.replace("\n", random.choice(("\r\n", "\r", "\x85", "\u2028")), random.choice((-1, -1, 1, 20)))


def cut_off(text: str, random: Random) -> str:
    """The disk was full."""
    return text[: random.randint(0, len(text))]


def decomposed(text: str, random: Random) -> str:
    """Combining and invisible characters between all letters of a stretch."""
    start = random.randint(0, len(text))
    between = random.choice(("\u0301", "\u200b", "\u00ad", "\u200f"))
    return text[:start] + between.join(text[start : start + 30]) + text[start + 30 :]


def foreign_bytes(text: str, random: Random) -> str:
    """Bytes that are no UTF-8, kept as surrogates until the file is written."""
    start = random.randint(0, len(text))
    return text[:start] + random.choice(strange.BYTES).decode("utf-8", "surrogateescape") + text[start:]


def noise(text: str, random: Random) -> str:
    """A block of the disk is lost."""
    start = random.randint(0, len(text))
    rubbish = bytes(random.randint(0, 255) for _ in range(random.choice((1, 8, 64)))).decode("utf-8", "surrogateescape")
    return text[:start] + rubbish + text[start + len(rubbish) :]


CHANGES: tuple[Change, ...] = (
    *(deleted, typed_in, replaced, doubled, swapped, in_other_case, mark_lost, tabbed, begins_with_a_mark),
    *(other_line_ends, cut_off, decomposed, foreign_bytes, noise),
)
