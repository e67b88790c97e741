"""What the guide for staff says that its examples do: for each heading, the claims that its text makes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from benchmarks.at_once import pages
from generator.answers.diff import diff
from generator.answers.holidays import as_entries
from generator.assets import ASSETS, page_templates
from generator.directory import Directory, State, Timetables, desks_for, language, load, question_form
from generator.directory.values import Duration
from generator.news import Announcement, announcements
from generator.proposals import proposals
from tests.building import FOUNDING_DAY, MINIMAL, at, closure, good, holiday, timetable, week
from tests.guide import CONTACTS

INDONESIAN = language("id")


def page(directory: Directory, path: str, now: datetime = FOUNDING_DAY) -> str:
    return written(directory, now)[f"{path}index.md"]


def written(directory: Directory, now: datetime = FOUNDING_DAY) -> dict[str, str]:
    return pages(directory, now, page_templates(), {name: name for name in ASSETS})


def hours(directory: Directory, *days: str, channel: str = "loket-bkd") -> list[str]:
    """The open hours of each day, as `08:00-12:00 13:00-15:30`."""
    table = timetable(directory, channel)
    return [" ".join(map(str, table.intervals(date.fromisoformat(day)))) for day in days]


def altered(directory: Directory, section: str, record_id: str, **fields: Any) -> Directory:
    """The directory with other values in one record."""
    records = getattr(directory, section)
    with_other: dict[str, Any] = {section: {**records, record_id: replace(records[record_id], **fields)}}
    return replace(directory, **with_other)


def announced(directory: Directory, record_id: str) -> Announcement:
    return next(item for item in announcements(directory, INDONESIAN) if item.id == record_id)


def hours_are_understood_as_people_write_them(directory: Directory) -> None:
    assert directory.schedules["jam-bkd"].regular == load(CONTACTS).schedules["jam-bkd"].regular


def what_follows_a_hash_sign_is_not_read(directory: Directory) -> None:
    assert "Kantor Pajak Daerah" not in str(directory.schedules["jam-bkd"])


def every_page_has_the_new_number(directory: Directory) -> None:
    assert "0812-3456-7890" in page(directory, "layanan/pbb-p2/")
    assert not [path for path, text in written(directory).items() if "3006-0440" in text or "30060440" in text]


def the_number_that_is_named_first_comes_first(directory: Directory) -> None:
    ways = page(directory, "layanan/pbb-p2/").partition("Cara menghubungi</h2>")[2]
    assert 0 < ways.index("0812-3456-7891") < ways.index("0812-3456-7890") < ways.index("0819-4577-0577")


def both_days_are_closed_and_no_other(directory: Directory) -> None:
    days = hours(directory, "2020-06-09", "2020-06-10", "2020-06-11", "2020-06-12")
    assert [bool(day) for day in days] == [True, False, False, True]


def without_an_end_it_holds_until_further_notice(directory: Directory) -> None:
    open_ended = altered(directory, "closures", "tutup-listrik-2020-06", until=None)
    assert "sampai pemberitahuan lebih lanjut" in announced(open_ended, "tutup-listrik-2020-06").title


def what_stays_open_is_told(directory: Directory) -> None:
    told = page(directory, "pengumuman/tutup-listrik-2020-06/").partition("Yang tetap buka:")[2]
    assert "0812-3006-0440" in told


def a_building_or_an_office_means_its_counters(directory: Directory) -> None:
    for named in ({"locations": ("kantor-pajak-daerah",)}, {"organizations": ("bkd",)}):
        whole = closure("2020-06-10", None, **named)
        assert Timetables(directory).shut_by(whole) == ("loket-bkd",)


def what_is_major_stands_at_the_top(directory: Directory) -> None:
    for level, is_above in (("major", True), ("minor", False), ("announcement", False)):
        home = page(altered(directory, "closures", "tutup-listrik-2020-06", level=level), "")
        assert (home.index("tutup-listrik-2020-06") < home.index("Pajak daerah</a></h2>")) is is_above


def they_open_on_the_first_working_day_after_the_end(directory: Directory) -> None:
    assert hours(directory, "2020-04-17", "2020-04-20") == ["", "07:30-15:30"]
    assert hours(directory, "2020-05-29", "2020-06-01", channel="loket-bpjs") == ["", "08:00-15:30"]


def what_has_ended_goes_to_the_archive(directory: Directory) -> None:
    afterwards = at("2020-04-20T08:00")
    archive = page(directory, "pengumuman/", afterwards).partition("Arsip pengumuman")[2]
    assert "loket-tutup-2020-03" in archive
    assert "loket-tutup-2020-03" not in page(directory, "layanan/pbb-p2/", afterwards)


def a_break_is_a_gap_and_a_day_that_is_not_named_is_closed(directory: Directory) -> None:
    assert hours(directory, "2020-06-12", "2020-06-13") == ["08:00-11:30 13:30-15:00", ""]


def visitors_are_told_when_the_last_is_received(directory: Directory) -> None:
    assert "Pengunjung terakhir diterima 30 menit sebelum tutup." in page(directory, "layanan/pbb-p2/")


def ramadan_has_its_hours_and_the_days_after_have_the_usual(directory: Directory) -> None:
    assert hours(directory, "2020-04-24", "2020-05-20") == ["08:00-11:30", "08:00-14:00"]
    assert hours(directory, "2020-04-23", "2020-05-27") == ["07:30-15:30", "07:30-15:30"]


def a_special_week_leaves_other_days_as_they_are(directory: Directory) -> None:
    open_on_saturdays = altered(directory, "schedules", "jam-bkd", regular=week({"Sa": "07:30-12:00"}))
    assert hours(open_on_saturdays, "2020-04-25") == ["07:30-12:00"]


def saturdays_are_added(directory: Directory) -> None:
    assert hours(directory, "2020-06-06", "2020-06-08") == ["08:00-12:00", "07:30-15:30"]


def extra_hours_hold_on_holidays_and_not_while_closed(directory: Directory) -> None:
    festive = replace(directory, calendar=(holiday("2020-06-13"),))
    shut = replace(directory, closures={"x": closure("2020-06-13", None, channels=("loket-bkd",))})
    assert [*hours(festive, "2020-06-13"), *hours(shut, "2020-06-13")] == ["08:00-12:00", ""]


def who_has_an_appointment_comes(directory: Directory) -> None:
    table = timetable(directory, "loket-bkd")
    states = [table.status(at(f"2020-04-{day}T10:00")).state for day in ("09", 14, 20)]
    assert states == [State.OPEN, State.BY_APPOINTMENT, State.OPEN]


def the_program_proposes_these_days(directory: Directory) -> None:
    proposed = as_entries(proposals(2027, "ID", ("id", "en")), 2027, (), INDONESIAN)
    ours = {day.date: day for day in directory.calendar if day.date.year == 2027}
    in_two_languages = MINIMAL.replace("name: Kantor}", "name: Kantor, languages: [id, en]}", 1)
    known = good(f"{in_two_languages}{proposed}\n").calendar
    assert [day for day in known if day.date in ours] == list(ours.values()) != []


def the_counter_is_closed_on_them_unless_it_says_otherwise(directory: Directory) -> None:
    unless = altered(directory, "schedules", "jam-bkd", public_holidays="open")
    assert [*hours(directory, "2027-08-17"), *hours(unless, "2027-08-17")] == ["", "07:30-15:30"]


def the_new_service_has_a_page(directory: Directory) -> None:
    told = page(directory, "layanan/salinan-sppt/")
    for fact in ("KTP pemilik (fotokopi)", "Ambil salinan di loket.", "2 hari kerja sejak dokumen lengkap", "Gratis"):
        assert fact in told


def the_new_service_is_found_and_has_a_desk(directory: Directory) -> None:
    assert "Salinan SPPT" in page(directory, "").partition("Pajak daerah</a></h2>")[2]
    assert desks_for(directory, directory.services["salinan-sppt"], None)[0].id == "meja-pbb"


def the_form_asks_for_the_documents(directory: Directory) -> None:
    asked = question_form(directory, directory.services["bphtb"], INDONESIAN).documents
    assert [(document.name, document.mandatory, document.max_mb) for document in asked] == [
        ("ktp", True, 15),
        ("rekening", False, 15),
    ]
    assert "Mengajukan permohonan" in page(directory, "layanan/bphtb/")
    assert "Mengajukan permohonan" not in page(directory, "layanan/pbb-p2/")


def a_suspended_service_keeps_its_page(directory: Directory) -> None:
    assert "Layanan ini sementara tidak tersedia." in page(directory, "layanan/bphtb/")
    assert "layanan/bphtb/index.md" not in written(altered(directory, "services", "bphtb", status="defunct"))


def the_news_stands_on_the_page_of_its_service(directory: Directory) -> None:
    assert "SPPT 2020 dibagikan" in page(directory, "layanan/pbb-p2/")
    assert "SPPT 2020 dibagikan" not in page(directory, "layanan/bphtb/")
    afterwards = at("2020-10-01T08:00")
    assert "SPPT 2020 dibagikan" not in page(directory, "layanan/pbb-p2/", afterwards)


def news_may_concern_an_office_and_have_no_end(directory: Directory) -> None:
    everywhere = altered(directory, "notices", "sppt-2020", services=(), organizations=("bkd",), until=None)
    told = announced(everywhere, "sppt-2020")
    assert (told.services, told.last) == (("pbb-p2", "bphtb", "pajak-daerah-lain"), None)


def the_draft_can_be_pasted(directory: Directory) -> None:
    before = CONTACTS.read_text(encoding="utf-8")
    said = diff(load(CONTACTS), directory, FOUNDING_DAY.date(), 60, INDONESIAN)
    draft = said.partition(f"{INDONESIAN('diff.draft_heading')}\n")[2]
    assert len(good(f"{before}notices:\n{draft}\n").notices) == 1


def every_mailbox_gets_the_letter_and_none_is_shown(directory: Directory) -> None:
    desks = desks_for(directory, directory.services["pbb-p2"], None)
    assert [desk.id for desk in desks] == ["meja-pbb", "meja-umum"]
    assert len(desks[0].to) == 2
    assert not [path for path, text in written(directory).items() for box in desks[0].to if box in text]


def a_reply_is_promised(directory: Directory) -> None:
    assert directory.desks["meja-pbb"].reply_within == Duration(1, "working_days")


def the_file_of_an_office_is_read_as_well(directory: Directory) -> None:
    assert {"loket-tutup-2020-03", "tutup-listrik-2020-06"} <= directory.closures.keys()


Claim = Callable[[Directory], None]


def who_finds_a_hole_is_told_where_to_report_it(directory: Directory) -> None:
    told = written(directory)[".well-known/security.txt"]
    assert "Contact: mailto:keamanan@pasuruan.example\nExpires: 2020-09-20T00:00:00Z\n" in told


CLAIMS: Mapping[str, tuple[Claim, ...]] = {
    "2. Aturan menulis": (hours_are_understood_as_people_write_them, what_follows_a_hash_sign_is_not_read),
    "3. Mengubah nomor": (every_page_has_the_new_number, the_number_that_is_named_first_comes_first),
    "4. Mengumumkan penutupan": (
        both_days_are_closed_and_no_other,
        without_an_end_it_holds_until_further_notice,
        what_stays_open_is_told,
        a_building_or_an_office_means_its_counters,
        what_is_major_stands_at_the_top,
    ),
    "Memperpanjang atau mengakhiri": (
        they_open_on_the_first_working_day_after_the_end,
        what_has_ended_goes_to_the_archive,
    ),
    "Jam biasa, istirahat Jumat, pengunjung terakhir": (
        a_break_is_a_gap_and_a_day_that_is_not_named_is_closed,
        visitors_are_told_when_the_last_is_received,
        the_draft_can_be_pasted,
    ),
    "Jam Ramadan": (
        ramadan_has_its_hours_and_the_days_after_have_the_usual,
        a_special_week_leaves_other_days_as_they_are,
    ),
    "Buka tambahan, atau hanya dengan janji temu": (
        saturdays_are_added,
        extra_hours_hold_on_holidays_and_not_while_closed,
        who_has_an_appointment_comes,
    ),
    "Alamat untuk laporan keamanan": (who_finds_a_hole_is_told_where_to_report_it,),
    "6. Hari libur dan cuti bersama": (
        the_program_proposes_these_days,
        the_counter_is_closed_on_them_unless_it_says_otherwise,
    ),
    "Layanan baru": (the_new_service_has_a_page, the_new_service_is_found_and_has_a_desk),
    "Menerima pengajuan dengan dokumen": (the_form_asks_for_the_documents,),
    "Layanan berhenti sementara": (a_suspended_service_keeps_its_page,),
    "8. Pengumuman lain": (the_news_stands_on_the_page_of_its_service, news_may_concern_an_office_and_have_no_end),
    "9. Meja dan surat": (every_mailbox_gets_the_letter_and_none_is_shown, a_reply_is_promised),
    "12. Beberapa berkas": (the_file_of_an_office_is_read_as_well,),
}
"""Each holds of the directory once the examples under its heading have been followed."""
