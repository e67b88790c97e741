"""What waits to be written to the outbox: whatever comes while a commit is under way shares the next one.

Answers nobody before the disk has it. Holds nothing across a restart: what is in the tray was promised to nobody yet.
"""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

from form_api.outbox import Outbox, OutboxError, Write

MOST_WAITING = 2_000
MOST_TOGETHER = 256

T = TypeVar("T")


class _Waiting(NamedTuple):
    write: Write[Any]
    written: asyncio.Future[Any]


class Tray:
    """For one event loop. The thread that writes is its own, so that nothing else holds it up."""

    def __init__(self, outbox: Outbox, *, most_waiting: int = MOST_WAITING) -> None:
        self._outbox = outbox
        self._most_waiting = most_waiting
        self._waiting: list[_Waiting] = []
        self._working: asyncio.Task[None] | None = None
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="outbox")

    async def commit(self, write: Write[T], *, within_seconds: float | None = None) -> T:
        """On disk when it returns. Raises: OutboxError, also where too many wait already; then nothing was written.

        Who stops waiting does not stop the write; nor does the OutboxError that comes after `within_seconds`.
        """
        if len(self._waiting) >= self._most_waiting:
            raise OutboxError("too many questions at once")
        loop = asyncio.get_running_loop()
        waiting = _Waiting(write, loop.create_future())
        self._waiting.append(waiting)
        if self._working is None or self._working.done():
            self._working = loop.create_task(self._work())
        patience = (
            loop.call_later(within_seconds, _give_up, waiting.written, within_seconds) if within_seconds else None
        )
        try:
            result: T = await waiting.written
        finally:
            if patience:
                patience.cancel()
        return result

    async def close(self) -> None:
        """Returns when everything that waited has been written."""
        if self._working:
            await self._working
        self._writer.shutdown()

    async def _work(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            results = await loop.run_in_executor(self._writer, self._write, [item.write for item in batch])
            for item, result in zip(batch, results, strict=True):
                _tell(item.written, result)

    def _write(self, writes: Sequence[Write[Any]]) -> list[Any]:
        """The result of each, or what went wrong. One that can't be written does not take the others with it."""
        try:
            return self._outbox.commit_all(writes)
        except Exception as error:
            if len(writes) == 1:
                return [error]
        return self._one_by_one(writes)

    def _one_by_one(self, writes: Sequence[Write[Any]]) -> list[Any]:
        """Until two fail in a row, which tells of the store rather than of the writes."""
        results: list[Any] = []
        for write in writes:
            if len(results) > 1 and all(isinstance(result, OutboxError) for result in results[-2:]):
                results.append(results[-1])
                continue
            try:
                results.append(self._outbox.commit(write))
            except Exception as error:
                results.append(error)
        return results


def _give_up(written: asyncio.Future[Any], seconds: float) -> None:
    if not written.done():
        written.set_exception(OutboxError(f"no answer within {seconds} seconds"))


def _tell(written: asyncio.Future[Any], result: Any) -> None:
    if written.done():  # whoever has stopped waiting needs not hear of it
        return
    if isinstance(result, Exception):
        written.set_exception(result)
    else:
        written.set_result(result)
