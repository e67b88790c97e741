"""How many citizens stand at the window, so that couriers wait while it is crowded.

Never stops the couriers: every few seconds one goes, however many stand there.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

MANY = 4
LONGEST_WAIT_SECONDS = 2.0
_NAP_SECONDS = 0.05


@dataclass
class Rush:
    """`standing`: citizens whose question has come and who have no answer yet."""

    standing: int = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        self.standing += 1
        try:
            yield
        finally:
            self.standing -= 1

    async def is_over(self) -> bool:
        """True at once where few stand there, else when they do; False after `LONGEST_WAIT_SECONDS`."""
        for _ in range(int(LONGEST_WAIT_SECONDS / _NAP_SECONDS)):
            if self.standing < MANY:
                return True
            await asyncio.sleep(_NAP_SECONDS)
        return False
