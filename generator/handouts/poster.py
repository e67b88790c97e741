"""The poster at the gate: what is closed, until when, what to use instead, why, and a QR code to the notice. Pure.

It fills one sheet of A4 and never a second: the letters get smaller in steps, then the reason is shortened, then ways
are left out, and each time the poster says where the rest can be read.
"""

import re
from dataclasses import dataclass

from generator.handouts import sheet
from generator.handouts.facts import Facts
from generator.handouts.lengths import shortened
from generator.handouts.qr_code import qr
from generator.handouts.sheet import Contents, Size
from generator.handouts.ways import Group, by_label, count_of, thinned, typed

LARGE_ENOUGH: tuple[Size, ...] = ("xl", "l", "ml", "m", "ms", "s")
LAST_RESORT: tuple[Size, ...] = ("s", "xs")
MOST_OF_OFFICE, MOST_OF_SUBJECT, LEAST_OF_REASON, STEP_OF_REASON = 160, 220, 160, 40
NO_BREAK_SPACE = "\u00a0"
_NUMBER = re.compile(r"(?<!\S)\(?\+?\d+\)?(?:[ -]\d+)+(?!\S*/)")
_BREAKS = re.compile(r"(?<=/)(?=.)|(?=@)")


@dataclass(frozen=True, slots=True)
class Block:
    """Ways of one kind and name; each of `ways` in pieces that may stand on lines of their own."""

    type: str
    label: str
    is_number: bool
    ways: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Card:
    """The ways for the same services."""

    heading: str
    detail: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """What the template puts on the sheet. `size` is the step of poster.css in which all of it fits.

    `address` is the notice's page in full; `address_parts` are what people type, in pieces that may stand on lines of
    their own. `code` is the picture of the QR code.
    """

    id: str
    size: Size
    office: str
    state: str
    subject: str
    period: str
    openings: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    heading: str
    cards: tuple[Card, ...]
    more: str
    reason: tuple[str, ...]
    reason_is_all: bool
    posted: str
    address: str
    address_parts: tuple[str, ...]
    code: str

    @property
    def state_is_long(self) -> bool:
        return len(self.state) > sheet.LONG_WORD


def poster_view(facts: Facts) -> Poster:
    """The poster of one announcement in one language."""
    size, contents = _laid_out(facts)
    return Poster(
        id=facts.item.id,
        size=size,
        office=contents.office,
        state=contents.state,
        subject=unbroken(contents.subject),
        period=contents.period,
        openings=tuple(contents.openings),
        rows=tuple(contents.rows),
        heading=contents.heading,
        cards=tuple(Card(group.heading, group.detail, _blocks(group)) for group in contents.groups),
        more=contents.more,
        reason=tuple(map(unbroken, contents.reason)),
        reason_is_all=sheet.reason_line(contents) is sheet.REASON_ALONE,
        posted=facts.words("page.posted", date=facts.words.date(facts.item.posted)) if facts.item.posted else "",
        address=facts.address,
        address_parts=breakable(typed(facts.address)),
        code=qr(facts.address),
    )


def _blocks(group: Group) -> tuple[Block, ...]:
    return tuple(
        Block(same[0].type, same[0].label, same[0].type in sheet.NUMBERS, tuple(breakable(item.shown) for item in same))
        for same in by_label(group.contacts)
    )


def breakable(address: str) -> tuple[str, ...]:
    """An address in pieces between which a line may end: after a slash and before an @."""
    return tuple(_BREAKS.split(address))


def unbroken(text: str) -> str:
    """With its numbers in one piece: no line ends after a hyphen or a blank between digits."""
    return _NUMBER.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE).replace("-", "-" + sheet.WORD_JOINER), text)


def _laid_out(facts: Facts) -> tuple[Size, Contents]:
    """The largest step in which everything fits; else what has to give way gives way."""
    whole = _contents(facts, count_of(facts.groups))
    foot = _foot_mm(facts)
    for size in LARGE_ENOUGH:
        if sheet.room_left(whole, size, foot) >= 0:
            return size, whole
    for size in LAST_RESORT:
        if (fitted := _with_less_reason(facts, whole, size, foot)) is not None:
            return size, fitted
    for kept in range(count_of(facts.groups) - 1, 0, -1):
        if (fitted := _with_less_reason(facts, _contents(facts, kept), "xs", foot)) is not None:
            return "xs", fitted
    return "xs", _contents(facts, 0)._replace(reason=())


def _with_less_reason(facts: Facts, contents: Contents, size: Size, foot: float) -> Contents | None:
    """With as much of the reason as there is room for; None where that is next to nothing of it."""
    if sheet.room_left(contents, size, foot) >= 0:
        return contents
    more = " " + facts.words("handout.continued", address=typed(facts.address))
    for room in range(sheet.reason_room(contents, size, foot), LEAST_OF_REASON - 1, -STEP_OF_REASON):
        reason = shortened(" ".join(facts.reason), room, more)
        fitted = contents._replace(reason=(reason,) if reason else ())
        if sheet.room_left(fitted, size, foot) >= 0:
            return fitted
    return None


def _contents(facts: Facts, kept: int) -> Contents:
    words, kind, left = facts.words, facts.item.kind, count_of(facts.groups) - kept
    asked = kind == "by_appointment"
    return Contents(
        office=shortened(facts.office, MOST_OF_OFFICE),
        state=words(f"handout.state_{kind}"),
        subject=shortened(facts.subject, MOST_OF_SUBJECT),
        period=facts.item.period,
        openings=_openings(facts),
        rows=facts.hours,
        heading=words("handout.appointment" if asked else "handout.instead"),
        groups=thinned(facts.groups, kept),
        more=words("handout.more_ways", count=left, address=typed(facts.address)) if left else "",
        reason=facts.reason,
    )


def _openings(facts: Facts) -> tuple[str, ...]:
    words = facts.words
    return tuple(
        words("handout.opens_again_of", what=what, when=when) if what else words("handout.opens_again", when=when)
        for what, when in facts.openings
    )


def _foot_mm(facts: Facts) -> float:
    """The foot has letters of one size whatever the step; a long address makes it higher than the code beside it."""
    return max(46.0, 30.0 + 5.4 * (len(facts.address) // 50 + 1))
