"""Crowds that come at their own pace, whether they are served or not: visitors, citizens with a question, attackers.

Each crowd lives in a process of its own, so that none waits for another's work.
"""

import asyncio
import json
import ssl
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, TypeAlias

from tests.load.wire import PATIENCE_SECONDS, Line, head

ZIPPED = "Accept-Encoding: gzip"


@dataclass(frozen=True)
class Door:
    """Where a crowd goes, whom it trusts, and how many come in a second, for how long."""

    port: int
    authority: str
    per_second: float
    seconds: float
    paths: tuple[str, ...] = ()

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority)


@dataclass
class Told:
    """What a crowd has to tell: how long each took who was served, what went wrong, which references were given."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)

    def share(self, part: float) -> float:
        """The time within which this part of them were served."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("inf")

    def __str__(self) -> str:
        served, wrong = len(self.seconds), len(self.errors)
        return f"served={served} errors={wrong} p50={self.share(0.5):.3f}s p99={self.share(0.99):.3f}s"


Come: TypeAlias = Callable[[Door, ssl.SSLContext, int], Awaitable[str]]


async def visit(door: Door, trusted: ssl.SSLContext, number: int) -> str:
    """The first view of a service's page: the page, its stylesheet and its scripts, on one connection."""
    line = await Line.opened(door.port, trusted, number)
    try:
        for path in door.paths:
            answer = await line.ask(head("GET", path, ZIPPED))
            if answer.status != 200:
                raise OSError(f"{answer.status} for {path}")
    finally:
        line.close()
    return ""


async def question(door: Door, trusted: ssl.SSLContext, number: int) -> str:
    """A question, until its reference is here."""
    text = {"service": "pbb-p2", "message": f"Pertanyaan {number}: kapan loket buka lagi?", "phone": "0812-3456-7890"}
    body = json.dumps(text | {"token": f"t{number}"}).encode()
    line = await Line.opened(door.port, trusted, number)
    try:
        lines = ("Content-Type: application/json", f"Content-Length: {len(body)}")
        answer = await line.ask(head("POST", "/inquiries", *lines), body)
    finally:
        line.close()
    if answer.status != 201:
        raise OSError(f"{answer.status} for a question")
    return str(json.loads(answer.body)["reference"])


def crowd(come: Come, door: Door, first: int = 0) -> Told:
    """So many in a second, evenly; who is not served within the patience of a person is an error."""
    return asyncio.run(_crowd(come, door, first))


async def _crowd(come: Come, door: Door, first: int) -> Told:
    told, trusted, loop = Told(), door.trusted(), asyncio.get_running_loop()
    began, people = loop.time(), []
    for number in range(int(door.per_second * door.seconds)):
        await asyncio.sleep(began + number / door.per_second - loop.time())
        people.append(asyncio.create_task(_one(come, door, trusted, first + number, told)))
    await asyncio.gather(*people)
    return told


async def _one(come: Come, door: Door, trusted: ssl.SSLContext, number: int, told: Told) -> None:
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            reference = await come(door, trusted, number)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, ssl.SSLError) as error:
        told.errors.append(f"{type(error).__name__} {error}")
        return
    told.seconds.append(time.perf_counter() - began)
    if reference:
        told.references.append(reference)


class Processes:
    """`with Processes(n) as processes:`; `start` gives at once, and `.get()` of what it gives waits."""

    def __init__(self, count: int) -> None:
        self._count = count

    def __enter__(self) -> "Processes":
        self._pool: Pool = get_context("spawn").Pool(self._count)
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.terminate()
        self._pool.join()

    def start(self, work: Callable[..., Any], *given: Any) -> "AsyncResult[Any]":
        return self._pool.apply_async(work, given)
