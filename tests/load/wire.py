"""HTTP over TLS as many people speak it at once: as little work for each as can be, so that the server is measured."""

import asyncio
import ssl
from typing import NamedTuple, Self

from tests.mail_server import HOST
from tests.nginx import NAME

PATIENCE_SECONDS = 30


class Answer(NamedTuple):
    status: int
    body: bytes


class Line:
    """One connection, from an address of its own."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def opened(cls, port: int, trusted: ssl.SSLContext | None, number: int) -> Self:
        """`number` makes the address: each citizen has another."""
        ours = f"127.{1 + number // 62500 % 250}.{1 + number // 250 % 250}.{1 + number % 250}"
        name = NAME if trusted else None
        return cls(*await asyncio.open_connection(HOST, port, ssl=trusted, server_hostname=name, local_addr=(ours, 0)))

    async def ask(self, head: str, body: bytes = b"") -> Answer:
        """`head`: method, path and what is special."""
        self.writer.write(f"{head}\r\n\r\n".encode() + body)
        answered = await self.reader.readuntil(b"\r\n\r\n")
        lines = answered.decode("latin-1").lower().split("\r\n")
        lengths = [int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")]
        content = await self.reader.readexactly(lengths[0]) if lengths else await self.reader.read()
        return Answer(int(lines[0].split()[1]), content)

    def close(self) -> None:
        """At once: nobody waits for the other side to say goodbye."""
        self.writer.transport.abort()


def head(method: str, path: str, *more: str) -> str:
    """The first lines of a request."""
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {NAME}", *more])
