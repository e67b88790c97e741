"""Open now? Until when? When next? Which working day? Pure: `now` is a parameter, and so is every zone.

One engine for every mouth: whatever tells hours (page, badge data, `hours`, the form's answer) asks a `Timetable`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import NamedTuple
from zoneinfo import ZoneInfo

from generator.directory.courses import AFTER, DAY, begin_of, courses
from generator.directory.model import CalendarDay, Closure, Schedule, SpecialHours
from generator.directory.spans import (
    Cause,
    Span,
    State,
    joined,
    open_intervals,
    overlaid,
    regular_day,
    spans_of,
    whole_day,
)
from generator.directory.values import DAY_MINUTES, Duration, Interval

MOST_CLOSED_DAYS = 3660


class Stretch(NamedTuple):
    """As a Span, but from an instant of the office's zone on, until the next one begins."""

    start: datetime
    state: State
    cause: Cause


class Status(NamedTuple):
    """`until`: the first instant in another state; `next_opening`: the first open instant from now on; None: never."""

    state: State
    until: datetime | None
    next_opening: datetime | None
    cause: Cause


@dataclass(frozen=True, eq=False)
class Timetable:
    """All that bears on one channel, or on one schedule by itself, picked out of the directory once.

    `specials` are those for the channel before those for its schedule: the first that names a weekday decides. Equal
    is each to itself alone, so that what is made of one can soon be found again by it.
    """

    zone: ZoneInfo
    schedule: Schedule | None
    always_open: bool
    closures: tuple[Closure, ...]
    holidays: dict[date, CalendarDay]
    specials: tuple[SpecialHours, ...]
    extras: tuple[SpecialHours, ...]
    _known: dict[date, tuple[Span, ...]] = field(default_factory=dict, init=False, repr=False)

    def day(self, on: date) -> tuple[Span, ...]:
        """The spans of a local date, in order; together they are the whole day.

        Each is worked out once: a page's badge, its dates and its linked data ask for the same ones, in each language.
        """
        if on not in self._known:
            self._known[on] = self._day(on)
        return self._known[on]

    def _day(self, on: date) -> tuple[Span, ...]:
        if not self.is_touched_on(on):
            return self.week[on.weekday()]
        if closure := self.closure_on(on):
            return whole_day(State.CLOSED, closure)
        spans = self._without_extras(on)
        for extra in self.extras:
            if extra.from_ <= on <= extra.until:
                for interval in extra.regular.get(on.weekday(), ()):
                    spans = overlaid(spans, interval, extra)
        return joined(spans) if self.extras else spans

    def is_touched_on(self, on: date) -> bool:
        """Whether a dated record may decide anything of a local date."""
        for first, last in self._periods:
            if first <= on and (last is None or on <= last):
                return True
        return on in self.holidays

    @cached_property
    def _periods(self) -> list[tuple[date, date | None]]:
        """From when to when each closure and all special hours hold; None is no end."""
        specials = [(item.from_, item.until) for item in (*self.specials, *self.extras)]
        return [*((item.from_, item.until) for item in self.closures), *specials]

    @cached_property
    def week(self) -> tuple[tuple[Span, ...], ...]:
        """From Monday on, the days of which no dated record says anything."""
        if self.schedule is None or self.schedule.regular is None:
            is_open = self.schedule is None and self.always_open
            return (whole_day(State.OPEN if is_open else State.UNKNOWN, None),) * 7
        return tuple(regular_day(self.schedule.regular.get(day, ())) for day in range(7))

    def closure_on(self, on: date) -> Closure | None:
        """Of several closures, the one that lasts longest."""
        if not self.closures:
            return None
        covering = [item for item in self.closures if item.from_ <= on and (item.until is None or on <= item.until)]
        return max(covering, key=lambda item: item.until or date.max, default=None)

    def _without_extras(self, on: date) -> tuple[Span, ...]:
        if holiday := self.holidays.get(on):
            return whole_day(State.CLOSED, holiday)
        for special in self.specials:
            if special.from_ <= on <= special.until and on.weekday() in special.regular:
                state = State.BY_APPOINTMENT if special.kind == "by_appointment" else State.OPEN
                return spans_of(special.regular[on.weekday()], state, special)
        return self.week[on.weekday()]

    def intervals(self, on: date) -> tuple[Interval, ...]:
        """The open intervals of a local date; neighbours that touch are one."""
        return open_intervals(self.day(on))

    def opens_on(self, on: date) -> bool:
        return any(span.state is State.OPEN for span in self.day(on))

    def status(self, now: datetime) -> Status:
        """What holds at `now`, which must know its zone."""
        stretches = self.stretches(now)
        current = next(stretches)
        until, next_opening = None, now.astimezone(self.zone) if current.state is State.OPEN else None
        for stretch in stretches:
            if until is None and stretch.state is not current.state:
                until = stretch.start
            if next_opening is None and stretch.state is State.OPEN:
                next_opening = stretch.start
            if until and next_opening:
                break
        return Status(current.state, until, next_opening, current.cause)

    def next_opening_from(self, on: date) -> datetime | None:
        """The first open instant from a local date's first on; None: never."""
        return self.status(begin_of(self.zone, on)).next_opening

    def stretches(self, now: datetime) -> Iterator[Stretch]:
        """The stretch that holds `now` and those that follow, up to a week after the last dated record.

        Where no dated record begins or ends, weeks are alike, and the first of them is told for all.
        """
        since = now.astimezone(UTC)  # two instants in one zone are soon compared
        for on in self._telling_dates(now.astimezone(self.zone).date()):
            for end, stretch in self.stretches_on(on):
                if end > since:
                    yield stretch

    def stretches_on(self, on: date) -> Iterator[tuple[datetime, Stretch]]:
        """The stretches of a local date, each after the instant (UTC) at which it ends.

        Where clocks are put forward, minutes that never come are left out; where they are put back, those that come
        twice are told twice.
        """
        spans = self.day(on)
        for begin, end, midnight, local_midnight in courses(self.zone, on):
            for first, last, state, cause in spans:
                if local_midnight:
                    yield midnight + AFTER[last], Stretch(local_midnight + AFTER[first], state, cause)
                    continue
                start, stop = max(begin, midnight + AFTER[first]), min(end, midnight + AFTER[last])
                if start < stop:
                    yield stop, Stretch(start.astimezone(self.zone), state, cause)

    def _telling_dates(self, first: date) -> Iterator[date]:
        """Some dates from the first on, which is part over, and from each on which a record begins or has ended.

        Eight of them hold each weekday, and two are enough where no weekday differs from another.
        """
        has_weekdays = (self.schedule and self.schedule.regular) or self.specials or self.extras
        most, begin = 8 if has_weekdays else 2, first
        for turn in (*self._turns, date.max):
            if turn > begin:
                days = min((turn - begin).days, most)
                yield from (begin + DAY * number for number in range(days))
                begin = turn

    @cached_property
    def _turns(self) -> list[date]:
        """The dates on which a dated record begins, and those after its last."""
        periods = [*self._periods, *((on, on) for on in self.holidays)]
        ends = (last + DAY for _, last in periods if last)
        return sorted({*(begin for begin, _ in periods), *ends})

    def instant(self, on: date, minute: int) -> datetime:
        """A local minute as an instant; minute 1440 is the next midnight."""
        if minute == DAY_MINUTES:
            on, minute = on + DAY, 0
        return datetime.combine(on, time(minute // 60, minute % 60), self.zone)

    def is_reachable_between(self, first: date, last: date | None) -> bool:
        """Whether any minute of these dates is not closed. Unknown hours count as reachable."""
        end = begin_of(self.zone, last + DAY) if last else None
        for stretch in self.stretches(begin_of(self.zone, first)):
            if end and stretch.start >= end:
                return False
            if stretch.state is not State.CLOSED:
                return True
        return False

    def open_time(self, since: datetime, until: datetime) -> timedelta:
        """For how long it is open between two instants; none where the second is not the later one."""
        first, last = since.astimezone(self.zone).date(), until.astimezone(self.zone).date()
        total = timedelta(0)
        for on in (first + DAY * number for number in range((last - first).days + 1)):
            for end, stretch in self.stretches_on(on):
                if stretch.state is State.OPEN:
                    begin = max(stretch.start.astimezone(UTC), since.astimezone(UTC))
                    total += max(min(end, until.astimezone(UTC)) - begin, timedelta(0))
        return total

    def working_day_after(self, since: datetime, days: int) -> date | None:
        """The working day that is `days` working days after `since`; None where ten years pass without an opening.

        The day of receipt is not counted. What comes on a closed day, or after the last closing of a day, is received
        on the next working day.
        """
        local = since.astimezone(self.zone)
        on, minute = local.date(), local.hour * 60 + local.minute
        if not any(interval.end > minute for interval in self.intervals(on)):
            days += 1
        closed = 0
        while days > 0 and closed < MOST_CLOSED_DAYS:
            on += DAY
            closed = 0 if self.opens_on(on) else closed + 1
            days -= closed == 0
        return on if days == 0 else None

    def deadline(self, since: datetime, within: Duration) -> datetime | None:
        """By when something that came at `since` is due; in working days, at the last closing of the day."""
        if within.unit == "minutes":
            return since.astimezone(self.zone) + timedelta(minutes=within.amount)
        if within.unit == "days":
            return self.instant(since.astimezone(self.zone).date() + DAY * within.amount, DAY_MINUTES)
        on = self.working_day_after(since, within.amount)
        return self.closing_instant(on) if on else None

    def closing_instant(self, on: date) -> datetime:
        """The last closing of a working day."""
        return self.instant(on, self.intervals(on)[-1].end)
