"""Who wants that nobody is served: a thousand connections that say nothing, and hundreds that never come to an end."""

import asyncio
import resource
import ssl
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from tests.load.crowds import Door
from tests.load.wire import Line, head

SILENT, SLOW_HEADS, SLOW_BODIES = 1000, 200, 100
ATTACKER = 15_000_000
"""All of one address, which is not a citizen's."""
A_BYTE_EVERY_SECONDS = 2.0


def attack(door: Door) -> int:
    """For as long as the door says; who is thrown out comes back at once. Gives the number of connections."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return asyncio.run(_attack(door))


async def _attack(door: Door) -> int:
    trusted = door.trusted()
    opened = [0]
    kinds: list[tuple[int, Callable[[Door, ssl.SSLContext], Coroutine[Any, Any, None]]]] = [
        (SILENT, _silent),
        (SLOW_HEADS, _slow_head),
        (SLOW_BODIES, _slow_body),
    ]
    tasks = [asyncio.create_task(_again(kind, door, trusted, opened)) for count, kind in kinds for _ in range(count)]
    await asyncio.sleep(door.seconds)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return opened[0]


async def _again(
    kind: Callable[[Door, ssl.SSLContext], Coroutine[Any, Any, None]],
    door: Door,
    trusted: ssl.SSLContext,
    opened: list[int],
) -> None:
    while True:
        opened[0] += 1
        try:
            await kind(door, trusted)
        except (OSError, ssl.SSLError):
            await asyncio.sleep(0.1)


async def _silent(door: Door, _trusted: ssl.SSLContext) -> None:
    line = await Line.opened(door.port, None, ATTACKER)
    try:
        await line.reader.read()
    finally:
        line.close()


async def _slow_head(door: Door, trusted: ssl.SSLContext) -> None:
    await _drip(door, trusted, head("GET", "/", "X-Slow: "))


async def _slow_body(door: Door, trusted: ssl.SSLContext) -> None:
    form = ("Content-Type: application/x-www-form-urlencoded", "Content-Length: 200000")
    await _drip(door, trusted, head("POST", "/inquiries", *form) + "\r\n\r\n")


async def _drip(door: Door, trusted: ssl.SSLContext, beginning: str) -> None:
    """A byte now and then, until the server has had enough."""
    line = await Line.opened(door.port, trusted, ATTACKER)
    try:
        line.writer.write(beginning.encode())
        while not line.writer.is_closing():
            line.writer.write(b"a")
            with suppress(TimeoutError):
                async with asyncio.timeout(A_BYTE_EVERY_SECONDS):
                    await line.reader.read()
                return
    finally:
        line.close()
