"""What became of submissions, by service and day: entries -> the rows of a report. Pure.

Counts entries, which hold no word of a citizen's. Each submission stands on one day, the local one on which it was
stored, whatever happens to it later; what was erased still counts.
"""

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from form_api.records import Entry, Submission
from form_api.submissions import promised
from generator.directory import Directory, Timetable, desks_for, schedule_timetable

DAY = timedelta(days=1)
USUAL_DAYS = 30
MOST_DAYS = 3660
_DATE = re.compile(r"20\d\d-\d\d-\d\d")  # near enough that no date arithmetic overflows


class Days(NamedTuple):
    """Local days, both included."""

    first: date
    last: date

    @property
    def each(self) -> Iterator[date]:
        return (self.first + DAY * number for number in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class WrongDays:
    """No days that a report can be about; `reason` is a key of the catalogue's section `report`."""

    reason: str
    blanks: dict[str, object] = field(default_factory=dict)


class Counts(NamedTuple):
    """Submissions. `received` is the sum of `finished`, `returned`, `erased` and `open`, of which each is one.

    `documents_arrived`: all that are required. `verified`: the desk said so of the documents as they are now.
    `returned`: it lies with the citizen. `erased`: its words were, before it came to an end. `due`: a time was
    promised, and it is finished or that has passed; `on_time`: finished within it.
    """

    received: int = 0
    documents_arrived: int = 0
    verified: int = 0
    finished: int = 0
    returned: int = 0
    erased: int = 0
    open: int = 0
    due: int = 0
    on_time: int = 0


class Wait(NamedTuple):
    """Hours in which the desk was open, since the last required document came: until then the citizen is waited for."""

    median: timedelta
    longest: timedelta


class Row(NamedTuple):
    """`on`: None in a total. A wait is None where nobody has waited to its end, or the desk's hours are unknown."""

    on: date | None
    counts: Counts
    verification: Wait | None
    completion: Wait | None


class ServiceReport(NamedTuple):
    """The desk's working days, and each other day with a submission; `service` by its id."""

    service: str
    rows: tuple[Row, ...]
    total: Row


class _Fate(NamedTuple):
    """What became of one submission."""

    on: date
    counts: Counts
    verification: timedelta | None
    completion: timedelta | None


def days_asked(first: str | None, last: str | None, today: date) -> Days | WrongDays:
    """As typed; the last 30 days where nothing was. Days that are still to come are left out."""
    for typed in (first, last):
        if typed is not None and not _read(typed):
            return WrongDays("not_a_date", {"quote": typed})
    end = (last and _read(last)) or today
    begin = (first and _read(first)) or min(end, today) - DAY * (USUAL_DAYS - 1)
    if begin > end and last:
        return WrongDays("turned", {"first": begin, "last": end})
    if begin > today:
        return WrongDays("to_come", {"first": begin, "today": today})
    days = Days(begin, min(end, today))
    length = (days.last - days.first).days + 1
    return days if length <= MOST_DAYS else WrongDays("too_long", {"limit": MOST_DAYS, "count": length})


def _read(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed) if _DATE.fullmatch(typed) else None
    except ValueError:
        return None


def report_of(
    directory: Directory, entries: Iterable[Entry], *, days: Days, now: datetime
) -> tuple[ServiceReport, ...]:
    """Services that take submissions or took some in these days: in the order of the directory, then those gone."""
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.submission and days.first <= _day_of(directory, entry) <= days.last:
            groups[entry.service].append(entry)
    shown = [service.id for service in directory.services.values() if service.submission or service.id in groups]
    gone = sorted(groups.keys() - directory.services.keys())
    return tuple(_of_service(directory, service, groups[service], days, now) for service in [*shown, *gone])


def _of_service(
    directory: Directory, service: str, entries: Sequence[Entry], days: Days, now: datetime
) -> ServiceReport:
    desk = next(iter(desks_for(directory, directory.services.get(service), None)), None)
    timetable = schedule_timetable(directory, desk.schedule if desk else None)
    by_day: defaultdict[date, list[_Fate]] = defaultdict(list)
    fates = [_fate(directory, timetable, entry, entry.submission, now) for entry in entries if entry.submission]
    for fate in fates:
        by_day[fate.on].append(fate)
    listed = sorted({*by_day, *filter(timetable.opens_on, days.each)})
    return ServiceReport(service, tuple(_row(on, by_day[on]) for on in listed), _row(None, fates))


def _row(on: date | None, fates: Sequence[_Fate]) -> Row:
    counts = Counts(*map(sum, zip(Counts(), *(fate.counts for fate in fates), strict=True)))
    return Row(on, counts, _wait(fate.verification for fate in fates), _wait(fate.completion for fate in fates))


def _wait(waits: Iterable[timedelta | None]) -> Wait | None:
    known = [wait for wait in waits if wait is not None]
    if not known:
        return None
    median = statistics.median(wait.total_seconds() for wait in known)
    return Wait(timedelta(seconds=median), max(known))


def _fate(directory: Directory, timetable: Timetable, entry: Entry, submission: Submission, now: datetime) -> _Fate:
    standing, paid = _standing(entry, submission), submission.paid_at
    due = promised(directory, entry)
    is_due = due is not None and (standing == "finished" or (standing == "open" and due < now))
    counts = Counts(
        received=1,
        documents_arrived=submission.arrived_at is not None,
        verified=submission.verified_at is not None,
        due=is_due,
        on_time=due is not None and paid is not None and paid <= due,
    )._replace(**{standing: 1})
    waits = (_open_time(timetable, submission.arrived_at, end) for end in (submission.verified_at, paid))
    return _Fate(_day_of(directory, entry), counts, *waits)


def _standing(entry: Entry, submission: Submission) -> Literal["finished", "returned", "erased", "open"]:
    """Words that were erased after the end, or while the citizen was waited for, change nothing about it."""
    if submission.paid_at:
        return "finished"
    if submission.returned_at:
        return "returned"
    return "erased" if entry.erased_at else "open"


def _day_of(directory: Directory, entry: Entry) -> date:
    return entry.stored_at.astimezone(directory.site.timezone).date()


def _open_time(timetable: Timetable, since: datetime | None, until: datetime | None) -> timedelta | None:
    is_known = timetable.schedule is not None and timetable.schedule.regular is not None
    return timetable.open_time(since, until) if since and until and is_known else None
