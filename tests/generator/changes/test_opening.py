"""Other hours: which sentence tells of a day, and which days are silent."""

import dataclasses
from datetime import date, timedelta

import pytest

from generator.changes import Change, compare, kinds
from generator.changes.kinds import Stint, WeekRow
from generator.directory import CalendarDay, Closure, Directory, SpecialHours, State
from generator.directory.values import Week
from tests.building import closure, good, holiday, office, special, week
from tests.generator.changes.versions import TODAY, dumped, edited, tree

Records = list[Closure | SpecialHours | CalendarDay]
MORNINGS, LONG_DAYS = week({"Mo-Fr": "08:00-12:00"}), week({"Mo-Fr": "08:00-15:00"})
MORNING, LONG_DAY = (Stint(480, 720, State.OPEN),), (Stint(480, 900, State.OPEN),)


def told(old: Directory, new: Directory, today: date = TODAY, days: int = 60) -> list[Change]:
    return compare(old, new, today, days)


def kinds_of(old: tuple[Week | None, Records], new: tuple[Week | None, Records]) -> list[str]:
    """What is told of an office that has another week and other records now."""
    return [type(change).__name__ for change in told(office(*old), office(*new))]


def test_another_week_is_told_by_weekday() -> None:
    """Neighbouring days that changed alike are one row."""
    (change,) = told(office(MORNINGS), office(week({"Mo-We": "08:00-15:00", "Th": "08:00-12:00", "Fr": "08:00-15:00"})))
    assert isinstance(change, kinds.RegularHoursChanged)
    assert change.rows == (WeekRow(0, 2, MORNING, LONG_DAY), WeekRow(4, 4, MORNING, LONG_DAY))


@pytest.mark.parametrize("days", [{"Mo": "", "Tu-Sa": ""}, {"Mo-Tu": "08:00-12:00", "We-Fr": "08:00-12:00", "Su": ""}])
def test_another_way_to_write_a_week_is_silent(days: dict[str, str]) -> None:
    """Days may be split, and closed days named or not."""
    same = week({"Mo-Fr": "08:00-12:00"}) if "08:00-12:00" in days.values() else week({})
    assert told(office(same), office(week(days))) == []


def test_another_schedule_of_the_same_hours_is_silent() -> None:
    """Its id is for staff."""
    contacts = tree()
    renamed = dumped(contacts).replace('"jam-bkd"', '"jam-kantor"')
    assert told(edited(), good(renamed)) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ((MORNINGS, []), (MORNINGS, [closure("2020-04-01", "2020-04-02")]), ["Announced"]),
        ((MORNINGS, []), (MORNINGS, [special("2020-04-01", "2020-04-02", {"We": ""})]), ["Announced"]),
        ((MORNINGS, []), (LONG_DAYS, [closure("2020-04-01", "2020-04-02")]), ["Announced", "RegularHoursChanged"]),
        ((MORNINGS, []), (LONG_DAYS, [closure("2020-03-01", None)]), ["Announced"]),
        ((MORNINGS, []), (MORNINGS, [holiday("2020-04-01")]), ["HolidayAdded"]),
        ((MORNINGS, [holiday("2020-04-01")]), (MORNINGS, []), ["HolidayRemoved"]),
        ((MORNINGS, []), (MORNINGS, [holiday("2020-04-04")]), []),
        ((MORNINGS, []), (MORNINGS, [holiday("2020-06-03")]), []),
        ((MORNINGS, []), (MORNINGS, [holiday("2020-03-23")]), []),
        ((MORNINGS, [holiday("2020-04-01", "A")]), (MORNINGS, [holiday("2020-04-01", "B")]), []),
        ((MORNINGS, []), (MORNINGS, [holiday("2020-04-01"), closure("2020-04-01", "2020-04-01")]), ["Announced"]),
        ((MORNINGS, [closure("2020-04-01", "2020-04-01")]), (MORNINGS, [holiday("2020-04-01")]), ["Withdrawn"]),
        ((None, []), (MORNINGS, []), ["RegularHoursChanged"]),
        (
            (MORNINGS, [special("2020-04-01", "2020-04-01", {"We": "16:00-18:00"}, "extra")]),
            (MORNINGS, [special("2020-04-01", "2020-04-01", {"We": "16:00-18:00"}, "extra"), holiday("2020-04-01")]),
            ["DatesChanged"],
        ),
    ],
)
def test_what_makes_a_day_other_tells_of_it(
    old: tuple[Week | None, Records], new: tuple[Week | None, Records], expected: list[str]
) -> None:
    """Each day once: by its record, by its holiday, by the week, or else by its date."""
    assert kinds_of(old, new) == expected


def test_hours_that_come_out_the_same_are_silent() -> None:
    """What special hours did, the week does now: only that they were withdrawn is told."""
    days = TODAY + timedelta(days=59)
    ramadan = special(str(TODAY), str(days), {"Mo-Fr": "08:00-12:00"})
    assert kinds_of((LONG_DAYS, [ramadan]), (MORNINGS, [])) == ["Withdrawn"]


def test_the_window_has_its_first_day_and_not_its_last() -> None:
    """Of 60 days from 24 March on, the last is 22 May."""
    for on, expected in (("2020-03-24", 1), ("2020-05-22", 1), ("2020-05-25", 0)):
        assert len(told(office(LONG_DAYS), office(LONG_DAYS, [holiday(on)]))) == expected
    assert told(office(LONG_DAYS), office(MORNINGS), days=0) == []


def test_whether_holidays_shut_at_all_is_told_once() -> None:
    """Not by the dates of every holiday; and where the window has none, not at all."""
    days = [holiday("2020-04-01"), holiday("2020-05-01")]
    old, new = (office(MORNINGS, days, public_holidays=rule) for rule in ("closed", "open"))
    (change,) = told(old, new)
    assert isinstance(change, kinds.HolidayRuleChanged)
    assert not change.closed
    assert told(old, new, days=7) == []


def test_channels_that_changed_alike_share_a_change() -> None:
    """One of them that was shut all the while is left out."""
    old, new = (_two_counters(hours) for hours in ("08:00-12:00", "08:00-15:00"))
    (change,) = told(old, new)
    assert isinstance(change, kinds.RegularHoursChanged)
    assert [channel.id for channel in change.channels] == ["loket", "wa"]


def _two_counters(hours: str) -> Directory:
    """`wa` keeps the hours of the counter, and so does `surel`, which is shut."""
    directory = office(week({"Mo-Fr": hours}), [closure("2020-03-01", None, id="a", channels=("surel",))])
    keeping = {name: dataclasses.replace(channel, schedule="jam") for name, channel in directory.channels.items()}
    return dataclasses.replace(directory, channels=keeping)


def test_a_week_is_told_without_what_the_days_hold_besides() -> None:
    """Extra hours stay as they were, and are in neither column."""
    evenings = special("2020-03-01", "2020-12-31", {"Mo": "18:00-19:00"}, "extra")
    (change,) = told(
        office(MORNINGS, [evenings]), office(week({"Mo": "08:00-15:00", "Tu-Fr": "08:00-12:00"}), [evenings])
    )
    assert isinstance(change, kinds.RegularHoursChanged)
    assert change.rows == (WeekRow(0, 0, MORNING, LONG_DAY),)


def test_records_that_decide_otherwise_without_a_change_of_their_own_are_told_by_date() -> None:
    """Two special hours exchanged their rank: each still concerns the counter, on the same days, at the same hours."""
    days = {"first": "2020-04-06", "last": "2020-04-08"}
    nine, ten = {"Mo-We": "09:00-10:00"}, {"Mo-We": "10:00-11:00"}
    old = [
        special(**days, days=nine, id="a", channels=("loket",)),
        special(**days, days=ten, id="b", schedules=("jam",)),
    ]
    new = [
        special(**days, days=nine, id="a", schedules=("jam",)),
        special(**days, days=ten, id="b", channels=("loket",)),
    ]
    elsewhere = special(**days, days={"Th": "09:00-10:00"}, id="c", channels=("loket",))
    announced, change = told(office(MORNINGS, old), office(MORNINGS, [*new, elsewhere]))
    assert isinstance(announced, kinds.Announced)
    assert isinstance(change, kinds.DatesChanged)
    assert (change.old, change.new) == ((Stint(540, 600, State.OPEN),), (Stint(600, 660, State.OPEN),))
    assert [on.isoformat() for on in change.dates] == ["2020-04-06", "2020-04-07", "2020-04-08"]
