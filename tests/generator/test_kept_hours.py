"""news: of special hours only what the engine keeps is told, by every mouth alike."""

import dataclasses
from datetime import date

import pytest

from generator.directory import Directory, Timetables, language
from generator.news import announcements, as_posted, kept_week
from tests.building import closure, holiday, office, special, week

REGULAR = week({"Mo-Fr": "08:00-15:00"})


def told(directory: Directory) -> list[str]:
    return [item.text for item in announcements(directory, language("id")) if item.kind != "closure"]


@pytest.mark.parametrize("kind", ["changed", "extra", "by_appointment"])
def test_hours_under_a_closure_are_not_announced(kind: str) -> None:
    """The counter is shut on that day, whatever another record would have it do."""
    hours = special("2020-03-25", "2020-03-25", {"We": "09:00-11:00"}, kind)
    assert told(office(REGULAR, [hours])) != []
    assert told(office(REGULAR, [hours, closure("2020-03-23", "2020-03-27")])) == []


@pytest.mark.parametrize(("kind", "is_told"), [("changed", False), ("extra", True), ("by_appointment", False)])
def test_a_holiday_outweighs_all_but_extra_hours(kind: str, is_told: bool) -> None:
    """As rule 2 of the hours has it."""
    hours = special("2020-03-25", "2020-03-25", {"We": "09:00-11:00"}, kind)
    assert bool(told(office(REGULAR, [hours, holiday("2020-03-25")]))) == is_told


def test_the_weekdays_that_remain_are_told() -> None:
    """Of a week of which a closure takes the Thursday and the Friday, three days."""
    hours = special("2020-03-23", "2020-03-27", {"Mo-Fr": "09:00-11:00"})
    directory = office(REGULAR, [hours, closure("2020-03-26", "2020-03-27")])
    assert list(kept_week(directory, hours, Timetables(directory))) == [0, 1, 2]
    assert [line.partition(":")[0] for line in told(directory)[0].splitlines()] == ["Senin", "Selasa", "Rabu"]


def test_no_announcement_bears_a_date_that_is_yet_to_come() -> None:
    """A closure of next month is news today; when it was posted nobody wrote down."""
    (item,) = announcements(office(REGULAR, [closure("2020-04-23", "2020-04-27")]), language("id"))
    assert as_posted(item, date(2020, 4, 22)).posted is None
    assert as_posted(item, date(2020, 4, 23)) == item
    assert as_posted(dataclasses.replace(item, posted=None), date(2020, 4, 22)).posted is None
