"""Couriers with a script, a clock that stands still, and what carries letters for a test."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import Any

from form_api.crew import Crew
from form_api.delivery import Delivery
from form_api.outbox import Outbox
from form_api.outcomes import Accepted, Outcome, Refused, TryLater, Unknown, Unreachable
from form_api.records import Entry
from form_api.settings import Secret, Settings
from form_api.tray import Tray
from generator.directory import Directory
from tests.form_api.questions import NOW, REFERENCE, two_desks
from tests.form_api.window import SECRET, SETTINGS, Fixed

YES, LATER, NO = Accepted(250, "OK"), TryLater("Nanti", 451), Refused(550, "Tidak ada")
NOBODY, SILENCE = Unreachable("ConnectionRefusedError", None), Unknown("no answer")
ONE, TWO, THREE, LAST = MAILBOXES = [f"{name}@kantor.example" for name in ("satu", "dua", "tiga", "umum")]
OFFICE = "noreply@kantor.example"


@dataclass
class ScriptedCourier:
    """Says what it is told to for each mailbox, time after time; keeps what it carried, and from whom."""

    script: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    carried: list[tuple[str, EmailMessage]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        self.before()
        outcomes = self.script.get(mailbox, [YES])
        outcome = outcomes[min(self.mailboxes.count(mailbox), len(outcomes) - 1)]
        self.carried.append((mailbox, letter))
        self.senders.append(sender)
        return outcome

    async def close(self) -> None:
        return None

    @property
    def mailboxes(self) -> list[str]:
        return [mailbox for mailbox, _ in self.carried]


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


def crew(
    outbox: Outbox,
    courier: Any,
    clock: Clock | None = None,
    directory: Directory | None = None,
    settings: Settings = SETTINGS,
) -> Crew:
    """Of an office with three desks, unless another directory is given."""
    found = Fixed(directory or two_desks())
    return Crew(settings, found, outbox, Tray(outbox), Secret(SECRET), courier, clock or Clock())


def delivery(outbox: Outbox, courier: Any, clock: Clock | None = None, directory: Directory | None = None) -> Delivery:
    """Chance is always in the middle."""
    made = crew(outbox, courier, clock, directory).delivery(lambda: 0.5)
    assert made is not None
    return made


def rounds(
    outbox: Outbox,
    courier: ScriptedCourier,
    number: int,
    directory: Directory | None = None,
    clock: Clock | None = None,
) -> Entry:
    """The entry after so many rounds, each an instant after it was due."""
    clock = clock or Clock()
    loop = delivery(outbox, courier, clock, directory)

    async def carry() -> None:
        for _ in range(number):
            due = outbox.next_due()
            clock.at = max([clock.at, *[at for at in (due, loop.breaker.opens_at) if at]])
            await loop.carry_due()

    asyncio.run(carry())
    found = outbox.find(REFERENCE)
    assert found is not None
    return found
