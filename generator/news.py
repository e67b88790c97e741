"""Closures, special hours and notices as announcements: what people are told, when it begins and ends. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from generator.concerned import Concerned
from generator.directory import (
    Channel,
    Closure,
    Directory,
    Language,
    Notice,
    PerDirectory,
    SpecialHours,
    Timetables,
)
from generator.directory.courses import DAY
from generator.directory.links import channel_full_name
from generator.directory.values import Week

GRAVITY = {"major": 0, "minor": 1, "announcement": 2}


@dataclass(frozen=True, slots=True)
class Announcement:
    """One piece of news in one language. `first` and `last` are local dates, both included; `last` None is no end.

    `posted` is the day of the announcement; None where it begins in the future, and nobody wrote down that day.

    `short` is the title without the names of what it concerns. `channels` are those that it concerns, `instead` those
    that stay open, `services` those of which any is concerned.
    """

    id: str
    kind: Literal["closure", "changed", "extra", "by_appointment", "notice"]
    level: str
    title: str
    short: str
    text: str
    first: date
    last: date | None
    period: str
    posted: date | None
    channels: tuple[str, ...]
    instead: tuple[str, ...]
    services: tuple[str, ...]
    organizations: tuple[str, ...]

    @property
    def over_on(self) -> date | None:
        """The first date on which it holds no more."""
        return self.last + timedelta(days=1) if self.last else None

    def ends(self, zone_of: datetime) -> datetime | None:
        """The first instant at which it holds no more, in the zone of `zone_of`."""
        return datetime.combine(self.over_on, datetime.min.time(), zone_of.tzinfo) if self.over_on else None


def announcements(directory: Directory, words: Language, *, with_outweighed: bool = False) -> list[Announcement]:
    """All that the directory announces, the newest first; of one day, the gravest first.

    Special hours that closures and holidays outweigh on each of their dates are left out, as nobody would find them
    kept; `with_outweighed` tells those too, as they are written.
    """
    known = _in_all_languages(directory)
    specials = [(item, about) for item, about in known.specials if about.week or with_outweighed]
    told = [
        *(_of_closure(directory, item, about, words) for item, about in known.closures),
        *(_of_special(directory, item, about, words) for item, about in specials),
        *(_of_notice(notice, services, words) for notice, services in known.notices),
    ]
    return sorted(told, key=lambda item: (-item.first.toordinal(), GRAVITY[item.level], item.id))


class _About(NamedTuple):
    """Whom a record concerns; `week`: of special hours what is kept of them."""

    channels: tuple[str, ...]
    services: tuple[str, ...]
    week: Week


class _Known(NamedTuple):
    closures: list[tuple[Closure, _About]]
    specials: list[tuple[SpecialHours, _About]]
    notices: list[tuple[Notice, tuple[str, ...]]]


@PerDirectory
def _in_all_languages(directory: Directory) -> _Known:
    """What of the announcements is alike in all languages, worked out once for them."""
    timetables, concerned = Timetables(directory), Concerned(directory)

    def about(channels: tuple[str, ...], week: Week) -> _About:
        return _About(channels, concerned.by_channels(channels), week)

    closures = [(item, about(timetables.shut_by(item), {})) for item in directory.closures.values()]
    specials = [
        (item, about(_channels_of(directory, item), kept_week(directory, item, timetables)))
        for item in directory.special_hours.values()
    ]
    notices = [(item, concerned.by_notice(item.services, item.organizations)) for item in directory.notices.values()]
    return _Known(closures, specials, notices)


def in_force_or_coming(told: Iterable[Announcement], today: date) -> list[Announcement]:
    """What has not ended: first what holds today, the gravest first, then what is coming, the soonest first."""
    holding = [item for item in told if item.last is None or item.last >= today]
    return sorted(holding, key=lambda item: (max(item.first, today), GRAVITY[item.level]))


def as_posted(item: Announcement, today: date) -> Announcement:
    """Without a day of announcement that is yet to come: a closure's own is not known, only its first day."""
    return replace(item, posted=None) if item.posted and item.posted > today else item


def ended(told: Iterable[Announcement], today: date) -> list[Announcement]:
    return [item for item in told if item.last is not None and item.last < today]


def _of_closure(directory: Directory, closure: Closure, about: _About, words: Language) -> Announcement:
    what = _named(directory, about, words)
    span = period(closure.from_, closure.until, words)
    return Announcement(
        id=closure.id,
        kind="closure",
        level=closure.level,
        title=words("page.closure_title", what=what, period=span),
        short=words("page.closure_short", period=span),
        text=closure.reason.say(words.code),
        first=closure.from_,
        last=closure.until,
        period=span,
        posted=closure.from_,
        channels=about.channels,
        instead=closure.stays_open,
        services=about.services,
        organizations=(),
    )


def kept_week(directory: Directory, special: SpecialHours, timetables: Timetables) -> Week:
    """The weekdays of special hours on which the engine heeds them at all; closures and holidays may outweigh them."""
    tables = [timetables.of_channel(directory.channels[name]) for name in _channels_of(directory, special)]
    kept: set[int] = set()
    on = special.from_
    while on <= special.until and len(kept) < len(special.regular):
        is_open_question = on.weekday() in special.regular and on.weekday() not in kept
        if is_open_question and any(span.cause is special for table in tables for span in table.day(on)):
            kept.add(on.weekday())
        on += DAY
    return {day: hours for day, hours in special.regular.items() if day in kept}


def _channels_of(directory: Directory, special: SpecialHours) -> tuple[str, ...]:
    return tuple(
        channel.id
        for channel in directory.channels.values()
        if channel.id in special.channels or channel.schedule in special.schedules
    )


def _of_special(directory: Directory, special: SpecialHours, about: _About, words: Language) -> Announcement:
    what = _named(directory, about, words)
    span = period(special.from_, special.until, words)
    rows = [f"{days}: {hours}" for days, hours in words.named_days(about.week or special.regular)]
    reason = [special.reason.say(words.code)] if special.reason else []
    return Announcement(
        id=special.id,
        kind=special.kind,
        level=special.level,
        title=words(f"page.special_{special.kind}", what=what, period=span),
        short=words(f"page.special_{special.kind}_short", period=span),
        text="\n".join([*reason, *rows]),
        first=special.from_,
        last=special.until,
        period=span,
        posted=special.from_,
        channels=about.channels,
        instead=(),
        services=about.services,
        organizations=(),
    )


def _of_notice(notice: Notice, services: tuple[str, ...], words: Language) -> Announcement:
    first = notice.from_ or notice.posted
    return Announcement(
        id=notice.id,
        kind="notice",
        level=notice.level,
        title=notice.title.say(words.code),
        short=notice.title.say(words.code),
        text=notice.text.say(words.code),
        first=first,
        last=notice.until,
        period=period(first, notice.until, words),
        posted=notice.posted,
        channels=(),
        instead=(),
        services=services,
        organizations=notice.organizations,
    )


def _named(directory: Directory, about: _About, words: Language) -> str:
    return words.enumeration(told_apart(directory, [directory.channels[name] for name in about.channels], words))


def period(first: date, last: date | None, words: Language) -> str:
    """`23 Maret – 5 April 2020`, or since when without an end."""
    if last is None:
        return words("page.period_open", date=words.date(first))
    return words.dates(first, last)


def told_apart(directory: Directory, channels: Iterable[Channel], words: Language) -> list[str]:
    """The names of channels, each told apart, and none twice."""
    return list(dict.fromkeys(channel_full_name(directory, channel, words) for channel in channels))
