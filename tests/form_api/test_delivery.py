"""The loop that carries letters: it sleeps no longer than it may, stops in order, and outlives what fails around it."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Literal

import pytest

from form_api import delivery as delivering
from form_api.breaker import FAILURES_TO_OPEN
from form_api.delivery import AT_ONCE, LEASE_SECONDS, RENEW_SECONDS, Delivery
from form_api.outbox import Outbox, OutboxError, Write
from form_api.outcomes import Outcome
from form_api.records import Errand
from tests.form_api.crews import LAST, NOBODY, ONE, THREE, TWO, YES, Clock, ScriptedCourier, delivery
from tests.form_api.questions import NOW, REFERENCE, asked, claimed, put
from tests.waiting import wait_for


def crowd(outbox: Outbox, number: int) -> None:
    for each in range(number):
        put(outbox, asked(message=str(each)), reference=f"r{each}", desk="meja-dua")


def test_nothing_due_is_nothing_carried(outbox: Outbox) -> None:
    """An idle round costs no letter and says so."""
    assert asyncio.run(delivery(outbox, ScriptedCourier()).carry_due()) == 0


def test_a_batch_has_a_limit(outbox: Outbox) -> None:
    """A crowd of letters goes out a few at a time, and all of them go."""
    crowd(outbox, 20)
    courier = ScriptedCourier()
    counts = [asyncio.run(delivery(outbox, courier).carry_due()) for _ in range(4)]
    assert counts == [AT_ONCE, AT_ONCE, 20 - 2 * AT_ONCE, 0]
    assert outbox.counts().waiting == 0


def test_a_dead_mail_server_is_not_stormed(outbox: Outbox) -> None:
    """After a few failures in a row only one letter probes; when it gets through, all follow."""
    crowd(outbox, 20)
    clock, courier = Clock(), ScriptedCourier({THREE: [NOBODY] * (AT_ONCE + 1) + [YES]})
    loop = delivery(outbox, courier, clock)

    async def carry() -> list[int]:
        counts = [await loop.carry_due(), await loop.carry_due()]
        for _ in range(3):
            clock.at += timedelta(minutes=10)
            counts.append(await loop.carry_due())
        return counts

    assert AT_ONCE >= FAILURES_TO_OPEN
    assert asyncio.run(carry()) == [AT_ONCE, 0, 1, 1, AT_ONCE]


def test_what_needs_no_mail_server_is_no_probe(outbox: Outbox) -> None:
    """A letter that nobody can write, first in the row, does not keep the others from a server that is back."""
    crowd(outbox, AT_ONCE)
    clock, courier = Clock(), ScriptedCourier({THREE: [NOBODY] * AT_ONCE + [YES]})
    loop = delivery(outbox, courier, clock)

    async def carry() -> list[int]:
        counts = [await loop.carry_due()]
        put(outbox, asked(email="siti@x.example\nBcc: y@z.example"), at=NOW - timedelta(seconds=1))
        for _ in range(3):
            clock.at += timedelta(minutes=1)
            counts.append(await loop.carry_due())
        return counts

    assert asyncio.run(carry()) == [AT_ONCE, 1, 1, AT_ONCE]


def test_a_courier_that_dies_is_replaced(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    """A process that is killed leaves its claim behind; when the lease has run out the letter goes, and it is told."""
    put(outbox, asked())
    claimed(outbox)
    clock, courier = Clock(NOW + timedelta(seconds=LEASE_SECONDS - 1)), ScriptedCourier()
    assert asyncio.run(delivery(outbox, courier, clock).carry_due()) == 0
    clock.at += timedelta(seconds=1)
    assert asyncio.run(delivery(outbox, courier, clock).carry_due()) == 1
    assert courier.mailboxes == [ONE, TWO]
    assert f"interrupted reference={REFERENCE}" in caplog.text


def test_what_is_still_under_way_is_not_begun_again(outbox: Outbox) -> None:
    """A lease that ran out because nothing could be written, as on a full disk: who has the letter sends it once."""
    put(outbox, asked(), desk="meja-dua")
    clock, courier = Clock(), HeldCourier()
    loop = delivery(outbox, courier, clock)

    async def carry() -> None:
        first = asyncio.create_task(loop.carry_due())
        await courier.begun.wait()
        clock.at += timedelta(seconds=LEASE_SECONDS + 1)
        second = asyncio.create_task(loop.carry_due())
        await asyncio.to_thread(wait_for, lambda: (outbox.next_due() or NOW) > clock.at, "the second claim")
        courier.released.set()
        await asyncio.gather(first, second)

    asyncio.run(carry())
    assert (courier.mailboxes, outbox.counts().waiting) == ([THREE], 0)


@dataclass
class HeldCourier(ScriptedCourier):
    """Tells that it has begun, and comes to an end when it is released."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        outcome = await super().carry(letter, sender=sender, mailbox=mailbox)
        self.begun.set()
        await self.released.wait()
        return outcome


@pytest.mark.parametrize("renew_seconds", [RENEW_SECONDS, 0.01])
def test_what_was_claimed_is_not_begun_beyond_its_lease(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, renew_seconds: float
) -> None:
    """A process that slept for too long ends what it had begun; the rest others have, and it looks for new work."""
    monkeypatch.setattr(delivering, "RENEW_SECONDS", renew_seconds)
    crowd(outbox, 20)
    clock, courier = Clock(), HeldCourier()
    loop = delivery(outbox, courier, clock)

    async def sleep() -> None:
        running = asyncio.create_task(loop.run())
        await courier.begun.wait()
        later = clock.at + timedelta(seconds=LEASE_SECONDS)
        assert len(claimed(outbox, later, limit=20, claimant="lain")) == 20
        clock.at = later  # not before: the leases may be renewed at any instant
        put(outbox, asked(), clock.at, desk="meja-umum")
        courier.released.set()
        await asyncio.to_thread(wait_for, lambda: LAST in courier.mailboxes, "the new question")
        loop.stop()
        await running

    asyncio.run(sleep())
    assert sorted(courier.mailboxes) == [THREE] * AT_ONCE + [LAST]


def test_a_renewal_beside_a_claim_loses_nothing(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is claimed while leases are renewed is carried at once, and not when its lease has run out."""
    monkeypatch.setattr(delivering, "RENEW_SECONDS", 0.01)
    courier, renewed = HeldCourier(), threading.Semaphore(0)
    loop = delivery(outbox, courier)
    claim, renew = outbox.claim_due, outbox.renew

    def claim_slowly(*given: Any, **named: Any) -> list[Errand]:
        errands = claim(*given, **named)
        if errands and courier.begun.is_set():
            for _ in range(2):
                renewed.acquire(timeout=9)
        return errands

    def renew_and_tell(*given: Any) -> set[int]:
        kept = renew(*given)
        renewed.release()
        return kept

    monkeypatch.setattr(outbox, "claim_due", claim_slowly)
    monkeypatch.setattr(outbox, "renew", renew_and_tell)

    async def run() -> None:
        put(outbox, asked(), desk="meja-dua")
        running = asyncio.create_task(loop.run())
        await courier.begun.wait()
        put(outbox, asked(message="b"), reference="r2", desk="meja-umum")
        loop.wake.set()
        await asyncio.to_thread(wait_for, lambda: LAST in courier.mailboxes, "the second letter")
        courier.released.set()
        loop.stop()
        await running

    asyncio.run(run())


def test_an_orderly_stop_waits_for_the_outcome(outbox: Outbox) -> None:
    """A letter that is under way is noted before the loop ends; what was not begun is free for others at once."""
    crowd(outbox, 20)
    courier = ScriptedCourier()
    loop = delivery(outbox, courier)
    courier.before = loop.stop
    asyncio.run(asyncio.wait_for(loop.run(), 30))
    waiting = outbox.counts().waiting
    assert waiting == 20 - len(courier.carried) > 0
    assert [errand.was_interrupted for errand in claimed(outbox, limit=20)] == [False] * waiting


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
    impatient: Outbox, database: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the store is disturbed the loop waits; it goes on by itself when the store is back."""
    monkeypatch.setattr(delivering, "POLL_SECONDS", 0.05)
    put(impatient, asked())
    courier = ScriptedCourier()
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")

    def the_store_comes_back() -> None:
        wait_for(lambda: "outbox-failed" in caplog.text, "the fault in the log")
        other.close()
        wait_for(lambda: not impatient.counts().waiting, "the letter")

    asyncio.run(while_it_runs(delivery(impatient, courier), the_store_comes_back))
    assert courier.mailboxes == [ONE, TWO]


def test_letters_go_on_while_outcomes_are_written_but_not_without_end(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A slow disk keeps no connection idle; what a crash could send twice has a limit all the same."""
    crowd(outbox, 5 * AT_ONCE)
    courier, disk = ScriptedCourier(), asyncio.Event()
    loop = delivery(outbox, courier)
    commit = loop.tray.commit

    async def slowly(write: Write[Any]) -> Any:
        await disk.wait()
        return await commit(write)

    async def run() -> None:
        running = asyncio.create_task(loop.run())
        await asyncio.to_thread(wait_for, lambda: len(courier.carried) == 2 * AT_ONCE, "the letters")
        await asyncio.sleep(0.1)
        assert len(courier.carried) == 2 * AT_ONCE
        disk.set()
        await asyncio.to_thread(wait_for, lambda: not outbox.counts().waiting, "all letters")
        loop.stop()
        await running

    monkeypatch.setattr(loop.tray, "commit", slowly)
    asyncio.run(run())


def test_no_place_stays_empty_beside_letters_that_take_long(outbox: Outbox) -> None:
    """A few that a slow server has in hand keep nobody else's letter waiting, however many wait."""
    crowd(outbox, AT_ONCE - 2)
    courier = HeldCourier()
    loop = delivery(outbox, courier)

    async def run() -> None:
        running = asyncio.create_task(loop.run())
        await asyncio.to_thread(wait_for, lambda: len(courier.carried) == AT_ONCE - 2, "the first letters")
        for number in range(AT_ONCE):
            put(outbox, asked(message=f"b{number}"), reference=f"s{number}", desk="meja-dua")
        loop.wake.set()
        await asyncio.to_thread(wait_for, lambda: len(courier.carried) == AT_ONCE, "two more")
        courier.released.set()
        loop.stop()
        await running

    asyncio.run(run())


def test_outcomes_of_letters_that_go_together_share_a_commit(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backlog costs a commit for several letters, not one for each."""
    crowd(outbox, 5 * AT_ONCE)
    commit_all, together = outbox.commit_all, []

    def counted(writes: Any) -> Any:
        together.append(len(writes))
        return commit_all(writes)

    monkeypatch.setattr(outbox, "commit_all", counted)
    loop = delivery(outbox, ScriptedCourier())
    asyncio.run(while_it_runs(loop, lambda: wait_for(lambda: not outbox.counts().waiting, "all letters")))
    assert sum(together) == 5 * AT_ONCE
    assert len(together) <= 5 * AT_ONCE / 2


def test_a_store_that_takes_nothing_gets_no_more_letters(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What was carried and could not be noted keeps its place until it is."""
    crowd(outbox, 5 * AT_ONCE)
    courier = ScriptedCourier()
    loop = delivery(outbox, courier)

    async def full(_write: Write[Any]) -> Any:
        raise OutboxError("the disk is full")

    monkeypatch.setattr(loop.tray, "commit", full)
    told = lambda: caplog.text.count("the disk is full") > 2 * AT_ONCE  # noqa: E731 one of them is tried again
    asyncio.run(while_it_runs(loop, lambda: wait_for(told, "the fault in the log")))
    assert len(courier.carried) <= 2 * AT_ONCE


def test_an_outcome_outlives_a_fault_of_ours(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever fails while it is written: the letter has gone out, and is not sent again for it."""
    put(outbox, asked())
    courier = ScriptedCourier()
    loop = delivery(outbox, courier)
    commit, faults = loop.tray.commit, iter([ZeroDivisionError(), KeyError()])

    async def faulty(write: Write[Any]) -> Any:
        if fault := next(faults, None):
            raise fault
        return await commit(write)

    monkeypatch.setattr(loop.tray, "commit", faulty)
    monkeypatch.setattr(delivering, "delay", lambda *_args, **_more: timedelta(0))
    asyncio.run(loop.carry_due())
    assert (courier.mailboxes, outbox.counts().waiting) == ([ONE, TWO], 0)


def test_a_fault_of_ours_ends_no_delivery(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever it is, it is told, and the next turn carries what is due."""
    monkeypatch.setattr(delivering, "POLL_SECONDS", 0.01)
    put(outbox, asked())
    courier = ScriptedCourier()
    loop = delivery(outbox, courier)
    claim, faults = outbox.claim_due, iter([ZeroDivisionError()])

    def faulty(*known: Any, **more: Any) -> Any:
        if fault := next(faults, None):
            raise fault
        return claim(*known, **more)

    monkeypatch.setattr(outbox, "claim_due", faulty)
    asyncio.run(while_it_runs(loop, lambda: wait_for(lambda: not outbox.counts().waiting, "the letter")))
    assert courier.mailboxes == [ONE, TWO]
    assert "ZeroDivisionError" in caplog.text


def test_a_new_question_wakes_the_loop(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever stores something sets the event, and the letter goes out without waiting for the next look."""
    monkeypatch.setattr(delivering, "POLL_SECONDS", 3600)
    bell = Bell()
    loop = delivery(outbox, ScriptedCourier())
    loop.wake = bell

    async def ring() -> None:
        await bell.is_waited_for.wait()
        put(outbox, asked())
        bell.set()

    async def run() -> None:
        gone = while_it_runs(loop, lambda: wait_for(lambda: outbox.all() and not outbox.counts().waiting, "the letter"))
        await asyncio.gather(gone, ring())

    asyncio.run(run())


def test_a_letter_that_takes_long_keeps_its_lease(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow the mail server is, nobody else sends the same letter meanwhile."""
    monkeypatch.setattr(delivering, "RENEW_SECONDS", 0.01)
    put(outbox, asked(), desk="meja-dua")
    clock, courier = Clock(), ScriptedCourier()
    loop = delivery(outbox, courier, clock)
    done = asyncio.Event()

    async def slowly(*_given: object, **_named: object) -> object:
        clock.at += timedelta(seconds=LEASE_SECONDS - 1)
        await asyncio.sleep(0.3)
        assert claimed(outbox, clock.at + timedelta(seconds=LEASE_SECONDS - 1)) == []
        done.set()
        return YES

    courier.carry = slowly  # type: ignore[assignment, method-assign]

    async def run() -> None:
        running = asyncio.create_task(loop.run())
        await asyncio.wait_for(done.wait(), 30)
        loop.stop()
        await running

    asyncio.run(run())
    assert outbox.counts().waiting == 0


def test_a_lease_is_renewed_well_before_it_runs_out() -> None:
    """Twice, should one renewal fail."""
    assert 2 * RENEW_SECONDS < LEASE_SECONDS
