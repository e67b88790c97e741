"""A clock that is set back: each question goes out, at the latest when the clock has caught up, and none twice."""

import asyncio
from datetime import timedelta

import pytest

from form_api.outbox import Outbox
from form_api.outcomes import Outcome
from tests.form_api.crews import LATER, THREE, YES, Clock, ScriptedCourier, delivery
from tests.form_api.questions import NOW, asked, put

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("before", [[], [LATER]])
def test_a_clock_that_is_set_back_by_an_hour_costs_and_doubles_no_letter(outbox: Outbox, before: list[Outcome]) -> None:
    """Stored, or tried once in vain, and then set back: it is taken by the time the clock has caught up, and once."""
    put(outbox, asked(), desk="meja-dua")
    clock, courier = Clock(), ScriptedCourier({THREE: [*before, YES]})
    loop = delivery(outbox, courier, clock)

    async def carry() -> None:
        for _ in before:
            await loop.carry_due()
        clock.at = NOW - HOUR
        for _ in range(2 * 60):
            clock.at += timedelta(minutes=1)
            await loop.carry_due()

    asyncio.run(carry())
    assert courier.mailboxes == [THREE] * (len(before) + 1)
    assert outbox.counts().waiting == 0


def test_a_clock_that_is_set_back_after_the_yes_sends_nothing_again(outbox: Outbox) -> None:
    """What was accepted in an hour that comes twice stays accepted, for the courier before and for a new one."""
    put(outbox, asked(), desk="meja-dua")
    courier = ScriptedCourier()
    assert asyncio.run(delivery(outbox, courier).carry_due()) == 1
    for minutes in range(0, 180, 10):
        clock = Clock(NOW - HOUR + timedelta(minutes=minutes))
        assert asyncio.run(delivery(outbox, courier, clock).carry_due()) == 0
    assert courier.mailboxes == [THREE]
