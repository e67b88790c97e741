"""Nobody works on what another has claimed, and nothing that is due is left lying."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import chain

import pytest
from sqlalchemy import Connection

from form_api.outbox import Outbox, both, events
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, claimed, put

SECOND = timedelta(seconds=1)


def test_a_claimed_errand_is_nobody_elses(outbox: Outbox, opened: Callable[[], Outbox]) -> None:
    """Two couriers never carry the same letter; when one dies, another takes over after the lease, and is told."""
    put(outbox, asked())
    other = opened()
    assert [errand.was_interrupted for errand in claimed(outbox)] == [False]
    assert claimed(outbox, NOW + 59 * SECOND) == claimed(other, NOW + 59 * SECOND) == []
    assert [errand.was_interrupted for errand in claimed(other, NOW + 60 * SECOND)] == [True]
    assert claimed(outbox, NOW + 60 * SECOND) == []


def test_a_lease_is_renewed_by_who_has_it(outbox: Outbox) -> None:
    """A slow mail server makes nobody else take the letter; somebody else's word renews nothing."""
    put(outbox, asked())
    held = claimed(outbox, claimant="lambat")
    assert outbox.renew(held, NOW + 200 * SECOND, "orang lain") == set()
    assert outbox.renew(held, NOW + 100 * SECOND, "lambat") == {errand.id for errand in held}
    assert claimed(outbox, NOW + 99 * SECOND) == []
    assert len(claimed(outbox, NOW + 100 * SECOND)) == 1


def test_a_renewal_waits_for_no_outcome(opened: Callable[[], Outbox]) -> None:
    """Both lock rows, each in its order: the outcome is written, and the others keep their lease."""
    writing, renewing = opened(), opened()
    if writing._database.is_sqlite:  # one process writes at a time there, and nothing can cross
        return
    for number in range(3):
        put(writing, asked(message=str(number)), reference=f"r{number}")
    first, *others = claimed(writing)

    def meanwhile(_connection: Connection) -> None:
        assert renewing.renew([first, *others], NOW + 100 * SECOND, "kurir") == {errand.id for errand in others}

    writing.commit(both(events.closed(first, NOW), meanwhile))
    assert claimed(writing, NOW + 99 * SECOND) == []


def test_what_is_given_back_is_free_at_once(outbox: Outbox) -> None:
    """A courier that stops leaves what it has not begun to the others, as if it had never had it."""
    put(outbox, asked())
    claimed(outbox, claimant="pulang")
    outbox.give_back("pulang")
    assert [errand.was_interrupted for errand in claimed(outbox)] == [False]


def test_couriers_share_the_work(opened: Callable[[], Outbox]) -> None:
    """Whoever claims at once gets different errands, and in the end each of them is claimed once."""
    outboxes = [opened(), opened()]
    for number in range(20):
        put(outboxes[0], asked(message=str(number)), reference=f"r{number}")

    def work(number: int) -> list[str]:
        taken = iter(lambda: claimed(outboxes[number], limit=3), [])
        return [errand.about for errand in chain(*taken)]

    with ThreadPoolExecutor(2) as threads:
        assert sorted(chain(*threads.map(work, range(2)))) == sorted(f"r{number}" for number in range(20))


def test_the_longest_waiting_is_claimed_first(outbox: Outbox) -> None:
    """A crowd does not keep the earliest waiting, and what is not due yet waits."""
    for minutes in (3, 1, 4, 2):
        put(outbox, asked(message=str(minutes)), NOW + timedelta(minutes=minutes), reference=f"r{minutes}")
    first = claimed(outbox, NOW + timedelta(minutes=3), limit=2)
    assert [errand.about for errand in first] == ["r1", "r2"]
    assert [errand.about for errand in claimed(outbox, NOW + timedelta(minutes=3), limit=2)] == ["r3"]


def test_what_is_put_off_waits_until_then(outbox: Outbox) -> None:
    """It is due at the instant that was said, and its rounds are counted."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(events.put_off(errand, NOW + 5 * SECOND))
    entry = outbox.find(REFERENCE)
    assert entry is not None
    assert (entry.rounds, entry.due_at) == (1, NOW + 5 * SECOND)
    assert outbox.next_due() == NOW + 5 * SECOND
    assert claimed(outbox, NOW + 4 * SECOND) == []
    assert [errand.rounds for errand in claimed(outbox, NOW + 5 * SECOND)] == [1]
    assert outbox.next_due() == NOW + 65 * SECOND


def test_a_clock_that_was_ahead_holds_nothing_back(outbox: Outbox) -> None:
    """A question stored or claimed under a wrong date goes out as soon as the clock is right."""
    put(outbox, asked(), NOW + 300 * DAY)
    assert len(claimed(outbox, NOW + 300 * DAY)) == 1
    assert len(claimed(outbox)) == 1
    assert claimed(outbox) == []


@pytest.mark.parametrize("ending", [events.closed, events.parked])
def test_what_is_settled_is_claimed_no_more(outbox: Outbox, ending: Callable[..., object]) -> None:
    """A letter that was carried, or that an operator has to see to, is not carried again by itself."""
    put(outbox, asked())
    (errand,) = claimed(outbox)
    outbox.commit(ending(errand, NOW + SECOND))  # type: ignore[arg-type]
    assert claimed(outbox, NOW + 365 * DAY) == []
    assert (outbox.counts().waiting, outbox.next_due()) == (0, None)


def test_a_letter_of_a_kind_about_something_is_queued_once(outbox: Outbox) -> None:
    """However many machines send the digest of a day, it goes out once."""
    assert [outbox.commit(events.queued("digest", "2020-03-24", NOW)) for _ in range(3)] == [True, False, False]
    assert [(errand.kind, errand.about) for errand in claimed(outbox)] == [("digest", "2020-03-24")]
