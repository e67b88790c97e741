"""calendar_file: what calendar programs are given, as two of them read it."""

import dataclasses
import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.calendar_entries import MOST_NAMED
from generator.directory import CalendarDay, Closure, Counter, Directory, SpecialHours, Timetables, channel_timetable
from generator.news import kept_week
from generator.openings import MOST_DAYS, TIMED
from tests.building import FOUNDING_DAY, at, closure, holiday, office, plain, special, week
from tests.generator.directory.offices import ZONES, offices
from tests.generator.subscribed import events, files_of, history_of, judged

WEEK = week({"Mo-Fr": "08:00-15:00"})
SATURDAYS = {"Sa": "08:00-12:00"}
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\x85"), min_size=1)


def calendar(directory: Directory, now: datetime = FOUNDING_DAY) -> str:
    return files_of(directory, now)["calendar.ics"]


def days(event: Any) -> tuple[Any, Any]:
    return event["dtstart"].dt, event["dtend"].dt


def hours_told(text: str, kind: str) -> set[tuple[datetime, datetime]]:
    """Beginning and end (UTC) of each time that the events of a kind of special hours come, as vobject counts them."""
    found = set()
    for event in judged(text).contents.get("vevent", []):
        if event.uid.value.startswith(f"{kind}-") and isinstance(event.dtstart.value, datetime):
            length = event.dtend.value - event.dtstart.value
            starts = [event.dtstart.value] if "rrule" not in event.contents else list(event.getrruleset())
            found |= {(start.astimezone(UTC), start.astimezone(UTC) + length) for start in starts}
    return found


def hours_of_engine(directory: Directory, kind: str) -> set[tuple[datetime, datetime]]:
    table = channel_timetable(directory, directory.channels["loket"])
    found = set()
    for record in (item for item in directory.special_hours.values() if item.kind == kind):
        length = (record.until - record.from_).days + 1
        for on in (record.from_ + timedelta(days=number) for number in range(length)):
            spans = [span for span in table.day(on) if span.cause is record and span.state is TIMED[kind]]
            found |= {tuple(table.instant(on, end).astimezone(UTC) for end in span[:2]) for span in spans}
    return {(start, end) for start, end in found}


def test_a_closure_lasts_to_the_day_after_its_last() -> None:
    """DTEND is exclusive (RFC 5545, 3.6.1): nobody's calendar shows the counter shut a day less (lesson 24)."""
    found = events(calendar(office(WEEK, [closure("2020-03-23", "2020-04-05")])))
    assert days(found["tutup-2020-03-23"]) == (date(2020, 3, 23), date(2020, 4, 6))
    assert "rrule" not in found["tutup-2020-03-23"]


def test_a_closure_without_an_end_holds_on_every_day() -> None:
    """Until somebody says when it ends; then it is a plain period under the same UID, with a higher number."""
    files = files_of(office(WEEK, [closure("2020-03-23", None)]), FOUNDING_DAY)
    open_ended = events(files["calendar.ics"])["tutup-2020-03-23"]
    assert open_ended["rrule"] == {"FREQ": ["DAILY"]}
    ended = office(WEEK, [closure("2020-03-23", "2020-06-01")])
    later = events(files_of(ended, at("2020-05-30T09:00"), history_of(files))["calendar.ics"])["tutup-2020-03-23"]
    assert (later["uid"], later["sequence"], "rrule" in later) == (open_ended["uid"], 1, False)
    assert later["dtstamp"].dt == at("2020-05-30T09:00")


def test_an_event_says_what_stays_open_and_where_to_read_on(pasuruan: Directory) -> None:
    """Dates and numbers stand in the event itself: a calendar is read without a network."""
    event = events(calendar(pasuruan))["loket-tutup-2020-03"]
    assert "Berlaku: 23 Maret – 5 April 2020." in event["description"]
    assert "Yang tetap buka:\n- WhatsApp: 0812-3006-0440" in event["description"]
    assert event["url"] == "https://loket.pasuruan.example/pengumuman/loket-tutup-2020-03/"
    assert (event["status"], event["transp"], event["sequence"]) == ("CONFIRMED", "TRANSPARENT", 0)


def test_each_language_has_events_of_its_own(pasuruan: Directory) -> None:
    """Whoever subscribes to both has both, in any program: no UID is shared."""
    files = files_of(pasuruan, FOUNDING_DAY)
    uids = [
        {str(event["uid"]) for event in events(files[path]).values()} for path in ("calendar.ics", "en/calendar.ics")
    ]
    assert uids[0] & uids[1] == set()
    assert events(files["en/calendar.ics"])["holiday.2020-03-25"]["summary"] == "Nyepi (Balinese New Year)"


def test_two_sites_of_one_host_have_events_of_their_own() -> None:
    """A province may keep the site of each regency in a folder."""
    here = office(WEEK, [holiday("2020-03-25")])
    folder = dataclasses.replace(here.site, url="https://prov.example/pasuruan/")
    (event,) = events(calendar(dataclasses.replace(here, site=folder))).values()
    assert event["uid"] == "holiday.2020-03-25.id@prov.example/pasuruan"


@pytest.mark.parametrize("change", [closure("2020-04-11", "2020-04-12"), holiday("2020-04-11")])
def test_a_date_that_falls_out_is_a_change(change: Closure | CalendarDay) -> None:
    """The opening has a higher number as soon as something shuts one of its dates."""
    saturdays = special("2020-04-04", "2020-04-18", SATURDAYS, "by_appointment")
    files = files_of(office(WEEK, [saturdays]), FOUNDING_DAY)
    after = events(files_of(office(WEEK, [saturdays, change]), FOUNDING_DAY, history_of(files))["calendar.ics"])
    (name,) = events(files["calendar.ics"])
    assert after[name]["sequence"] == 1


def test_another_reason_is_a_change() -> None:
    """All that an event says belongs to its version."""
    files = files_of(office(WEEK, [closure("2020-03-23", "2020-04-05")]), FOUNDING_DAY)
    other = closure("2020-03-23", "2020-04-05", channels=("loket",), reason=plain("Gempa"))
    after = events(files_of(office(WEEK, [other]), FOUNDING_DAY, history_of(files))["calendar.ics"])
    assert after["tutup-2020-03-23"]["sequence"] == 1


def test_each_event_says_who_publishes_it_and_when(pasuruan: Directory) -> None:
    """What RFC 5546, section 3.2.1, demands of what is published; the address is the site's, and no mailbox."""
    for event in judged(calendar(pasuruan)).vevent_list:
        demanded = {"dtstamp", "dtstart", "organizer", "summary", "uid", "sequence"}
        assert demanded <= event.contents.keys()
        assert event.organizer.value == "https://loket.pasuruan.example/"
        assert event.organizer.params["CN"] == ["Loket Pasuruan"]
        assert "mailto:" not in event.serialize().lower()


def test_the_name_of_a_calendar_is_a_text() -> None:
    """Commas, semicolons and backslashes of a site's name are escaped (RFC 5545, 3.3.11), and read back as written."""
    named = dataclasses.replace(office(WEEK).site, name=plain(r"Dinas A, B; C\n"))
    text = calendar(dataclasses.replace(office(WEEK), site=named))
    for key in ("NAME", "X-WR-CALNAME"):
        assert "\r\n" + key + r":Pengumuman Dinas A\, B\; C\\n" + "\r\n" in text
    assert judged(text).contents["x-wr-calname"][0].value == r"Pengumuman Dinas A, B; C\n"


def test_a_holiday_names_what_it_closes() -> None:
    """By the engine: what opens all the same on that day is not called closed."""
    found = events(calendar(office(WEEK, [holiday("2020-03-25", "Nyepi")])))["holiday.2020-03-25"]
    assert (found["summary"], found["description"]) == ("Nyepi", "Tutup: Loket Gedung.")
    extra = special("2020-03-25", "2020-03-25", {"We": "08:00-10:00"}, "extra")
    found = events(calendar(office(WEEK, [holiday("2020-03-25", "Nyepi"), extra])))["holiday.2020-03-25"]
    assert "description" not in found


def test_what_keeps_no_holidays_is_not_closed_by_one() -> None:
    """A counter that opens on holidays too, and rests on this weekday anyway, is not named."""
    sunday = office(WEEK, [holiday("2020-04-12", "Paskah")], public_holidays="open")
    assert "description" not in events(calendar(sunday))["holiday.2020-04-12"]


def test_an_opening_comes_not_on_the_dates_that_are_shut() -> None:
    """Of five Saturdays a closure and a holiday take two, in the middle, and the others stay."""
    records: list[Closure | CalendarDay] = [closure("2020-04-10", "2020-04-12"), holiday("2020-04-25")]
    appointments = special("2020-04-04", "2020-05-02", SATURDAYS, "by_appointment")
    told = hours_told(calendar(office(WEEK, [appointments, *records])), "by_appointment")
    assert sorted(start.astimezone(FOUNDING_DAY.tzinfo).day for start, _ in told) == [2, 4, 18]


def test_a_holiday_of_a_big_government_names_a_few() -> None:
    """Thousands of counters would make megabytes of one event."""
    small = office(WEEK, [holiday("2020-03-25")])
    counters = {
        f"l{n}": Counter(id=f"l{n}", location="gedung", schedule="jam", name=plain(f"Loket {n}")) for n in range(30)
    }
    event = events(calendar(dataclasses.replace(small, channels=counters)))["holiday.2020-03-25"]
    assert event["description"].endswith("Loket 11 dan 18 lainnya.")
    assert event["description"].count("Loket") == MOST_NAMED


@pytest.mark.parametrize("zone", [*ZONES.values(), ZoneInfo("Europe/Amsterdam"), ZoneInfo("UTC")], ids=str)
def test_an_extra_opening_comes_at_its_hour_of_the_office(zone: ZoneInfo) -> None:
    """The file brings its own clock, which others read as the zone's own: no floating times (lesson 24)."""
    extra = special("2020-03-01", "2020-04-30", SATURDAYS, "extra")
    told = hours_told(calendar(office(WEEK, [extra], zone=zone)), "extra")
    saturdays = [date(2020, 3, 7) + timedelta(days=7 * number) for number in range(8)]
    assert told == {
        tuple(datetime.combine(on, time(hour), zone).astimezone(UTC) for hour in (8, 12)) for on in saturdays
    }


@given(offices())
def test_special_openings_are_those_of_the_engine(directory: Directory) -> None:
    """One engine for every mouth: closures, holidays and overlaps are in the events, to the minute."""
    text = calendar(directory)
    for kind in TIMED:
        prefix = "extra" if kind == "extra" else "changed"  # as the random offices name them
        assert hours_told(text, prefix) == hours_of_engine(directory, kind)


@given(offices())
def test_whole_days_are_those_of_the_record(directory: Directory) -> None:
    """Both ends of a record count; without an end the event is its first day, and comes every day."""
    found = events(calendar(directory))
    records: list[Closure | SpecialHours] = [*directory.closures.values()]
    timetables = Timetables(directory)
    specials = [item for item in directory.special_hours.values() if item.kind not in TIMED]
    records += [item for item in specials if kept_week(directory, item, timetables)]
    for record in records:
        last = record.until or record.from_
        assert days(found[record.id]) == (record.from_, last + timedelta(days=1))
        assert ("rrule" in found[record.id]) is (record.until is None)


@given(offices())
def test_no_event_ends_before_it_begins(directory: Directory) -> None:
    """Whatever the records are, two programs can read them."""
    text = calendar(directory)
    assert judged(text)
    assert [name for name, event in events(text).items() if days(event)[0] >= days(event)[1]] == []


def test_what_lasts_long_is_told_on_whole_days() -> None:
    """The engine is asked for each day, and a record may name two centuries."""
    first = date(2020, 1, 1)
    for length, timed in ((MOST_DAYS, True), (MOST_DAYS + 1, False)):
        extra = special(str(first), str(first + timedelta(days=length - 1)), SATURDAYS, "extra")
        (event,) = events(calendar(office(WEEK, [extra]))).values()
        assert isinstance(event["dtstart"].dt, datetime) is timed


def test_channels_that_open_together_are_one_event() -> None:
    """And one that a closure shuts on a date is another, with the dates that are left to it."""
    extra = special("2020-04-04", "2020-04-18", SATURDAYS, "extra", channels=("loket", "wa"))
    together = events(calendar(office(WEEK, [extra])))
    assert [event["summary"] for event in together.values()] == [
        "Loket Gedung dan WhatsApp 0812-3006-0440: buka tambahan 4 – 18 April 2020"
    ]
    apart = events(calendar(office(WEEK, [extra, closure("2020-04-04", "2020-04-05")])))
    starts = {name: event["dtstart"].dt.date() for name, event in apart.items() if name != "tutup-2020-04-04"}
    assert list(starts.values()) == [date(2020, 4, 4), date(2020, 4, 11)]


def test_what_was_called_off_stays_as_cancelled() -> None:
    """With its UID, a higher number and its dates or hours, so that it is taken out of calendars (lesson 24)."""
    extra = special("2020-04-04", "2020-04-18", SATURDAYS, "extra")
    files = files_of(office(WEEK, [extra, closure("2020-03-23", "2020-04-05")]), FOUNDING_DAY)
    text = files_of(office(WEEK), at("2020-03-25T10:00"), history_of(files))["calendar.ics"]
    before, after = events(files["calendar.ics"]), events(text)
    assert judged(text)
    assert {str(event["uid"]) for event in before.values()} == {str(event["uid"]) for event in after.values()}
    for name, event in after.items():
        assert (event["status"], event["sequence"], days(event)) == ("CANCELLED", 1, days(before[name]))


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "UTC"])
def test_a_calendar_of_nothing_is_a_calendar(zone: str) -> None:
    """RFC 5545, section 3.6: a calendar holds at least one component."""
    found = judged(calendar(office(WEEK, zone=ZoneInfo(zone))))
    assert list(found.contents) == list(dict.fromkeys([*found.contents, "vtimezone"]))
    assert found.method.value == "PUBLISH"


@given(TEXTS, TEXTS)
def test_any_text_comes_through_folded_lines(title: str, reason: str) -> None:
    """Lines have at most 75 octets and end with CR and LF, no character is cut, and no text ends its line."""
    shut = closure("2020-03-23", "2020-03-25", channels=("loket",), reason=plain(reason))
    text = calendar(office(WEEK, [shut, holiday("2020-03-26", title)]))
    lines = text.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert not re.search(rb"[\r\n]", b"".join(lines))
    assert judged(text)
    found = events(text)
    assert found["holiday.2020-03-26"]["summary"] == " ".join(title.split())
    assert found["tutup-2020-03-23"]["description"].split()[: len(reason.split())] == reason.split()


@pytest.mark.parametrize("night", ["2020-03-29", "2020-10-25"])
def test_the_clock_of_the_file_is_that_of_the_zone(night: str) -> None:
    """In each hour around both changes of the year, where clocks are changed at all."""
    zone = ZoneInfo("Europe/Amsterdam")
    extra = special("2020-03-01", "2020-12-31", SATURDAYS, "extra")
    clock = judged(calendar(office(WEEK, [extra], zone=zone))).vtimezone.tzinfo
    midnight = datetime.combine(date.fromisoformat(night), time(), UTC) - timedelta(hours=2)
    for quarter in range(24):
        moment = midnight + timedelta(minutes=15 * quarter)
        assert moment.astimezone(clock).utcoffset() == moment.astimezone(zone).utcoffset(), moment


def test_equal_input_gives_equal_bytes(pasuruan: Directory) -> None:
    """Rule 9 of the hours; and a later build without news gives the same calendar."""
    files = files_of(pasuruan, FOUNDING_DAY)
    assert files_of(pasuruan, FOUNDING_DAY) == files
    again = files_of(pasuruan, FOUNDING_DAY + timedelta(days=10), history_of(files))
    assert again == files
