"""What the log looks like: a line for each event, whichever room it is of. Knows none of the events."""

import logging
import time
from functools import lru_cache
from typing import TextIO

_FORMAT = "%(asctime)s level=%(levelname)s room=%(name)s event=%(message)s"


def write_log_to(stream: TextIO) -> None:
    """From now on, for the whole process. Nothing is asked of the system that no line tells."""
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None  # from where it was called. Source: Python's Logging HOWTO, "Optimization"
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_Lines(_FORMAT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)  # how a store is made is nobody's event


class _Lines(logging.Formatter):
    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802 as it is called
        return _second(int(record.created))


@lru_cache(maxsize=1)
def _second(seconds: int) -> str:
    """Of several machines each line is of one time: UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
