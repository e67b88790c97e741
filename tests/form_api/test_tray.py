"""The tray: everyone is answered after the disk has it, many with one sync, and one that fails takes nobody with it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from form_api.outbox import NewInquiry, Outbox, OutboxError, Write
from form_api.tray import Tray
from tests.form_api.questions import NOW, asked


def new(outbox: Outbox, text: str, reference: str) -> Write[Any]:
    return outbox.storing(NewInquiry(inquiry=asked(message=text), desk="meja-pbb", at=NOW), lambda: reference)


def broken(_connection: object) -> None:
    raise OutboxError("this one alone")


class CountingOutbox(Outbox):
    """Counts transactions."""

    transactions = 0

    def commit_all(self, writes: Sequence[Write[Any]]) -> list[Any]:
        self.transactions += 1
        return super().commit_all(writes)

    def commit(self, write: Write[Any]) -> Any:
        self.transactions += 1
        return super().commit(write)


@pytest.fixture
def counting(outbox: Outbox) -> CountingOutbox:
    outbox.__class__ = CountingOutbox
    assert isinstance(outbox, CountingOutbox)
    return outbox


def together(tray: Tray, *writes: Write[Any]) -> list[Any]:
    """All at once; what went wrong in the place of a result."""

    async def run() -> list[Any]:
        results = await asyncio.gather(*map(tray.commit, writes), return_exceptions=True)
        await tray.close()
        return list(results)

    return asyncio.run(run())


def test_who_waits_shares_one_sync(counting: CountingOutbox) -> None:
    """A hundred questions at once are a few commits, and each has a reference of its own."""
    writes = [new(counting, str(number), f"r{number}") for number in range(100)]
    filed = together(Tray(counting), *writes)
    assert {one.entry.reference for one in filed} == {f"r{number}" for number in range(100)}
    assert counting.transactions <= 2


def test_one_that_fails_takes_nobody_with_it(outbox: Outbox) -> None:
    """The others are stored, and it alone is told so."""
    results = together(Tray(outbox), new(outbox, "a", "r1"), broken, new(outbox, "b", "r2"))
    assert isinstance(results[1], OutboxError)
    assert {entry.reference for entry in outbox.all()} == {"r1", "r2"}


def test_where_the_store_fails_nobody_waits_for_each_single_try(counting: CountingOutbox) -> None:
    """Two failures in a row tell of the store: the rest is answered without asking it again."""
    results = together(Tray(counting), *[broken] * 50)
    assert all(isinstance(result, OutboxError) for result in results)
    assert counting.transactions <= 2 * 3


def test_a_full_tray_says_so_at_once(outbox: Outbox) -> None:
    """Rather a 503 with telephone numbers than a queue that nobody sees the end of."""
    results = together(Tray(outbox, most_waiting=2), *[new(outbox, str(number), f"r{number}") for number in range(5)])
    refused = [result for result in results if isinstance(result, OutboxError)]
    assert len(outbox.all()) == 5 - len(refused) == 2


def test_who_goes_away_stops_nothing(outbox: Outbox) -> None:
    """A browser that is closed while its question is written: the question is stored, as the next one is."""

    async def run() -> None:
        tray = Tray(outbox)
        impatient = asyncio.ensure_future(tray.commit(new(outbox, "a", "r1")))
        await asyncio.sleep(0)
        impatient.cancel()
        await tray.commit(new(outbox, "b", "r2"))
        await tray.close()

    asyncio.run(run())
    assert {entry.reference for entry in outbox.all()} == {"r1", "r2"}


def test_closing_waits_for_what_lies_there(outbox: Outbox) -> None:
    """An orderly stop loses nothing that was being written."""

    async def run() -> list[str]:
        tray = Tray(outbox)
        waiting = asyncio.ensure_future(tray.commit(new(outbox, "a", "r1")))
        await asyncio.sleep(0)
        await tray.close()
        stored = [entry.reference for entry in outbox.all()]
        await waiting
        return stored

    assert asyncio.run(run()) == ["r1"]
