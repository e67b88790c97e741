"""news: closures, special hours and notices as announcements."""

import dataclasses
from datetime import date

from generator.directory import Directory, Notice, language
from generator.news import announcements, ended, in_force_or_coming
from tests.building import closure, plain, special, week


def test_a_closure_is_told_with_its_dates_and_what_stays_open(pasuruan: Directory) -> None:
    """Title and period name absolute dates, so that they are true on any day."""
    told = {item.id: item for item in announcements(pasuruan, language("id"))}
    assert told["loket-tutup-2020-03"].title == "Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020"
    assert "wa-pbb-1" in told["loket-tutup-2020-03"].instead
    assert told["loket-tutup-2020-03"].services == ("pbb-p2", "bphtb", "pajak-daerah-lain")


def test_a_closure_without_an_end_says_so(pasuruan: Directory) -> None:
    """Nobody is promised a day."""
    told = {item.id: item for item in announcements(pasuruan, language("en"))}
    assert told["bpjs-tutup-2020-03"].title.endswith("closed since 23 March 2020 until further notice")


def test_the_last_day_is_in_force_and_the_next_is_not(pasuruan: Directory) -> None:
    """Dates are inclusive: on 5 April the closure holds, on 6 April it stands in the archive."""
    told = announcements(pasuruan, language("id"))
    assert "loket-tutup-2020-03" in {item.id for item in in_force_or_coming(told, date(2020, 4, 5))}
    assert [item.id for item in ended(told, date(2020, 4, 6))] == ["loket-tutup-2020-03"]


def test_special_hours_are_announced_day_by_day(pasuruan: Directory) -> None:
    """Changed hours name each weekday that they change, and no other."""
    ramadan = special("2020-04-24", "2020-05-23", {"Mo": "08:00-14:00"}, schedules=("jam-bkd",), id="ramadan")
    changed = dataclasses.replace(pasuruan, special_hours={"ramadan": ramadan}, closures={})
    (told,) = announcements(changed, language("id"))
    assert told.title == "Loket Kantor Pajak Daerah: jam layanan berubah 24 April – 23 Mei 2020"
    assert told.text == "Senin: 08.00–14.00"
    assert week({"Mo": "08:00-14:00"}) == ramadan.regular


def test_a_notice_concerns_the_services_of_its_office(pasuruan: Directory) -> None:
    """A notice for an office reaches every page of its services."""
    notice = Notice(
        id="n", level="minor", posted=date(2020, 3, 1), organizations=("bkd",), title=plain("Judul"), text=plain("Isi")
    )
    told = announcements(dataclasses.replace(pasuruan, notices={"n": notice}, closures={}), language("id"))
    assert told[0].services == ("pbb-p2", "bphtb", "pajak-daerah-lain")


def test_what_holds_today_stands_before_what_is_coming(pasuruan: Directory) -> None:
    """A coming closure never pushes down the one that a citizen meets today."""
    coming = closure("2020-12-01", "2020-12-05", channels=("loket-bkd",), id="desember", stays_open=("wa-pbb-1",))
    soon = dataclasses.replace(coming, id="april", from_=date(2020, 4, 20), until=date(2020, 4, 21))
    told = announcements(
        dataclasses.replace(pasuruan, closures={"desember": coming, **pasuruan.closures, "april": soon}), language("id")
    )
    assert [item.id for item in in_force_or_coming(told, date(2020, 3, 24))][2:] == ["april", "desember"]


def test_channels_without_a_name_are_told_apart(pasuruan: Directory) -> None:
    """One of two WhatsApp numbers that is shut does not make all of WhatsApp shut."""
    one = closure("2020-03-23", "2020-03-25", channels=("wa-pbb-1",), stays_open=("wa-pbb-2",))
    (told,) = announcements(dataclasses.replace(pasuruan, closures={one.id: one}), language("id"))
    assert told.title == "WhatsApp 0812-3006-0440 tutup 23 – 25 Maret 2020"
