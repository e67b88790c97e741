"""Small directories and files for tests, of which a test names only what it is about."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from generator.directory import (
    CalendarDay,
    Channel,
    Clock,
    Closure,
    Counter,
    Directory,
    EmailChannel,
    Location,
    Organization,
    Reading,
    Schedule,
    SpecialHours,
    Text,
    Timetable,
    WhatsApp,
    channel_timetable,
    inspect,
)
from generator.directory.model import Site
from generator.directory.values import Telephone, Week, interval, weekdays
from generator.public import public_directory_as_text

ROOT = Path(__file__).parent.parent
JAKARTA = ZoneInfo("Asia/Jakarta")
FOUNDING_DAY = datetime(2020, 3, 24, 10, 0, tzinfo=JAKARTA)
MINIMAL = """\
version: 1
site: {url: https://kantor.example, name: Kantor}
organizations: [{id: kantor, name: Kantor}]
"""
"""A file without a fault, of three lines; what a test adds begins on line 4."""

Fault = tuple[int, int, str]
"""Line, column, rule."""


def clock_on(day: date | None) -> Clock | None:
    """A clock that stands at noon of a local day."""
    return (lambda zone: datetime.combine(day, time(12), zone)) if day else None


def reading(text: str | bytes, today: date | None = None) -> Reading:
    """What is read from a file with these contents."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "contacts.yml")
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return inspect(path, clock=clock_on(today))


def faults(text: str | bytes) -> list[Fault]:
    """Where the file is wrong, and by which rule."""
    return _told(reading(text), "error")


def warnings(text: str, today: date | None = None) -> list[Fault]:
    """Where a file without a fault deserves a warning, and by which rule."""
    found = reading(text, today)
    assert found.directory is not None, found.problems
    return _told(found, "warning")


def _told(found: Reading, severity: str) -> list[Fault]:
    problems = [item for item in found.problems if item.severity == severity]
    return [(item.place.line, item.place.column, item.rule) for item in problems]


def good(text: str) -> Directory:
    """The directory in a file that must be without a fault."""
    found = reading(text)
    assert found.directory is not None, found.problems
    return found.directory


def public_directory(directory: Directory) -> Any:
    """What is published of it, as programs read it."""
    return json.loads(public_directory_as_text(directory))


def plain(words: str) -> Text:
    return Text("id", {"id": words}, plain=True)


def at(local: str, zone: ZoneInfo = JAKARTA) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=zone)


def week(days: Mapping[str, str]) -> Week:
    """`{"Mo-Th": "08:00-12:00 13:00-15:30", "Fr": ""}` as the model has it."""
    return {day: tuple(map(interval, hours.split())) for key, hours in days.items() for day in weekdays(key)}


def closure(first: str, last: str | None, **named: Any) -> Closure:
    """A closure of the counter, unless `named` says of what."""
    what = named or {"channels": ("loket",)}
    until = date.fromisoformat(last) if last else None
    known: dict[str, Any] = {"id": f"tutup-{first}", "stays_open": ("wa",), "reason": plain("Banjir")}
    return Closure(from_=date.fromisoformat(first), until=until, **(known | what))


def special(first: str, last: str, days: Mapping[str, str], kind: Any = "changed", **named: Any) -> SpecialHours:
    """Special hours of the counter's schedule, unless `named` says of what."""
    what = named or {"schedules": ("jam",)}
    dates = {"from_": date.fromisoformat(first), "until": date.fromisoformat(last)}
    target = "-".join(str(part) for part in what.values())
    known: dict[str, Any] = {"id": f"{kind}-{first}-{target}", "regular": week(days), "kind": kind}
    return SpecialHours(**(known | dates | what))


def holiday(on: str, name: str = "Hari libur") -> CalendarDay:
    return CalendarDay(date=date.fromisoformat(on), kind="holiday", name=plain(name))


def office(
    regular: Week | None,
    records: Iterable[Closure | SpecialHours | CalendarDay] = (),
    *,
    zone: ZoneInfo = JAKARTA,
    public_holidays: Literal["closed", "open"] = "closed",
) -> Directory:
    """An office with a counter `loket` of schedule `jam`, and `wa` and `surel` that have no schedule."""
    records = tuple(records)
    telephone = Telephone("+6281230060440", "0812-3006-0440")
    channels: list[Channel] = [
        Counter(id="loket", location="gedung", schedule="jam"),
        WhatsApp(id="wa", number=telephone),
        EmailChannel(id="surel", address="kantor@kantor.example"),
    ]
    return Directory(
        site=Site(url="https://kantor.example", name=plain("Kantor"), timezone=zone),
        organizations={"kantor": Organization(id="kantor", name=plain("Kantor"))},
        locations={"gedung": Location(id="gedung", organization="kantor", name=plain("Gedung"))},
        schedules={"jam": Schedule(id="jam", regular=regular, public_holidays=public_holidays)},
        channels={channel.id: channel for channel in channels},
        calendar=tuple(item for item in records if isinstance(item, CalendarDay)),
        closures={item.id: item for item in records if isinstance(item, Closure)},
        special_hours={item.id: item for item in records if isinstance(item, SpecialHours)},
    )


def timetable(directory: Directory, channel_id: str = "loket") -> Timetable:
    return channel_timetable(directory, directory.channels[channel_id])
