"""Work spread over the cores of this machine. Knows nothing of what the work is."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

Item = TypeVar("Item")
Result = TypeVar("Result")
_ROUNDS = 32
"""In so many helpings each process is given its share, so that none waits long for another at the end."""
_FEW = 8
"""Up to so many items a process it pays that this one does some of them: a copy less is made."""

_work: Callable[[Any], Any]
"""Of a process that was started here: what for."""


def cores() -> int:
    """How many this process may use; one where processes are not copied, as elsewhere than on Linux."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1


def spread(work: Callable[[Item], Result], items: Sequence[Item], processes: int) -> Iterator[Result]:
    """What `work` gives for each, in their order. With one process, or one item, it is this one.

    The others are copies of this process (fork), which share what it holds: so it must have no thread beside its own.
    Where there is little to do, this one does some of it.
    They end with it, however it ends. Raises what `work` raises, and concurrent.futures.process.BrokenProcessPool
    where the machine killed one.
    """
    if processes < 2 or len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 slow to load, and few directories are so large
    from multiprocessing import get_context  # noqa: PLC0415

    gc.freeze()  # what is here is not looked through again in each copy
    takes_part = len(items) <= processes * _FEW
    others = processes - 1 if takes_part else processes
    with ProcessPoolExecutor(others, get_context("fork"), initializer=_begin, initargs=(work,)) as crew:
        if takes_part:
            yield from _together(crew, others, work, items)
        else:
            yield from crew.map(_do, items, chunksize=max(1, len(items) // (processes * _ROUNDS)))


def _together(crew: "Executor", others: int, work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """This process takes one whenever it has none, each other one when it is seen to have none: so nobody has two."""
    waiting, given, done = deque(enumerate(items)), dict["Future[Result]", int](), dict[int, Result]()
    while waiting:
        done |= {given.pop(one): one.result() for one in [*given] if one.done()}
        for number, item in [waiting.popleft() for _ in range(min(others - len(given), len(waiting)))]:
            given[crew.submit(_do, item)] = number
        if waiting:
            number, item = waiting.popleft()
            done[number] = work(item)
    done |= {number: one.result() for one, number in given.items()}
    yield from (done[number] for number in range(len(items)))


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
