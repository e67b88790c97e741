"""Waiting for what another process or thread does: ask again until it is so, or fail at the deadline."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")
DEADLINE_SECONDS = 30.0


def wait_for(look: Callable[[], Found | None], what: str, *, seconds: float = DEADLINE_SECONDS) -> Found:
    """What `look` finds once it finds something. Fails, naming `what`, when it finds nothing before the deadline."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds:.0f} seconds in vain for {what}")
