"""press: the short text for the press."""

import dataclasses

import pytest
from hypothesis import given

from generator.directory import Directory
from generator.handouts import Facts, press_text
from generator.handouts.lengths import units
from generator.handouts.press import END
from tests.generator.handouts.cases import any_facts, extremes, facts, with_notice, with_special

FOUNDING = """\
Tax hall counter closed 23 March – 5 April 2020

Kota Pasuruan, 23 March 2020 – Revenue office of Pasuruan Regency announces: Tax hall counter closed 23 March – \
5 April 2020. To prevent the spread of COVID-19 there is no face-to-face service and the entrance is locked. Staff \
answer by WhatsApp, telephone and e-mail. Meanwhile people are served by WhatsApp, telephone, question form and e-mail.

PBB-P2: WhatsApp 0812-3006-0440 and 0819-4577-0577
BPHTB: WhatsApp 0857-5535-1666 and 0822-3469-4804
Other local taxes: Telephone (0343) 5643756 and (0343) 410188
All services: Question form https://loket.pasuruan.example/en/; E-mail pajak@pasuruan.example

Tax hall counter opens again on Monday, 6 April 2020 at 07:30.

For more: Revenue office of Pasuruan Regency, E-mail pajak@pasuruan.example and Telephone (0343) 5643756
The full notice: https://loket.pasuruan.example/en/notices/loket-tutup-2020-03/

###
"""


def test_the_press_is_told_who_what_when_why_and_what_instead(pasuruan: Directory) -> None:
    """Headline, place and date, lead, ways by service, reopening, contact, link, end."""
    assert press_text(facts(pasuruan, code="en")) == FOUNDING


@given(found=any_facts())
def test_any_announcement_has_headline_period_and_link(found: Facts) -> None:
    """Whatever staff wrote; no paragraph is empty."""
    text = press_text(found)
    assert all(part in text for part in (found.item.period, found.address))
    assert all(part.strip() for part in text.split("\n\n"))
    assert text.endswith(f"\n\n{END}\n")


def test_the_extremes_are_short_enough(pasuruan: Directory) -> None:
    """An editor has a column, not a page."""
    assert [name for name, found in extremes(pasuruan).items() if units(press_text(found)) > 1500] == []


def test_without_an_end_no_day_is_promised(pasuruan: Directory) -> None:
    """The text says that the day is not known."""
    assert "\n\nTanggal buka lagi belum ditentukan.\n\n" in press_text(facts(pasuruan, "bpjs-tutup-2020-03"))


@pytest.mark.parametrize(
    ("kind", "sentence"), [("changed", "tetap dilayani"), ("by_appointment", "Janji temu dibuat lewat WhatsApp")]
)
def test_special_hours_are_told_with_their_rows(pasuruan: Directory, kind: str, sentence: str) -> None:
    """Only for an appointment does anybody have to be asked first."""
    text = press_text(facts(with_special(pasuruan, kind), "khusus"))
    assert "Senin–Kamis: 08.00–14.00" in text
    assert (sentence in text) == (kind == "by_appointment")


def test_a_lead_without_place_and_day_begins_with_the_office(pasuruan: Directory) -> None:
    """What is yet to come was announced on a day that nobody wrote down, and not every office has an address."""
    found = facts(pasuruan, "bpjs-tutup-2020-03")
    told = press_text(dataclasses.replace(found, item=dataclasses.replace(found.item, posted=None)))
    assert "\n\nBPJS Ketenagakerjaan Cabang Pasuruan mengumumkan: " in told


@pytest.mark.parametrize("title", ["Kabar baik!", "Sudah bayar?", "Kabar …"])
def test_a_title_keeps_the_mark_at_its_end(pasuruan: Directory, title: str) -> None:
    """And has no full stop behind it, nor has one that was shortened."""
    assert f"mengumumkan: {title} Berlaku" in press_text(facts(with_notice(pasuruan, title, "Isi."), "kabar"))


def test_a_notice_says_how_long_it_holds(pasuruan: Directory) -> None:
    """And every sentence of the lead ends in one full stop."""
    text = press_text(facts(with_notice(pasuruan, "Kabar baik.", "Semua gratis"), "kabar"))
    assert (
        "mengumumkan: Kabar baik. Berlaku sejak 23 Maret 2020 sampai pemberitahuan lebih lanjut. Semua gratis.\n"
        in text
    )
