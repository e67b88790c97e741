"""The calendar that people subscribe to, as a file. Pure.

Knows no present: an event says the same on any day, and its number and instants come from the history.
Source: RFC 5545, and RFC 7986 for the properties of a calendar.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from urllib.parse import urlsplit

from icalendar import (
    Calendar,
    Component,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
)

from generator.calendar_entries import Entry, calendar_path, history_key
from generator.directory import Directory, Interval, Language, absolute, home_path
from generator.directory.model import Site
from generator.directory.values import DAY_MINUTES, FIRST_YEAR, WEEKDAYS
from generator.history import History, Revision
from generator.wording import on_one_line

REFRESH = timedelta(hours=6)
DAY = timedelta(days=1)
_END = "END:VCALENDAR\r\n"
_EVENT = re.compile("^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", re.MULTILINE | re.DOTALL)
_UID = re.compile("^UID:(.*)\r$", re.MULTILINE)


def calendar_file(
    directory: Directory, told: Mapping[str, Entry], words: Language, history: History, written: Mapping[str, str]
) -> str:
    """The file of a language, its lines ended and folded as RFC 5545 wants them.

    `history` has been revised with what is told; what was cancelled stands at the end. `written`: events that say
    what they said when a file of this site was made, as they stand there, by their keys in the history.
    """
    calendar = _empty_calendar(directory.site, words)
    calendar.add_component(_timezone(directory.site.timezone, told.values()))
    prefix, site = history_key(words, ""), directory.site
    gone = {key: item for key, item in history.items() if key.startswith(prefix) and item.cancelled}
    cancelled = {key: _cancelled(key.removeprefix(prefix), revision) for key, revision in gone.items()}
    events = (
        written.get(key) or _as_text(_event(site, words, entry, history[key]))
        for key, entry in [*told.items(), *cancelled.items()]
    )
    head = _as_text(calendar).removesuffix(_END)
    return "".join([head, *events, _END])


def events_in(text: str, site: Site, words: Language) -> dict[str, str]:
    """The whole events of such a file, as they stand there, by their keys in the history."""
    ending = _uid(site, words, "")
    found = ((_UID.search(part.replace("\r\n ", "")), part) for part in _EVENT.findall(text))
    return {history_key(words, uid[1].removesuffix(ending)): part for uid, part in found if uid}


def _as_text(component: Component) -> str:
    return str(component.to_ical(), "utf-8")


def _empty_calendar(site: Site, words: Language) -> Calendar:
    name = on_one_line(words("calendar.name", site=site.name.say(words.code)))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//Loket//Loket//{words.code.upper()}")
    calendar.add("method", "PUBLISH")
    for key in ("name", "x-wr-calname"):  # RFC 7986, section 5.1, and what programs knew before it
        calendar.add(key, vText(name))  # icalendar 7.3.0 takes no property that it does not know for a text
    calendar.add("url", absolute(site, home_path(site, words)))
    calendar.add("source", absolute(site, calendar_path(site, words)), parameters={"VALUE": "URI"})
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    return calendar


def _event(site: Site, words: Language, entry: Entry, revision: Revision) -> Event:
    event = Event()
    event.add("uid", _uid(site, words, entry.id))
    event.add("dtstamp", revision.changed)
    event.add("created", revision.published)
    event.add("last-modified", revision.changed)
    event.add("sequence", revision.sequence)
    event.add("summary", entry.title, parameters={"LANGUAGE": words.code})
    if entry.text:
        event.add("description", entry.text, parameters={"LANGUAGE": words.code})
    if entry.page:
        event.add("url", entry.page)
    event.add("status", "CANCELLED" if revision.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("class", "PUBLIC")
    event.add("organizer", _organizer(site, words))
    if entry.hours:
        _add_hours(event, site, entry.hours, entry.dates)
    else:
        _add_days(event, entry)
    return event


def _organizer(site: Site, words: Language) -> vCalAddress:
    """Who publishes it, by the site's address and no mailbox. RFC 5546, section 3.2.1, wants one in each event."""
    organizer = vCalAddress(absolute(site, home_path(site, words)))
    organizer.params["CN"] = on_one_line(site.name.say(words.code)).replace('"', "")
    return organizer


def _add_days(event: Event, entry: Entry) -> None:
    """Whole days, the end being the first day after them; without an end, each day from the first on."""
    event.add("dtstart", entry.first)
    event.add("dtend", (entry.last or entry.first) + DAY)
    if entry.last is None:
        event.add("rrule", {"FREQ": "DAILY"})


def _add_hours(event: Event, site: Site, hours: Interval, dates: Sequence[date]) -> None:
    """Each week on the weekdays of `dates`, without those dates between that are not among them."""
    starts = [_instant(site, on, hours.start) for on in dates]
    event.add("dtstart", starts[0])
    event.add("dtend", _instant(site, dates[0], hours.end))
    if len(dates) > 1:
        days = [WEEKDAYS[number].upper() for number in sorted({on.weekday() for on in dates})]
        event.add("rrule", {"FREQ": "WEEKLY", "UNTIL": starts[-1].astimezone(UTC), "BYDAY": days})
    for on in _gaps(dates):
        event.add("exdate", _instant(site, on, hours.start))


def _gaps(dates: Sequence[date]) -> list[date]:
    wanted = set(dates)
    weekdays = {on.weekday() for on in wanted}
    between = (dates[0] + DAY * number for number in range((dates[-1] - dates[0]).days))
    return [on for on in between if on.weekday() in weekdays and on not in wanted]


def _instant(site: Site, on: date, minute: int) -> datetime:
    """A local minute; minute 1440 is the next midnight."""
    day = on + DAY * (minute // DAY_MINUTES)
    return datetime(day.year, day.month, day.day, minute // 60 % 24, minute % 60, tzinfo=site.timezone)


def _cancelled(entry_id: str, revision: Revision) -> Entry:
    """What a program needs to take the event away: nobody reads more of it."""
    return Entry(
        id=entry_id,
        title=revision.title,
        text="",
        page="",
        first=revision.first,
        last=revision.last,
        posted=revision.first,
        hours=revision.hours,
        dates=(revision.first,),
    )


def _uid(site: Site, words: Language, entry_id: str) -> str:
    """With its language: who subscribes to two has two events. With the site's folder: a host may have many sites."""
    parts = urlsplit(site.url)
    return f"{entry_id}.{words.code}@{parts.hostname}{parts.path.rstrip('/')}"


def _timezone(zone: tzinfo, told: Iterable[Entry]) -> Timezone:
    """The clock of the office's zone in the years of all hours. A file must hold something, and always holds this."""
    years = {on.year for entry in told for on in entry.dates} or {FIRST_YEAR}
    return _clock(zone, date(min(years), 1, 1), date(max(years) + 1, 1, 2))


@lru_cache(maxsize=8)  # the file of each language has the same one
def _clock(zone: tzinfo, first: date, last: date) -> Timezone:
    clock = Timezone.from_tzinfo(zone, first_date=first, last_date=last)
    del clock["comment"]
    for part in clock.subcomponents:
        if isinstance(part, TimezoneDaylight | TimezoneStandard):
            _begin_before_the_gap(part)
    return clock


def _begin_before_the_gap(part: TimezoneDaylight | TimezoneStandard) -> None:
    """Where clocks are put forward, icalendar 7.3.0 names the hour to which; RFC 5545, 3.6.5, wants that from which."""
    gap = part.TZOFFSETTO - part.TZOFFSETFROM
    if gap > timedelta(0):
        part.DTSTART -= gap
        later = [start - gap for start, _ in part.rdates]
        part.pop("rdate", None)
        if later:
            part.add("rdate", later)
