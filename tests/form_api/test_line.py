"""The line to a mail server: answers in the order of what was asked, whole, and none that nobody asked for."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

import pytest

from form_api.line import LONGEST_ANSWER_BYTES, NOT_SMTP, Answer, Line


def on_a_line(speak: Callable[[Line, socket.socket], Awaitable[None]]) -> None:
    """A line, and the server's end of it."""

    async def talk() -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            transport, _ = await asyncio.get_running_loop().create_connection(asyncio.Protocol, sock=ours)
            line = Line(transport)
            try:
                await speak(line, theirs)
            finally:
                line.cut()
                await asyncio.sleep(0)

    asyncio.run(talk())


@pytest.mark.parametrize("size", [1, 3, 1000])
def test_answers_come_whole_and_in_order(size: int) -> None:
    """However they are cut into pieces on the way; one of several lines is one answer."""
    words = b"250-satu\r\n250 dua\r\n354 tiga\r\n550-5.1.1 a\r\n550-5.1.1 b\r\n550 5.1.1\r\n"

    async def speak(line: Line, server: socket.socket) -> None:
        for start in range(0, len(words), size):
            server.send(words[start : start + size])
            await asyncio.sleep(0)
        answers = [await line.answer() for _ in range(3)]
        assert answers == [Answer(250, "satu\ndua"), Answer(354, "tiga"), Answer(550, "5.1.1 a\n5.1.1 b\n5.1.1")]
        assert line.is_quiet

    on_a_line(speak)


@pytest.mark.parametrize("words", [b"250 OK\r\n", b"250-", b"250-a\r\n"])
def test_a_word_out_of_turn_is_noticed(words: bytes) -> None:
    """Also one that has not come whole yet: what is asked next has its answer after that."""

    async def speak(line: Line, server: socket.socket) -> None:
        assert line.is_quiet
        server.send(words)
        while line.is_quiet:
            await asyncio.sleep(0)

    on_a_line(speak)


@pytest.mark.parametrize("words", [b"Halo\r\n", b"25\r\n", b"\xff\xfe\r\n", b"x" * (LONGEST_ANSWER_BYTES + 1)])
def test_what_is_no_answer_is_told_as_such(words: bytes) -> None:
    """One without an end is not waited for."""

    async def speak(line: Line, server: socket.socket) -> None:
        server.send(words)
        assert (await line.answer()).code == NOT_SMTP

    on_a_line(speak)


def test_what_was_said_before_the_end_is_heard() -> None:
    """A server that says why it goes; after that there is nobody to ask or to tell."""

    async def speak(line: Line, server: socket.socket) -> None:
        server.send(b"421 Tutup\r\n")
        server.shutdown(socket.SHUT_RDWR)
        assert await line.answer() == Answer(421, "Tutup")
        with pytest.raises(ConnectionResetError):
            await line.answer()
        with pytest.raises(ConnectionResetError):
            line.write(b"QUIT\r\n")
        assert not line.is_quiet

    on_a_line(speak)


def test_who_writes_much_waits_for_room_or_an_answer() -> None:
    """A server that reads no more, and says so, is heard; one that reads on gets the rest."""

    async def speak(line: Line, server: socket.socket) -> None:
        line.write(b"x" * 10_000_000)
        writing = asyncio.create_task(line.is_interrupted())
        await asyncio.sleep(0)
        assert not writing.done()
        server.send(b"552 Cukup\r\n")
        assert await writing

    on_a_line(speak)
