"""Open now? Until when? When next? One example for each rule; see also `test_hours_laws.py`."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import pytest

from generator.directory import (
    CalendarDay,
    Directory,
    Span,
    SpecialHours,
    State,
    Timetable,
    Timetables,
    schedule_timetable,
)
from tests.building import at, closure, holiday, office, special, timetable, week
from tests.generator.directory.offices import ZONES

WEEK = week({"Mo-Th": "07:30-12:00 13:00-15:30", "Fr": "07:30-11:30 13:00-14:30"})
MONDAY = date(2020, 3, 23)


def states(table: Timetable, on: str) -> str:
    """The spans of a day as `07:30-12:00 open, ...`, without the closed ones."""

    def told(span: Span) -> str:
        return f"{span.start // 60}:{span.start % 60:02}-{span.end // 60}:{span.end % 60:02} {span.state.value}"

    spans = table.day(date.fromisoformat(on))
    return ", ".join(told(span) for span in spans if span.state is not State.CLOSED)


class TestStates:
    """Rule 1: open, closed, by appointment, unknown."""

    @pytest.mark.parametrize(
        ("local", "state"),
        [
            ("2020-03-23T07:29:59", State.CLOSED),
            ("2020-03-23T07:30", State.OPEN),
            ("2020-03-23T11:59:59.999999", State.OPEN),
            ("2020-03-23T12:00", State.CLOSED),
            ("2020-03-23T13:00", State.OPEN),
            ("2020-03-28T10:00", State.CLOSED),
        ],
    )
    def test_an_interval_holds_its_first_minute_and_not_its_last(self, local: str, state: State) -> None:
        """A desk that closes at 12:00 is open at 11:59 and closed at 12:00."""
        assert timetable(office(WEEK)).status(at(local)).state is state

    def test_a_channel_without_a_schedule_is_unknown_or_always_open(self) -> None:
        """Nobody said when WhatsApp is answered: ask first; an address takes mail at any hour."""
        directory = office(WEEK)
        wa, surel = (timetable(directory, name).status(at("2020-03-23T03:00")) for name in ("wa", "surel"))
        assert (wa.state, wa.until, wa.next_opening) == (State.UNKNOWN, None, None)
        assert (surel.state, surel.until, surel.next_opening) == (State.OPEN, None, at("2020-03-23T03:00"))

    def test_a_schedule_without_hours_is_unknown(self) -> None:
        """Hours that were left out are not known; hours that were left empty are closed."""
        assert timetable(office(None)).status(at("2020-03-23T10:00")).state is State.UNKNOWN
        closed = timetable(office({})).status(at("2020-03-23T10:00"))
        assert (closed.state, closed.until, closed.next_opening) == (State.CLOSED, None, None)

    def test_open_round_the_clock(self) -> None:
        """Days that touch at midnight are one opening without an end."""
        status = timetable(office(week({"Mo-Su": "00:00-24:00"}))).status(at("2020-03-23T10:00"))
        assert (status.state, status.until, status.next_opening) == (State.OPEN, None, at("2020-03-23T10:00"))

    def test_a_night_is_two_intervals(self) -> None:
        """A desk open over midnight stays open until the end of the second day's interval."""
        night = timetable(office(week({"Mo": "20:00-24:00", "Tu": "00:00-04:00"})))
        assert night.status(at("2020-03-23T21:00")).until == at("2020-03-24T04:00")


class TestPrecedence:
    """Rule 2: what decides where several records bear on a day."""

    EASTER = holiday("2020-04-10", "Wafat Isa Almasih")

    def test_a_holiday_closes_and_names_itself(self) -> None:
        """The calendar overrides the week, and is the reason that is told."""
        status = timetable(office(WEEK, [self.EASTER])).status(at("2020-04-10T10:00"))
        assert (status.state, status.cause, status.next_opening) == (State.CLOSED, self.EASTER, at("2020-04-13T07:30"))

    def test_a_schedule_may_stay_open_on_holidays(self) -> None:
        """`public_holidays: open` leaves the calendar aside."""
        assert timetable(office(WEEK, [self.EASTER], public_holidays="open")).opens_on(date(2020, 4, 10))

    def test_a_holiday_overrides_changed_hours(self) -> None:
        """Ramadan hours do not open an office on Good Friday."""
        changed = special("2020-04-06", "2020-04-12", {"Mo-Fr": "08:00-14:00"})
        table = timetable(office(WEEK, [self.EASTER, changed]))
        assert [states(table, f"2020-04-{day:02}") for day in (9, 10)] == ["8:00-14:00 open", ""]

    def test_extra_hours_come_on_top_of_a_holiday(self) -> None:
        """An extra opening is meant, whatever else the day is."""
        extra = special("2020-04-10", "2020-04-10", {"Fr": "09:00-10:00"}, "extra")
        assert states(timetable(office(WEEK, [self.EASTER, extra])), "2020-04-10") == "9:00-10:00 open"

    def test_extra_hours_are_added_to_what_the_day_has(self) -> None:
        """They join what they touch, fill what was closed, and take nothing away."""
        extra = special("2020-03-23", "2020-03-23", {"Mo": "11:00-13:00 18:00-20:00"}, "extra")
        table = timetable(office(WEEK, [extra]))
        assert [str(interval) for interval in table.intervals(MONDAY)] == ["07:30-15:30", "18:00-20:00"]

    def test_a_closure_overrides_extra_hours(self) -> None:
        """A locked door is locked."""
        extra = special("2020-03-23", "2020-03-23", {"Mo": "18:00-20:00"}, "extra")
        shut = closure("2020-03-23", "2020-03-23")
        status = timetable(office(WEEK, [extra, shut])).status(at("2020-03-23T19:00"))
        assert (status.state, status.cause) == (State.CLOSED, shut)

    def test_a_channels_own_changes_go_before_its_schedules(self) -> None:
        """On a weekday that the channel's record names it decides; on others the schedule's does, then the week."""
        own = special("2020-03-23", "2020-03-29", {"Mo": "10:00-11:00"}, channels=("loket",))
        shared = special("2020-03-23", "2020-03-29", {"Mo-Tu": "08:00-09:00"})
        table = timetable(office(WEEK, [shared, own]))
        days = [states(table, f"2020-03-{day}") for day in (23, 24, 30)]
        assert days == ["10:00-11:00 open", "8:00-9:00 open", "7:30-12:00 open, 13:00-15:30 open"]
        assert states(table, "2020-03-25") == "7:30-12:00 open, 13:00-15:30 open"

    def test_a_day_can_be_changed_to_closed(self) -> None:
        """An empty list in special hours closes the day, with the record as its cause."""
        changed = special("2020-03-23", "2020-03-23", {"Mo": ""})
        status = timetable(office(WEEK, [changed])).status(at("2020-03-23T10:00"))
        assert (status.state, status.cause, status.next_opening) == (State.CLOSED, changed, at("2020-03-24T07:30"))

    def test_by_appointment_is_not_open(self) -> None:
        """The state is told, and the next opening is the next one without an appointment."""
        asked = special("2020-03-23", "2020-03-23", {"Mo": "08:00-12:00"}, "by_appointment")
        status = timetable(office(WEEK, [asked])).status(at("2020-03-23T09:00"))
        told = (State.BY_APPOINTMENT, at("2020-03-23T12:00"), at("2020-03-24T07:30"))
        assert (status.state, status.until, status.next_opening) == told

    @pytest.mark.parametrize(("name", "outside"), [("wa", State.UNKNOWN), ("surel", State.OPEN)])
    def test_special_hours_of_a_channel_without_a_schedule(self, name: str, outside: State) -> None:
        """On their dates they decide; on others the channel is as it was."""
        changed = special("2020-03-23", "2020-03-23", {"Mo": "08:00-12:00"}, channels=(name,))
        table = timetable(office(WEEK, [changed]), name)
        found = [
            table.status(at(local)).state for local in ("2020-03-23T09:00", "2020-03-23T13:00", "2020-03-24T09:00")
        ]
        assert found == [State.OPEN, State.CLOSED, outside]

    def test_extra_hours_of_unknown_ones(self) -> None:
        """What is told is open; the rest of that day stays unknown."""
        extra = special("2020-03-23", "2020-03-23", {"Mo": "08:00-09:00"}, "extra", channels=("wa",))
        shown = states(timetable(office(WEEK, [extra]), "wa"), "2020-03-23")
        assert shown == "0:00-8:00 unknown, 8:00-9:00 open, 9:00-24:00 unknown"

    @pytest.mark.parametrize(
        ("named", "shut"),
        [
            ({"channels": ("surel",)}, ["surel"]),
            ({"locations": ("gedung",)}, ["loket"]),
            ({"organizations": ("kantor",)}, ["loket"]),
            ({"organizations": ("kantor",), "channels": ("wa",)}, ["loket", "wa"]),
        ],
    )
    def test_a_closure_of_a_place_shuts_its_counters(
        self, named: Mapping[str, tuple[str, ...]], shut: list[str]
    ) -> None:
        """Other channels are closed only where the closure names them."""
        item = closure("2020-03-23", None, **named)
        directory = office(WEEK, [item])
        assert list(Timetables(directory).shut_by(item)) == shut
        shown = [name for name in directory.channels if timetable(directory, name).day(MONDAY)[0].cause is item]
        assert shown == shut

    def test_a_desk_keeps_its_schedule_while_a_counter_is_closed(self) -> None:
        """Closures shut channels; the desk behind goes on working, and has holidays."""
        directory = office(WEEK, [closure("2020-03-23", None), holiday("2020-03-25")])
        desk = schedule_timetable(directory, "jam")
        assert [desk.opens_on(MONDAY + timedelta(days=day)) for day in range(3)] == [True, True, False]


class TestClosures:
    """Rules 3 and 4: dates are inclusive, and a closure is passed however long it is."""

    def test_both_days_of_a_closure_are_closed(self) -> None:
        """From the first minute of its first day to the last of its last."""
        table = timetable(office(week({"Mo-Su": "00:00-24:00"}), [closure("2020-03-23", "2020-04-05")]))
        assert table.status(at("2020-03-22T10:00")).until == at("2020-03-23T00:00")
        status = table.status(at("2020-03-23T00:00"))
        assert (status.state, status.until, status.next_opening) == (State.CLOSED, at("2020-04-06"), at("2020-04-06"))

    def test_a_closure_without_an_end_has_no_next_opening(self) -> None:
        """Until further notice there is no promise."""
        status = timetable(office(WEEK, [closure("2020-03-23", None)])).status(at("2026-11-22T10:00"))
        assert (status.state, status.until, status.next_opening) == (State.CLOSED, None, None)

    def test_before_a_closure_the_office_is_open(self) -> None:
        """A closure to come is in nobody's way until it begins."""
        table = timetable(office(WEEK, [closure("2020-03-23", None)]))
        assert table.status(at("2020-03-20T12:00")).next_opening == at("2020-03-20T13:00")
        assert table.status(at("2020-03-20T15:00")).next_opening is None

    def test_closures_that_overlap_end_with_the_last(self) -> None:
        """The next opening is after all of them; the cause is the one that lasts longest, whenever it began."""
        long, early = closure("2020-04-01", "2020-05-10"), closure("2020-03-23", "2020-04-05")
        table = timetable(office(WEEK, [early, long, closure("2020-04-02", "2020-04-03")]))
        status = table.status(at("2020-04-02T10:00"))
        assert (status.cause, status.next_opening) == (long, at("2020-05-11T07:30"))
        assert table.status(at("2020-03-23T10:00")).next_opening == at("2020-05-11T07:30")

    @pytest.mark.parametrize(
        ("last", "opening"),
        [("2021-05-02", "2021-05-03T07:30"), ("2100-02-28", "2100-03-01T07:30"), ("2199-12-31", "2200-01-01T07:30")],
    )
    def test_the_next_opening_is_found_however_far(self, last: str, opening: str) -> None:
        """A closure of a year or of two centuries is passed in one step."""
        status = timetable(office(WEEK, [closure("2020-03-23", last)])).status(at("2020-03-24T10:00"))
        assert status.next_opening == at(opening)

    def test_the_next_opening_is_not_the_next_change(self) -> None:
        """After the closure come a weekend and a holiday, and only then an open door."""
        table = timetable(office(WEEK, [closure("2020-03-23", "2020-04-03"), holiday("2020-04-06")]))
        status = table.status(at("2020-03-24T10:00"))
        assert (status.until, status.next_opening) == (at("2020-04-07T07:30"), at("2020-04-07T07:30"))


def test_the_founding_case(pasuruan: Directory) -> None:
    """On 24 March 2020 both counters are closed; on 6 April the tax hall opens by itself, and BPJS stays closed."""
    now, later = at("2020-03-24T10:00"), at("2020-04-06T07:30")
    bkd, bpjs = timetable(pasuruan, "loket-bkd"), timetable(pasuruan, "loket-bpjs")
    assert [table.status(now).state for table in (bkd, bpjs)] == [State.CLOSED, State.CLOSED]
    assert (bkd.status(now).next_opening, bpjs.status(now).next_opening) == (later, None)
    assert (bkd.status(later).state, bpjs.status(later).state) == (State.OPEN, State.CLOSED)


@pytest.mark.parametrize(("zone", "hour"), [("Jakarta", 7), ("Makassar", 8), ("Jayapura", 9)])
def test_hours_are_local_to_the_office(zone: str, hour: int) -> None:
    """One instant is 07:30 in Jakarta, 08:30 in Makassar and 09:30 in Jayapura, whatever zone `now` was told in."""
    directory = office(week({"Mo": f"{hour:02}:30-12:00"}), zone=ZONES[zone])
    status = timetable(directory).status(datetime.fromisoformat("2020-03-22T23:30:00-01:00"))
    assert (status.state, status.next_opening) == (State.OPEN, at(f"2020-03-23T{hour:02}:30", ZONES[zone]))
    assert status.next_opening is not None
    assert status.next_opening.tzinfo is ZONES[zone]


class TestWorkingDays:
    """Rule 5: a working day is one on which the schedule opens at all."""

    @pytest.mark.parametrize(
        ("received", "days", "due"),
        [
            ("2020-03-19T15:40", 2, "2020-03-24"),  # Thursday, after closing: received on Friday
            ("2020-03-19T15:30", 2, "2020-03-24"),
            ("2020-03-19T15:29", 2, "2020-03-23"),
            ("2020-03-19T12:30", 2, "2020-03-23"),  # in the break
            ("2020-03-19T00:00", 2, "2020-03-23"),
            ("2020-03-21T09:00", 1, "2020-03-24"),  # Saturday: received on Monday
            ("2020-03-19T15:40", 0, "2020-03-20"),
            ("2020-03-19T15:00", 0, "2020-03-19"),
        ],
    )
    def test_counting_begins_after_the_day_of_receipt(self, received: str, days: int, due: str) -> None:
        """What comes after the last closing of a day, or on a closed day, is received on the next working day."""
        assert timetable(office(WEEK)).working_day_after(at(received), days) == date.fromisoformat(due)

    def test_holidays_and_changed_days_do_not_count(self) -> None:
        """Nyepi and a day that was changed to closed push the answer on; an extra Saturday pulls it back."""
        records: list[CalendarDay | SpecialHours] = [
            holiday("2020-03-25"),
            special("2020-03-26", "2020-03-26", {"Th": ""}),
            special("2020-03-28", "2020-03-28", {"Sa": "09:00-10:00"}, "extra"),
        ]
        table = timetable(office(WEEK, records))
        assert [table.working_day_after(at("2020-03-24T10:00"), days) for days in (1, 2, 3)] == [
            date(2020, 3, 27), date(2020, 3, 28), date(2020, 3, 30),
        ]  # fmt: skip

    @pytest.mark.parametrize("regular", [None, {}, week({"Mo-Su": ""})])
    def test_a_schedule_that_never_opens_promises_nothing(self, regular: Mapping[int, tuple[()]] | None) -> None:
        """There is no working day, and counting ends all the same."""
        assert timetable(office(regular)).working_day_after(at("2020-03-24T10:00"), 2) is None

    def test_a_leap_day_is_a_day(self) -> None:
        """29 February counts in the years that have it."""
        table = timetable(office(week({"Mo-Su": "08:00-12:00"})))
        assert table.working_day_after(at("2020-02-28T09:00"), 1) == date(2020, 2, 29)
        assert table.working_day_after(at("2021-02-28T09:00"), 1) == date(2021, 3, 1)
        assert table.working_day_after(at("2100-02-28T09:00"), 1) == date(2100, 3, 1)

    def test_an_answer_is_due_by_the_last_closing(self) -> None:
        """The closing instant of a working day is the end of its last interval."""
        table = timetable(office({**WEEK, **week({"Su": "20:00-24:00"})}))
        assert table.closing_instant(date(2020, 3, 27)) == at("2020-03-27T14:30")
        assert table.closing_instant(date(2020, 3, 29)) == at("2020-03-30T00:00")
