"""The loop: what is due -> letter -> courier -> outbox. Holds the table of retries; knows neither SQL nor SMTP.

A crash between the mail server's yes and its note in the outbox sends the letter twice rather than never.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias, assert_never

from form_api.courier import Courier
from form_api.letter import compose
from form_api.outbox import Outbox, OutboxError
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.records import Attempt, OutcomeName, StoredInquiry
from generator.directory import Desk, Directory, desks_from

RETRY_SECONDS = (2, 5, 10, 20, 40, 60, 120, 300, 600, 1200, 1800, 3600)
"""After the first failed round, the second ...; the last one for ever after."""
JITTER = 0.2
LEASE_SECONDS = 60
"""Longer than the courier takes for a letter; after a crash in the middle of sending, that letter waits as long."""
BATCH = 8
POLL_SECONDS = 2.0
SHORTEST_REST_SECONDS = 0.1

log = logging.getLogger("loket.delivery")


@dataclass(frozen=True, slots=True)
class Send:
    """The mailboxes of a desk that have neither taken nor refused the letter."""

    desk: Desk
    mailboxes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A desk has it."""


@dataclass(frozen=True, slots=True)
class Exhausted:
    """Every desk has refused it."""


Step: TypeAlias = Send | Done | Exhausted


def next_step(chain: Sequence[Desk], attempts: Collection[Attempt]) -> Step:
    """What remains to be done for an inquiry: the first desk of the chain that has not refused it decides."""
    accepted = {(attempt.desk, attempt.mailbox) for attempt in attempts if attempt.outcome == "accepted"}
    refused = {(attempt.desk, attempt.mailbox) for attempt in attempts if attempt.outcome == "refused"}
    for desk in chain:
        keys = {mailbox: (desk.id, mailbox) for mailbox in desk.to}
        open_mailboxes = tuple(box for box, key in keys.items() if key not in accepted | refused)
        if open_mailboxes:
            return Send(desk, open_mailboxes)
        if any(key in accepted for key in keys.values()):
            return Done()
    return Exhausted()


def delay(rounds: int, chance: float) -> timedelta:
    """How long to wait after `rounds` failed ones; `chance` from 0 to 1 spreads the crowd."""
    seconds = RETRY_SECONDS[min(rounds, len(RETRY_SECONDS) - 1)]
    return timedelta(seconds=seconds * (1 + JITTER * (2 * chance - 1)))


@dataclass
class Delivery:
    """Carries what is due, for ever. `wake` is set by whoever stores something new."""

    outbox: Outbox
    directory: Callable[[], Directory]
    courier: Courier
    now: Callable[[], datetime]
    chance: Callable[[], float]
    wake: asyncio.Event
    poll_seconds: float = POLL_SECONDS
    stopping: bool = False

    def stop(self) -> None:
        """Ends `run` once the letters that are under way have their outcome."""
        self.stopping = True
        self.wake.set()

    async def run(self) -> None:
        while not self.stopping:
            self.wake.clear()
            try:
                carried = await self.carry_due()
            except OutboxError as error:
                log.error("outbox-failed reason=%r", str(error))
                carried = 0
            except Exception as error:
                log.error("delivery-failed reason=%r", type(error).__name__)
                carried = 0
            if not carried and not self.stopping:
                await self._rest()

    async def _rest(self) -> None:
        """Until something is due or new; at the longest until another process may have stored something unseen."""
        try:
            async with asyncio.timeout(await self._rest_seconds()):
                await self.wake.wait()
        except TimeoutError:
            return

    async def _rest_seconds(self) -> float:
        try:
            due = await asyncio.to_thread(self.outbox.next_due)
        except OutboxError:
            due = None
        until_due = (due - self.now()).total_seconds() if due else self.poll_seconds
        return min(max(until_due, SHORTEST_REST_SECONDS), self.poll_seconds)

    async def carry_due(self) -> int:
        """Carries a batch of what is due. Returns how many inquiries it held."""
        claimed = await asyncio.to_thread(self.outbox.claim_due, self.now(), lease_seconds=LEASE_SECONDS, limit=BATCH)
        results = await asyncio.gather(*(self._carry(inquiry) for inquiry in claimed), return_exceptions=True)
        for inquiry, result in zip(claimed, results, strict=True):
            if isinstance(result, Exception):
                log.error("delivery-failed reference=%s reason=%r", inquiry.reference, type(result).__name__)
                await self._put_off(inquiry)
        return len(claimed)

    async def _carry(self, inquiry: StoredInquiry) -> None:
        directory = self.directory()
        chain = desks_from(directory, inquiry.desk) if directory.inquiry else ()
        if not chain:
            log.error("no-desk reference=%s: the directory takes no questions now", inquiry.reference)
            await self._put_off(inquiry)
            return
        step = await self._step(inquiry, chain)
        if isinstance(step, Send):
            tries = (self._try(directory, inquiry, step.desk, mailbox) for mailbox in step.mailboxes)
            outcomes = await asyncio.gather(*tries, return_exceptions=True)
            for outcome in outcomes:
                if isinstance(outcome, BaseException):
                    raise outcome
            must_wait = not all(isinstance(outcome, Accepted | Refused) for outcome in outcomes)
            if must_wait:
                await self._put_off(inquiry)
                return
            step = await self._step(inquiry, chain)
        await self._settle(inquiry, step)

    async def _step(self, inquiry: StoredInquiry, chain: Sequence[Desk]) -> Step:
        return next_step(chain, await asyncio.to_thread(self.outbox.attempts, inquiry.reference))

    async def _settle(self, inquiry: StoredInquiry, step: Step) -> None:
        reference = inquiry.reference
        match step:
            case Done():
                await asyncio.to_thread(self.outbox.accepted, reference, self.now())
                log.info("accepted reference=%s", reference)
            case Exhausted():
                await asyncio.to_thread(self.outbox.parked, reference, self.now())
                log.error("parked reference=%s: every desk has refused it", reference)
            case Send(desk=desk):
                await asyncio.to_thread(self.outbox.put_off, reference, self.now())
                log.warning("handed-on reference=%s desk=%s", reference, desk.id)
            case _:
                assert_never(step)

    async def _try(self, directory: Directory, inquiry: StoredInquiry, desk: Desk, mailbox: str) -> Outcome:
        assert directory.inquiry is not None
        letter = compose(directory, inquiry, desk, mailbox)
        outcome = await self.courier.carry(letter, sender=directory.inquiry.from_, mailbox=mailbox)
        code = None if isinstance(outcome, Unknown) else outcome.code
        attempt = Attempt(self.now(), desk.id, mailbox, _name(outcome), code, outcome.text)
        await asyncio.to_thread(self.outbox.attempted, inquiry.reference, attempt)
        level = logging.INFO if isinstance(outcome, Accepted) else logging.WARNING
        log.log(
            level,
            "attempted reference=%s desk=%s outcome=%s code=%s",
            inquiry.reference,
            desk.id,
            attempt.outcome,
            attempt.code,
        )
        return outcome

    async def _put_off(self, inquiry: StoredInquiry) -> None:
        due_at = self.now() + delay(inquiry.rounds, self.chance())
        await asyncio.to_thread(self.outbox.put_off, inquiry.reference, due_at)


def _name(outcome: Outcome) -> OutcomeName:
    match outcome:
        case Accepted():
            return "accepted"
        case TryLater():
            return "later"
        case Refused():
            return "refused"
        case Unreachable() | SenderRefused():
            return "unreachable"
        case Unknown():
            return "unknown"
        case _:
            assert_never(outcome)
