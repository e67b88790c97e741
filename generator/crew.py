"""Work spread over the cores of this machine. Knows nothing of what the work is."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from threading import Thread
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")
_ROUNDS = 32
"""In so many helpings each process is given its share, so that none waits long for another at the end."""

_work: Callable[[Any], Any]
"""Of a process that was started here: what for."""


def cores() -> int:
    """How many this process may use; one where processes are not copied, as elsewhere than on Linux."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def spread(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> Iterator[Result]:
    """What `work` gives for each, in their order. With one process, or one item, it is this one.

    The others are copies of this process (fork), which share what it holds: so it must have no thread beside its own.
    They end with it, however it ends. Raises what `work` raises, and concurrent.futures.process.BrokenProcessPool
    where the machine killed one.
    """
    if processes < 2 or len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 slow to load, and few directories are so large
    from multiprocessing import get_context  # noqa: PLC0415

    gc.freeze()  # what is here is not looked through again in each copy
    helping = max(1, len(items) // (processes * _ROUNDS))
    with ProcessPoolExecutor(processes, get_context("fork"), initializer=_begin, initargs=(work,)) as crew:
        yield from crew.map(_do, items, chunksize=helping)


def _begin(work: Callable[[Any], Any]) -> None:
    global _work  # noqa: PLW0603 given once, at the start of a process
    _work = work
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Python 3.11 lets them wait for ever for a parent that was killed, with every file that it had locked."""
    from multiprocessing import parent_process  # noqa: PLC0415 loaded by now
    from multiprocessing.connection import wait  # noqa: PLC0415

    if parent := parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _do(item: Any) -> Any:
    return _work(item)
