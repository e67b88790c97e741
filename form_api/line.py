"""An open line to a mail server: what is written goes out at once, and answers come back in order. Knows no letter.

What came before anybody asked for it is never taken for an answer: who speaks out of turn could else say yes to a
letter that it has not read.
"""

import asyncio
from collections import deque
from typing import NamedTuple

LONGEST_ANSWER_BYTES = 32 * 1024
NOT_SMTP = -1


class Answer(NamedTuple):
    """Of several lines, one text; `NOT_SMTP` as its code where it is none."""

    code: int
    text: str


class Line(asyncio.Protocol):
    """Takes a connection over from whoever opened it. For one speaker, who waits for one thing at a time."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._come = bytearray()
        self._said: list[bytes] = []
        self._answers: deque[Answer] = deque()
        self._waiting: asyncio.Future[None] | None = None
        self._is_full = self._has_ended = False
        transport.set_protocol(self)

    @property
    def is_quiet(self) -> bool:
        """Whether it is there still, and every word of the server's was asked for."""
        return not (self._has_ended or self._transport.is_closing() or self._come or self._said or self._answers)

    def write(self, words: bytes) -> None:
        """Raises: ConnectionResetError where the server is gone."""
        self._prove_there()
        self._transport.write(words)

    async def answer(self) -> Answer:
        """The next one. Raises: ConnectionResetError where the line ends before it comes."""
        while not self._answers:
            await self._news()
        return self._answers.popleft()

    async def is_interrupted(self) -> bool:
        """Returns when there is room for more to be written: whether the server has answered already."""
        while self._is_full and not self._answers:
            await self._news()
        return bool(self._answers)

    def cut(self) -> None:
        """At once: what was not sent yet is never sent."""
        self._transport.abort()

    async def _news(self) -> None:
        self._prove_there()
        self._waiting = asyncio.get_running_loop().create_future()
        await self._waiting

    def _prove_there(self) -> None:
        if self._has_ended or self._transport.is_closing():
            raise ConnectionResetError("the connection was lost")

    def _tell(self) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)

    def data_received(self, data: bytes) -> None:
        self._come += data
        *lines, rest = self._come.split(b"\n")
        self._come = rest
        for line in lines:
            self._said.append(bytes(line))
            if line[3:4] != b"-":
                self._answers.append(_read(self._said))
                self._said = []
        if len(rest) + sum(map(len, self._said)) > LONGEST_ANSWER_BYTES:
            self._answers.append(Answer(NOT_SMTP, "an answer without an end"))
            self.cut()
        self._tell()

    def connection_lost(self, _error: Exception | None) -> None:
        self._has_ended = True
        self._tell()

    def pause_writing(self) -> None:
        self._is_full = True

    def resume_writing(self) -> None:
        self._is_full = False
        self._tell()


def _read(lines: list[bytes]) -> Answer:
    """The code of the last line, as it stands in all of them. Source: RFC 5321, section 4.2.1."""
    texts = [line.decode("utf-8", "surrogateescape").strip() for line in lines]
    code = texts[-1][:3]
    if not (code.isascii() and code.isdigit() and len(code) == 3):
        return Answer(NOT_SMTP, "\n".join(texts))
    return Answer(int(code), "\n".join(text[4:].strip() for text in texts))
