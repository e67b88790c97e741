"""The real server over a real connection: who takes for ever is cut off, and nobody who is served."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from form_api.patience import PatientProtocol

GOOD = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
POST = b"POST /hasty HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
LONG_ENOUGH = 30


async def slow(_request: Request) -> Response:
    """Takes longer than a head may."""
    await asyncio.sleep(0.3)
    return PlainTextResponse("selesai")


async def hasty(_request: Request) -> Response:
    """Answers without reading a body."""
    return PlainTextResponse("selesai")


@asynccontextmanager
async def connection(**seconds: float) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that has this much patience."""
    protocol = type("Protocol", (PatientProtocol,), {"head_seconds": 20.0, "rest_seconds": 20.0} | seconds)
    app = Starlette(routes=[Route("/", slow), Route("/hasty", hasty, methods=["POST"])])
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, http=protocol, log_level="critical", timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve([listening]))
        reader, writer = await asyncio.open_connection(*listening.getsockname())
        try:
            yield reader, writer
        finally:
            writer.close()
            server.should_exit = True
            await serving


def until_closed(*pieces: bytes, rest: bytes = b"", **seconds: float) -> bytes:
    """What comes until the server closes the connection; `rest` is sent over and over meanwhile."""

    async def speak() -> bytes:
        async with connection(**seconds) as (reader, writer), asyncio.timeout(LONG_ENOUGH):
            for piece in pieces:
                writer.write(piece)
                await asyncio.sleep(0.05)
            return await _sending(reader, writer, rest)

    return asyncio.run(speak())


async def _sending(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rest: bytes) -> bytes:
    """What comes until the connection is closed, or reset, as it is while something is on its way."""
    sending = asyncio.create_task(_over_and_over(writer, rest))
    come = b""
    with suppress(ConnectionResetError):
        while piece := await reader.read(1000):
            come += piece
    sending.cancel()
    return come


async def _over_and_over(writer: asyncio.StreamWriter, piece: bytes) -> None:
    while piece:
        writer.write(piece)
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("pieces", [[], [b"GET / HT"], [b"GET / HTTP/1.1\r\n", b"Host: x\r\n"]])
def test_a_head_that_does_not_come_is_not_waited_for(pieces: list[bytes]) -> None:
    """Nothing at all, or a beginning: the connection is closed without an answer."""
    assert until_closed(*pieces, head_seconds=0.2) == b""


def test_a_head_that_drips_is_not_waited_for() -> None:
    """A header line now and then, for ever, begins nothing anew."""
    assert until_closed(b"GET / HTTP/1.1\r\n", rest=b"X: y\r\n", head_seconds=0.3) == b""


def test_a_second_head_is_not_waited_for_either() -> None:
    """On a connection that was good once, with the first answer whole."""

    async def speak() -> bytes:
        async with connection(head_seconds=0.2) as (reader, writer), asyncio.timeout(LONG_ENOUGH):
            writer.write(GOOD)
            first = await reader.readuntil(b"selesai")
            writer.write(b"GET /")
            return first + await _sending(reader, writer, b"x")

    assert asyncio.run(speak()).endswith(b"selesai")


def test_an_answer_may_take_longer_than_a_head() -> None:
    """Who has asked is served, however little patience there is for those who have not; and may ask again."""

    async def speak() -> Any:
        async with connection(head_seconds=0.1) as (reader, writer), asyncio.timeout(LONG_ENOUGH):
            for _ in range(2):
                writer.write(GOOD)
                assert await reader.readuntil(b"selesai")
            return True

    assert asyncio.run(speak())


def test_the_rest_of_a_body_is_not_read_for_ever() -> None:
    """After the answer, which has come, the connection is closed although the client goes on sending."""
    assert until_closed(POST, rest=b"x", rest_seconds=0.2).endswith(b"selesai")


def test_a_body_that_comes_to_its_end_keeps_the_connection() -> None:
    """The answer was given early, the rest came in time: the next question is answered on the same connection."""

    async def speak() -> Any:
        async with connection(rest_seconds=0.5) as (reader, writer), asyncio.timeout(LONG_ENOUGH):
            writer.write(POST)
            assert await reader.readuntil(b"selesai")
            writer.write(b"x" * 1000 + GOOD)
            return await reader.readuntil(b"selesai")

    assert b"200 OK" in asyncio.run(speak())
