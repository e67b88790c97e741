"""A question's way to a mailbox: it is with a desk, or on its way, or an operator is told."""

import dataclasses
import sqlite3
import threading
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from form_api import carrying
from form_api.envelope import read_sender
from form_api.letter import compose
from form_api.outbox import Outbox, events
from form_api.outcomes import Outcome
from form_api.records import UploadedFile
from generator.directory import language
from tests.form_api.crews import LAST, LATER, NO, NOBODY, OFFICE, ONE, SILENCE, THREE, TWO, YES, ScriptedCourier, rounds
from tests.form_api.letters import SCAN
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, put, two_desks


def tried(outbox: Outbox) -> list[str]:
    return [made.outcome for made in outbox.history(REFERENCE)]


def test_an_accepted_letter_is_done(outbox: Outbox) -> None:
    """Every mailbox of the desk gets one letter of its own, and the instant is noted."""
    put(outbox, asked())
    courier = ScriptedCourier()
    found = rounds(outbox, courier, 2)
    assert courier.mailboxes == [ONE, TWO]
    assert [letter["To"].addresses[0].addr_spec for _, letter in courier.carried] == [ONE, TWO]
    assert (found.accepted_at, found.due_at) == (NOW, None)
    assert tried(outbox) == ["accepted", "accepted"]


def test_the_envelope_tells_a_bounce_where_it_belongs(outbox: Outbox) -> None:
    """The sender is ours and bears the reference; each mailbox has its own, From stays the office's address."""
    put(outbox, asked())
    courier = ScriptedCourier()
    rounds(outbox, courier, 1)
    marked = [read_sender(sender) for sender in courier.senders]
    assert [mark.reference if mark else None for mark in marked] == [REFERENCE, REFERENCE]
    assert len(set(courier.senders)) == 2
    assert courier.carried[0][1]["From"].addresses[0].addr_spec == OFFICE


def test_what_can_not_go_now_is_put_off(outbox: Outbox) -> None:
    """It waits as long as the table says; the mailbox that took the letter does not get it again."""
    put(outbox, asked())
    courier = ScriptedCourier({TWO: [LATER, LATER, YES]})
    found = rounds(outbox, courier, 1)
    assert (found.accepted_at, found.rounds, found.due_at) == (NOW, 1, NOW + timedelta(seconds=2))
    found = rounds(outbox, courier, 1)
    assert (found.rounds, found.due_at) == (2, NOW + timedelta(seconds=2 + 5))
    assert rounds(outbox, courier, 1).due_at is None
    assert courier.mailboxes == [ONE, TWO, TWO, TWO]


def test_a_full_mailbox_is_not_flooded(outbox: Outbox) -> None:
    """Full for three days: some dozens of tries, nothing lost, and the letter goes when there is room."""
    put(outbox, asked(), desk="meja-dua")
    courier = ScriptedCourier({THREE: [LATER] * 31 + [YES]})
    found = rounds(outbox, courier, 31)
    assert found.due_at is not None
    assert found.due_at - NOW > 3 * DAY
    assert rounds(outbox, courier, 1).accepted_at is not None


def test_a_mailbox_that_stays_full_hands_on_after_five_days(outbox: Outbox) -> None:
    """Then the next desk has it."""
    put(outbox, asked(), desk="meja-dua")
    courier = ScriptedCourier({THREE: [LATER]})
    found = rounds(outbox, courier, 60)
    assert found.accepted_at is not None
    assert found.accepted_at - NOW > 5 * DAY
    assert courier.mailboxes[-1] == LAST


def test_a_refused_letter_is_handed_on_at_once(outbox: Outbox) -> None:
    """When no mailbox of the desk takes it, the fallback gets it in the next round, without a wait, and learns why."""
    put(outbox, asked())
    courier = ScriptedCourier({ONE: [NO], TWO: [NO]})
    found = rounds(outbox, courier, 1)
    assert (found.accepted_at, found.parked_at, found.due_at) == (None, None, NOW)
    found = rounds(outbox, courier, 1)
    assert courier.mailboxes == [ONE, TWO, THREE]
    body = courier.carried[2][1].get_body(("plain",))
    assert body is not None
    assert language("id")("letter.meant_for", desk="Meja PBB") in body.get_content()
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
    assert (found.accepted_at, found.parked_at, found.due_at) == (None, NOW, None)
    outbox.commit(events.retried(REFERENCE, NOW + DAY))
    found = rounds(outbox, courier, 1)
    assert courier.mailboxes[4:] == [ONE, TWO]
    assert (found.accepted_at, found.parked_at) == (NOW + DAY, None)


@pytest.mark.parametrize("outcome", [NOBODY, SILENCE])
def test_a_connection_that_fails_moves_nothing_along(outbox: Outbox, outcome: Outcome) -> None:
    """However often: the letter stays with its desk, and goes there when the server is back."""
    put(outbox, asked(), desk="meja-dua")
    courier = ScriptedCourier({THREE: [outcome] * 40 + [YES]})
    found = rounds(outbox, courier, 40)
    assert (found.accepted_at, found.parked_at, set(courier.mailboxes)) == (None, None, {THREE})
    assert rounds(outbox, courier, 1).accepted_at is not None


def test_after_a_failed_connection_no_letter_waits_for_hours(outbox: Outbox) -> None:
    """When the mail server is back, every letter follows within minutes."""
    put(outbox, asked(), desk="meja-dua")
    found = rounds(outbox, ScriptedCourier({THREE: [NOBODY]}), 30)
    previous = rounds(outbox, ScriptedCourier({THREE: [NOBODY]}), 1)
    assert found.due_at is not None
    assert previous.due_at is not None
    assert previous.due_at - found.due_at <= timedelta(seconds=400)


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


def test_what_was_erased_meanwhile_is_not_carried(outbox: Outbox) -> None:
    """A citizen who takes a question back has it taken back."""
    put(outbox, asked())
    (errand,) = outbox.claim_due(NOW, claimant="x", lease_seconds=1, limit=1)
    outbox.commit(events.erased(REFERENCE, NOW))
    outbox.commit(events.due_again(errand, NOW))
    courier = ScriptedCourier()
    rounds(outbox, courier, 1)
    assert courier.carried == []


def test_one_letter_that_breaks_does_not_hold_the_others(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    """A fault of ours in one letter puts that one off, is told in the log, and the rest goes out."""
    put(outbox, asked(email="siti@x.example\nBcc: y@z.example"))  # no letter can be made of it
    put(outbox, asked(message="lain"), reference="AAAA-AAAA")
    courier = ScriptedCourier()
    found = rounds(outbox, courier, 1)
    assert (found.rounds, found.accepted_at) == (1, None)
    assert courier.mailboxes == [ONE, TWO]
    assert f"delivery-failed reference={REFERENCE}" in caplog.text


def test_the_log_names_the_reference_and_nothing_of_the_citizen(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    """One line an event: attempted, handed on, parked, accepted, noted; no name, address, number or word."""
    caplog.set_level("INFO")
    put(outbox, asked())
    rounds(outbox, ScriptedCourier({box: [NO] for box in (ONE, TWO, THREE, LAST)}), 5)
    put(outbox, asked(message="lain"), reference="AAAA-AAAA")
    rounds(outbox, ScriptedCourier({ONE: [LATER, YES]}), 2)
    lines = [record.getMessage() for record in caplog.records if record.name == "loket.delivery"]
    assert [line.split()[0] for line in lines].count("parked") == 1
    assert {line.split()[0] for line in lines} == {"attempted", "handed-on", "parked", "accepted", "noted"}
    assert all("reference=" in line for line in lines)
    words = [*dataclasses.astuple(asked())[2:6], "lain", ONE, LAST, "Tidak ada"]
    assert not any(word in line for line in lines for word in words)


def test_a_yes_is_not_forgotten_while_the_store_is_locked(impatient: Outbox, database: Path) -> None:
    """The server said yes, and the note is written when the store is back: the letter goes out once."""
    put(impatient, asked(), desk="meja-dua")
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    free = threading.Timer(0.5, other.close)

    def lock_for_a_while() -> None:
        other.execute("BEGIN IMMEDIATE")
        free.start()

    courier = ScriptedCourier(before=lock_for_a_while)
    rounds(impatient, courier, 1)
    free.join()
    assert (courier.mailboxes, impatient.counts().waiting) == ([THREE], 0)


@pytest.mark.parametrize("files", [(), (SCAN,)])
def test_a_letter_with_files_is_written_beside_the_loop(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, files: tuple[UploadedFile, ...]
) -> None:
    """Megabytes are encoded for each mailbox: nobody at the window waits for it. Words alone take two milliseconds."""
    threads = []

    def watched(*given: Any, **named: Any) -> EmailMessage:
        threads.append(threading.current_thread())
        return compose(*given, **named)

    monkeypatch.setattr(carrying, "compose", watched)
    put(outbox, asked(files=files))
    rounds(outbox, ScriptedCourier(), 1)
    assert len(threads) == 2
    assert (threading.main_thread() not in threads) == bool(files)
