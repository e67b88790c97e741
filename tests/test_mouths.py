"""One engine for every mouth: table, badge data, `hours`, the promise of an answer and working days agree.

The case has a Friday break, a holiday and joint leave, Ramadan hours, a closure, an extra Saturday, a day by
appointment, and a change of state at midnight.
"""

import dataclasses
import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from form_api.promise import promise_of
from generator.answers.hours import hours_of
from generator.directory import Directory, State, Timetables, channel_timetable, language, schedule_timetable
from generator.live import WINDOW_DAYS, LiveBlocks
from generator.views import COMING_DAYS, ComingDay, coming_days, hours_table
from tests.building import MINIMAL, at, good
from tests.live_blocks import changes

CASE = (
    MINIMAL
    + """\
locations: [{id: gedung, organization: kantor, name: Gedung}]
schedules:
  - {id: jam, regular: {Mo-Th: [07:30-12:00, 13:00-15:30], Fr: [07:30-11:30, 13:00-14:30]}, last_intake: 30 minutes}
calendar:
  - {date: 2020-04-10, kind: holiday, name: Wafat Isa Almasih}
  - {date: 2020-05-22, kind: joint_leave, name: Cuti bersama}
channels:
  - {id: loket, type: counter, location: gedung, schedule: jam}
  - {id: wa, type: whatsapp, number: 0812-3006-0440, schedule: jam}
  - {id: tanya, type: phone, number: 112}
  - {id: situs, type: web, url: https://kantor.example}
services: [{id: ktp, organization: kantor, name: KTP, channels: [loket, wa, tanya, situs], desk: meja}]
closures:
  - {id: tutup, from: 2020-03-23, until: 2020-04-05, channels: [loket], stays_open: [wa], reason: Wabah}
special_hours:
  - {id: ramadan, from: 2020-04-24, until: 2020-05-23, schedules: [jam], kind: changed,
     regular: {Mo-Th: [08:00-15:00], Fr: [08:00-11:30]}}
  - {id: sabtu, from: 2020-04-11, until: 2020-04-18, schedules: [jam], kind: extra,
     regular: {Sa: [08:00-24:00], Su: [00:00-02:00]}}
  - {id: janji, from: 2020-04-14, until: 2020-04-14, channels: [loket], kind: by_appointment,
     regular: {Tu: [09:00-11:00]}}
desks: [{id: meja, name: Meja, to: [meja@kantor.example], schedule: jam, reply_within: 2 working days}]
inquiry: {default_desk: meja, from: noreply@kantor.example}
"""
)
FIRST = at("2020-03-23T00:00")
CHANNELS = ("loket", "wa", "tanya", "situs")


@pytest.fixture(scope="module")
def case() -> Directory:
    return good(CASE)


def badge_state(block: dict[str, Any], channel: str, moment: datetime) -> str:
    """As the page's script picks it: the last change at or before the minute."""
    minute = int(moment.timestamp()) // 60
    return str([state for since, state in changes(block, channel) if since <= minute][-1])


def instants_of(case: Directory, channel: str) -> list[datetime]:
    """Every change of state in the badge's window, the minute before each, and each noon and midnight."""
    table = channel_timetable(case, case.channels[channel])
    days = [FIRST.date() + timedelta(days=number) for number in range(WINDOW_DAYS)]
    edges = [table.instant(day, span.start) for day in days for span in table.day(day)]
    return [*edges, *(edge - timedelta(minutes=1) for edge in edges[1:]), *(table.instant(day, 720) for day in days)]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_badge_and_the_command_say_the_same(case: Directory, channel: str) -> None:
    """At every edge and beside it, what the page's script shows is what `hours` answers."""
    now = FIRST
    block = json.loads(json.dumps(LiveBlocks(case, now).block(case.channels.values(), language("id"))))
    for moment in instants_of(case, channel):
        assert badge_state(block, channel, moment) == hours_of(case, case.channels[channel], moment, 0)["state"], moment


@pytest.mark.parametrize("channel", CHANNELS)
def test_what_follows_is_the_same_in_both(case: Directory, channel: str) -> None:
    """`until` is the badge's next change, and the next opening its next open entry, also beyond its window."""
    block = LiveBlocks(case, FIRST).block(case.channels.values(), language("id"))
    told = [(datetime.fromtimestamp(since * 60, FIRST.tzinfo), state) for since, state in changes(block, channel)]
    for moment in instants_of(case, channel):
        status = channel_timetable(case, case.channels[channel]).status(moment)
        later = [(since, state) for since, state in told if since > moment]
        if later:
            assert status.until == later[0][0]
        opening = moment if status.state is State.OPEN else next((at_ for at_, state in later if state == "open"), None)
        assert opening == status.next_opening


def test_the_table_is_the_week_without_records(case: Directory) -> None:
    """The rows that a page shows are the engine's intervals of a week that nothing dated touches."""
    rows = dict(hours_table(case.schedules["jam"], language("en")).rows)
    days = hours_of(case, case.channels["loket"], at("2020-06-01T00:00"), 7)["days"]
    told = [", ".join(f"{start}–{end}" for start, end in day["intervals"]) or "Closed" for day in days]
    assert told == [rows["Monday–Thursday"]] * 4 + [rows["Friday"]] + [rows["Saturday–Sunday"]] * 2


def coming(case: Directory, channel: str, first: date) -> dict[date, ComingDay]:
    """The rows of the table of the coming days, by their dates; none where the channel has no table."""
    found = coming_days(Timetables(case).of_channel(case.channels[channel]), first, "en")
    return {day.after - timedelta(days=1): day for day in found}


@pytest.mark.parametrize("first", ["2020-03-23", "2020-03-28", "2020-04-06", "2020-04-13", "2020-05-18"])
@pytest.mark.parametrize("channel", ["loket", "wa"])
def test_the_coming_days_are_the_days_of_the_command(case: Directory, channel: str, first: str) -> None:
    """Each date once, with the open hours that `hours` names, or closed, or those by appointment."""
    days = hours_of(case, case.channels[channel], at(f"{first}T00:00"), COMING_DAYS)["days"]
    rows = coming(case, channel, date.fromisoformat(first))
    assert [on.isoformat() for on in rows] == [day["date"] for day in days]
    for row, day in zip(rows.values(), days, strict=True):
        told = row.hours.partition("by appointment")[0].rstrip(", ")
        hours = ", ".join(f"{start}–{end}" for start, end in day["intervals"])
        assert told == (hours or ("" if "by appointment" in row.hours else "Closed")), row


@pytest.mark.parametrize(
    ("channel", "on", "hours", "remark"),
    [
        ("loket", "2020-04-05", "Closed", ""),
        ("loket", "2020-04-06", "07:30–12:00, 13:00–15:30", ""),
        ("wa", "2020-04-03", "07:30–11:30, 13:00–14:30", ""),
        ("loket", "2020-04-10", "Closed", '<span lang="id">Wafat Isa Almasih</span>'),
        ("loket", "2020-04-11", "08:00–24:00", "special hours"),
        ("loket", "2020-04-12", "00:00–02:00", "special hours"),
        ("loket", "2020-04-14", "by appointment 09:00–11:00", "special hours"),
        ("wa", "2020-04-14", "07:30–12:00, 13:00–15:30", ""),
        ("loket", "2020-05-01", "08:00–11:30", "special hours"),
        ("loket", "2020-05-22", "Closed", '<span lang="id">Cuti bersama</span>'),
    ],
)
def test_a_coming_day_says_what_is_special_about_it(
    case: Directory, channel: str, on: str, hours: str, remark: str
) -> None:
    """Closure, holiday, joint leave, changed hours, an extra day and one by appointment, as written here by hand."""
    day = coming(case, channel, date.fromisoformat(on) - timedelta(days=3))[date.fromisoformat(on)]
    assert (day.hours, day.remark) == (hours, remark)


@pytest.mark.parametrize("channel", ["tanya", "situs"])
def test_a_channel_without_hours_has_no_coming_days(case: Directory, channel: str) -> None:
    """A number whose hours nobody knows and a website that never shuts: a table would say nothing."""
    assert coming(case, channel, FIRST.date()) == {}


@pytest.mark.parametrize("channel", ["tanya", "situs"])
def test_an_extra_opening_is_told_where_the_other_hours_are_unknown(case: Directory, channel: str) -> None:
    """What the office announced is not lost behind what it did not."""
    known = dataclasses.replace(case.special_hours["sabtu"], schedules=(), channels=(channel,))
    changed = dataclasses.replace(case, special_hours={"sabtu": known})
    day = coming(changed, channel, date(2020, 4, 6))[date(2020, 4, 11)]
    table = channel_timetable(changed, changed.channels[channel])
    for interval in table.intervals(date(2020, 4, 11)):
        assert language("en").interval(interval) in day.hours


def test_a_working_day_is_a_day_on_which_the_badge_opens(case: Directory) -> None:
    """The WhatsApp channel keeps the desk's schedule, so both have the same days."""
    block = LiveBlocks(case, FIRST).block([case.channels["wa"]], language("id"))
    openings = {
        datetime.fromtimestamp(since * 60, FIRST.tzinfo).date()
        for since, state in changes(block, "wa")
        if state == "open"
    }
    desk = schedule_timetable(case, "jam")
    days = {FIRST.date() + timedelta(days=number) for number in range(WINDOW_DAYS)}
    opened = openings & days | {date(2020, 4, 12)}  # open since the night before
    assert {day for day in days if desk.opens_on(day)} == opened


@pytest.mark.parametrize(
    ("asked", "opens_next", "reply_by"),
    [
        ("2020-04-09T15:40", "2020-04-11T08:00", "2020-04-13T15:30"),
        ("2020-04-30T10:00", "2020-04-30T10:00", "2020-05-04T15:00"),
        ("2020-05-20T15:01", "2020-05-21T08:00", "2020-05-26T15:30"),
    ],
)
def test_the_promise_of_an_answer_is_in_the_hours(case: Directory, asked: str, opens_next: str, reply_by: str) -> None:
    """What the receipt promises is open by `hours`, and its last minute is the last before closing."""
    told = promise_of(case, case.desks["meja"], at(asked))
    assert (told.opens_next, told.reply_by) == (at(opens_next), at(reply_by))
    command = hours_of(case, case.channels["wa"], at(asked), 0)
    assert command["next_opening"] == at(opens_next).isoformat(timespec="minutes")
    last_minute = hours_of(case, case.channels["wa"], at(reply_by) - timedelta(minutes=1), 0)
    assert (last_minute["state"], last_minute["until"]) == ("open", at(reply_by).isoformat(timespec="minutes"))
