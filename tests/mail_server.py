"""A real SMTP server on 127.0.0.1, in a thread of its own, that answers each step as a test tells it to."""

import asyncio
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from tests.loop_thread import LoopThread
from tests.waiting import wait_for

HOST = "127.0.0.1"
OK = "250 OK"
DROP = "drop"
"""Instead of an answer: the connection is cut."""
LOSE = "lose"
"""Instead of an answer to DATA: the letter is taken, and the connection is cut before anybody is told so."""
STALL = "stall"
"""Instead of an answer: silence until the server stops."""
KEEP = "keep"
"""The letter is taken at once, and the answer to DATA comes when the test says `let_go()`."""


@dataclass(frozen=True)
class Answers:
    """What the server says to MAIL, RCPT and DATA; `mailboxes` answers RCPT for those that it names."""

    mail: str = OK
    rcpt: str = OK
    data: str = OK
    quit: str = "221 Bye"
    mailboxes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    """A letter as it came, with its envelope. `encrypted` tells whether the connection was, `host` who greeted."""

    sender: str
    mailbox: str
    content: bytes
    encrypted: bool
    host: str

    @property
    def letter(self) -> EmailMessage:
        return message_from_bytes(self.content, policy=policy.default)


def free_port() -> int:
    """A port of 127.0.0.1 at which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class MailServer(LoopThread):
    """`with MailServer(Answers(rcpt="550 No")) as server:`; `received` holds what it took, `heard` its commands.

    With `password` it takes mail only from who logs in with it; `tls` offers STARTTLS, or with `implicit` begins so.
    """

    def __init__(
        self,
        answers: Answers | None = None,
        *,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        implicit: bool = False,
        password: str = "",
    ) -> None:
        super().__init__()
        self.answers = answers or Answers()
        self.port = port
        self.received: list[Received] = []
        self.heard: list[str] = []
        self._password = password
        self._letting_go = asyncio.Event()
        self._tls, self._implicit = tls, implicit
        self._connections: list[SMTP] = []

    def letters(self, count: int) -> list[Received]:
        """The first `count` letters, once so many have come."""
        wait_for(lambda: len(self.received) >= count, f"letter {count} at the mail server")
        return self.received[:count]

    async def listen(self) -> None:
        tls = self._tls if self._implicit else None
        self._server = await self._loop.create_server(self._connection, HOST, self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    def _connection(self) -> SMTP:
        connection = SMTP(
            self,
            hostname="mail.test",
            tls_context=None if self._implicit else self._tls,
            authenticator=self._log_in,
            auth_require_tls=not self._implicit,
            loop=self._loop,
        )
        self._connections.append(connection)
        return connection

    def let_go(self) -> None:
        """Answers what was kept waiting, and keeps nothing more waiting."""
        self.answers = Answers()
        self._loop.call_soon_threadsafe(self._letting_go.set)

    def cut(self) -> None:
        for connection in self._connections:
            _cut(connection)

    def _log_in(
        self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, login: LoginPassword
    ) -> AuthResult:
        self.heard.append("AUTH")
        return AuthResult(success=login.password == self._password.encode(), handled=False)

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self._password and not session.authenticated:
            return "530 Masuk dulu"
        envelope.mail_from = address
        return await self._answer(server, "MAIL", self.answers.mail)

    async def handle_RCPT(self, server: SMTP, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        answer = await self._answer(server, "RCPT", self.answers.mailboxes.get(address, self.answers.rcpt))
        if answer == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await self._answer(server, "DATA", self.answers.data)
        if answer in {OK, LOSE, KEEP}:
            encrypted = self._implicit or session.ssl is not None
            self.received += [
                Received(envelope.mail_from, mailbox, envelope.content, encrypted, session.host_name)
                for mailbox in envelope.rcpt_tos
            ]
        if answer == KEEP:
            await self._letting_go.wait()
            return OK
        return answer

    async def handle_QUIT(self, server: SMTP, _session: Any, _envelope: Any) -> str:  # noqa: N802
        return await self._answer(server, "QUIT", self.answers.quit)

    async def _answer(self, server: SMTP, command: str, answer: str) -> str:
        self.heard.append(command)
        if answer == STALL:
            await asyncio.Event().wait()
        if answer in {DROP, LOSE}:
            _cut(server)
        return answer


def _cut(connection: SMTP) -> None:
    if connection.transport:
        cast(asyncio.Transport, connection.transport).abort()
