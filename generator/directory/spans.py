"""A day in spans of one state each, and what becomes of them where hours lie on each other. Pure; knows no date."""

from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from generator.directory.model import CalendarDay, Closure, SpecialHours
from generator.directory.values import DAY_MINUTES, Interval


class State(Enum):
    OPEN = "open"
    CLOSED = "closed"
    BY_APPOINTMENT = "by_appointment"
    UNKNOWN = "unknown"


Cause: TypeAlias = Closure | CalendarDay | SpecialHours | None
"""The record that decides, where it is not the regular week."""


class Span(NamedTuple):
    """Minutes of one local day, `end` not included, that are in one state for one cause."""

    start: int
    end: int
    state: State
    cause: Cause


def open_intervals(day: Iterable[Span]) -> tuple[Interval, ...]:
    """Those of a day's spans; neighbours that touch are one."""
    merged: list[Interval] = []
    for span in day:
        if span.state is State.OPEN and merged and merged[-1].end == span.start:
            merged[-1] = Interval(merged[-1].start, span.end)
        elif span.state is State.OPEN:
            merged.append(Interval(span.start, span.end))
    return tuple(merged)


def whole_day(state: State, cause: Cause) -> tuple[Span, ...]:
    """One span from midnight to midnight."""
    return (Span(0, DAY_MINUTES, state, cause),)


def spans_of(intervals: tuple[Interval, ...], state: State, cause: Cause) -> tuple[Span, ...]:
    """The intervals in `state`, and closed between them; of those that touch, one span."""
    spans, reached = [], 0
    for interval in intervals:
        spans += [Span(reached, interval.start, State.CLOSED, cause), Span(*interval, state, cause)]
        reached = interval.end
    spans.append(Span(reached, DAY_MINUTES, State.CLOSED, cause))
    return joined(tuple(span for span in spans if span.start < span.end))


@lru_cache(maxsize=256)
def regular_day(intervals: tuple[Interval, ...]) -> tuple[Span, ...]:
    """The same for every office that keeps these hours, week after week."""
    return spans_of(intervals, State.OPEN, None)


def overlaid(spans: tuple[Span, ...], interval: Interval, cause: Cause) -> tuple[Span, ...]:
    """The spans with `interval` open, whatever lay there."""
    before = [span._replace(end=min(span.end, interval.start)) for span in spans]
    after = [span._replace(start=max(span.start, interval.end)) for span in spans]
    parts = [*before, Span(*interval, State.OPEN, cause), *after]
    return tuple(span for span in parts if span.start < span.end)


def joined(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Neighbours of one state and one cause as one span."""
    found: list[Span] = []
    for span in spans:
        if found and found[-1].state is span.state and found[-1].cause is span.cause:
            found[-1] = found[-1]._replace(end=span.end)
        else:
            found.append(span)
    return tuple(found)
