"""Slips of whole words: values and keys as libyaml finds them in a text. Each returns the spoiled text."""

import re
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

import yaml

from tests.fuzz import strange
from tests.fuzz.characters import Change

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KEYS, VALUES = {True}, {False}


class Word(NamedTuple):
    """A key or a value, from `start` to `end`, without that."""

    start: int
    end: int
    is_key: bool


def words_of(text: str) -> list[Word]:
    """Every key and value, up to where libyaml can't go on."""
    found: list[Word] = []
    is_key = False
    try:
        for token in yaml.scan(text, Loader=_LOADER):
            if isinstance(token, yaml.ScalarToken):
                found.append(Word(token.start_mark.index, token.end_mark.index, is_key))
            is_key = isinstance(token, yaml.KeyToken)
    except (yaml.YAMLError, UnicodeEncodeError):
        pass
    return found


def _with_one(text: str, random: Random, kinds: set[bool], change: Callable[[str], str]) -> str:
    """One word changed, a key (True) or a value (False) as `kinds` says; nothing, where there is none."""
    chosen = [word for word in words_of(text) if word.is_key in kinds]
    if not chosen:
        return text
    word = random.choice(chosen)
    return text[: word.start] + change(text[word.start : word.end]) + text[word.end :]


def strange_value(text: str, random: Random) -> str:
    return _with_one(text, random, VALUES, lambda _: random.choice(strange.SCALARS))


def strange_key(text: str, random: Random) -> str:
    return _with_one(text, random, KEYS, lambda _: random.choice(strange.SCALARS))


def emptied(text: str, random: Random) -> str:
    return _with_one(text, random, KEYS | VALUES, lambda _: "")


def quoted(text: str, random: Random) -> str:
    """In marks of either kind, or behind one."""
    styles = ("'{}'", '"{}"', "'{}", '{}"', "“{}”", "[{}]", "{{{}}}", "&a {}", "!x {}", "*{}", "- {}", "? {}")
    return _with_one(text, random, KEYS | VALUES, random.choice(styles).format)


def other_digits(text: str, random: Random) -> str:
    """Each digit of a value another one: dates, hours, numbers."""
    return _with_one(text, random, VALUES, lambda word: re.sub("[0-9]", lambda _: random.choice("0123459"), word))


def longer(text: str, random: Random) -> str:
    """A value many times over."""
    return _with_one(text, random, VALUES, lambda word: word * random.choice((2, 100, 2_000)))


def misspelled(text: str, random: Random) -> str:
    """A letter is missing from a key or from an id."""

    def without_one(word: str) -> str:
        at = random.randrange(len(word)) if word else 0
        return word[:at] + word[at + 1 :]

    return _with_one(text, random, KEYS | VALUES, without_one)


def exchanged(text: str, random: Random) -> str:
    """Two words have changed places: values, keys, or one of each."""
    words = words_of(text)
    if len(words) < 2:
        return text
    first, second = sorted(random.sample(words, 2))
    one, other = text[first.start : first.end], text[second.start : second.end]
    return text[: first.start] + other + text[first.end : second.start] + one + text[second.end :]


def borrowed(text: str, random: Random) -> str:
    """A word that belongs elsewhere in the file."""
    words = words_of(text)
    if not words:
        return text
    other = random.choice(words)
    return _with_one(text, random, KEYS | VALUES, lambda _: text[other.start : other.end])


def alias(text: str, random: Random) -> str:
    """A value is named, and others refer to it."""
    named = _with_one(text, random, VALUES, lambda word: f"&nama {word}")
    for _ in range(random.choice((1, 3))):
        named = _with_one(named, random, VALUES, lambda _: "*nama")
    return named


CHANGES: tuple[Change, ...] = (
    *(
        strange_value,
        strange_value,
        strange_key,
        emptied,
        quoted,
        other_digits,
        longer,
        misspelled,
        exchanged,
        borrowed,
    ),
    alias,
)
