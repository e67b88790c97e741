"""Ceilings: far above a person, bounded in memory, and never for longer than they say."""

from datetime import timedelta

import pytest

from form_api import ceilings as room
from form_api.ceilings import Ceilings, Wait, network_of
from tests.form_api.questions import NOW

SECOND = timedelta(seconds=1)


def test_sixty_different_questions_in_a_minute_pass() -> None:
    """From one address, at once or one a second."""
    for step in (timedelta(), SECOND):
        kept = Ceilings()
        assert [kept.admit(NOW + step * number, "192.0.2.1", str(number)) for number in range(60)] == [None] * 60


@pytest.mark.parametrize(
    ("which", "ceiling", "seconds"),
    [("total", "total_per_minute", 60), ("content", "content_per_hour", 3600), ("address", "address_per_minute", 60)],
)
def test_a_ceiling_says_how_long_to_wait(which: str, ceiling: str, seconds: int) -> None:
    """From then on one more may come, and what was refused meanwhile did not count."""
    kept = Ceilings(**{ceiling: 2})
    assert [kept.admit(NOW, "192.0.2.1", "x") for _ in range(2)] == [None, None]
    assert kept.admit(NOW, "192.0.2.1", "x") == Wait(seconds, which)  # type: ignore[arg-type]
    assert kept.admit(NOW + SECOND * (seconds - 1), "192.0.2.1", "x") == Wait(1, which)  # type: ignore[arg-type]
    assert kept.admit(NOW + SECOND * seconds, "192.0.2.1", "x") is None


def test_one_address_or_content_leaves_the_others_alone() -> None:
    """Who floods the form from one network is held off, and nobody else."""
    kept = Ceilings(address_per_minute=1, content_per_hour=2)
    assert kept.admit(NOW, "192.0.2.1", "a") is None
    assert kept.admit(NOW, "192.0.2.1", "b") == Wait(60, "address")
    assert kept.admit(NOW, "192.0.2.2", "a") is None
    assert kept.admit(NOW, "192.0.2.3", "a") == Wait(3600, "content")
    assert kept.admit(NOW, "192.0.2.3", "c") is None


def test_no_address_is_no_ceiling() -> None:
    """Behind a local socket everybody has the same address, which is none."""
    kept = Ceilings(address_per_minute=1)
    assert [kept.admit(NOW, "", str(number)) for number in range(3)] == [None] * 3


def test_a_clock_that_was_set_back_holds_nobody_off() -> None:
    """What seems to have come tomorrow does not count until then."""
    kept = Ceilings(total_per_minute=1)
    assert kept.admit(NOW + timedelta(days=1), "", "a") is None
    assert kept.admit(NOW, "", "a") is None
    assert kept.admit(NOW, "", "a") == Wait(60, "total")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("testclient", "testclient", True),
    ],
)
def test_an_ipv6_address_counts_by_its_network(one: str, other: str, is_same: bool) -> None:
    """A household has 64 bits of addresses; an IPv4 address is one, however it came."""
    assert (network_of(one) == network_of(other)) == is_same


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest keys go first, and all that is over goes."""
    monkeypatch.setattr(room, "MOST_KEYS", 10)
    kept = Ceilings()
    for number in range(100):
        kept.admit(NOW, f"192.0.2.{number}", str(number))
    assert [len(window.admitted) for window in (kept._total, kept._content, kept._address)] == [1, 10, 10]
    kept.admit(NOW + timedelta(hours=2), "192.0.2.1", "x")
    assert [len(window.admitted) for window in (kept._content, kept._address)] == [1, 1]
