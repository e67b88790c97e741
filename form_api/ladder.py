"""Which desk is next for a question, and when it is tried again. Pure: the table of retries and the ladder of desks.

Only what mailboxes have said moves a question along; failures of a connection never do.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from form_api.records import Attempt
from generator.directory import Desk

RETRY_SECONDS = (2, 5, 10, 20, 40, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400)
"""After the first failed round, the second ...; the last one for ever after."""
CONNECTION_SECONDS = 300
"""The longest wait after a failure of the connection: when the mail server is back, so is every letter."""
GIVE_UP = timedelta(days=5)
"""A mailbox that has said "later" for so long is taken to refuse. Source: RFC 5321, section 4.5.4.1."""
JITTER = 0.2


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


def next_step(chain: Sequence[Desk], attempts: Collection[Attempt], now: datetime) -> Step:
    """What remains to be done for a question: the first desk of the chain that has not refused it decides."""
    for desk in chain:
        said = {mailbox: _said(desk.id, mailbox, attempts, now) for mailbox in desk.to}
        open_mailboxes = tuple(mailbox for mailbox, word in said.items() if word == "open")
        if open_mailboxes:
            return Send(desk, open_mailboxes)
        if "accepted" in said.values():
            return Done()
    return Exhausted()


def _said(desk: str, mailbox: str, attempts: Collection[Attempt], now: datetime) -> str:
    """The mailbox's last word: accepted, refused, or open. A relay may give back what it had accepted."""
    mine = [attempt for attempt in attempts if (attempt.desk, attempt.mailbox) == (desk, mailbox)]
    final = [attempt.outcome for attempt in mine if attempt.outcome in {"accepted", "refused"}]
    if final:
        return final[-1]
    waits = [attempt.at for attempt in mine if attempt.outcome == "later"]
    return "refused" if waits and now - min(waits) >= GIVE_UP else "open"


def is_held(attempts: Sequence[Attempt]) -> bool:
    """Whether any mailbox has taken the letter and not given it back since."""
    final = {(made.desk, made.mailbox): made.outcome for made in attempts if made.outcome in {"accepted", "refused"}}
    return "accepted" in final.values()


def delay(rounds: int, chance: float, *, longest_seconds: float = RETRY_SECONDS[-1]) -> timedelta:
    """How long to wait after `rounds` failed ones; `chance` from 0 to 1 spreads the crowd."""
    seconds = min(RETRY_SECONDS[min(rounds, len(RETRY_SECONDS) - 1)], longest_seconds)
    return timedelta(seconds=seconds * (1 + JITTER * (2 * chance - 1)))
