"""broadcast: the text for WhatsApp groups."""

import dataclasses
import re

import pytest
from hypothesis import given

from generator.directory import Directory, available_languages
from generator.handouts import Facts, broadcast
from generator.handouts.broadcast import MOST_OF_HEADLINE, headline
from generator.handouts.lengths import units
from tests.building import plain
from tests.generator.handouts.cases import (
    LONG,
    TAX,
    any_facts,
    extremes,
    facts,
    with_closure,
    with_many_ways,
    with_notice,
    with_special,
)

FOUNDING = """\
*Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020*

Kami tetap melayani lewat:
*PBB-P2*
0812-3006-0440 https://wa.me/6281230060440
0819-4577-0577 https://wa.me/6281945770577
*BPHTB*
0857-5535-1666 https://wa.me/6285755351666
0822-3469-4804 https://wa.me/6282234694804
*Pajak daerah lain*
Telepon: (0343) 5643756
Telepon: (0343) 410188
*Semua layanan*
Formulir pertanyaan: https://loket.pasuruan.example/
Surel: pajak@pasuruan.example

Untuk mencegah penularan COVID-19, tidak ada layanan tatap muka dan pintu masuk dikunci. Petugas menjawab lewat \
WhatsApp, telepon, dan surel.

Badan Keuangan Daerah Kabupaten Pasuruan
https://loket.pasuruan.example/pengumuman/loket-tutup-2020-03/
"""


def test_the_closure_of_2020_fits_in_one_message(pasuruan: Directory) -> None:
    """Every number under its own tax, with nothing left out."""
    assert broadcast(facts(pasuruan)) == FOUNDING
    assert units(FOUNDING) <= 700


@pytest.mark.parametrize("code", available_languages())
def test_no_reason_is_shortened_in_pasuruan(pasuruan: Directory, code: str) -> None:
    """The founding notices need no mark of more in any language."""
    for name in pasuruan.closures:
        assert "…" not in broadcast(facts(pasuruan, name, code))


def holds_what_it_must(found: Facts) -> bool:
    text = broadcast(found)
    title = found.title if units(found.title) <= MOST_OF_HEADLINE else headline(found)
    return units(text) <= 700 and all(part in text for part in (title, found.item.period, found.address))


@given(found=any_facts())
def test_any_announcement_fits_with_title_period_and_link(found: Facts) -> None:
    """Whatever staff wrote, in every language."""
    assert holds_what_it_must(found)


def test_the_extremes_fit_with_title_period_and_link(pasuruan: Directory) -> None:
    """Long names, long reasons, many ways, and a long address of the site."""
    assert [name for name, found in extremes(pasuruan).items() if not holds_what_it_must(found)] == []


def test_the_reason_gives_way_before_any_number(pasuruan: Directory) -> None:
    """A long reason ends between words, and every way stays."""
    text = broadcast(facts(with_closure(pasuruan, reason=plain(LONG * 20))))
    assert text.count("https://wa.me/") == 4
    assert " …\n" in text
    assert "cara lain" not in text


def test_ways_that_have_no_room_are_counted(pasuruan: Directory) -> None:
    """Those that are told are whole, and the link says where the others are."""
    found = facts(with_many_ways(pasuruan, 20))
    text = broadcast(found)
    left = re.search(rf"dan (\d+) cara lain: {re.escape(found.address)}\n", text)
    assert left
    told = [item for group in found.groups for item in group.contacts if item.shown in text.replace(found.address, "")]
    assert len(told) == 28 - int(left[1])
    assert all(item.link in text for item in told)


@pytest.mark.parametrize("kind", ["changed", "extra", "by_appointment"])
def test_special_hours_are_told(pasuruan: Directory, kind: str) -> None:
    """Day by day, below the headline."""
    text = broadcast(facts(with_special(pasuruan, kind), "khusus"))
    assert "*\n\nSenin–Kamis: 08.00–14.00\nJumat: 08.00–11.30\n\n" in text
    assert ("Buat janji dulu lewat:" in text) == (kind == "by_appointment")


def test_a_notice_tells_its_period_below_its_title(pasuruan: Directory) -> None:
    """Its title may not name a day."""
    text = broadcast(facts(with_notice(pasuruan, "Kabar", "Satu.\nDua."), "kabar"))
    assert text.startswith("*Kabar*\nsejak 23 Maret 2020 sampai pemberitahuan lebih lanjut\n\nSatu.\nDua.\n\n")


def test_a_star_in_a_title_does_not_break_the_bold(pasuruan: Directory) -> None:
    """WhatsApp would end the bold letters there."""
    assert broadcast(facts(with_notice(pasuruan, "Loket* baru", "Isi."), "kabar")).startswith("Loket* baru\n")


def test_a_number_with_a_name_is_told_with_it(pasuruan: Directory) -> None:
    """A link to WhatsApp needs no word more, unless staff gave it a name."""
    named = dataclasses.replace(pasuruan.channels["wa-pbb-1"], name=plain("Halo Pajak"))
    found = dataclasses.replace(pasuruan, channels={**pasuruan.channels, "wa-pbb-1": named})
    assert "\nHalo Pajak: 0812-3006-0440 https://wa.me/6281230060440\n" in broadcast(facts(found, TAX))
