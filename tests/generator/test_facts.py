"""facts: what a page tells of a service and its office besides hours."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from jinja2 import Environment

from generator import facts
from generator.directory import Directory, Organization, language
from generator.directory.model import Complaints, CostOption
from tests.building import good
from tests.generator.full import FULL

ID, EN = language("id"), language("en")


@pytest.fixture(scope="module")
def full() -> Directory:
    return good(FULL)


def office_with(full: Directory, **named: Any) -> Organization:
    return dataclasses.replace(full.organizations["kantor"], **named)


def in_page(lines: list[str]) -> list[str]:
    """The lines as a template writes them."""
    template = Environment(autoescape=True).from_string("{{ line }}")
    return [template.render(line=line) for line in lines]


def test_the_facts_stand_in_the_order_in_which_a_citizen_needs_them(full: Directory) -> None:
    """Who, documents, steps, time, fee, payment, product; what is not told has no heading."""
    told = facts.facts(full.services["ktp"], ID)
    keys = ["eligibility", "documents", "steps", "processing_time", "cost", "payment", "output"]
    assert [heading for heading, _, _ in told] == [ID(f"page.{key}") for key in keys]
    assert facts.facts(full.services["kk"], ID) == []


def test_documents_fees_and_time_are_told_in_full(full: Directory) -> None:
    """With form and exception, with the price of each kind, and from when the days count."""
    told = {heading: list(lines) for heading, lines, _ in facts.facts(full.services["ktp"], EN)}
    assert told[EN("page.documents")] == ["Family card (copy, if you have it)"]
    assert told[EN("page.cost")] == ["New: Free", "Lost: IDR25,000"]
    assert told[EN("page.processing_time")] == ["2 working days after the documents are complete and verified"]


def test_what_is_in_another_language_is_marked(pasuruan: Directory) -> None:
    """A screen reader speaks Indonesian words as Indonesian on an English page; marks in them stay marks."""
    words = {"id": "Kartu <asli> & salinan"}
    text = dataclasses.replace(pasuruan.services["jht"].name, by_language=words)
    [document, *_] = pasuruan.services["jht"].required_documents.values()
    fee = CostOption(option=text, amount=5000)
    document = dataclasses.replace(document, document=text, form="copy", required=False)
    service = dataclasses.replace(
        pasuruan.services["jht"], required_documents={"a": document}, cost_options=(fee,), payment=text
    )
    marked = '<span lang="id">Kartu &lt;asli&gt; &amp; salinan</span>'
    assert in_page(facts.documents(service, EN)) == [f"{marked} (copy, if you have it)"]
    assert in_page(facts.costs(service, EN)) == [f"{marked}: IDR5,000"]
    assert in_page(facts.said(service.payment, EN)) == [marked]
    assert in_page(facts.said(service.payment, ID)) == ["Kartu &lt;asli&gt; &amp; salinan"]


def test_every_key_of_privacy_is_shown(full: Directory) -> None:
    """Controller, purpose, basis, how long, whom to ask (UU 27/2022, article 21)."""
    told = dict(facts.privacy_facts(full.organizations["kantor"], EN))
    assert {heading: list(lines) for heading, lines in told.items()} == {
        "Responsible": ["Kantor Pelayanan"], "Purpose": ["To answer questions."], "Kept for": ["30 days"],
        "Legal basis": ['<span lang="id">UU 27/2022</span>'], "Contact": ["Ask at the counter."],
    }  # fmt: skip


@pytest.mark.parametrize("key", ["legal_basis", "retention", "contact"])
def test_no_privacy_is_invented(full: Directory, key: str) -> None:
    """What an office did not write has neither heading nor line."""
    told = full.organizations["kantor"].privacy
    assert told is not None
    less = office_with(full, privacy=dataclasses.replace(told, **{key: None}))
    assert len(facts.privacy_facts(less, ID)) == len(facts.privacy_facts(full.organizations["kantor"], ID)) - 1


def test_an_office_that_wrote_nothing_answers_for_its_form(full: Directory) -> None:
    """It is the controller itself, for the one purpose that the form has; no basis, no period, no contact."""
    office = office_with(full, privacy=None)
    assert [(heading, list(lines)) for heading, lines in facts.privacy_facts(office, EN)] == [
        ("Responsible", ["Service office"]),
        ("Purpose", [EN("page.privacy_purpose_of_form")]),
    ]
    assert facts.privacy_told(office, EN) == []


def test_complaints_have_the_offices_own_ways_and_the_countrys(full: Directory) -> None:
    """What can be tapped, how soon an answer comes, and SP4N-LAPOR!."""
    told = facts.complaints(full, full.organizations["kantor"], EN)
    assert [way.href for way in told.ways] == ["tel:112"]
    assert told.within == "Complaints are answered within 5 working days."
    assert told.national == "https://www.lapor.go.id"


def test_another_country_has_no_lapor(full: Directory) -> None:
    """SP4N-LAPOR! is Indonesia's, and a form or a counter is no link to complain by."""
    office = office_with(full, complaints=Complaints(channels=("formulir", "loket", "surel")))
    abroad = dataclasses.replace(full, site=dataclasses.replace(full.site, region="TL"))
    told = facts.complaints(abroad, office, ID)
    assert ([way.id for way in told.ways], told.within, told.national) == (["surel"], "", "")


def test_facts_are_old_on_the_day_on_which_the_check_warns(full: Directory) -> None:
    """After 90 days, not on the ninetieth; an office that named no date is not called old."""
    told = facts.assured(full.organizations["kantor"])
    assert told == facts.Assured(date(2020, 3, 1), date(2020, 5, 31), 90)
    assert facts.assured(office_with(full, assured_date=None)) is None
