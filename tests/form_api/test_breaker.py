"""The breaker: it opens after failures in a row, lets one letter probe, and closes at the first other outcome."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.breaker import FAILURES_TO_OPEN, MANY, PROBE_SECONDS, WAIT_SECONDS, Breaker, BreakerView
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from tests.form_api.questions import NOW

DOWN = Unreachable("rahasia@warga.example", 421)
OTHERS: list[Outcome] = [Accepted(250, "OK"), TryLater("Nanti", 451), Refused(550, "Tidak"), Unknown("?")]
SECOND = timedelta(seconds=1)


def opened(now: datetime = NOW) -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker.heard(DOWN, now, 0)
    return breaker


def test_a_new_breaker_lets_everything_through() -> None:
    """Nothing is known against the server yet."""
    assert Breaker().may_carry(NOW) == MANY
    assert Breaker().view() == BreakerView(state="closed", since=None, failures=0, code=None)


@pytest.mark.parametrize("failure", [Unreachable("x"), DOWN, SenderRefused(550, "x")])
def test_it_opens_after_three_failures_in_a_row(failure: Outcome) -> None:
    """Nobody is reached, or our sender is refused: two may be chance."""
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN - 1):
        breaker.heard(failure, NOW, 0)
        assert breaker.may_carry(NOW) == MANY
    breaker.heard(failure, NOW, 0)
    assert (breaker.may_carry(NOW), breaker.opens_at) == (0, NOW + 2 * SECOND)


@pytest.mark.parametrize("other", OTHERS)
def test_any_other_outcome_closes_it(other: Outcome) -> None:
    """A server that speaks of a letter or a mailbox is there; the count begins again."""
    breaker = opened()
    breaker.heard(other, NOW, 0)
    assert (breaker.may_carry(NOW), breaker.opens_at, breaker.view().failures) == (MANY, None, 0)
    breaker.heard(DOWN, NOW, 0)
    assert breaker.may_carry(NOW) == MANY


def test_one_letter_probes() -> None:
    """When the wait is over exactly one goes, and nobody else until its outcome is heard."""
    breaker = opened()
    now = NOW + 2 * SECOND
    assert (breaker.may_carry(now - SECOND), breaker.may_carry(now), breaker.may_carry(now)) == (0, 1, 1)
    breaker.probed(now)
    assert (breaker.may_carry(now), breaker.may_carry(now + 600 * SECOND)) == (0, 0)
    breaker.heard(Accepted(250, "OK"), now, 0)
    assert breaker.may_carry(now) == MANY


def test_the_wait_grows_to_five_minutes() -> None:
    """Each probe that fails makes the next one wait longer, up to the last entry."""
    breaker, now, waits = opened(), NOW, []
    for _ in range(9):
        assert breaker.opens_at is not None
        waits.append((breaker.opens_at - now).total_seconds())
        now = breaker.opens_at
        breaker.probed(now)
        breaker.heard(DOWN, now, 0)
    assert waits == [*WAIT_SECONDS, 300, 300]


def test_letters_that_were_under_way_lengthen_nothing() -> None:
    """Eight that fail at the same moment are one failure of the server, and not eight."""
    breaker = opened()
    for _ in range(5):
        breaker.heard(DOWN, NOW, 0)
    assert breaker.opens_at == NOW + 2 * SECOND


def test_a_probe_that_is_never_heard_of_is_followed_by_another() -> None:
    """A crash in the middle of the probe shuts the way for a while, and not for ever."""
    breaker = opened()
    breaker.probed(NOW)
    assert breaker.may_carry(NOW + timedelta(seconds=PROBE_SECONDS)) == 1


def test_a_clock_that_is_set_back_shuts_nothing() -> None:
    """A wait that is longer than any wait is over."""
    assert opened().may_carry(NOW - timedelta(days=365)) == 1


def test_a_probe_of_a_closed_breaker_is_a_letter_like_any_other() -> None:
    """Who claims may tell it each time."""
    breaker = Breaker()
    breaker.probed(NOW)
    assert (breaker.may_carry(NOW), breaker.view().state) == (MANY, "closed")


@given(st.lists(st.floats(0, 1), min_size=3, max_size=20))
def test_chance_spreads_the_probes_and_never_beyond_the_cap(chances: list[float]) -> None:
    """A fifth earlier at most, so that several machines don't knock together; never later than five minutes."""
    breaker = Breaker()
    for chance in chances:
        breaker.heard(DOWN, NOW, chance)
        breaker.probed(NOW)
        breaker.heard(DOWN, NOW, chance)
        if breaker.opens_at:
            assert 1.6 <= (breaker.opens_at - NOW).total_seconds() <= 300


def test_its_view_tells_when_and_which_code_and_no_words() -> None:
    """/health is public: a server's words may hold an address."""
    breaker = opened()
    breaker.probed(NOW + SECOND)
    view = breaker.view()
    assert view == BreakerView(state="probing", since=NOW, failures=3, code=421)
    assert "warga" not in repr(view)
