"""Letters of our own: one reply, one reminder, one digest; none of them floods anybody or tells a citizen's words."""

import asyncio
import dataclasses
from datetime import timedelta

import pytest

from form_api import digest
from form_api.outbox import Outbox, events
from form_api.outcomes import Outcome, Refused, SenderRefused, TryLater
from form_api.own_letters import digest_now
from form_api.post import outcome_name
from form_api.records import ErrandKind
from generator.directory import language
from tests.form_api.crews import LATER, NO, NOBODY, OFFICE, ONE, SILENCE, THREE, YES, Clock, ScriptedCourier, delivery
from tests.form_api.questions import NOW, REFERENCE, asked, claimed, put, two_desks

SITI = "siti@warga.example"
READER = "kepala@kantor.example"


def carry(outbox: Outbox, courier: ScriptedCourier, times: int = 1, clock: Clock | None = None) -> list[str]:
    """The mailboxes that got something, after so many rounds an hour apart."""
    directory = two_desks()
    assert directory.inquiry is not None
    inquiry = dataclasses.replace(directory.inquiry, digest_to=READER)
    clock = clock or Clock()

    async def run() -> None:
        for _ in range(times):
            await delivery(outbox, courier, clock, dataclasses.replace(directory, inquiry=inquiry)).carry_due()
            clock.at += timedelta(hours=1)

    asyncio.run(run())
    return courier.mailboxes


def settled(outbox: Outbox, kind: ErrandKind, **given: str) -> None:
    """A question that its desk has, and a letter of this kind about it."""
    put(outbox, asked(**given), desk="meja-dua")
    carry(outbox, ScriptedCourier())
    outbox.commit(events.queued(kind, REFERENCE, NOW))


def replied(outbox: Outbox, *outcomes: Outcome, times: int = 1) -> ScriptedCourier:
    put(outbox, asked(), desk="meja-dua", wants_reply=True)
    courier = ScriptedCourier({SITI: outcomes})
    carry(outbox, courier, times)
    return courier


def test_a_citizen_gets_one_reply_from_the_null_sender(outbox: Outbox) -> None:
    """So that no bounce of it comes back and no automaton answers it; From is the office's."""
    courier = replied(outbox, YES, times=3)
    assert courier.mailboxes.count(SITI) == 1
    at = courier.mailboxes.index(SITI)
    assert courier.senders[at] == ""
    assert courier.carried[at][1]["From"].addresses[0].addr_spec == OFFICE
    assert courier.carried[at][1]["Auto-Submitted"] == "auto-replied"


def test_where_the_null_sender_is_refused_ours_is_used(outbox: Outbox) -> None:
    """Some mail servers take nothing without a sender."""
    courier = replied(outbox, SenderRefused(550, "no null sender"), YES)
    assert [sender for box, sender in zip(courier.mailboxes, courier.senders, strict=True) if box == SITI] == [
        "",
        OFFICE,
    ]


@pytest.mark.parametrize(("outcome", "tries"), [(LATER, 3), (NOBODY, 3), (NO, 1), (SILENCE, 1)])
def test_a_reply_goes_out_at_most_once(outbox: Outbox, outcome: Outcome, tries: int) -> None:
    """What surely was not taken is tried again; a refusal or an unknown outcome ends it."""
    assert replied(outbox, outcome, times=3).mailboxes.count(SITI) == tries


def test_a_reply_that_may_have_gone_out_is_not_sent_again(outbox: Outbox) -> None:
    """A crash between the mail server's yes and our note costs the citizen a reply rather than two."""
    put(outbox, asked(), desk="meja-dua", wants_reply=True)
    reply = next(errand for errand in claimed(outbox) if errand.kind == "reply")
    outbox.commit(events.reply_begun(reply, NOW, per_address_and_day=1, per_hour=1))
    assert carry(outbox, ScriptedCourier(), clock=Clock(NOW + timedelta(minutes=2))) == [THREE]


def test_a_reply_that_another_took_over_is_left_to_it(outbox: Outbox) -> None:
    """A process that slept beyond its lease sends none of the replies that it had claimed and not begun."""
    put(outbox, asked(), desk="meja-dua", wants_reply=True)
    reply = next(errand for errand in claimed(outbox) if errand.kind == "reply")
    courier = ScriptedCourier()
    assert sorted(carry(outbox, courier, clock=Clock(NOW + timedelta(minutes=2)))) == sorted([THREE, SITI])

    async def wake_up() -> None:
        await delivery(outbox, courier).carry["reply"](reply)

    asyncio.run(wake_up())
    assert courier.mailboxes.count(SITI) == 1


def test_a_reply_that_nobody_takes_is_given_up(outbox: Outbox) -> None:
    """After some hours it is of no use any more; the question itself is untouched."""
    courier = replied(outbox, LATER, times=60)
    assert courier.mailboxes.count(SITI) < 20
    assert outbox.next_due() is None


@pytest.mark.parametrize("outcome", [YES, Refused(550, f"<{SITI}>: User unknown"), TryLater(f"<{SITI}>: full", 452)])
def test_the_citizens_address_is_not_in_the_list_of_attempts(outbox: Outbox, outcome: Outcome) -> None:
    """It stands sealed in the inquiry alone, though mail servers like to repeat it."""
    replied(outbox, outcome)
    assert [made.outcome for made in outbox.history(REFERENCE) if made.mailbox == "citizen"] == [outcome_name(outcome)]
    assert SITI not in repr(outbox.history(REFERENCE))


@pytest.mark.parametrize("kind", ["reminder", "escalation"])
def test_a_reminder_goes_out_once(outbox: Outbox, kind: ErrandKind) -> None:
    """To the desk that has the letter, and later to whoever reads the digest; without a word of the citizen's."""
    settled(outbox, kind)
    courier = ScriptedCourier()
    assert carry(outbox, courier, 3) == [THREE if kind == "reminder" else READER]
    text = courier.carried[0][1].as_string()
    assert REFERENCE in text
    assert "Siti" not in text


@pytest.mark.parametrize("event", [events.confirmed, events.erased])
@pytest.mark.parametrize("kind", ["reminder", "escalation"])
def test_nobody_is_reminded_of_what_is_settled(outbox: Outbox, kind: ErrandKind, event: object) -> None:
    """Confirmed or erased in the meantime: nothing goes out."""
    settled(outbox, kind)
    outbox.commit(event(REFERENCE, NOW))  # type: ignore[operator]
    assert carry(outbox, ScriptedCourier()) == []


def test_the_digest_goes_to_its_reader(outbox: Outbox) -> None:
    """With what waits, by reference."""
    put(outbox, asked(), NOW - timedelta(days=2), suspicions=("links",))
    outbox.commit(events.queued("digest", "2020-03-24", NOW))
    courier = ScriptedCourier()
    assert carry(outbox, courier, 3) == [READER]
    assert REFERENCE in courier.carried[0][1].as_string()


def test_a_mailbox_that_is_full_for_three_days_is_named(outbox: Outbox) -> None:
    """Nothing is lost, the mailbox is asked some dozens of times, and the digest says which it is."""
    put(outbox, asked(), desk="meja-dua")
    clock, courier = Clock(), ScriptedCourier({THREE: [LATER]})
    carry(outbox, courier, 72, clock)
    told = digest.as_text(digest_now(outbox, two_desks(), clock()), two_desks(), language("id"))
    assert THREE in told
    assert REFERENCE in told
    assert 20 < courier.mailboxes.count(THREE) < 60


def test_a_digest_without_a_reader_is_dropped(outbox: Outbox) -> None:
    """Should `digest_to` leave the file meanwhile."""
    outbox.commit(events.queued("digest", "2020-03-24", NOW))
    courier = ScriptedCourier()
    asyncio.run(delivery(outbox, courier).carry_due())
    assert (courier.mailboxes, outbox.next_due()) == ([], None)


def test_a_reminder_waits_for_the_mail_server(outbox: Outbox) -> None:
    """What could not be carried is tried again."""
    settled(outbox, "reminder")
    assert carry(outbox, ScriptedCourier({THREE: [NOBODY, YES]}), 3) == [THREE, THREE]
    assert ONE not in repr(outbox.next_due())
