"""Delivery: what is due is carried, put off, handed on or parked, and never lost in between."""

import asyncio
import dataclasses
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise
from pathlib import Path
from typing import Literal, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.courier import GOODBYE_SECONDS, LETTER_SECONDS
from form_api.delivery import (
    LEASE_SECONDS,
    RETRY_SECONDS,
    Delivery,
    Done,
    Exhausted,
    Send,
    Step,
    delay,
    next_step,
)
from form_api.outbox import BUSY_SECONDS, Outbox, OutboxError
from form_api.outcomes import Accepted, Outcome, Refused, TryLater
from form_api.records import OutcomeName, StoredInquiry
from generator.directory import Directory, desks_from, language
from tests.form_api.letters import words_of
from tests.form_api.questions import DAY, NOW, PASURUAN, REFERENCE, asked, attempt, put, two_desks
from tests.waiting import wait_for

YES, LATER, NO = Accepted(250, "OK"), TryLater("Nanti", 451), Refused(550, "Tidak ada")
ONE, TWO, THREE, LAST = MAILBOXES = [f"{name}@kantor.example" for name in ("satu", "dua", "tiga", "umum")]
CHAIN = desks_from(two_desks(), "meja-pbb")
PBB, SECOND, GENERAL = CHAIN


@dataclass
class ScriptedCourier:
    """Says what it is told to for each mailbox, time after time; keeps what it carried."""

    script: Mapping[str, Sequence[Outcome]] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    carried: list[tuple[str, EmailMessage]] = field(default_factory=list)

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        assert sender == "noreply@kantor.example"
        self.before()
        outcomes = self.script.get(mailbox, [YES])
        outcome = outcomes[min(self.mailboxes.count(mailbox), len(outcomes) - 1)]
        self.carried.append((mailbox, letter))
        return outcome

    @property
    def mailboxes(self) -> list[str]:
        return [mailbox for mailbox, _ in self.carried]


@dataclass
class Clock:
    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


def delivery(outbox: Outbox, courier: ScriptedCourier, clock: Clock, directory: Directory | None = None) -> Delivery:
    found = directory or two_desks()
    return Delivery(outbox, lambda: found, courier, clock, lambda: 0.5, asyncio.Event())


def rounds(outbox: Outbox, courier: ScriptedCourier, number: int, directory: Directory | None = None) -> StoredInquiry:
    """The inquiry after so many rounds, each an instant after it was due."""
    clock = Clock()
    for _ in range(number):
        due = outbox.next_due()
        clock.at = max(clock.at, due) if due else clock.at
        asyncio.run(delivery(outbox, courier, clock, directory).carry_due())
    found = outbox.find(REFERENCE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("attempts", "step"),
    [
        ("", Send(PBB, (ONE, TWO))),
        ("pbb-1:later", Send(PBB, (ONE, TWO))),
        ("pbb-1:accepted", Send(PBB, (TWO,))),
        ("pbb-1:refused", Send(PBB, (TWO,))),
        ("pbb-1:accepted pbb-2:later", Send(PBB, (TWO,))),
        ("pbb-1:accepted pbb-2:accepted", Done()),
        ("pbb-1:accepted pbb-2:refused", Done()),
        ("pbb-1:refused pbb-2:later pbb-2:accepted", Done()),
        ("pbb-1:refused pbb-2:refused", Send(SECOND, (THREE,))),
        ("pbb-1:refused pbb-2:refused dua-3:later", Send(SECOND, (THREE,))),
        ("pbb-1:refused pbb-2:refused dua-3:accepted", Done()),
        ("pbb-1:refused pbb-2:refused dua-3:refused", Send(GENERAL, (LAST,))),
        ("pbb-1:refused pbb-2:refused dua-3:refused umum-4:accepted", Done()),
        ("pbb-1:refused pbb-2:refused dua-3:refused umum-4:refused", Exhausted()),
        ("umum-4:refused", Send(PBB, (ONE, TWO))),
        ("dua-1:refused dua-2:accepted", Send(PBB, (ONE, TWO))),  # as mailboxes of another desk
    ],
)
def test_what_remains_to_be_done(attempts: str, step: Step) -> None:
    """The first desk that has not refused it decides: who took it is spared, who refused it is passed over."""
    made = [re.fullmatch(r"(\w+)-(\d):(\w+)", one) for one in attempts.split()]
    tried = [attempt(f"meja-{one[1]}", MAILBOXES[int(one[2]) - 1], cast(OutcomeName, one[3])) for one in made if one]
    assert next_step(CHAIN, tried) == step


def test_without_desks_there_is_nobody_to_send_to() -> None:
    """A directory that takes no questions any more parks what is left."""
    assert next_step((), []) == Exhausted()


def test_a_new_mailbox_of_a_desk_gets_the_letter_while_it_waits() -> None:
    """The directory of the day decides: a mailbox that staff mend is tried, one that they delete is not."""
    desk = dataclasses.replace(PBB, to=(ONE, "baru@kantor.example"))
    made = [attempt("meja-pbb", ONE, "refused"), attempt("meja-pbb", TWO, "later")]
    assert next_step([desk], made) == Send(desk, ("baru@kantor.example",))


@given(st.floats(0, 1), st.integers(0, 1000))
def test_the_wait_stays_within_its_bounds(chance: float, number: int) -> None:
    """A fifth more or less than the table says, so that a crowd spreads; the last entry for ever after."""
    seconds = delay(number, chance).total_seconds()
    planned = RETRY_SECONDS[min(number, len(RETRY_SECONDS) - 1)]
    assert 0.8 * planned - 1e-6 <= seconds <= 1.2 * planned + 1e-6


def test_the_wait_grows_up_to_an_hour() -> None:
    """The first tries follow at once, and a server that is down for days is asked every hour."""
    waits = [delay(number, 0.5).total_seconds() for number in range(20)]
    assert waits[:5] == [2, 5, 10, 20, 40]
    assert all(earlier <= later for earlier, later in pairwise(waits))
    assert waits[-1] == 3600


def test_an_accepted_letter_is_done(outbox: Outbox) -> None:
    """Every mailbox of the desk gets one letter of its own, and the instant is noted."""
    put(outbox, asked())
    courier = ScriptedCourier()
    found = rounds(outbox, courier, 2)
    assert courier.mailboxes == [ONE, TWO]
    assert [letter["To"].addresses[0].addr_spec for _, letter in courier.carried] == [ONE, TWO]
    assert found.accepted_at == NOW
    assert [item.outcome for item in outbox.attempts(REFERENCE)] == ["accepted", "accepted"]


def test_what_can_not_go_now_is_put_off(outbox: Outbox) -> None:
    """It waits as long as the table says; the mailbox that took the letter does not get it again."""
    put(outbox, asked())
    courier = ScriptedCourier({TWO: [LATER, LATER, YES]})
    found = rounds(outbox, courier, 1)
    assert (found.accepted_at, found.rounds, found.due_at) == (None, 1, NOW + timedelta(seconds=2))
    found = rounds(outbox, courier, 1)
    assert (found.accepted_at, found.rounds, found.due_at) == (None, 2, NOW + timedelta(seconds=2 + 5))
    found = rounds(outbox, courier, 1)
    assert found.accepted_at == NOW + timedelta(seconds=7)
    assert courier.mailboxes == [ONE, TWO, TWO, TWO]


def test_a_refused_letter_is_handed_on_at_once(outbox: Outbox) -> None:
    """When no mailbox of the desk takes it, the fallback gets it in the next round, without a wait, and learns why."""
    put(outbox, asked())
    courier = ScriptedCourier({ONE: [NO], TWO: [NO]})
    found = rounds(outbox, courier, 1)
    assert (found.accepted_at, found.parked_at, found.due_at) == (None, None, NOW)
    found = rounds(outbox, courier, 1)
    assert courier.mailboxes == [ONE, TWO, THREE]
    assert language("id")("letter.meant_for", desk="Meja PBB") in words_of(courier.carried[2][1])
    assert found.accepted_at == NOW


def test_one_mailbox_that_takes_it_is_enough(outbox: Outbox) -> None:
    """A desk of which one mailbox is gone still has the letter; nobody else is troubled."""
    put(outbox, asked())
    courier = ScriptedCourier({ONE: [NO]})
    assert rounds(outbox, courier, 2).accepted_at == NOW
    assert courier.mailboxes == [ONE, TWO]


def test_what_every_desk_has_refused_is_parked(outbox: Outbox) -> None:
    """The default desk is the last; then an operator sees to it, and after that all are tried anew."""
    put(outbox, asked())
    courier = ScriptedCourier({box: [NO, YES] for box in (ONE, TWO, THREE, LAST)})
    found = rounds(outbox, courier, 5)
    assert courier.mailboxes == [ONE, TWO, THREE, LAST]
    assert (found.accepted_at, found.parked_at) == (None, NOW)
    outbox.retried(REFERENCE, NOW + DAY)
    found = rounds(outbox, courier, 1)
    assert courier.mailboxes[4:] == [ONE, TWO]
    assert (found.accepted_at, found.parked_at) == (NOW + DAY, None)


def test_a_desk_that_has_left_the_directory_is_passed_over(outbox: Outbox) -> None:
    """A letter that was meant for it goes to the default desk."""
    put(outbox, asked(), desk="meja-lama")
    courier = ScriptedCourier()
    assert rounds(outbox, courier, 1).accepted_at == NOW
    assert courier.mailboxes == [LAST]


def test_letters_wait_while_the_directory_takes_no_questions(outbox: Outbox) -> None:
    """Should `inquiry` leave the file while letters wait, they go out once it is back."""
    put(outbox, asked())
    empty = dataclasses.replace(two_desks(), inquiry=None, desks={})
    found = rounds(outbox, ScriptedCourier(), 1, empty)
    assert (found.parked_at, found.rounds) == (None, 1)
    assert rounds(outbox, ScriptedCourier(), 1).accepted_at is not None


def test_an_orderly_stop_waits_for_the_outcome(outbox: Outbox) -> None:
    """A letter that is under way is noted before the loop ends, so that nothing goes out twice."""
    put(outbox, asked())
    courier = ScriptedCourier()
    loop = delivery(outbox, courier, Clock())
    courier.before = loop.stop
    asyncio.run(asyncio.wait_for(loop.run(), 30))
    found = outbox.find(REFERENCE)
    assert found is not None
    assert found.accepted_at == NOW


def test_one_letter_that_breaks_does_not_hold_the_others(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of ours in one letter puts that one off, is told in the log, and the rest goes out."""
    put(outbox, asked(email="siti@x.example\nBcc: y@z.example"))  # no letter can be made of it
    put(outbox, asked(message="lain"), reference="AAAA-AAAA")
    courier = ScriptedCourier()
    found = rounds(outbox, courier, 1)
    assert (found.rounds, found.accepted_at) == (1, None)
    assert courier.mailboxes == [ONE, TWO]
    assert f"delivery-failed reference={REFERENCE}" in caplog.text


def test_nothing_due_is_nothing_carried(outbox: Outbox) -> None:
    """An idle round costs no letter and says so."""
    assert asyncio.run(delivery(outbox, ScriptedCourier(), Clock()).carry_due()) == 0


def test_a_batch_has_a_limit(outbox: Outbox) -> None:
    """A crowd of letters goes out a few at a time, so that a lease never runs out under them; all of them go."""
    for number in range(20):
        put(outbox, asked(message=str(number)), reference=f"r{number}")
    courier = ScriptedCourier()
    counts = [asyncio.run(delivery(outbox, courier, Clock()).carry_due()) for _ in range(4)]
    assert counts == [8, 8, 4, 0]
    assert outbox.count_waiting() == 0


def test_a_courier_that_dies_is_replaced(outbox: Outbox) -> None:
    """A process that is killed in the middle leaves its claim behind; when the lease has run out the letter goes."""
    put(outbox, asked())
    outbox.claim_due(NOW, lease_seconds=LEASE_SECONDS, limit=1)
    clock, courier = Clock(NOW + timedelta(seconds=LEASE_SECONDS - 1)), ScriptedCourier()
    assert asyncio.run(delivery(outbox, courier, clock).carry_due()) == 0
    clock.at += timedelta(seconds=1)
    assert asyncio.run(delivery(outbox, courier, clock).carry_due()) == 1
    assert courier.mailboxes == [ONE, TWO]


def test_a_store_that_fails_in_the_middle_sends_twice_rather_than_never(impatient: Outbox, database: Path) -> None:
    """The server said yes but the note could not be written: after the lease the same letter goes out again."""
    put(impatient, asked(service="", message="x"), desk="meja-dua")
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    courier = ScriptedCourier(before=lambda: other.execute("BEGIN IMMEDIATE"))
    with pytest.raises(OutboxError):
        asyncio.run(delivery(impatient, courier, Clock()).carry_due())
    other.close()
    courier.before = lambda: None
    asyncio.run(delivery(impatient, courier, Clock(NOW + timedelta(seconds=LEASE_SECONDS))).carry_due())
    assert courier.mailboxes == [THREE, THREE]
    assert courier.carried[0][1].as_bytes() == courier.carried[1][1].as_bytes()
    assert impatient.count_waiting() == 0


class Bell(asyncio.Event):
    """An event that tells when somebody has begun to wait for it."""

    def __init__(self) -> None:
        super().__init__()
        self.is_waited_for = asyncio.Event()

    async def wait(self) -> Literal[True]:
        self.is_waited_for.set()
        return await super().wait()


async def while_it_runs(loop: Delivery, happens: Callable[[], object]) -> None:
    """Runs the loop for as long as `happens` takes in a thread beside it."""
    carrying = asyncio.create_task(loop.run())
    await asyncio.to_thread(happens)
    carrying.cancel()
    with suppress(asyncio.CancelledError):
        await carrying


def test_the_loop_outlives_a_store_that_fails(
    impatient: Outbox, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """While the store is disturbed the loop waits; it goes on by itself when the store is back."""
    put(impatient, asked())
    courier = ScriptedCourier()
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def the_store_comes_back() -> None:
        wait_for(lambda: "outbox-failed" in caplog.text, "the fault in the log")
        other.close()
        wait_for(lambda: not impatient.count_waiting(), "the letter")

    loop = delivery(impatient, courier, Clock())
    loop.poll_seconds = 0.05
    asyncio.run(while_it_runs(loop, the_store_comes_back))
    assert courier.mailboxes == [ONE, TWO]


def test_a_new_question_wakes_the_loop(outbox: Outbox) -> None:
    """Whoever stores something sets the event, and the letter goes out without waiting for the next look."""
    bell = Bell()
    loop = delivery(outbox, ScriptedCourier(), Clock())
    loop.wake, loop.poll_seconds = bell, 3600

    async def ring() -> None:
        await bell.is_waited_for.wait()
        put(outbox, asked())
        bell.set()

    async def run() -> None:
        letter = while_it_runs(
            loop, lambda: wait_for(lambda: outbox.all() and not outbox.count_waiting(), "the letter")
        )
        await asyncio.gather(letter, ring())

    asyncio.run(run())


def test_the_log_names_the_reference_and_nothing_of_the_citizen(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    """One line an event: attempted, handed on, parked, accepted; no name, address, number or word."""
    caplog.set_level("INFO")
    put(outbox, asked())
    rounds(outbox, ScriptedCourier({box: [NO] for box in (ONE, TWO, THREE, LAST)}), 5)
    put(outbox, asked(message="lain"), reference="AAAA-AAAA")
    rounds(outbox, ScriptedCourier({ONE: [LATER, YES]}), 2)
    lines = [record.getMessage() for record in caplog.records if record.name == "loket.delivery"]
    assert [line.split()[0] for line in lines].count("parked") == 1
    assert {line.split()[0] for line in lines} == {"attempted", "handed-on", "parked", "accepted"}
    assert all("reference=" in line for line in lines)
    words = [*dataclasses.astuple(asked())[2:6], "lain", ONE, LAST]
    assert not any(word in line for line in lines for word in words)


def test_every_desk_of_the_project_reaches_a_mailbox() -> None:
    """Each chain of the project's own directory ends with a default desk that has a mailbox."""
    assert PASURUAN.inquiry is not None
    for desk_id in PASURUAN.desks:
        chain = desks_from(PASURUAN, desk_id)
        assert chain[-1].id == PASURUAN.inquiry.default_desk
        assert all(desk.to for desk in chain)


def test_a_lease_outlasts_the_longest_letter() -> None:
    """Nobody else takes a letter while its courier may still be talking to a mail server, or waiting for the store."""
    assert LETTER_SECONDS + GOODBYE_SECONDS + BUSY_SECONDS < LEASE_SECONDS
