"""Letters of our own: the automatic reply, reminders, the digest. What became of each in one commit.

An automatic reply is noted before it is sent, so that no crash sends a second; the others may come twice.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any, assert_never

from form_api import digest, reminders, tally
from form_api.acknowledgement import acknowledge
from form_api.addresses import desk_path, in_full, receipt_path
from form_api.desks import desk_of
from form_api.ladder import delay
from form_api.outbox import Outbox, Write, both, events
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.post import Post
from form_api.records import Entry, Errand
from form_api.settings import Secret
from form_api.tray import Tray
from generator.directory import Desk, Directory

log = logging.getLogger("loket.delivery")

REPLY_ROUNDS = 12
"""An automatic reply that nobody takes within some hours is of no use any more."""
OWN_ROUNDS = 24
ATTEMPTS_SPAN = timedelta(days=8)
"""Longer than a mailbox is tried."""
CITIZEN = "citizen"
"""Instead of a citizen's address, which stands nowhere in the open."""


@dataclass(frozen=True, slots=True)
class ReplyCaps:
    per_address_and_day: int
    per_hour: int


@dataclass
class OwnLetters:
    outbox: Outbox
    tray: Tray
    directory: Callable[[], Directory]
    post: Post
    secret: Secret
    caps: ReplyCaps

    async def reply(self, errand: Errand) -> Write[Any]:
        """To the citizen, at most once. Raises: OutboxError, SealError."""
        if errand.has_begun:
            log.error("unknown reference=%s kind=reply: it may have gone out, and is not sent again", errand.about)
            return events.closed(errand, self.post.now())
        inquiry = (await asyncio.to_thread(self.outbox.whole, [errand.about])).get(errand.about)
        directory = self.directory()
        desk = desk_of(directory, inquiry) if inquiry else None
        if inquiry is None or desk is None or not inquiry.email or directory.inquiry is None:
            return events.closed(errand, self.post.now())
        begun = events.reply_begun(
            errand,
            self.post.now(),
            per_address_and_day=self.caps.per_address_and_day,
            per_hour=self.caps.per_hour,
        )
        told = await self.tray.commit(begun)
        if told != "begun":
            log.warning("%s reference=%s kind=reply", told, errand.about)
            return events.closed(errand, self.post.now())
        link = in_full(directory, receipt_path(errand.about, self.secret))
        letter = acknowledge(directory, inquiry, desk, now=self.post.now(), receipt_link=link)
        outcome = await self.post.hand_over(letter, ("", directory.inquiry.from_), inquiry.email)
        # Without the server's words, which often repeat the address; the code says enough.
        made = replace(self.post.attempt(errand.about, "", CITIZEN, outcome), detail="")
        return both(events.attempted(errand.about, "reply", made), self._after_reply(errand, outcome))

    def _after_reply(self, errand: Errand, outcome: Outcome) -> Write[None]:
        match outcome:
            case Accepted() | Refused() | Unknown():
                return events.closed(errand, self.post.now())
            case TryLater() | Unreachable() | SenderRefused():
                return self._again(errand, REPLY_ROUNDS)
            case _:
                assert_never(outcome)

    async def remind(self, errand: Errand) -> Write[Any]:
        """The desk that a question is still unanswered at, as far as we know."""
        directory = self.directory()
        entry = await self._unconfirmed(errand)
        desk = desk_of(directory, entry) if entry else None
        if entry is None or desk is None:
            return events.closed(errand, self.post.now())
        holder = self._holder(directory, entry, desk, await asyncio.to_thread(self.outbox.attempts, [errand.about]))
        link = in_full(directory, desk_path(errand.about, self.secret))
        letters = [(box, reminders.remind(directory, entry, holder, box, received_link=link)) for box in holder.to]
        return await self._carry_all(errand, directory, letters, desk=holder.id)

    async def _unconfirmed(self, errand: Errand) -> Entry | None:
        """What the errand is about, unless it was confirmed or erased meanwhile."""
        entry = await asyncio.to_thread(self.outbox.find, errand.about)
        return None if entry is None or entry.confirmed_at or entry.erased_at else entry

    def _holder(self, directory: Directory, entry: Entry, first: Desk, attempts: Any) -> Desk:
        """The desk whose mailbox took the letter last."""
        taken = [made.desk for made in attempts.get(entry.reference, []) if made.outcome == "accepted"]
        return directory.desks.get(taken[-1], first) if taken else first

    async def escalate(self, errand: Errand) -> Write[Any]:
        """Whoever reads the digest learns that the desk did not answer the reminder either."""
        directory = self.directory()
        entry = await self._unconfirmed(errand)
        desk = desk_of(directory, entry) if entry else None
        to = directory.inquiry.digest_to if directory.inquiry else None
        if entry is None or desk is None or to is None:
            return events.closed(errand, self.post.now())
        link = in_full(directory, desk_path(errand.about, self.secret))
        letter = reminders.escalate(directory, entry, desk, received_link=link)
        return await self._carry_all(errand, directory, [(to, letter)])

    async def digest(self, errand: Errand) -> Write[Any]:
        """What came, what waits, what failed, to whoever `digest_to` names."""
        directory = self.directory()
        to = directory.inquiry.digest_to if directory.inquiry else None
        if to is None:
            return events.closed(errand, self.post.now())
        on = date.fromisoformat(errand.about)
        told = await asyncio.to_thread(digest_now, self.outbox, directory, self.post.now())
        return await self._carry_all(errand, directory, [(to, digest.as_letter(told, directory, on=on))])

    async def _carry_all(
        self, errand: Errand, directory: Directory, letters: Iterable[tuple[str, EmailMessage]], desk: str = ""
    ) -> Write[Any]:
        """Each letter to its mailbox; those that could not be carried are tried again with the others."""
        assert directory.inquiry is not None
        sender = directory.inquiry.from_
        made = []
        for mailbox, letter in letters:
            outcome = await self.post.hand_over(letter, (sender,), mailbox)
            made.append(self.post.attempt(errand.about, desk, mailbox, outcome))
        is_over = any(attempt.outcome in {"accepted", "refused"} for attempt in made)
        ending = events.closed(errand, self.post.now()) if is_over else self._again(errand, OWN_ROUNDS)
        return both(*(events.attempted(errand.about, errand.kind, attempt) for attempt in made), ending)

    def _again(self, errand: Errand, most_rounds: int) -> Write[None]:
        if errand.rounds >= most_rounds:
            log.error("given-up reference=%s kind=%s", errand.about, errand.kind)
            return events.closed(errand, self.post.now())
        return events.put_off(errand, self.post.now() + delay(errand.rounds, self.post.chance()))


def digest_now(outbox: Outbox, directory: Directory, now: datetime) -> tally.Digest:
    """Of the 24 hours before `now`. Raises: OutboxError."""
    period = tally.Period(now - tally.DAY, now)
    return tally.digest_of(directory, outbox.all(), outbox.attempts_since(now - ATTEMPTS_SPAN), period=period, now=now)
