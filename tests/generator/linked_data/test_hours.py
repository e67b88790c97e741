"""Hours in JSON-LD say what the engine says, to a reader who knows the rules of schema.org."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import CalendarDay, Closure, Directory, SpecialHours, State, Timetables
from generator.linked_data.hours import OpeningHours, regular_hours, special_hours
from generator.live import WINDOW_DAYS
from tests.building import at, closure, good, holiday, office, special, timetable, week
from tests.generator.directory.offices import offices
from tests.generator.linked_data.reading import hours_on, is_open
from tests.test_mouths import CASE, CHANNELS, FIRST, instants_of

WEEK = week({"Mo-Th": "07:30-12:00 13:00-15:30", "Fr": "07:30-11:30"})
CLOSED = {"opens": "00:00", "closes": "00:00"}


def told(
    records: list[Closure | SpecialHours | CalendarDay], today: str, days: dict[str, str] | None = None
) -> list[dict[str, object]]:
    """The special hours of a counter, without the type that each has."""
    table = timetable(office(week(days) if days is not None else WEEK, records))
    found = special_hours(table, date.fromisoformat(today))
    assert {item.pop("@type") for item in found} <= {"OpeningHoursSpecification"}
    return found


@pytest.fixture(scope="module")
def case() -> Directory:
    return good(CASE)


@pytest.mark.parametrize("channel", CHANNELS)
def test_linked_data_is_a_mouth_of_the_one_engine(case: Directory, channel: str) -> None:
    """At every edge in the window and beside it, open is open in both; unknown is told by neither."""
    hours = OpeningHours(Timetables(case), FIRST)
    record = case.channels[channel]
    regular, special = json.loads(json.dumps([hours.regular(record), hours.special(record)]))
    table = timetable(case, channel)
    for moment in instants_of(case, channel):
        state = table.status(moment).state
        expected = None if state is State.UNKNOWN else state is State.OPEN
        assert is_open(regular, special, moment) is expected, moment


@given(directory=offices(), today=st.dates(date(2019, 12, 1), date(2021, 12, 31)))
def test_no_office_is_told_otherwise_than_it_is(directory: Directory, today: date) -> None:
    """Whatever the records: on each date of the window, the minutes that are open; nothing where any is unknown."""
    table = timetable(directory)
    regular, special = regular_hours(table), special_hours(table, today)
    for number in range(WINDOW_DAYS):
        on = today + timedelta(days=number)
        if any(span.state is State.UNKNOWN for span in table.day(on)):
            assert hours_on(regular, special, on) is None
            continue
        for span in table.day(on):
            for minute in {span.start, span.end - 1}:
                local = datetime.combine(on, datetime.min.time(), table.zone) + timedelta(minutes=minute)
                assert is_open(regular, special, local) is (span.state is State.OPEN), local


@given(directory=offices(), today=st.dates(date(2019, 12, 1), date(2021, 12, 31)))
def test_the_minute_of_the_build_is_in_none(directory: Directory, today: date) -> None:
    """Rule 6 of the hours: any two builds of a local day tell the same."""
    counter, tables = directory.channels["loket"], Timetables(directory)
    zone = directory.site.timezone
    early, late = (datetime.combine(today, datetime.min.time(), zone) + timedelta(hours=hour) for hour in (0, 23))
    assert OpeningHours(tables, early).available(counter) == OpeningHours(tables, late).available(counter)


def test_the_week_is_told_with_its_closed_days() -> None:
    """Equal weekdays together, an interval each."""
    found = [(*item["dayOfWeek"], item["opens"], item["closes"]) for item in regular_hours(timetable(office(WEEK)))]
    assert found == [
        ("Monday", "Tuesday", "Wednesday", "Thursday", "07:30", "12:00"),
        ("Monday", "Tuesday", "Wednesday", "Thursday", "13:00", "15:30"),
        ("Friday", "07:30", "11:30"),
        ("Saturday", "Sunday", "00:00", "00:00"),
    ]


@pytest.mark.parametrize(
    ("hours", "times"),
    [
        ("00:00-24:00", ["00:00 23:59"]),
        ("00:00-23:59", ["00:00 12:00", "12:00 23:59"]),
        ("08:00-24:00", ["08:00 00:00"]),
        ("00:00-02:00", ["00:00 02:00"]),
        ("", ["00:00 00:00"]),
    ],
)
def test_midnight_is_written_as_machines_know_it(hours: str, times: list[str]) -> None:
    """A whole day ends at 23:59, another interval at the next day's 00:00, and a closed day opens when it closes."""
    found = regular_hours(timetable(office(week({"Mo-Su": hours}))))
    assert [f"{item['opens']} {item['closes']}" for item in found] == times


def test_unknown_hours_are_not_told() -> None:
    """No week where none was published, but a closure all the same."""
    table = timetable(office(None, [closure("2020-03-23", "2020-03-24")]))
    assert regular_hours(table) == []
    [found] = special_hours(table, date(2020, 3, 20))
    assert (found["validFrom"], found["validThrough"]) == ("2020-03-23", "2020-03-24")


def test_extra_hours_over_unknown_ones_are_not_told() -> None:
    """A machine would take the rest of the day for closed."""
    table = timetable(office(None, [special("2020-03-23", "2020-04-23", {"Mo": "08:00-10:00"}, "extra")]))
    assert special_hours(table, date(2020, 3, 20)) == []


def test_a_closure_keeps_its_own_days_beyond_the_window() -> None:
    """It began before today and ends after the last date that is looked at."""
    assert told([closure("2020-03-01", "2020-12-31")], "2020-03-24") == [
        {**CLOSED, "validFrom": "2020-03-01", "validThrough": "2020-12-31"}
    ]


def test_until_further_notice_has_no_last_day() -> None:
    """A closure without an end is valid through no date."""
    assert told([closure("2020-03-23", None)], "2020-03-24") == [{**CLOSED, "validFrom": "2020-03-23"}]


def test_what_is_over_is_not_told() -> None:
    """A closure that ended yesterday and a holiday of last week are gone."""
    assert told([closure("2020-03-01", "2020-03-23"), holiday("2020-03-17")], "2020-03-24") == []


def test_six_weeks_of_ramadan_are_told_in_few_words() -> None:
    """Weekdays with equal hours together, over the whole period; those that it does not name keep theirs."""
    ramadan = special("2020-04-24", "2020-05-21", {"Mo-Th": "08:00-15:00", "Fr": "08:00-11:30"})
    dates = {"validFrom": "2020-04-24", "validThrough": "2020-05-21"}
    assert told([ramadan], "2020-04-20") == [
        {"dayOfWeek": ["Monday", "Tuesday", "Wednesday", "Thursday"], "opens": "08:00", "closes": "15:00", **dates},
        {"dayOfWeek": ["Friday"], "opens": "08:00", "closes": "11:30", **dates},
    ]


def test_a_holiday_parts_the_period_that_it_lies_in() -> None:
    """No two specifications cover one date."""
    found = told([special("2020-03-23", "2020-03-27", {"Mo-Fr": "08:00-10:00"}), holiday("2020-03-25")], "2020-03-20")
    assert [(item["validFrom"], item["validThrough"]) for item in found] == [
        ("2020-03-23", "2020-03-24"),
        ("2020-03-25", "2020-03-25"),
        ("2020-03-26", "2020-03-27"),
    ]


def test_by_appointment_is_no_open_door() -> None:
    """schema.org has no word for it, and whoever came unannounced would stand before a shut door."""
    office_by_appointment = special("2020-03-24", "2020-03-24", {"Tu": "09:00-11:00"}, "by_appointment")
    assert told([office_by_appointment], "2020-03-24") == [
        {**CLOSED, "validFrom": "2020-03-24", "validThrough": "2020-03-24"}
    ]


def test_the_day_is_that_of_the_office() -> None:
    """An evening of UTC is the next morning in Jakarta, when the closure is over."""
    directory = office(WEEK, [closure("2020-03-01", "2020-03-23")])
    for hour, count in (("2020-03-23T23:59", 1), ("2020-03-24T00:00", 0)):
        hours = OpeningHours(Timetables(directory), at(hour).astimezone(UTC))
        assert len(hours.special(directory.channels["loket"])) == count
