"""poster: what the template puts on the sheet."""

import pytest

from generator.directory import Directory
from generator.handouts import poster_view
from generator.handouts.poster import breakable, unbroken
from generator.handouts.sheet import ADDRESS, MM_OF_A_POINT, NUMBER, POINTS, lines
from tests.building import plain
from tests.generator.handouts.cases import LONG, facts, with_closure, with_many_ways, with_special


def test_the_poster_tells_what_until_when_and_what_instead(pasuruan: Directory) -> None:
    """The same facts as the text for WhatsApp, number by number."""
    found = poster_view(facts(pasuruan))
    assert (found.state, found.subject, found.period) == (
        "Tutup", "Loket Kantor Pajak Daerah", "23 Maret – 5 April 2020"
    )  # fmt: skip
    assert found.openings == ("Buka lagi Senin, 6 April 2020 pukul 07.30",)
    assert [card.heading for card in found.cards] == ["PBB-P2", "BPHTB", "Pajak daerah lain", "Semua layanan"]
    assert found.cards[0].blocks[0].ways == (("0812-3006-0440",), ("0819-4577-0577",))
    assert found.posted == "Diumumkan 23 Maret 2020"


def test_a_long_reason_says_where_it_goes_on(pasuruan: Directory) -> None:
    """The numbers stay large, and nothing ends within a word."""
    found = poster_view(facts(with_closure(pasuruan, reason=plain(LONG * 40))))
    (reason,) = found.reason
    assert found.size == "s"
    assert reason.endswith(" … lanjut di loket.pasuruan.example/pengumuman/loket-tutup-2020-03/")
    told = reason.split(" … ")[0].replace("\u00a0", " ")
    assert (LONG * 40)[len(told) :].startswith(" ")
    assert (LONG * 40).startswith(told)


def test_ways_that_have_no_room_are_counted(pasuruan: Directory) -> None:
    """Two hundred numbers are not for a sheet; each tax keeps some of its own."""
    found = poster_view(facts(with_many_ways(pasuruan, 200)))
    told = sum(len(block.ways) for card in found.cards for block in card.blocks)
    assert found.more == f"dan {208 - told} cara lain: loket.pasuruan.example/pengumuman/loket-tutup-2020-03/"
    assert len(found.cards) == 4


@pytest.mark.parametrize(
    ("kind", "state"), [("changed", "Jam berubah"), ("extra", "Buka tambahan"), ("by_appointment", "Janji temu dulu")]
)
def test_special_hours_are_on_the_poster(pasuruan: Directory, kind: str, state: str) -> None:
    """The hours in large letters, and no word of closing."""
    found = poster_view(facts(with_special(pasuruan, kind), "khusus"))
    assert (found.state, found.rows[0]) == (state, ("Senin–Kamis", "08.00–14.00"))


def test_an_address_breaks_where_the_eye_finds_on() -> None:
    """After a slash and before an @."""
    assert breakable("kantor.example/a/") == ("kantor.example/", "a/")
    assert breakable("pajak@kantor.example") == ("pajak", "@kantor.example")


@pytest.mark.parametrize("number", ["0812-3006-0440", "(0343) 410 188", "(0343) 5643756"])
def test_a_number_stays_on_one_line(number: str) -> None:
    """What looks the same has no place left to break."""
    text = unbroken(f"WhatsApp {number} tutup")
    assert " " not in text.removeprefix("WhatsApp ").removesuffix(" tutup")
    assert text.count("-\u2060") == number.count("-")
    assert unbroken("kantor.example/tutup-2020-03/") == "kantor.example/tutup-2020-03/"


def test_a_number_fits_its_card_in_the_widest_letters(pasuruan: Directory) -> None:
    """A computer without Arial draws a bold digit 0.7 as wide as it is high, and the frame is not crossed."""
    found = poster_view(facts(pasuruan))
    card_mm, gap, padding = 182 / 2, 0.3, 1.4
    digits, hyphens = 12 * 0.696, 2 * 0.415
    assert ("0812-3006-0440",) in found.cards[0].blocks[0].ways
    needed = (gap + padding + NUMBER.size * (digits + hyphens)) * POINTS[found.size] * MM_OF_A_POINT
    assert needed <= card_mm


def test_lines_are_counted_by_words() -> None:
    """A word goes to the next line whole, unless it is wider than one."""
    assert lines("", ADDRESS, 10) == 0
    assert lines("aaa aaa", NUMBER, 4) == 2
    assert lines("a" * 100, NUMBER, 10) == 12
