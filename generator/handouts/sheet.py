"""How much of a sheet of A4 a poster takes up, in the measures of poster.css. Pure.

An estimate on the safe side, never a layout: it picks the step of size, and the browser does the rest. A test in a
real browser holds the two together.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from generator.handouts.ways import Group, by_label

Size = Literal["xl", "l", "ml", "m", "ms", "s", "xs"]
WIDTH_MM, HEIGHT_MM = 182.0, 271.0
MM_OF_A_POINT = 25.4 / 72
POINTS: dict[Size, float] = {"xl": 20, "l": 17, "ml": 15, "m": 13.5, "ms": 12.5, "s": 11.5, "xs": 9.5}
"""The basic size of the letters in each step; all the measures below are multiples of it, as in poster.css."""
NUMBERS = {"phone", "whatsapp"}
WIDEST_DIGIT = 0.7
WIDEST_MARKS = {" ": 0.35, "-": 0.42, ".": 0.38, "/": 0.37, "(": 0.46, ")": 0.46}
WIDEST_LETTER = 0.84
"""In multiples of their size as DejaVu Sans Bold draws them: the widest that poster.css falls back to."""
LONG_WORD = 8
WORD_JOINER = "\u2060"


class Line(NamedTuple):
    """Letters of one size, and how far apart their lines are, in multiples of the basic size."""

    size: float
    height: float
    bold: bool = False


OFFICE = Line(1.15, 1.25, bold=True)
STATE, STATE_LONG = Line(5, 1.05, bold=True), Line(2.9, 1.1, bold=True)
SUBJECT = Line(1.9, 1.15, bold=True)
PERIOD = Line(2.2, 1.15, bold=True)
OPENING = Line(1.3, 1.3, bold=True)
ROW = Line(1.7, 1.3, bold=True)
HEADING = Line(1.35, 1.25, bold=True)
GROUP = Line(1.3, 1.2, bold=True)
DETAIL = Line(0.8, 1.3)
LABEL = Line(0.85, 1.4)
NUMBER = Line(2, 1.2)  # bold; how wide it is tells number_width
ADDRESS, ADDRESS_ALONE = Line(1.15, 1.3, bold=True), Line(1.5, 1.3, bold=True)
REASON, REASON_ALONE = Line(1, 1.4), Line(1.35, 1.4)
GAP = 0.6


class Contents(NamedTuple):
    """What stands on a poster, without its foot."""

    office: str
    state: str
    subject: str
    period: str
    openings: Sequence[str]
    rows: Sequence[tuple[str, str]]
    heading: str
    groups: Sequence[Group]
    more: str
    reason: Sequence[str]


def room_left(contents: Contents, size: Size, foot_mm: float) -> float:
    """What stays free between the contents and the foot, in multiples of the basic size; below 0 they are too much."""
    em = POINTS[size] * MM_OF_A_POINT
    width = WIDTH_MM / em
    if any(_too_wide(group, _column(contents.groups, width)) for group in contents.groups):
        return -1
    parts = [
        _height(OFFICE, contents.office, width) + 0.5,
        _frame(contents, width - 3),
        len(contents.rows) * ROW.size * ROW.height,
        _ways(contents, width),
        sum(_height(reason_line(contents), text, width) + 0.4 for text in contents.reason),
    ]
    return (HEIGHT_MM - foot_mm) / em - sum(part + GAP for part in parts if part)


def reason_line(contents: Contents) -> Line:
    """The text of a notice is larger where it is all that there is to read."""
    return REASON if contents.groups or contents.rows else REASON_ALONE


def reason_room(contents: Contents, size: Size, foot_mm: float) -> int:
    """How many letters of a reason there is room for beside the rest, at a safe guess."""
    em = POINTS[size] * MM_OF_A_POINT
    line = reason_line(contents)
    lines = int((room_left(contents._replace(reason=()), size, foot_mm) - 2 * GAP) / (line.size * line.height))
    return max(lines, 0) * int(WIDTH_MM / em / line.size / 0.58)


def lines(text: str, line: Line, width: float) -> int:
    """How many lines a text takes; a word that is wider than a line is broken."""
    count, used = 1, 0.0
    for word in text.split():
        wide = _width(word, line)
        if used and used + wide > width:
            count, used = count + 1, 0.0
        count += int(wide / width)
        used += wide % width + _width(" ", line)
    return count if text else 0


def _frame(contents: Contents, width: float) -> float:
    """The thick frame with what is closed and until when."""
    state = STATE_LONG if len(contents.state) > LONG_WORD else STATE
    openings = [_height(OPENING, text, width) for text in contents.openings]
    return (
        2.6
        + _height(state, contents.state.upper(), width)
        + _height(SUBJECT, contents.subject, width)
        + _height(PERIOD, contents.period, width)
        + (sum(openings) + GAP if openings else 0)
    )


def _ways(contents: Contents, width: float) -> float:
    if not contents.groups:
        return 0
    column, alone = _column(contents.groups, width), len(contents.groups) == 1
    cards = [_card(group, column, ADDRESS_ALONE if alone else ADDRESS) for group in contents.groups]
    rows = [max(cards[start : start + 2]) for start in range(0, len(cards), 2)]
    more = _height(REASON, contents.more, width)
    return _height(HEADING, contents.heading, width) + GAP + sum(row + GAP for row in rows) + more


def _column(groups: Sequence[Group], width: float) -> float:
    """Inside a card, of which two stand side by side."""
    return (width if len(groups) == 1 else (width - GAP) / 2) - 1.6


def _card(group: Group, width: float, address: Line) -> float:
    blocks = by_label(group.contacts)
    told = [_height(GROUP, group.heading, width), _height(DETAIL, group.detail, width)]
    for same in blocks:
        told.append(_height(LABEL, same[0].label, width - 2) + 0.3)
        told += [_height(NUMBER if item.type in NUMBERS else address, item.shown, width) for item in same]
    return 1.5 + sum(told)


def _too_wide(group: Group, width: float) -> bool:
    """A number is never broken, nor may it cross the frame of its card on a computer without Arial."""
    return any(number_width(item.shown) > width for item in group.contacts if item.type in NUMBERS)


def number_width(number: str) -> float:
    """The width of a number in whatever letters a computer has, in multiples of the basic size."""
    letters = (WIDEST_DIGIT if char.isdecimal() else WIDEST_MARKS.get(char, WIDEST_LETTER) for char in number)
    return sum(letters) * NUMBER.size


def _height(line: Line, text: str, width: float) -> float:
    return lines(text, line, width) * line.size * line.height


@lru_cache(maxsize=4096)  # each step of size measures the same words
def _width(text: str, line: Line) -> float:
    """By kinds of letters as Arial draws them, a little wider than they are."""
    return sum(map(_letter, text)) * line.size * (1.07 if line.bold else 1)


def _letter(char: str) -> float:
    """The width of a letter in multiples of its size."""
    if char == WORD_JOINER:
        return 0
    if ord(char) >= 0x1100:
        return 0.6 if 0x2000 <= ord(char) < 0x2C00 else 1.05
    if char in "ijl|'":
        return 0.24
    if char in "ftIr .,:;/!()-":
        return 0.34
    if char in "mwMW@%&<>=+~":
        return 0.9
    return 0.72 if char.isupper() else 0.56
