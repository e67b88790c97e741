"""Sentences about numbers, addresses and hours. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import assert_never

from generator.answers.diff.telling import Telling
from generator.changes import kinds
from generator.changes.kinds import DayHours, Stint, WeekRow, joined_rows
from generator.directory import Channel, EmailChannel, Interval, Language, Location, State, Web, channel_contact
from generator.directory.values import DAY_MINUTES, Duration


def channel_sentence(change: kinds.ChannelChange, told: Telling) -> str:
    words = told.words
    match change:
        case kinds.ContactChanged(channels, before):
            return words(
                "diff.of", what=told.some(map(told.reached, channels)), change=_contact(before, channels[0], words)
            )
        case kinds.CounterMoved(counter, old, new):
            moved = words("diff.counter_moved", old=_place(old, told), new=_place(new, told))
            return words("diff.of", what=told.name(counter), change=moved)
        case kinds.AddressChanged(old, new):
            address = words("diff.address", old=told.address(old), new=told.address(new))
            return words("diff.of", what=told.name(new), change=address)
        case kinds.LastIntakeChanged(channels, old_time, new_time):
            intake = words("diff.last_intake", old=_intake(old_time, words), new=_intake(new_time, words))
            return words("diff.of", what=told.channels(channels), change=intake)
        case kinds.HoursNoteChanged(channels):
            return words("diff.of", what=told.channels(channels), change=words("diff.hours_note"))
        case _:
            assert_never(change)


def _contact(old: Channel, new: Channel, words: Language) -> str:
    key = "diff.address" if isinstance(new, EmailChannel | Web) else "diff.number"
    return words(key, old=channel_contact(old), new=channel_contact(new))


def _place(location: Location, told: Telling) -> str:
    name = told.name(location)
    return f"{name}, {told.address(location)}" if location.address else name


def _intake(time: Duration | None, words: Language) -> str:
    if time is None:
        return words("diff.intake_to_the_end")
    return words("diff.intake_before", time=words.duration(time))


def opening_sentence(change: kinds.OpeningChange, told: Telling) -> str:
    words, channels = told.words, told.channels(change.channels)
    match change:
        case kinds.RegularHoursChanged(rows=rows):
            return words("diff.of", what=channels, change=week_rows(rows, words))
        case kinds.DatesChanged(_, dates, old, new):
            periods = told.some(words.dates(*period) for period in _periods(dates))
            return words("diff.dates", channels=channels, dates=periods, old=_hours(old, words), new=_hours(new, words))
        case kinds.HolidayRuleChanged(closed=closed):
            shut = words("diff.closed_on_holidays") if closed else words("diff.open_on_holidays")
            return words("diff.of", what=channels, change=shut)
        case kinds.HolidayAdded(day):
            return words(
                "diff.holiday_added", date=words.date(day.date), name=day.name.say(words.code), channels=channels
            )
        case kinds.HolidayRemoved(day):
            return words(
                "diff.holiday_removed", date=words.date(day.date), name=day.name.say(words.code), channels=channels
            )
        case _:
            assert_never(change)


def week_rows(rows: Sequence[WeekRow], words: Language) -> str:
    """Each row with the hours before; what is the same in every row is told once."""
    new, old = [_row(row, row.new, words) for row in rows], [_row(row, row.old, words) for row in rows]
    if len(rows) > 1 and len({row.old for row in rows}) == 1:
        return "; ".join([*new, words("diff.before", old=_hours(rows[0].old, words))])
    if len(rows) > 1 and len({row.new for row in rows}) == 1:
        days = words.enumeration([_weekdays(row, words) for row in _neighbours(rows)])
        now = words("diff.row", days=days, hours=_hours(rows[0].new, words))
        return f"{now}, {words('diff.before', old='; '.join(old))}"
    before = (words("diff.before", old=_hours(row.old, words)) for row in rows)
    return "; ".join(f"{now}, {then}" for now, then in zip(new, before, strict=True))


def _row(row: WeekRow, hours: DayHours | None, words: Language) -> str:
    return words("diff.row", days=_weekdays(row, words), hours=_hours(hours, words))


def _neighbours(rows: Sequence[WeekRow]) -> tuple[WeekRow, ...]:
    """Rows that touch as one, whatever the hours were before."""
    return joined_rows({day: (None, None) for row in rows for day in range(row.first, row.last + 1)})


def _weekdays(row: WeekRow, words: Language) -> str:
    first, last = words.weekday(row.first), words.weekday(row.last)
    return first if row.first == row.last else f"{first}–{last}"


def _hours(hours: DayHours | None, words: Language) -> str:
    if hours is None:
        return words("diff.as_usual")
    return ", ".join(_stint(stint, words) for stint in hours) if hours else words("diff.closed")


def _stint(stint: Stint, words: Language) -> str:
    whole_day = stint.end - stint.start == DAY_MINUTES
    hours = words("diff.all_day") if whole_day else words.interval(Interval(stint.start, stint.end))
    if stint.state is State.UNKNOWN:
        return words("diff.unknown") if whole_day else words("diff.unknown_within", hours=hours)
    return words("diff.by_appointment", hours=hours) if stint.state is State.BY_APPOINTMENT else hours


def _periods(dates: Sequence[date]) -> list[tuple[date, date]]:
    """Days in order, those that follow one another as one period."""
    periods: list[tuple[date, date]] = []
    for on in dates:
        if periods and periods[-1][1] == on - timedelta(days=1):
            periods[-1] = (periods[-1][0], on)
        else:
            periods.append((on, on))
    return periods
