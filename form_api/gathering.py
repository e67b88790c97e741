"""What many ask for one by one is looked up for all at once, whoever asks while a look-up is under way included.

Remembers nothing: who asks again is told what holds then.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Found = TypeVar("Found")


@dataclass
class Gathering(Generic[Found]):
    """For one event loop. `look_up` blocks, and gives what it found under each key."""

    look_up: Callable[[Sequence[str]], dict[str, Found]]
    _waiting: dict[str, asyncio.Future[Found | None]] = field(default_factory=dict)
    _working: asyncio.Task[None] | None = None

    async def find(self, key: str) -> Found | None:
        """As it is now, or was a moment ago. Raises: whatever `look_up` raises for this one key."""
        asked = self._waiting.setdefault(key, asyncio.get_running_loop().create_future())
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        return await asyncio.shield(asked)

    async def _work(self) -> None:
        while self._waiting:
            asked, self._waiting = self._waiting, {}
            try:
                found = await asyncio.to_thread(self.look_up, list(asked))
            except Exception:
                await asyncio.gather(*(self._alone(key, answer) for key, answer in asked.items()))
                continue
            for key, answer in asked.items():
                answer.set_result(found.get(key))

    async def _alone(self, key: str, answer: asyncio.Future[Found | None]) -> None:
        """So that what is wrong with one keeps nothing from the others."""
        try:
            answer.set_result((await asyncio.to_thread(self.look_up, [key])).get(key))
        except Exception as error:
            answer.set_exception(error)
