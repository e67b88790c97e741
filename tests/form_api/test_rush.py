"""Couriers let citizens go first, and are never kept from their work for good."""

import asyncio
from contextlib import ExitStack

import pytest

from form_api import rush
from form_api.rush import MANY, Rush


def asked(standing: int, *, leave: int = 0) -> bool:
    """What a courier is told while so many stand there, of whom some leave while it waits."""

    async def run() -> bool:
        at_window = Rush()
        with ExitStack() as others, ExitStack() as leaving:
            for number in range(standing):
                (leaving if number < leave else others).enter_context(at_window.one_more())
            told = asyncio.ensure_future(at_window.is_over())
            await asyncio.sleep(0)
            leaving.close()
            return await told

    return asyncio.run(run())


def test_with_few_at_the_window_couriers_go_at_once() -> None:
    """A question on an ordinary day is carried as soon as it is stored."""
    assert asked(MANY - 1)


def test_couriers_wait_until_the_crowd_has_gone() -> None:
    """Whoever waits for an answer is served first."""
    assert asked(MANY, leave=1)


def test_however_long_the_crowd_stands_couriers_hear_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while they are told that it is crowded yet, and one goes all the same."""
    monkeypatch.setattr(rush, "LONGEST_WAIT_SECONDS", 0.1)
    assert not asked(MANY)
