"""The end of a process that is told to go (SIGTERM): what is in hand is finished, and the code is 0.

Never later than a supervisor waits: systemd kills after 90 seconds, and a kill is told nobody.
"""

import logging
import os
import signal
import threading
from types import FrameType
from typing import NoReturn

LONGEST_SECONDS = 80
"""From the signal to the end, whatever hangs: requests have 10 seconds, letters then 45, the outbox the rest."""

log = logging.getLogger("loket.form")


class StoppedError(BaseException):
    """Somebody has told this process to go, and it goes. No `Exception`, so that nobody takes it for a fault."""


_told = threading.Event()


def stop_when_told() -> None:
    """From now on SIGTERM raises StoppedError in the main thread, unless somebody listens for it more closely."""
    signal.signal(signal.SIGTERM, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    _told.set()
    raise StoppedError


def was_told() -> bool:
    """Whether SIGTERM came before: whoever begins to stay asks, since the error may have been lost.

    Python only prints what is raised within a callback of its own, as when it is done with loading a module.
    """
    return _told.is_set()


def end_in_time() -> None:
    """The process ends within LONGEST_SECONDS, with code 1 where something hangs until then. Returns at once."""
    last = threading.Timer(LONGEST_SECONDS, _end)
    last.daemon = True
    last.start()


def _end() -> None:
    log.error("stopped-late seconds=%s: what was in hand is done again", LONGEST_SECONDS)
    os._exit(1)
