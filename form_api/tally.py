"""What arrived, what waits, what failed: entries and attempts -> the numbers and lists of a digest. Pure.

Counts entries, which hold no word of a citizen's, and never drops one that waits for an operator.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from form_api.desks import desk_of, office_of
from form_api.records import Attempt, Entry
from generator.directory import Desk, Directory, schedule_timetable

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LACKING_LONG = timedelta(days=14)
"""A submission that lacks documents for longer is named: nothing erases what was never accepted, so a person must."""


class Period(NamedTuple):
    """From `since` until just before `until`."""

    since: datetime
    until: datetime

    @property
    def a_week_before(self) -> "Period":
        return Period(self.since - WEEK, self.until - WEEK)

    def holds(self, at: datetime | None) -> bool:
        return at is not None and self.since <= at < self.until


class Tally(NamedTuple):
    """Events within a period; `waiting` is what waited at its end."""

    received: int
    accepted: int
    confirmed: int
    waiting: int
    failed: int
    quarantined: int


class Row(NamedTuple):
    """A service by its id, empty for questions about none; beside the same span of the week before."""

    service: str
    now: Tally
    before: Tally


class Overdue(NamedTuple):
    """A desk has had the letter for a day, has not confirmed it, and `due` has passed.

    `since`: when both had passed, later than `due` where the letter came late or by way of another desk.
    """

    entry: Entry
    desk: Desk
    due: datetime
    since: datetime


class FailingMailbox(NamedTuple):
    """A mailbox that has taken nothing since `since`. `last`: when it was tried last, with which inquiry."""

    desk: Desk
    mailbox: str
    answer: Literal["later", "refused"]
    since: datetime
    last: datetime
    code: int | None
    reference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The lists are of `now`, the oldest first. `waiting` holds what has waited for a day or more.

    `lacking`: submissions that lack documents and wait for nobody but their citizens.
    """

    period: Period
    now: datetime
    total: Row
    services: tuple[Row, ...]
    waiting: tuple[Entry, ...]
    parked: tuple[Entry, ...]
    quarantined: tuple[Entry, ...]
    unconfirmed: tuple[Overdue, ...]
    failing: tuple[FailingMailbox, ...]
    lacking: tuple[Entry, ...]
    without_retention: int

    @property
    def lacking_long(self) -> tuple[Entry, ...]:
        """Those that will hardly become whole any more."""
        return tuple(entry for entry in self.lacking if self.now - entry.stored_at > LACKING_LONG)

    @property
    def to_see_to(self) -> int:
        """How many things wait for a person; a mailbox, however many letters it holds up, is one."""
        lists = (self.waiting, self.parked, self.quarantined, self.unconfirmed, self.failing, self.lacking_long)
        return sum(map(len, lists))

    @property
    def is_empty(self) -> bool:
        """Nothing came, nothing went, and nothing waits; nor a week before."""
        kept = (len(self.lacking), self.without_retention)
        return not any((*self.total.now, *self.total.before, self.to_see_to, *kept))


def digest_of(
    directory: Directory,
    entries: Iterable[Entry],
    attempts: Iterable[tuple[str, Attempt]] = (),
    *,
    period: Period,
    now: datetime,
) -> Digest:
    """`entries`: every one that is kept. `attempts`: those of the last weeks, each with its inquiry's reference."""
    known = sorted(entries, key=lambda entry: (entry.stored_at, entry.reference))
    return Digest(
        period=period,
        now=now,
        total=_row("", known, period),
        services=tuple(_rows(directory, known, period)),
        waiting=tuple(entry for entry in known if _waits_for_a_day(entry, now)),
        parked=tuple(entry for entry in known if entry.parked_at and not _is_settled(entry)),
        quarantined=tuple(entry for entry in known if entry.quarantined_at and not _is_settled(entry)),
        unconfirmed=overdue(directory, known, now),
        failing=failing_mailboxes(directory, attempts, now),
        lacking=tuple(entry for entry in known if _waits_for_its_citizen(entry)),
        without_retention=sum(_is_kept_for_ever(directory, entry) for entry in known),
    )


def failing_mailboxes(
    directory: Directory, attempts: Iterable[tuple[str, Attempt]], now: datetime
) -> tuple[FailingMailbox, ...]:
    """Mailboxes that refused what came last, or have answered "later" for a day or more; only those still in use."""
    tries: defaultdict[tuple[str, str], list[tuple[str, Attempt]]] = defaultdict(list)
    for reference, attempt in sorted(attempts, key=lambda pair: pair[1].at):
        tries[attempt.desk, attempt.mailbox].append((reference, attempt))
    found = (
        _failing(desk, mailbox, _since_the_last_yes(tries[desk.id, mailbox]), now)
        for desk in directory.desks.values()
        for mailbox in desk.to
        if (desk.id, mailbox) in tries
    )
    return tuple(one for one in found if one)


def _since_the_last_yes(tries: Sequence[tuple[str, Attempt]]) -> list[tuple[str, Attempt]]:
    """What a mailbox itself has answered since it took a letter; what befell the connection says nothing of it."""
    kept: list[tuple[str, Attempt]] = []
    for reference, attempt in tries:
        if attempt.outcome == "accepted":
            kept.clear()
        elif attempt.outcome in {"later", "refused"}:
            kept.append((reference, attempt))
    return kept


def _failing(desk: Desk, mailbox: str, tries: Sequence[tuple[str, Attempt]], now: datetime) -> FailingMailbox | None:
    if not tries:
        return None
    since = tries[0][1].at
    reference, last = tries[-1]
    answer: Literal["later", "refused"] = "refused" if last.outcome == "refused" else "later"
    if answer == "later" and now - since < DAY:
        return None
    return FailingMailbox(desk, mailbox, answer, since, last.at, last.code, reference)


def _rows(directory: Directory, entries: Iterable[Entry], period: Period) -> Iterable[Row]:
    """In the order of the directory, then services that have left it, then questions about none; no idle one."""
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        groups[entry.service].append(entry)
    gone = sorted(groups.keys() - directory.services.keys() - {""})
    rows = (_row(service, groups[service], period) for service in [*directory.services, *gone, ""] if service in groups)
    return (row for row in rows if any((*row.now, *row.before)))


def _row(service: str, entries: Sequence[Entry], period: Period) -> Row:
    return Row(service, _tally(entries, period), _tally(entries, period.a_week_before))


def _tally(entries: Sequence[Entry], period: Period) -> Tally:
    return Tally(
        received=sum(period.holds(entry.stored_at) for entry in entries),
        accepted=sum(period.holds(entry.accepted_at) for entry in entries),
        confirmed=sum(period.holds(entry.confirmed_at) for entry in entries),
        waiting=sum(_waited(entry, period.until) for entry in entries),
        failed=sum(period.holds(entry.parked_at) for entry in entries),
        quarantined=sum(period.holds(entry.quarantined_at) for entry in entries),
    )


def _ends(entry: Entry) -> tuple[datetime | None, ...]:
    """What ends the waiting for a mail server."""
    return entry.accepted_at, entry.parked_at, entry.quarantined_at, entry.erased_at


def _waits_for_a_day(entry: Entry, now: datetime) -> bool:
    """A submission since its documents were here."""
    return entry.ready_at is not None and now - entry.ready_at >= DAY and not any(_ends(entry))


def _waits_for_its_citizen(entry: Entry) -> bool:
    return entry.lacks_documents and not entry.quarantined_at and not entry.erased_at


def _waited(entry: Entry, at: datetime) -> bool:
    """Whether it waited for a mail server at that instant; a submission that lacks documents waits for its citizen."""
    ready = entry.ready_at
    return ready is not None and ready < at and not any(end is not None and end < at for end in _ends(entry))


def _is_settled(entry: Entry) -> bool:
    """A desk has it, or an operator erased it."""
    return bool(entry.accepted_at or entry.erased_at)


def overdue(directory: Directory, entries: Iterable[Entry], now: datetime) -> tuple[Overdue, ...]:
    """Accepted a day ago, still kept, and past the time within which the desk that it was meant for answers.

    A submission's counts from when its documents were here.
    """
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.accepted_at and not entry.confirmed_at and not entry.erased_at:
            groups[entry.desk].append(entry)
    found = [late for group in groups.values() for late in _late(directory, group, now)]
    return tuple(sorted(found, key=lambda late: (late.entry.stored_at, late.entry.reference)))


def _late(directory: Directory, entries: Sequence[Entry], now: datetime) -> Iterable[Overdue]:
    """Of one desk; its timetable is worked out once."""
    desk = desk_of(directory, entries[0])
    if desk is None or desk.reply_within is None:
        return
    timetable = schedule_timetable(directory, desk.schedule)
    for entry in entries:
        due = timetable.deadline(entry.ready_at or entry.stored_at, desk.reply_within)
        since = max(due, entry.accepted_at + DAY) if due and entry.accepted_at else None
        if due and since and since < now:
            yield Overdue(entry, desk, due, since)


def _is_kept_for_ever(directory: Directory, entry: Entry) -> bool:
    """Accepted and not erased, and no office says for how long it may be kept."""
    if not entry.accepted_at or entry.erased_at:
        return False
    office = office_of(directory, entry)
    return not (office and office.privacy and office.privacy.retention)
