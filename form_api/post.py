"""One letter to one mailbox: the envelope senders in turn, the breaker told, a line in the log. Stores nothing."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import assert_never

from form_api.breaker import Breaker
from form_api.courier import Courier
from form_api.metrics import Metrics
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.records import Attempt, OutcomeName

log = logging.getLogger("loket.delivery")


@dataclass
class Post:
    """What every letter goes through on its way out."""

    courier: Courier
    breaker: Breaker
    metrics: Metrics
    now: Callable[[], datetime]
    chance: Callable[[], float]

    async def hand_over(self, letter: EmailMessage, senders: Sequence[str], mailbox: str) -> Outcome:
        """Tries the next envelope sender only where the one before was refused; empty is the null sender."""
        outcome: Outcome = SenderRefused(0, "no sender")
        for sender in senders:
            outcome = await self.courier.carry(letter, sender=sender, mailbox=mailbox)
            if not isinstance(outcome, SenderRefused):
                break
        self.breaker.heard(outcome, self.now(), self.chance())
        return outcome

    def attempt(self, about: str, desk: str, mailbox: str, outcome: Outcome) -> Attempt:
        """The outcome as the outbox keeps it, and a line for the log, which never holds what the server said.

        A server's words may name a citizen's address; they are kept in the outbox alone.
        """
        code = None if isinstance(outcome, Unknown) else outcome.code
        name = outcome_name(outcome)
        level = _LEVELS.get(name, logging.WARNING)
        log.log(level, "attempted reference=%s desk=%s outcome=%s code=%s", about, desk or "-", name, code or "-")
        self.metrics.attempted(name)
        return Attempt(self.now(), desk, mailbox, name, code, outcome.text)


_LEVELS = {"accepted": logging.INFO, "unreachable": logging.ERROR, "unknown": logging.ERROR}


def outcome_name(outcome: Outcome) -> OutcomeName:
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
