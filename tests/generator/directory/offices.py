"""Random offices for the laws of hours, and the instants at which to ask them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from generator.directory import Closure, Directory, Interval, SpecialHours
from generator.directory.values import Week
from tests.building import closure, holiday, office

ZONES = {name: ZoneInfo(f"Asia/{name}") for name in ("Jakarta", "Makassar", "Jayapura")}
FIRST, LAST = date(2020, 1, 1), date(2021, 6, 30)
DATES = st.dates(FIRST, LAST)
Kind = Literal["changed", "extra", "by_appointment"]
OPEN_OR_CLOSED: list[tuple[Kind, str]] = [
    (kind, target) for kind in ("changed", "extra") for target in ("loket", "jam")
]
MINUTES = st.one_of(st.sampled_from([0, 480, 720, 780, 930, 1440]), st.integers(0, 1440))


@st.composite
def hours(draw: st.DrawFn) -> tuple[Interval, ...]:
    """The intervals of a day, none to three, in order; they may touch and may reach midnight."""
    ends = sorted(draw(st.lists(MINUTES, max_size=6, unique=True)))
    return tuple(Interval(start, end) for start, end in zip(ends[::2], ends[1::2], strict=False))


def weeks() -> st.SearchStrategy[Week]:
    return st.dictionaries(st.integers(0, 6), hours(), max_size=7)


@st.composite
def closures(draw: st.DrawFn) -> list[Closure]:
    """Up to three closures of the counter, hardly ever without an end."""
    firsts = draw(st.lists(DATES, max_size=3, unique=True))
    lengths = st.one_of(st.none(), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), st.integers(0, 500))
    found = []
    for first in firsts:
        days = draw(lengths)
        last = None if days is None else str(first + timedelta(days=days))
        found.append(closure(str(first), last))
    return found


@st.composite
def specials(draw: st.DrawFn, kinds: Sequence[tuple[Kind, str]]) -> list[SpecialHours]:
    """Special hours for the counter or its schedule; the periods of one rank do not overlap."""
    found: dict[str, SpecialHours] = {}
    for kind, target in draw(st.lists(st.sampled_from(kinds), max_size=4)):
        start, days = draw(st.sampled_from(range(0, 500, 50))), draw(st.integers(0, 49))
        first = FIRST + timedelta(days=start)
        name = f"{'extra' if kind == 'extra' else 'changed'}-{target}-{start}"
        channels = ("loket",) if target == "loket" else ()
        schedules = ("jam",) if target == "jam" else ()
        dates: dict[str, Any] = {"from_": first, "until": first + timedelta(days=days)}
        found[name] = SpecialHours(
            id=name, **dates, regular=draw(weeks()), kind=kind, channels=channels, schedules=schedules
        )
    return list(found.values())


@st.composite
def offices(draw: st.DrawFn, *, known_hours: bool = False) -> Directory:
    """An office with any week, closures, holidays and special hours, in one of Indonesia's zones.

    With `known_hours` every minute is open or closed, and none unknown or by appointment.
    """
    days = draw(st.lists(DATES, max_size=4, unique=True))
    holidays = [holiday(str(day)) for day in days]
    changes = draw(specials(OPEN_OR_CLOSED if known_hours else [*OPEN_OR_CLOSED, ("by_appointment", "loket")]))
    regular = draw(weeks() if known_hours else st.one_of(weeks(), weeks(), weeks(), st.none()))
    return office(
        regular,
        [*holidays, *draw(closures()), *changes],
        zone=ZONES[draw(st.sampled_from(list(ZONES)))],
        public_holidays=draw(st.sampled_from(["closed", "open"])),
    )


def instants() -> st.SearchStrategy[datetime]:
    """Instants in UTC, to the second, within and around the dates of the records."""
    naive = st.datetimes(datetime(2019, 12, 1), datetime(2022, 6, 30))  # noqa: DTZ001 the zone comes next
    return naive.map(lambda at: at.replace(microsecond=0, tzinfo=UTC))
