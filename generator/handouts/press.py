"""The short text for the press: headline, place and date, who, what, when, why, what instead, whom to ask. Pure.

Plain text, a paragraph a line, without marks of any program. Never longer than MOST_UNITS where the names of the
directory leave room for that: the reason gives way first, then some of the ways.
"""

from collections.abc import Sequence

from generator.handouts.facts import Facts
from generator.handouts.lengths import shortened, units
from generator.handouts.ways import Contact, Group, by_label, count_of, thinned

MOST_UNITS = 1500
MOST_OF_TITLE, MOST_OF_OFFICE = 240, 160
END = "###"


def press_text(facts: Facts) -> str:
    """About 1,500 UTF-16 code units at most; ends in a line feed."""
    for kept in range(count_of(facts.groups), -1, -1):
        bare = _text(facts, kept, "")
        if units(bare) <= MOST_UNITS:
            return _text(facts, kept, shortened(" ".join(facts.reason), MOST_UNITS - units(bare) - 1))
    return _text(facts, 0, "")


def _text(facts: Facts, kept: int, reason: str) -> str:
    groups = thinned(facts.groups, kept)
    parts = [
        _title(facts),
        " – ".join(part for part in (_dateline(facts), _lead(facts, groups, reason)) if part),
        "\n".join([*(_way_line(facts, group) for group in groups), *_left_out(facts, kept)]),
        "\n".join(f"{days}: {hours}" for days, hours in facts.hours),
        _openings(facts),
        "\n".join(_contact_lines(facts)),
        END,
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _title(facts: Facts) -> str:
    return shortened(facts.title, MOST_OF_TITLE) or facts.words("handout.state_notice")


def _office(facts: Facts) -> str:
    return shortened(facts.office, MOST_OF_OFFICE)


def _dateline(facts: Facts) -> str:
    """Town and day; what of them is not known is left out."""
    posted = facts.words.date(facts.item.posted) if facts.item.posted else ""
    return (
        facts.words("handout.dateline", place=facts.place, date=posted)
        if facts.place and posted
        else facts.place or posted
    )


def _lead(facts: Facts, groups: Sequence[Group], reason: str) -> str:
    """Who, what and when; why; what instead."""
    words, title = facts.words, _title(facts)
    told = [words("handout.announced", office=_office(facts), title=_ended(title))]
    if facts.item.period not in title:
        told.append(words("handout.in_force", period=facts.item.period))
    if reason:
        told.append(_ended(reason))
    kinds = dict.fromkeys(words(f"handout.by.{item.type}") for group in groups for item in group.contacts)
    if kinds:
        key = "handout.ask_first_by" if facts.item.kind == "by_appointment" else "handout.served_by"
        told.append(words(key, ways=words.enumeration(list(kinds))))
    return " ".join(told)


def _ended(sentence: str) -> str:
    """With one mark at its end, its own or a full stop."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _way_line(facts: Facts, group: Group) -> str:
    """`PBB-P2: WhatsApp 0812-3006-0440 dan 0819-4577-0577.`"""
    ways = [
        f"{same[0].label} {facts.words.enumeration([_shown(item) for item in same])}"
        for same in by_label(group.contacts)
    ]
    return f"{group.heading}: {'; '.join(ways)}" if group.heading else "; ".join(ways)


def _left_out(facts: Facts, kept: int) -> list[str]:
    left = count_of(facts.groups) - kept
    return [facts.words("handout.more_ways", count=left, address=facts.address)] if left else []


def _shown(contact: Contact) -> str:
    return contact.link if contact.type in {"web", "form"} else contact.shown


def _openings(facts: Facts) -> str:
    if facts.item.kind == "closure" and facts.item.last is None:
        return facts.words("handout.opens_some_day")
    told = [
        facts.words("handout.opens_again_of", what=what or facts.subject, when=when) + "."
        for what, when in facts.openings
    ]
    return " ".join(told)


def _contact_lines(facts: Facts) -> list[str]:
    contacts = facts.words.enumeration([f"{item.label} {item.shown}" for item in facts.contacts])
    asked = f"{_office(facts)}, {contacts}" if contacts else _office(facts)
    return [
        facts.words("handout.press_contact", contacts=asked),
        facts.words("handout.full_notice", address=facts.address),
    ]
