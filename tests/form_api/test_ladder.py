"""Who is next, and when: what mailboxes have said moves a question along, and nothing else does."""

import dataclasses
import re
from datetime import timedelta
from itertools import pairwise
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.ladder import GIVE_UP, RETRY_SECONDS, Done, Exhausted, Send, Step, delay, is_held, next_step
from form_api.records import OutcomeName
from generator.directory import desks_from
from tests.form_api.crews import LAST, MAILBOXES, ONE, THREE, TWO
from tests.form_api.questions import NOW, PASURUAN, attempt, two_desks

CHAIN = desks_from(two_desks(), "meja-pbb")
PBB, SECOND, GENERAL = CHAIN
MOMENT = timedelta(seconds=1)


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
        ("pbb-1:accepted pbb-1:refused pbb-2:refused", Send(SECOND, (THREE,))),  # a relay gave it back
        ("pbb-1:unreachable pbb-1:unknown", Send(PBB, (ONE, TWO))),
    ],
)
def test_what_remains_to_be_done(attempts: str, step: Step) -> None:
    """The first desk that has not refused it decides: who took it is spared, who refused it is passed over."""
    made = [re.fullmatch(r"(\w+)-(\d):(\w+)", one) for one in attempts.split()]
    tried = [attempt(f"meja-{one[1]}", MAILBOXES[int(one[2]) - 1], cast(OutcomeName, one[3])) for one in made if one]
    assert next_step(CHAIN, tried, NOW) == step


def test_a_mailbox_that_is_full_for_five_days_has_refused() -> None:
    """Until then it is asked again and again; then the next desk gets the letter."""
    full = [attempt("meja-pbb", box, "later", 452) for box in (ONE, TWO)]
    assert next_step(CHAIN, full, NOW + GIVE_UP - MOMENT) == Send(PBB, (ONE, TWO))
    assert next_step(CHAIN, full, NOW + GIVE_UP) == Send(SECOND, (THREE,))


def test_of_two_mailboxes_the_full_one_is_given_up() -> None:
    """The desk has the letter in the other."""
    made = [attempt("meja-pbb", ONE, "accepted"), attempt("meja-pbb", TWO, "later")]
    assert next_step(CHAIN, made, NOW + GIVE_UP) == Done()


@given(st.lists(st.sampled_from(["unreachable", "unknown"]), max_size=20), st.integers(0, 400))
def test_no_failure_of_a_connection_moves_a_question_along(outcomes: list[OutcomeName], days: int) -> None:
    """A relay that is dead for a year makes no desk refuse anything."""
    made = [attempt("meja-pbb", ONE, outcome) for outcome in outcomes]
    assert next_step(CHAIN, made, NOW + timedelta(days=days)) == Send(PBB, (ONE, TWO))


def test_without_desks_there_is_nobody_to_send_to() -> None:
    """A directory that takes no questions any more parks what is left."""
    assert next_step((), [], NOW) == Exhausted()


def test_a_new_mailbox_of_a_desk_gets_the_letter_while_it_waits() -> None:
    """The directory of the day decides: a mailbox that staff mend is tried, one that they delete is not."""
    desk = dataclasses.replace(PBB, to=(ONE, "baru@kantor.example"))
    made = [attempt("meja-pbb", ONE, "refused"), attempt("meja-pbb", TWO, "later")]
    assert next_step([desk], made, NOW) == Send(desk, ("baru@kantor.example",))


def test_who_has_it_is_known_by_the_last_word() -> None:
    """What was taken and given back is nobody's."""
    taken, given_back = attempt("meja-pbb", ONE, "accepted"), attempt("meja-pbb", ONE, "refused")
    assert is_held([taken])
    assert not is_held([taken, given_back])
    assert is_held([taken, given_back, attempt("meja-dua", THREE, "accepted")])


@given(st.floats(0, 1), st.integers(0, 1000))
def test_the_wait_stays_within_its_bounds(chance: float, number: int) -> None:
    """A fifth more or less than the table says, so that a crowd spreads; the last entry for ever after."""
    seconds = delay(number, chance).total_seconds()
    planned = RETRY_SECONDS[min(number, len(RETRY_SECONDS) - 1)]
    assert 0.8 * planned - 1e-6 <= seconds <= 1.2 * planned + 1e-6


def test_the_wait_grows_up_to_four_hours() -> None:
    """The first tries follow at once, and a mailbox that is full for days is not flooded: some fifty in five days."""
    waits = [delay(number, 0.5).total_seconds() for number in range(60)]
    assert waits[:5] == [2, 5, 10, 20, 40]
    assert all(earlier <= later for earlier, later in pairwise(waits))
    assert waits[-1] == 4 * 3600
    assert sum(waits[:45]) > GIVE_UP.total_seconds()


def test_every_desk_of_the_project_reaches_a_mailbox() -> None:
    """Each chain of the project's own directory ends with a default desk that has a mailbox."""
    assert PASURUAN.inquiry is not None
    for desk_id in PASURUAN.desks:
        chain = desks_from(PASURUAN, desk_id)
        assert chain[-1].id == PASURUAN.inquiry.default_desk
        assert all(desk.to for desk in chain)
