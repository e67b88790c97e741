"""One conversation with a mail server, from its greeting to QUIT: aiosmtplib opens it, a `Line` carries the letters.

The only room that imports aiosmtplib. What an answer means stands in `smtp_answers`. No text of an outcome holds the
password, but the server's words may hold the address that the letter went to.
"""

import asyncio
import ssl
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import inf
from typing import NamedTuple, cast

import aiosmtplib

from form_api.line import Line
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unreachable
from form_api.settings import SmtpServer
from form_api.smtp_answers import Step, answered, unanswered

PROBE_SECONDS = 5
GOODBYE_SECONDS = 2
_CHUNK_BYTES = 64 * 1024
_FIRST_NO = 400
_AUTH_METHODS = ("plain", "login", "cram-md5")
"""The simplest first: a password goes out under TLS alone. One try, for three wrong ones may lock an account."""


class _Command(NamedTuple):
    step: Step
    words: bytes


_RSET = _Command("hello", b"RSET")


@dataclass(frozen=True, slots=True)
class Parcel:
    """A letter as it goes over the line, dots doubled, and its envelope."""

    sender: str
    mailbox: str
    content: bytes

    @property
    def needs_utf8(self) -> bool:
        return not (self.sender + self.mailbox).isascii()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a letter may take, in one timer that is set anew: for each answer, but never beyond `until`."""

    limit: asyncio.Timeout
    until: float
    step_seconds: float
    answer_seconds: float

    def for_step(self, seconds: float) -> None:
        now = asyncio.get_running_loop().time()
        self.limit.reschedule(min(now + min(seconds, self.step_seconds), self.until))

    def for_letter(self) -> None:
        """As fast as the line takes it."""
        self.limit.reschedule(self.until)

    def for_its_answer(self) -> None:
        self.limit.reschedule(asyncio.get_running_loop().time() + self.answer_seconds)


class Connection:
    """One conversation with a mail server. `step`: what the server was last asked."""

    def __init__(self, server: SmtpServer, step_seconds: float) -> None:
        self.step: Step = "greeting"
        self._server = server
        self._line: Line | None = None
        self._owes_a_letter = False
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "implicit",
            start_tls=False,  # that and the login are asked for below, where each is a step of its own
            timeout=step_seconds,
        )

    async def carry(self, parcel: Parcel, patience: Patience) -> Outcome:
        """Opens the line where it is not open yet. On one that has rested, RSET tells whether the server listens."""
        line, has_rested = self._line, self._line is not None
        if line is None:
            line = self._line = await self._open()
        elif not line.is_quiet:
            self.step = "hello"
            raise ConnectionResetError("the server spoke out of turn")
        if parcel.needs_utf8 and not self._client.supports_extension("smtputf8"):
            return Refused(553, "the mail server takes no address beyond ASCII (SMTPUTF8)")
        commands = [*([_RSET] if has_rested else []), *self._envelope(parcel)]
        return await self._ask(line, commands, patience) or await self._letter(line, parcel.content, patience)

    async def _open(self) -> Line:
        """Greeting, TLS and login, which aiosmtplib speaks; what comes after has a line of its own."""
        await self._client.connect()
        self.step = "hello"
        await self._say_hello()
        if self._server.tls == "starttls":
            self.step = "tls"
            await self._client.starttls()
            self.step = "hello"
            await self._say_hello()
        if self._server.user:
            self.step = "login"
            await self._log_in()
        return Line(cast(asyncio.Transport, self._client.transport))

    async def _say_hello(self) -> None:
        try:
            await self._client.ehlo()
        except aiosmtplib.SMTPHeloError as error:
            if error.code not in {500, 501, 502, 504, 550}:  # RFC 5321, section 3.2: older than EHLO
                raise
            await self._client.helo()

    async def _log_in(self) -> None:
        user, password = self._server.user, self._server.password.reveal()
        offered = self._client.supported_auth_methods
        method = next((name for name in _AUTH_METHODS if name in offered), "")
        match method:
            case "plain":
                await self._client.auth_plain(user, password)
            case "login":
                await self._client.auth_login(user, password)
            case "cram-md5":
                await self._client.auth_crammd5(user, password)
            case _:
                raise _NoWayToLogInError

    def _envelope(self, parcel: Parcel) -> list[_Command]:
        sender, mailbox = (f"<{address}>".encode() for address in (parcel.sender, parcel.mailbox))
        return [
            _Command("mail", b" ".join([b"MAIL FROM:" + sender, *self._options(parcel)])),
            _Command("rcpt", b"RCPT TO:" + mailbox),
            _Command("data", b"DATA"),
        ]

    def _options(self, parcel: Parcel) -> list[bytes]:
        """Source: RFC 1870 section 6, RFC 6152 section 3, RFC 6531 section 3.4."""
        wanted = {
            "size": b"SIZE=%d" % len(parcel.content),
            "8bitmime": b"" if parcel.content.isascii() else b"BODY=8BITMIME",
            "smtputf8": b"SMTPUTF8" if parcel.needs_utf8 else b"",
        }
        return [option for name, option in wanted.items() if option and self._client.supports_extension(name)]

    async def _ask(self, line: Line, commands: Sequence[_Command], patience: Patience) -> Outcome | None:
        """Up to the first no: all at one go where the server offers that, else one by one. Source: RFC 2920."""
        together = len(commands) if self._client.supports_extension("pipelining") else 1
        for number, command in enumerate(commands):
            self.step = command.step
            if number % together == 0:
                line.write(b"".join(one.words + b"\r\n" for one in commands[number : number + together]))
            patience.for_step(PROBE_SECONDS if command is _RSET else inf)
            answer = await line.answer()
            if outcome := answered(command.step, *answer):
                await self._hear_out(line, commands[number + 1 : number + together], patience)
                return outcome
        return None

    async def _hear_out(self, line: Line, asked: Sequence[_Command], patience: Patience) -> None:
        """What else was asked at the same go is answered too; who wants a letter all the same gets none."""
        patience.limit.reschedule(None)
        self._owes_a_letter = bool(asked)
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                answers = [await line.answer() for _ in asked]
                self._owes_a_letter = any(answer.code < _FIRST_NO for answer in answers[-1:])

    async def _letter(self, line: Line, content: bytes, patience: Patience) -> Outcome:
        """Sends the letter as fast as the line takes it, and its end last: before that the server can't have it all.

        A server that answers in the middle ("too large") is heard.
        """
        is_small = len(content) <= _CHUNK_BYTES
        patience.for_letter()
        if await line.is_interrupted() or (not is_small and await self._is_interrupted(line, content)):
            early = await line.answer()
            self.cut()
            return answered("data", *early) or unanswered("data", "answered too early")
        line.write(content * is_small + b".\r\n")
        self.step = "end"
        patience.for_its_answer()
        last = await line.answer()
        return answered("end", *last) or unanswered("end", last.text)

    async def _is_interrupted(self, line: Line, content: bytes) -> bool:
        for start in range(0, len(content), _CHUNK_BYTES):
            line.write(content[start : start + _CHUNK_BYTES])
            if await line.is_interrupted():
                return True
        return False

    def was_dead(self, outcome: Outcome) -> bool:
        """Whether the server had ended it while it rested, before it heard of the letter."""
        told_to_go = isinstance(outcome, Unreachable) and (self.step == "hello" or outcome.code == 421)
        return told_to_go and self.step in {"hello", "mail"}

    def is_fit_after(self, outcome: Outcome | None) -> bool:
        """Whether the server has given a whole answer, about this one letter, and is still there."""
        is_at_rest = self._line is not None and self._line.is_quiet and not self._owes_a_letter
        return is_at_rest and isinstance(outcome, Accepted | Refused | SenderRefused | TryLater)

    async def say_goodbye(self) -> None:
        """Out of politeness: what the server has said of its letters stands, whatever it says to this."""
        try:
            with suppress(OSError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    if self._line:
                        self._line.write(b"QUIT\r\n")
                        await self._line.answer()
        finally:
            self.cut()

    def cut(self) -> None:
        """At once: what was not sent yet is never sent, so that no half letter lingers on a line that stalls."""
        transport = self._client.transport
        if transport is not None:
            cast(asyncio.Transport, transport).abort()
        self._client.close()


class _NoWayToLogInError(Exception):
    """The server offers no login that is known here."""


def outcome_of(error: Exception, step: Step) -> Outcome:
    """What broke the conversation off: an answer that aiosmtplib raises, or that there was none."""
    if isinstance(error, aiosmtplib.SMTPResponseException):
        return answered(step, error.code, error.message) or unanswered(step, "a yes where none was due")
    return unanswered(step, _told_plainly(error, step))


def _told_plainly(error: Exception, step: Step) -> str:
    """In words that say what an operator has to mend, and never with the password."""
    if isinstance(error, _NoWayToLogInError):
        return "the mail server offers no login that is known here, but FORM_API_MAIL_URL names a user"
    if step == "login":  # the words of an error could hold what was sent
        return f"the login at the mail server broke off: {type(error).__name__}"
    if isinstance(error, TimeoutError):
        return f"the mail server gave no answer in time, at the step '{step}'"
    cause = _tls_fault(error)
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the mail server's certificate is not trusted: {cause.verify_message}"
    if cause or step == "tls":
        return f"the mail server gives no TLS, which FORM_API_MAIL_URL requires: {cause or error}"
    return f"{type(error).__name__} at the step '{step}': {error}"


def _tls_fault(error: BaseException | None) -> ssl.SSLError | None:
    while error is not None and not isinstance(error, ssl.SSLError):
        error = error.__cause__
    return error
