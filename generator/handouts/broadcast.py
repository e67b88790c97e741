"""The text that staff forward in WhatsApp groups: what and when, what to use instead, why, where to read more. Pure.

Never longer than MOST_UNITS, and never without its headline, period and link: the reason gives way first, then some
of the ways. That holds for every site whose address leaves room for them, up to some 250 letters.
"""

from collections.abc import Sequence

from generator.handouts.facts import Facts
from generator.handouts.lengths import shortened, units
from generator.handouts.ways import Contact, Group, count_of, thinned

MOST_UNITS = 700
GAP = "\n\n"
MOST_OF_HEADLINE = 240
MOST_OF_OFFICE = 100


def broadcast(facts: Facts) -> str:
    """At most 700 UTF-16 code units, with `*bold*` as WhatsApp marks it; the line feed at its end counts."""
    total = count_of(facts.groups)
    for rows in dict.fromkeys((facts.hours, ())):
        for kept in range(total, -1, -1):
            bare = _text(facts, rows, kept, "")
            if units(bare) <= MOST_UNITS:
                return _text(facts, rows, kept, _reason(facts, MOST_UNITS - units(bare) - len(GAP)))
    return _text(facts, (), 0, "")


def _reason(facts: Facts, room: int) -> str:
    """In its lines where it fits, else on one line and shortened."""
    whole = "\n".join(facts.reason)
    return whole if units(whole) <= room else shortened(" ".join(facts.reason), room)


def _text(facts: Facts, rows: Sequence[tuple[str, str]], kept: int, reason: str) -> str:
    words, left = facts.words, count_of(facts.groups) - kept
    more = words("handout.more_ways", count=left, address=facts.address) if left else ""
    no_rows = words("handout.hours_there", address=facts.address) if facts.hours and not rows else ""
    office = shortened(facts.office, MOST_OF_OFFICE)
    parts = [
        headline(facts),
        "\n".join(f"{days}: {hours}" for days, hours in rows),
        "\n".join([*_ways(facts, thinned(facts.groups, kept)), *([more] if more else [])]),
        reason,
        "\n".join(line for line in (office, no_rows or ("" if more else facts.address)) if line),
    ]
    return GAP.join(part for part in parts if part) + "\n"


def headline(facts: Facts) -> str:
    """The title in bold, and the period below it where the title does not tell it."""
    title = facts.title
    if units(title) > MOST_OF_HEADLINE:
        title = shortened(title, MOST_OF_HEADLINE) if facts.item.kind == "notice" else facts.item.short
    title = title or facts.words("handout.state_notice")
    first = title if "*" in title else f"*{title}*"
    return first if facts.item.period in title else f"{first}\n{facts.item.period}"


def _ways(facts: Facts, groups: Sequence[Group]) -> list[str]:
    if not groups:
        return []
    lines = [facts.words("handout.appointment" if facts.item.kind == "by_appointment" else "handout.instead") + ":"]
    for group in groups:
        lines += [_bold(group.heading)] if group.heading else []
        lines += [_line(contact, facts) for contact in group.contacts]
    return lines


def _line(contact: Contact, facts: Facts) -> str:
    """A number as people read it, and what WhatsApp makes a link of; a telephone number is one by itself."""
    match contact.type:
        case "whatsapp" if contact.label == facts.words("channel.whatsapp"):
            return f"{contact.shown} {contact.link}"
        case "whatsapp":
            return f"{contact.label}: {contact.shown} {contact.link}"
        case "web" | "form":
            return f"{contact.label}: {contact.link}"
    return f"{contact.label}: {contact.shown}"


def _bold(text: str) -> str:
    return text if "*" in text else f"*{text}*"
