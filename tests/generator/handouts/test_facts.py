"""facts: what all handouts of an announcement tell."""

import dataclasses

import pytest

from generator.answers.hours import hours_of
from generator.directory import Closure, Directory, language
from generator.news import announcements
from tests.building import at, plain
from tests.generator.handouts.cases import TAX, facts, with_closure, with_notice, with_special


def test_the_reopening_is_the_engines(pasuruan: Directory) -> None:
    """What the handouts promise is what the command `hours` answers after the last day."""
    answer = hours_of(pasuruan, pasuruan.channels["loket-bkd"], at("2020-04-06T00:00"), 0)
    assert answer["next_opening"] == "2020-04-06T07:30+07:00"
    assert facts(pasuruan).openings == (("", "Senin, 6 April 2020 pukul 07.30"),)


def test_a_holiday_after_the_last_day_is_not_the_reopening(pasuruan: Directory) -> None:
    """A closure that ends before Good Friday ends, for people, on the Monday after it."""
    until = at("2020-04-09T00:00").date()
    assert facts(with_closure(pasuruan, until=until)).openings == (("", "Senin, 13 April 2020 pukul 07.30"),)


@pytest.mark.parametrize("changed", [{"until": None}, {"channels": ("wa-pbb-1",), "stays_open": ("wa-pbb-2",)}])
def test_nobody_is_promised_an_unknown_opening(pasuruan: Directory, changed: dict[str, object]) -> None:
    """Without an end, and of a channel without hours."""
    assert facts(with_closure(pasuruan, **changed)).openings == ()


def test_counters_that_open_apart_are_told_apart(pasuruan: Directory) -> None:
    """Each with its own first hour."""
    both = with_closure(pasuruan, channels=("loket-bkd", "loket-bpjs"))
    openings = facts(both).openings
    assert [what for what, _ in openings] == ["Loket Kantor Pajak Daerah", "Loket BPJS Ketenagakerjaan"]
    assert [when[-5:] for _, when in openings] == ["07.30", "08.00"]


def test_special_hours_are_told_in_rows_of_days(pasuruan: Directory) -> None:
    """Neighbours with equal hours together, and the reason without the hours."""
    found = facts(with_special(pasuruan, "changed", reason=plain("Ramadan")), "khusus")
    assert found.hours == (("Senin–Kamis", "08.00–14.00"), ("Jumat", "08.00–11.30"))
    assert found.reason == ("Ramadan",)


def test_an_appointment_is_made_by_what_reaches_the_services(pasuruan: Directory) -> None:
    """Never at the counter, which is what it is about, and by nothing that is shut all the while."""
    shut = Closure(
        id="wa-mati", from_=at("2020-04-01T00:00").date(), channels=("wa-pbb-1",), stays_open=("wa-pbb-2",),
        reason=plain("Rusak"),
    )  # fmt: skip
    asked = dataclasses.replace(with_special(pasuruan, "by_appointment"), closures={"wa-mati": shut})
    (first, *_, last) = facts(asked, "khusus").groups
    assert [item.shown for item in first.contacts] == ["0819-4577-0577"]
    assert "counter" not in {item.type for item in last.contacts}


def test_a_notice_is_its_offices(pasuruan: Directory) -> None:
    """With the town of the office, and nothing to use instead."""
    found = facts(with_notice(pasuruan, "Kabar", "Isi."), "kabar")
    assert (found.office, found.place) == ("Badan Keuangan Daerah Kabupaten Pasuruan", "Kota Pasuruan")
    assert (found.subject, found.groups, found.hours) == ("Kabar", (), ())


def test_what_is_told_is_what_the_notice_tells(pasuruan: Directory) -> None:
    """Subject, period and address are those of the announcement's own page."""
    item = next(item for item in announcements(pasuruan, language("en")) if item.id == TAX)
    found = facts(pasuruan, TAX, "en")
    assert found.title == item.title
    assert found.subject in item.title
    assert found.address == "https://loket.pasuruan.example/en/notices/loket-tutup-2020-03/"
