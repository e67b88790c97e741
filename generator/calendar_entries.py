"""The events of the calendar: announcements, the hours of special openings, and holidays, in one language. Pure.

Knows neither the form of a calendar file nor what was told before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from generator.directory import Directory, Interval, Language, home_path
from generator.directory.model import Site
from generator.history import Told
from generator.news import told_apart
from generator.openings import Occasions, Opening
from generator.wording import Worded, on_one_line

ROOM = "calendar"
MOST_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in one language: on whole days, both included, or at `hours` of `dates`. `last` None is no end."""

    id: str
    title: str
    text: str
    page: str
    first: date
    last: date | None
    posted: date
    hours: Interval | None = None
    dates: tuple[date, ...] = ()

    @property
    def told(self) -> Told:
        dates = " ".join(map(str, self.dates))
        more = (self.text, self.page, dates)
        return Told(title=self.title, first=self.first, last=self.last, hours=self.hours, more=more, posted=self.posted)


def calendar_path(site: Site, words: Language) -> str:
    return f"{home_path(site, words)}calendar.ics"


def history_key(words: Language, entry_id: str) -> str:
    return f"{words.code}/{ROOM}/{entry_id}"


def entries(directory: Directory, told: Iterable[Worded], known: Occasions, words: Language) -> dict[str, Entry]:
    """The events of a language, by their key in the history, the earliest first."""
    found: list[Entry] = []
    for news in told:
        if news.item.id in known.openings:
            found += (_of_opening(directory, news, opening, words) for opening in known.openings[news.item.id])
        else:
            found.append(_of_announcement(news))
    found += _of_holidays(directory, known, words)
    ordered = sorted(found, key=lambda entry: (entry.first, entry.id))
    return {history_key(words, entry.id): entry for entry in ordered}


def _of_announcement(news: Worded) -> Entry:
    item, said = news
    return Entry(
        id=item.id,
        title=said.title,
        text=said.text,
        page=said.page,
        first=item.first,
        last=item.last or (item.first if item.kind == "notice" else None),  # news without end is no event of each day
        posted=item.posted or item.first,
    )


def _of_opening(directory: Directory, news: Worded, opening: Opening, words: Language) -> Entry:
    """Its id names the hours, so that other hours are another event, and the first of its channels."""
    item, said = news
    what = told_apart(directory, [directory.channels[name] for name in opening.channels], words)
    return Entry(
        id=f"{item.id}.{opening.channels[0]}.{str(opening.interval).replace(':', '')}",
        title=on_one_line(words(f"page.special_{item.kind}", what=words.enumeration(what), period=item.period)),
        text=said.text,
        page=said.page,
        first=opening.dates[0],
        last=opening.dates[-1],
        posted=item.posted or item.first,
        hours=opening.interval,
        dates=opening.dates,
    )


def _of_holidays(directory: Directory, known: Occasions, words: Language) -> Iterable[Entry]:
    for day in directory.calendar:
        shut = told_apart(directory, [directory.channels[name] for name in known.shut[day.date]], words)
        yield Entry(
            id=f"holiday.{day.date}",
            title=on_one_line(day.name.say(words.code)),
            text=on_one_line(words("calendar.closed", what=_some(shut, words))) if shut else "",
            page="",
            first=day.date,
            last=day.date,
            posted=day.date,
        )


def _some(names: Sequence[str], words: Language) -> str:
    """A big government has thousands of counters; nobody reads that many in an event."""
    if len(names) <= MOST_NAMED:
        return words.enumeration(names)
    return words.enumeration([*names[:MOST_NAMED], words("calendar.and_more", count=len(names) - MOST_NAMED)])
