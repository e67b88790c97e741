"""What holds at each channel of a government over 60 days, against opening-hours-py, whose engine is written in Rust.

It is given each channel's hours as OpenStreetMap writes them, and tells states alone; ours come with their cause.
"""

import dataclasses
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from opening_hours import OpeningHours

from benchmarks import government
from generator.directory import Timetable, Timetables, load
from generator.directory.values import WEEKDAYS

OFFICES = 100
"""With five channels each."""
FIRST, LENGTH = date(2026, 12, 1), 60
DATES = [FIRST + timedelta(days=number) for number in range(LENGTH)]


class Told(NamedTuple):
    """How many states, and in how many seconds of one core."""

    states: int
    seconds: float


def run(rounds: int, say: Callable[[str], None]) -> None:
    """Measures both ways to ask and says what came out."""
    tables = _tables()
    oracles = [OpeningHours(_written(table)) for table in tables]
    what = f"hours of {len(tables)} channels over {LENGTH} days"
    say(f"{what:<58} {'ours':>9} {'baseline':>9} {'ratio':>8} {'states':>11}")
    for what, ours, theirs in (
        ("all states in order; baseline: opening-hours-py (Rust)", _in_order(tables), _their_order(oracles)),
        ("at 10:30 each day, with its end and the next opening", _at_half_past_ten(tables), _their_answers(oracles)),
    ):
        own, other = _median(rounds, ours), _median(rounds, theirs)
        pace = f"{own.states / own.seconds:9.0f}/s"
        say(f"{what:<58} {own.seconds:7.2f} s {other.seconds:7.2f} s {own.seconds / other.seconds:6.2f} x {pace}")


def _tables() -> list[Timetable]:
    with tempfile.TemporaryDirectory() as folder:
        directory = load(government.write(Path(folder), offices=OFFICES, services=1, included=False))
    timetables = Timetables(directory)
    return [timetables.of_channel(channel) for channel in directory.channels.values()]


def _written(table: Timetable) -> str:
    """The hours of a channel as OpenStreetMap has them. Source: its wiki, Key:opening_hours/specification."""
    if table.schedule is None:
        return "24/7" if table.always_open else "24/7 unknown"
    regular = table.schedule.regular or {}
    rules = [f"{WEEKDAYS[day]} {','.join(map(str, hours))}" for day, hours in regular.items() if hours]
    rules += [f"{_dated(on)} off" for on in table.holidays]
    rules += [f"{_dated(item.from_)}-{_dated(item.until)} off" for item in table.closures if item.until]
    return "; ".join(rules)


def _dated(on: date) -> str:
    return on.strftime("%Y %b %d")


def _in_order(tables: Sequence[Timetable]) -> Callable[[], int]:
    return lambda: sum(_count(table.stretches_on(on)) for table in _anew(tables) for on in DATES)


def _anew(tables: Iterable[Timetable]) -> list[Timetable]:
    """As they are before anybody has asked them for a day: what they know then is left out of what is measured."""
    return [dataclasses.replace(table) for table in tables]


def _their_order(oracles: Sequence[OpeningHours]) -> Callable[[], int]:
    first, last = datetime(2026, 12, 1), datetime(2026, 12, 1) + timedelta(days=LENGTH)  # noqa: DTZ001 it knows no zones
    return lambda: sum(_count(oracle.intervals(first, last)) for oracle in oracles)


def _at_half_past_ten(tables: Sequence[Timetable]) -> Callable[[], int]:
    return lambda: _count(table.status(table.instant(on, 630)) for table in _anew(tables) for on in DATES)


def _their_answers(oracles: Sequence[OpeningHours]) -> Callable[[], int]:
    """Of two changes that follow, one is an opening where it opens at all."""
    moments = [datetime(on.year, on.month, on.day, 10, 30) for on in DATES]  # noqa: DTZ001 as above
    return lambda: _count(_their_answer(oracle, moment) for oracle in oracles for moment in moments)


def _their_answer(oracle: OpeningHours, moment: datetime) -> object:
    until = oracle.next_change(moment)
    return oracle.state(moment), until, until and oracle.next_change(until)


def _count(told: Iterable[object]) -> int:
    return sum(1 for _ in told)


def _median(rounds: int, tell: Callable[[], int]) -> Told:
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        states = tell()
        taken.append(time.process_time() - began)
    return Told(states, statistics.median(taken))
