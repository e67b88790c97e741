"""What the clock brings rather than a citizen: reminders, the daily digest, words whose time is over.

Each is done once, however many machines do their chores: the outbox takes a letter of one kind about one thing once.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from form_api.desks import desk_of, office_of
from form_api.outbox import Outbox, OutboxError, events, submitting
from form_api.records import Entry
from form_api.submissions import demand_of, lacking
from form_api.tally import Overdue, overdue
from generator.directory import Desk, Directory, Timetable, Timetables, schedule_timetable

EVERY_SECONDS = 60.0
REMINDING = timedelta(minutes=10)
ERASING = timedelta(hours=1)
REMINDED_DAYS = 60
"""An inquiry older than this is not brought up any more; the digest has named it long since."""
INCOMPLETE_DAYS = 2
"""Working days after which a citizen hears what is lacking: time to find a card, and soon enough for who never knew."""

log = logging.getLogger("loket.chores")


@dataclass
class Chores:
    """`digest_at`: the time of day in the office's zone."""

    outbox: Outbox
    directory: Callable[[], Directory]
    now: Callable[[], datetime]
    digest_at: time
    _done_at: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Does what is due now and every minute. Never raises: what could not be done is done a minute later."""
        while True:
            try:
                await asyncio.to_thread(self.do_due)
            except OutboxError as error:
                log.error("outbox-failed reason=%r", str(error))
            except Exception as error:
                log.error("chores-failed reason=%s", type(error).__name__)
            await asyncio.sleep(EVERY_SECONDS)

    def do_due(self) -> None:
        directory = self.directory()
        self.queue_digest(directory)
        if self._is_due("remind", REMINDING):
            self.remind(directory)
        if self._is_due("incomplete", REMINDING):
            self.see_to_incomplete(directory)
        if self._is_due("erase", ERASING):
            self.erase_old(directory)
            self.outbox.forget_resends(self.now())

    def _is_due(self, chore: str, every: timedelta) -> bool:
        """Also where the clock was set back since."""
        last = self._done_at.get(chore)
        if last and last <= self.now() < last + every:
            return False
        self._done_at[chore] = self.now()
        return True

    def remind(self, directory: Directory) -> None:
        """The desk when `reply_within` has passed unconfirmed; a working day later whoever reads the digest."""
        entries = self.outbox.unconfirmed(self.now() - timedelta(days=REMINDED_DAYS))
        for late in overdue(directory, entries, self.now()):
            self._remind(directory, late)

    def _remind(self, directory: Directory, late: Overdue) -> None:
        reference = late.entry.reference
        if self.outbox.commit(events.queued("reminder", reference, self.now())):
            log.info("reminded reference=%s desk=%s", reference, late.desk.id)
        last = _next_closing(directory, late.desk, late.since)
        is_late = last is not None and last < self.now()
        has_reader = directory.inquiry is not None and directory.inquiry.digest_to is not None
        if is_late and has_reader and self.outbox.commit(events.queued("escalation", reference, self.now())):
            log.warning("escalated reference=%s desk=%s", reference, late.desk.id)

    def see_to_incomplete(self, directory: Directory) -> None:
        """Submissions that wait for their citizens, who are told once what is lacking.

        Where the office asks for less by now, so that nothing is, the desk gets its letter.
        """
        timetables = Timetables(directory)
        here = self.outbox.documents_of_incomplete()
        for entry in self.outbox.incomplete():
            desk = desk_of(directory, entry)
            if desk and not lacking(directory, entry, here.get(entry.reference, ())):
                self._send_off(directory, entry)
            elif desk and not entry.quarantined_at:
                self._tell_lacking(entry, timetables.of_schedule(desk.schedule))

    def _send_off(self, directory: Directory, entry: Entry) -> None:
        demand = demand_of(directory.services.get(entry.service))
        if self.outbox.commit(submitting.arrived_if_whole(entry.reference, demand, self.now())) == "complete":
            log.info("complete reference=%s: less is asked for", entry.reference)

    def _tell_lacking(self, entry: Entry, timetable: Timetable) -> None:
        is_recent = self.now() - entry.stored_at < timedelta(days=REMINDED_DAYS)
        is_due = is_recent and _tells_lacking_at(entry, timetable) <= self.now()
        if is_due and self.outbox.commit(events.queued("incomplete", entry.reference, self.now())):
            log.info("incomplete reference=%s", entry.reference)

    def queue_digest(self, directory: Directory) -> None:
        """Once a day, from its time on; a day that nobody was up for is not made up for."""
        local = self.now().astimezone(directory.site.timezone)
        if local.timetz().replace(tzinfo=None) < self.digest_at or not directory.inquiry:
            return
        if directory.inquiry.digest_to:
            queue_digest(self.outbox, local.date(), self.now())

    def erase_old(self, directory: Directory) -> None:
        """Words whose retention, counted as `erase_at` says, is over. What was not accepted stays."""
        over = [entry for entry in self.outbox.accepted_before(self.now()) if self._is_over(directory, entry)]
        for entry in over:
            self.outbox.commit(events.erased(entry.reference, self.now()))
            log.info("erased reference=%s", entry.reference)
        if over:
            self.outbox.overwrite()

    def _is_over(self, directory: Directory, entry: Entry) -> bool:
        until = erase_at(directory, entry)
        return until is not None and until <= self.now() and entry.due_at is None


def queue_digest(outbox: Outbox, on: date, now: datetime) -> bool:
    """False where the digest of that day was queued before."""
    is_new = outbox.commit(events.queued("digest", on.isoformat(), now))
    if is_new:
        log.info("digest-queued date=%s", on)
    return is_new


def erase_at(directory: Directory, entry: Entry) -> datetime | None:
    """When the words of an accepted inquiry are erased; None where its organization states no retention.

    Counted from acceptance; of a submission, from the desk's last step where that came later: nothing that a desk works
    on is erased under its hands.
    """
    desk, office = desk_of(directory, entry), office_of(directory, entry)
    retention = office.privacy.retention if office and office.privacy else None
    if retention is None or entry.accepted_at is None or desk is None:
        return None
    step = entry.submission.last_step_at if entry.submission else None
    since = max(entry.accepted_at, step) if step else entry.accepted_at
    return schedule_timetable(directory, desk.schedule).deadline(since, retention)


def _tells_lacking_at(entry: Entry, timetable: Timetable) -> datetime:
    """When the second working day ends, or so many days have passed where the desk never opens."""
    on = timetable.working_day_after(entry.stored_at, INCOMPLETE_DAYS)
    return timetable.closing_instant(on) if on else entry.stored_at + timedelta(days=INCOMPLETE_DAYS)


def _next_closing(directory: Directory, desk: Desk, since: datetime) -> datetime | None:
    """The end of the first working day after that of `since`, which may be the end of a working day itself."""
    timetable = schedule_timetable(directory, desk.schedule)
    on = timetable.working_day_after(since - timedelta(minutes=1), 1)
    return timetable.closing_instant(on) if on else None
