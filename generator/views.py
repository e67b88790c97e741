"""What a page shows of a channel and its hours, in one language, ready for a template. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from generator.directory import (
    CalendarDay,
    Cause,
    Channel,
    Counter,
    Directory,
    Interval,
    Language,
    Organization,
    Phone,
    Schedule,
    SpecialHours,
    State,
    Text,
    Timetable,
    WhatsApp,
    channel_contact,
    channel_link,
    channel_name,
    language,
)
from generator.directory.links import channel_full_name
from generator.directory.model import Address
from generator.news import Announcement


def marked(line: str, code: str, words: Language) -> str:
    """A text as it is, or within an element that names its language, where that is not the page's."""
    if code == words.code:
        return line
    return Markup(f'<span lang="{escape(code)}">{escape(line)}</span>')  # noqa: S704 both are escaped


def named(text: Text, words: Language) -> str:
    """A text on one line, marked where it is in another language."""
    return marked(text.say(words.code), text.language_for(words.code), words)


@dataclass(frozen=True, slots=True)
class HoursTable:
    """Rows of weekdays and hours, and the sentences that belong to them; `note`, the office's own, is among these."""

    rows: Sequence[tuple[str, str]]
    remarks: Sequence[str]
    note: str


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as a citizen meets it: a link to tap where there is one, and when somebody answers."""

    id: str
    type: str
    name: str
    full_name: str
    action: str
    number: str
    href: str
    place: Sequence[str]
    spoken: str
    hours: HoursTable | None
    always_open: bool
    shut: Sequence[Announcement]

    @property
    def tells_state(self) -> bool:
        """Whether it opens and closes, so that a reader wants to know how it is now."""
        return self.hours is not None or bool(self.shut)


def way(directory: Directory, channel: Channel, shut: Sequence[Announcement], words: Language) -> Way:
    """A channel with the announcements that shut or change it."""
    schedule = directory.schedules[channel.schedule] if channel.schedule else None
    action, href = channel_link(channel, words)
    return Way(
        id=channel.id,
        type=channel.type,
        name=named(channel.name, words) if channel.name else channel_name(channel, words),
        full_name=_full_name(directory, channel, words),
        action=action,
        number=channel_contact(channel) if isinstance(channel, WhatsApp | Phone) else "",
        href=href,
        place=_place(directory, channel, words),
        spoken=_spoken(channel, words),
        hours=hours_table(schedule, words, takes_visitors=isinstance(channel, Counter)) if schedule else None,
        always_open=channel.always_open and schedule is None,
        shut=shut,
    )


def _full_name(directory: Directory, channel: Channel, words: Language) -> str:
    code = channel.name.language_for(words.code) if channel.name else words.code
    return marked(channel_full_name(directory, channel, words), code, words)


def _spoken(channel: Channel, words: Language) -> str:
    """The languages in which somebody answers, where they are told."""
    codes = channel.languages if isinstance(channel, WhatsApp | Phone) else ()
    return (
        words("page.spoken", languages=words.enumeration([words.language_name(code) for code in codes]))
        if codes
        else ""
    )


def _place(directory: Directory, channel: Channel, words: Language) -> list[str]:
    if not isinstance(channel, Counter):
        return []
    location = directory.locations[channel.location]
    address = location.address
    lines = [named(location.name, words), address_line(address) if address else ""]
    return [line for line in lines if line]


def address_line(address: Address) -> str:
    """The street and what follows it, on one line."""
    parts = [address.street_address, address.locality, address.region, address.postal_code]
    return ", ".join(part for part in parts if part)


def hours_table(schedule: Schedule, words: Language, *, takes_visitors: bool = True) -> HoursTable:
    note = named(schedule.note, words) if schedule.note else ""
    remarks = [note] if note else []
    if schedule.regular is None:
        return HoursTable([], [words("page.hours_unknown"), *remarks], note)
    if schedule.last_intake and takes_visitors:
        remarks.append(words("page.last_intake", time=words.duration(schedule.last_intake)))
    remarks.append(words(f"page.{schedule.public_holidays}_on_holidays"))
    return HoursTable(words.week(schedule.regular), remarks, note)


class Place(NamedTuple):
    """A building: its name, its address on one line, how people get in, and where it is on a map."""

    name: str
    address: str
    accessibility: Text | None
    map: str


def places(directory: Directory, organization: Organization, words: Language) -> list[Place]:
    own = [location for location in directory.locations.values() if location.organization == organization.id]
    return [
        Place(
            named(location.name, words),
            address_line(location.address) if location.address else "",
            location.accessibility,
            f"geo:{location.geo.latitude},{location.geo.longitude}" if location.geo else "",
        )
        for location in own
    ]


COMING_DAYS = 14


class ComingDay(NamedTuple):
    """A date, what is open on it, and why where that is not the usual week; `after` is the day after it."""

    day: str
    hours: str
    remark: str
    after: date


class ComingDays(NamedTuple):
    """The next dates of channels that keep the same hours on all of them."""

    channels: Sequence[str]
    days: Sequence[ComingDay]


@lru_cache(maxsize=512)  # most offices keep the hours of others
def coming_days(table: Timetable, first: date, code: str) -> tuple[ComingDay, ...]:
    """Absolute dates from `first` on, in the language of `code`.

    None where the hours are unknown and no dated record touches them.
    """
    words = language(code)
    dates = [first + timedelta(days=number) for number in range(COMING_DAYS)]
    return tuple(_coming_day(table, on, words) for on in dates) if _has_hours(table, dates) else ()


def grouped_days(days: Iterable[tuple[str, tuple[ComingDay, ...]]]) -> list[ComingDays]:
    """Channels, by their names, that keep the same hours on all dates under one heading."""
    found: dict[tuple[ComingDay, ...], list[str]] = {}
    for name, dates in days:
        if dates:
            found.setdefault(dates, []).append(name)
    return [ComingDays(list(dict.fromkeys(names)), dates) for dates, names in found.items()]


def _has_hours(table: Timetable, dates: Iterable[date]) -> bool:
    is_known = table.schedule is not None and table.schedule.regular is not None
    return is_known or any(span.cause for on in dates for span in table.day(on))


def _coming_day(table: Timetable, on: date, words: Language) -> ComingDay:
    spans = table.day(on)
    asked = tuple(Interval(span.start, span.end) for span in spans if span.state is State.BY_APPOINTMENT)
    intervals = table.intervals(on)
    told = [words.hours(intervals)] if intervals else []
    if asked:
        told.append(words("page.by_appointment", hours=words.hours(asked)))
    if not told:
        is_unknown = any(span.state is State.UNKNOWN for span in spans)
        told = [words("page.hours_unknown") if is_unknown else words.hours(())]
    causes = dict.fromkeys(_remark(span.cause, words) for span in spans if span.cause)
    remark = Markup(", ").join(cause for cause in causes if cause) if causes else ""
    return ComingDay(words.weekday_and_date(on), ", ".join(told), remark, on + timedelta(days=1))


def _remark(cause: Cause, words: Language) -> str:
    match cause:
        case CalendarDay():
            return named(cause.name, words)
        case SpecialHours(reason=reason):
            return named(reason, words) if reason else words("page.special_day")
    return ""
