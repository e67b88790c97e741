"""What happens to an inquiry: each event changes what it says, and nothing besides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest

from form_api.outbox import Outbox, events
from form_api.records import Attempt, Entry, Errand
from tests.form_api.outbox.test_storing import PHOTO
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, attempt, claimed, put, stored, whole

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
BOX = "pbb@pasuruan.example"


def entry(outbox: Outbox) -> Entry:
    found = outbox.find(REFERENCE)
    assert found is not None
    return found


def sent(outbox: Outbox, outcome: str = "accepted") -> Errand:
    """A question that its desk's mailbox has taken or refused."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(events.attempted(REFERENCE, "question", attempt("meja-pbb", BOX, outcome)))  # type: ignore[arg-type]
    outbox.commit(events.accepted(REFERENCE, NOW) if outcome == "accepted" else events.parked(errand, NOW))
    outbox.commit(events.closed(errand, NOW))
    return errand


def test_the_first_acceptance_stays(outbox: Outbox) -> None:
    """When a second mailbox takes the letter too, it was accepted when the first did."""
    put(outbox, asked())
    for later in (0, 5):
        outbox.commit(events.accepted(REFERENCE, NOW + later * SECOND))
    assert entry(outbox).accepted_at == NOW


def test_the_first_confirmation_stays(outbox: Outbox) -> None:
    """Pressing the button again changes nothing."""
    sent(outbox)
    for later in (1, 5):
        outbox.commit(events.confirmed(REFERENCE, NOW + later * SECOND))
    assert entry(outbox).confirmed_at == NOW + SECOND


def test_an_operator_sends_a_parked_one_on_its_way_again(outbox: Outbox) -> None:
    """What was refused before counts no more, and stays in its history."""
    sent(outbox, "refused")
    outbox.commit(events.retried(REFERENCE, NOW - DAY))  # by a clock that was set back
    assert outbox.attempts([REFERENCE]) == {REFERENCE: []}
    assert len(outbox.history(REFERENCE)) == 1
    assert entry(outbox).parked_at is None
    assert [errand.about for errand in claimed(outbox)] == [REFERENCE]


def test_what_is_tried_after_a_retry_counts_whatever_the_clock_says(outbox: Outbox) -> None:
    """An acceptance that is overlooked would send a letter again and again."""
    sent(outbox, "refused")
    outbox.commit(events.retried(REFERENCE, NOW + DAY))
    taken = attempt("meja-pbb", BOX, "accepted", 250)
    outbox.commit(events.attempted(REFERENCE, "question", taken))
    assert outbox.attempts([REFERENCE])[REFERENCE] == [taken]


def test_a_bounce_takes_an_acceptance_back(outbox: Outbox) -> None:
    """What a relay could not hand over goes on along the ladder."""
    sent(outbox)
    assert outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused", 550), NOW)) == "noted"
    assert entry(outbox).accepted_at is None
    assert [errand.about for errand in claimed(outbox)] == [REFERENCE]


def test_a_bounce_that_comes_twice_counts_once(outbox: Outbox) -> None:
    """Mail servers may report a failure again and again."""
    sent(outbox)
    bounce = attempt("meja-pbb", BOX, "refused", 550)
    told = [outbox.commit(events.bounced(REFERENCE, bounce, NOW)) for _ in range(2)]
    assert told == ["noted", "known"]
    assert len(outbox.history(REFERENCE)) == 2


def test_a_bounce_that_overtakes_the_acceptance_has_to_come_again(outbox: Outbox) -> None:
    """A quick relay answers before its acceptance is on disk: nothing is noted, and it is told to ask later."""
    put(outbox, asked())
    assert outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused"), NOW)) == "early"
    assert outbox.history(REFERENCE) == []


def test_a_bounce_of_one_mailbox_leaves_it_to_the_other(outbox: Outbox) -> None:
    """Of a desk with two mailboxes one has the letter still."""
    sent(outbox)
    outbox.commit(events.attempted(REFERENCE, "question", attempt("meja-pbb", "dua@pasuruan.example", "accepted")))
    outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused"), NOW))
    assert entry(outbox).accepted_at == NOW
    assert claimed(outbox) == []


def test_an_older_try_does_not_end_what_was_sent_on_anew(outbox: Outbox) -> None:
    """A desk passes the letter on while a courier is at it still: the other desk gets it all the same."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(events.handed_on(REFERENCE, "meja-bphtb", NOW))
    taken = attempt("meja-pbb", BOX, "accepted")
    then = [events.accepted(REFERENCE, NOW), events.closed(errand, NOW)]
    assert claimed(outbox) == []  # the courier is still under way
    outbox.commit(events.outcome_of(errand, "meja-pbb", [taken], then))
    assert (entry(outbox).accepted_at, outbox.attempts([REFERENCE])) == (None, {REFERENCE: []})
    assert [one.about for one in claimed(outbox)] == [REFERENCE]


def test_outcomes_that_share_a_commit_are_noted_as_if_each_were_alone(outbox: Outbox) -> None:
    """One was handed on meanwhile, one was erased, one is tried again later; the others' desk has theirs."""
    for name in ("a", "b", "on", "gone", "later"):
        put(outbox, asked(message=name), reference=name)
    errands = {errand.about: errand for errand in claimed(outbox)}
    outbox.commit_all([events.handed_on("on", "meja-bphtb", NOW), events.erased("gone", NOW)])
    taken = attempt("meja-pbb", BOX, "accepted", 250, "siti@")
    ends = {name: [events.accepted(name, NOW), events.closed(errand, NOW)] for name, errand in errands.items()}
    ends["later"] = [events.put_off(errands["later"], NOW + HOUR)]
    outbox.commit_all([events.outcome_of(errands[name], "meja-pbb", [taken], then) for name, then in ends.items()])
    assert {one.reference for one in outbox.all() if one.accepted_at} == {"a", "b", "gone"}
    assert [outbox.history(name)[0].detail for name in errands] == ["siti@", "siti@", "siti@", "", "siti@"]
    assert [errand.about for errand in claimed(outbox)] == ["on"]
    assert [(errand.about, errand.rounds) for errand in claimed(outbox, NOW + HOUR)] == [("on", 0), ("later", 1)]


@pytest.mark.parametrize("ending", [events.closed, events.parked])
def test_no_ending_of_an_older_try_counts(outbox: Outbox, ending: Any) -> None:
    """Nor does a letter that nobody has been told of end by itself."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(events.handed_on(REFERENCE, "meja-bphtb", NOW))
    outbox.commit(ending(errand, NOW))
    assert (entry(outbox).parked_at, entry(outbox).due_at) == (None, NOW)


def test_a_bounce_while_a_courier_has_the_letter_leaves_it_to_that_one(outbox: Outbox) -> None:
    """The other mailbox's letter is not sent beside it; what it brings back is kept, and the ladder goes on."""
    put(outbox, asked())
    outbox.commit(events.attempted(REFERENCE, "question", attempt("meja-pbb", BOX, "accepted")))
    (errand,) = claimed(outbox)
    outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused", 550), NOW))
    assert claimed(outbox) == []
    later = attempt("meja-pbb", "dua@pasuruan.example", "refused", 550)
    outbox.commit(events.outcome_of(errand, "meja-pbb", [later], [events.closed(errand, NOW)]))
    assert [made.outcome for made in outbox.attempts([REFERENCE])[REFERENCE]] == ["accepted", "refused", "refused"]
    assert [one.was_interrupted for one in claimed(outbox)] == [False]


def test_a_bounce_of_the_first_desk_does_not_disturb_the_second(outbox: Outbox) -> None:
    """A courier has the letter for the other desk in hand: nobody else is given it too."""
    sent(outbox)
    outbox.commit(events.handed_on(REFERENCE, "meja-bphtb", NOW))
    assert len(claimed(outbox)) == 1
    outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused", 550), NOW))
    assert claimed(outbox) == []


def test_a_released_question_is_carried(outbox: Outbox) -> None:
    """An operator has seen that it is a citizen's; why it was held is remembered."""
    put(outbox, asked(), suspicions=("links",))
    outbox.commit(events.released(REFERENCE, NOW))
    assert (entry(outbox).quarantined_at, entry(outbox).suspicions) == (None, ("links",))
    assert [errand.kind for errand in claimed(outbox)] == ["question"]


def test_a_question_that_is_handed_on_begins_anew(outbox: Outbox) -> None:
    """It goes to the other desk as to its first, whoever had it before."""
    sent(outbox)
    outbox.commit(events.confirmed(REFERENCE, NOW))
    outbox.commit(events.handed_on(REFERENCE, "meja-bphtb", NOW))
    assert entry(outbox) == Entry(**_plain(stored(desk="meja-bphtb")))
    assert outbox.attempts([REFERENCE]) == {REFERENCE: []}


def test_handing_on_again_to_the_same_desk_changes_nothing(outbox: Outbox) -> None:
    """An impatient finger, or a page that was left open, sends that desk no second letter."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(events.accepted(REFERENCE, NOW))
    outbox.commit(events.confirmed(REFERENCE, NOW))
    outbox.commit(events.closed(errand, NOW))
    before = entry(outbox)
    outbox.commit(events.handed_on(REFERENCE, before.desk, NOW + SECOND))
    assert entry(outbox) == before
    assert claimed(outbox) == []


def _plain(inquiry: Entry) -> dict[str, Any]:
    return {name: getattr(inquiry, name) for name in Entry.__dataclass_fields__}


def test_what_is_erased_is_gone(outbox: Outbox) -> None:
    """Words and files are nowhere any more; that something was asked, and when, stays for the counts."""
    put(outbox, asked(files=(PHOTO,)), wants_reply=True)
    outbox.commit(events.erased(REFERENCE, NOW + SECOND))
    gone = {"name": "", "email": "", "phone": "", "message": ""}
    assert whole(outbox) == stored(**gone, erased_at=NOW + SECOND, due_at=None)
    assert claimed(outbox, NOW + DAY) == []


@pytest.mark.parametrize("other", ["handed_on", "retried"])
def test_no_two_events_wait_for_each_other(outbox: Outbox, other: str) -> None:
    """An erasure and a button pressed in the same instant: both are written, in the one order or the other."""
    with ThreadPoolExecutor(2) as both:
        for number in range(60):
            reference = put(outbox, asked(message=str(number)), reference=f"r{number}", wants_reply=True)
            again = getattr(events, other)(reference, *(["x"] if other == "handed_on" else []), NOW)
            done = [both.submit(outbox.commit, write) for write in (events.erased(reference, NOW), again)]
            assert [one.result() for one in done] == [None, None]


def test_what_mail_servers_said_is_erased_too(outbox: Outbox) -> None:
    """They may have quoted who asked; when it was tried, and how that ended, stays."""
    put(outbox, asked())
    outbox.commit(events.attempted(REFERENCE, "question", attempt("meja-pbb", BOX, "refused", 550, "siti@ unwanted")))
    outbox.commit(events.erased(REFERENCE, NOW))
    outbox.commit(events.attempted(REFERENCE, "question", attempt("meja-pbb", BOX, "refused", 550, "siti@ unwanted")))
    assert outbox.history(REFERENCE) == [attempt("meja-pbb", BOX, "refused", 550)] * 2


def test_a_bounce_does_not_wake_what_was_erased(outbox: Outbox) -> None:
    """Reports come days later: nobody is sent a letter without words."""
    sent(outbox)
    outbox.commit(events.erased(REFERENCE, NOW))
    outbox.commit(events.bounced(REFERENCE, attempt("meja-pbb", BOX, "refused", 550), NOW))
    assert claimed(outbox, NOW + DAY) == []


def test_who_asks_again_after_an_erasure_asks_anew(outbox: Outbox) -> None:
    """Nothing is kept by which the same question could be recognised."""
    put(outbox, asked(), reference="first")
    outbox.commit(events.erased("first", NOW))
    assert put(outbox, asked(), reference="second") == "second"


@pytest.mark.parametrize(("per_day", "per_hour", "sent_at_most"), [(2, 100, 2), (100, 3, 3), (100, 100, 5)])
def test_automatic_replies_have_caps(outbox: Outbox, per_day: int, per_hour: int, sent_at_most: int) -> None:
    """Whoever types a stranger's address many times floods nobody."""
    for number in range(5):
        put(outbox, asked(message=str(number)), reference=f"r{number}", wants_reply=True)
    replies = [errand for errand in claimed(outbox) if errand.kind == "reply"]
    begun = [events.reply_begun(one, NOW, per_address_and_day=per_day, per_hour=per_hour) for one in replies]
    assert [outbox.commit(write) for write in begun].count("begun") == sent_at_most


def test_a_reply_that_has_begun_is_known_as_such(outbox: Outbox) -> None:
    """After a crash nobody knows whether it went out, and whoever takes it over is told."""
    put(outbox, asked(), wants_reply=True)
    reply = next(errand for errand in claimed(outbox) if errand.kind == "reply")
    outbox.commit(events.reply_begun(reply, NOW, per_address_and_day=1, per_hour=1))
    again = {errand.kind: errand.has_begun for errand in claimed(outbox, NOW + 60 * SECOND)}
    assert again == {"question": False, "reply": True}


def test_a_reply_is_begun_by_who_has_it_and_once(outbox: Outbox) -> None:
    """A courier that slept beyond its lease begins nothing that another has begun, also where it is free again."""
    put(outbox, asked(), wants_reply=True)
    slow, quick = (
        reply_of(outbox, NOW + 60 * SECOND * number, name) for number, name in enumerate(("lambat", "cepat"))
    )
    begun = [events.reply_begun(reply, NOW, per_address_and_day=9, per_hour=9) for reply in (slow, quick, quick)]
    assert [outbox.commit(write) for write in begun] == ["gone", "begun", "gone"]


def reply_of(outbox: Outbox, at: datetime, claimant: str) -> Errand:
    return next(errand for errand in claimed(outbox, at, claimant=claimant) if errand.kind == "reply")


def test_old_content_is_forgotten(outbox: Outbox) -> None:
    """What is too old to be a resend leaves no fingerprint."""
    put(outbox, asked(), reference="first")
    outbox.forget_resends(NOW + 3 * DAY)
    assert put(outbox, asked(), reference="second") == "second"


def test_what_an_operator_has_to_know_is_counted(outbox: Outbox) -> None:
    """Waiting, parked and in quarantine, and since when the longest waits; what was erased is none of them."""
    for number, suspicions in enumerate([(), (), ("links",), ("links",)]):
        put(outbox, asked(message=str(number)), NOW + number * SECOND, reference=f"r{number}", suspicions=suspicions)
    outbox.commit(events.parked(claimed(outbox)[0], NOW))
    outbox.commit(events.erased("r3", NOW))
    assert outbox.counts() == (1, 1, 1, NOW + SECOND)


def test_an_attempt_keeps_what_the_server_said(outbox: Outbox) -> None:
    """Code and words, for the operator alone."""
    put(outbox, asked())
    made = Attempt(NOW, "meja-pbb", BOX, "later", 452, "4.2.2 mailbox full")
    outbox.commit(events.attempted(REFERENCE, "question", made))
    assert outbox.attempts_since(NOW) == [(REFERENCE, made)]
    assert outbox.attempts_since(NOW + SECOND) == []
