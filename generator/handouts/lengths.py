"""How long a text is, and how it is made shorter without harm. Never cuts within a word, a number or a link. Pure."""

import re

MORE = " …"
_SENTENCE_END = re.compile(r"[.!?]$")


def units(text: str) -> int:
    """The length in UTF-16 code units.

    WhatsApp counts so on Android and in browsers. It is the safe count: no other way to count comes to more, save in
    bytes, which nobody limits a message by.
    """
    return len(text.encode("utf-16-le")) // 2


def one_line(text: str) -> str:
    return " ".join(text.split())


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines that say something, each without needless blanks."""
    return tuple(line for line in map(one_line, text.splitlines()) if line)


def shortened(text: str, room: int, more: str = MORE) -> str:
    """The text in at most `room` units: whole, or its first words and `more`, or nothing where no word fits.

    It ends after a sentence where one ends in the second half of what there is room for.
    """
    if units(text) <= room:
        return text
    every = text.split()
    if units(" ".join(every)) <= room:
        return " ".join(every)
    words = _fitting(every, room - units(more))
    while words and _is_within_a_number(words[-2:], every[len(words)]):
        words.pop()
    ends = [number for number, word in enumerate(words, 1) if _SENTENCE_END.search(word)]
    if ends and 2 * units(" ".join(words[: ends[-1]])) >= room:
        words = words[: ends[-1]]
    return " ".join(words) + more if words else ""


def _fitting(words: list[str], room: int) -> list[str]:
    """The first words that fit, one blank between them."""
    used = -1
    for number, word in enumerate(words):
        used += 1 + units(word)
        if used > room:
            return words[:number]
    return words


def _is_within_a_number(last: list[str], following: str) -> bool:
    """Whether `(0343) 410 188` or `5 April 2020` might lose its end."""
    return last[-1][-1].isdecimal() or (_has_digit(following) and any(map(_has_digit, last)))


def _has_digit(word: str) -> bool:
    return any(char.isdecimal() for char in word)
