"""Offices, their desks and the site that changed."""

import pytest

from generator.changes import compare, kinds
from generator.changes.kinds import Passage
from tests.building import MINIMAL, good
from tests.generator.changes.versions import TODAY, changes

PRIVACY = "{controller: A, purpose: B, contact: C, legal_basis: D, retention: 30 days}"
OFFICE = MINIMAL.replace("{id: kantor, name: Kantor}", f"{{id: kantor, name: Kantor, privacy: {PRIVACY}}}")


@pytest.mark.parametrize("part", ["controller: A", "purpose: B", "contact: C"])
def test_what_stands_beside_the_form_about_private_data_is_told(part: str) -> None:
    """Who uses a citizen's words, what for, and whom to ask about it."""
    (change,) = compare(good(OFFICE), good(OFFICE.replace(part, f"{part}B")), TODAY)
    assert isinstance(change, kinds.OfficeRewritten)
    assert change.passages == (Passage.PRIVACY,)


@pytest.mark.parametrize(
    ("part", "other"), [("legal_basis: D", "legal_basis: E"), ("retention: 30 days", "retention: 2 days")]
)
def test_what_no_page_shows_is_silent(part: str, other: str) -> None:
    """It is read and checked, and nobody sees it yet."""
    assert compare(good(OFFICE), good(OFFICE.replace(part, other)), TODAY) == []


def test_an_office_under_another_id_is_the_same_office() -> None:
    """With all that belongs to it."""
    known = "locations: [{id: g, organization: kantor, name: G}]\nchannels: [{id: l, type: counter, location: g}]\n"
    known += "services: [{id: s, organization: kantor, name: S, channels: [l]}]\n"
    renamed = (OFFICE + known).replace("id: kantor", "id: dinas").replace("organization: kantor", "organization: dinas")
    assert compare(good(OFFICE + known), good(renamed), TODAY) == []


def test_desks_that_answer_as_late_as_each_other_are_one_change() -> None:
    """One promise of several desks is one sentence."""
    mailboxes = ("[jht@pasuruan.example]", "[jkm@pasuruan.example]")
    rest = ", schedule: jam-bpjs, fallback: meja-bpjs, reply_within: "
    edits = [(f"{box}{rest}2 working days", f"{box}{rest}3 working days") for box in mailboxes]
    (change,) = changes(*edits)
    assert isinstance(change, kinds.ReplyTimeChanged)
    assert [desk.id for desk in change.desks] == ["meja-jht", "meja-jkm"]


def test_all_ids_at_once_may_be_other_ones() -> None:
    """A counter is known by its place, a service by its office, whatever ids these have now and in whatever order."""
    before = good(_two_offices(places="12", counters="12", order=(0, 1)))
    assert compare(before, good(_two_offices(places="34", counters="34", order=(0, 1))), TODAY) == []
    assert compare(before, good(_two_offices(places="34", counters="21", order=(1, 0))), TODAY) == []


def _two_offices(*, places: str, counters: str, order: tuple[int, int]) -> str:
    """Offices A and B, each with a building, a counter and a service, whose ids end in these digits."""
    lines: dict[str, list[str]] = {"organizations": [], "locations": [], "channels": [], "services": []}
    for index in order:
        place, counter, name = places[index], counters[index], "AB"[index]
        lines["organizations"].append(f"{{id: o{place}, name: {name}}}")
        lines["locations"].append(f"{{id: p{place}, organization: o{place}, name: {name}}}")
        lines["channels"].append(f"{{id: c{counter}, type: counter, location: p{place}}}")
        lines["services"].append(f"{{id: s{place}, organization: o{place}, name: S, channels: [c{counter}]}}")
    sections = [f"{section}: [{', '.join(records)}]" for section, records in lines.items()]
    return "\n".join(["version: 1", "site: {url: https://kantor.example, name: Situs}", *sections, ""])
