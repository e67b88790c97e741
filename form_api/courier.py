"""A letter and a mailbox -> what the mail server said, as an outcome. The only room that speaks SMTP.

A connection is kept while there is work, and never used again after any doubt about it. What an answer means stands in
`smtp_answers`; here is only how one is asked for. No text of an outcome holds the password, but the server's words may
hold the address that the letter went to.
"""

import asyncio
import re
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol, cast

import aiosmtplib

from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unreachable
from form_api.settings import SmtpServer
from form_api.smtp_answers import Step, answered, unanswered

STEP_SECONDS = 20
"""For the answer to one command."""
LETTER_SECONDS = 40
"""For all that is said before the letter itself: connection, TLS, login, envelope."""
SLOWEST_BYTES_PER_SECOND = 32_000
"""A line of 256 kbit/s passes: 14 MB have seven minutes more than an empty letter."""
ANSWER_SECONDS = 600
"""For the answer to the whole letter. Who waits less sends twice. Source: RFC 5321, section 4.5.3.2.6."""
IDLE_SECONDS = 5
PROBE_SECONDS = 5
GOODBYE_SECONDS = 2
MAX_CONNECTIONS = 8
_CHUNK_BYTES = 256 * 1024
_NAP_SECONDS = 0.02
_AUTH_METHODS = ("plain", "login", "cram-md5")
"""The simplest first: a password goes out under TLS alone. One try, for three wrong ones may lock an account."""


class Courier(Protocol):
    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        """Carries one letter to one mailbox. Raises nothing: what goes wrong is an outcome.

        `sender`: the envelope sender; empty is the null one, for letters that nobody may answer.
        """
        ...

    async def close(self) -> None:
        """Lets go of whatever was kept open for the next letter."""
        ...


def longest_seconds(letter_bytes: int) -> float:
    """The longest that one letter of this size is under way, once its turn has come."""
    return PROBE_SECONDS + LETTER_SECONDS + letter_bytes / SLOWEST_BYTES_PER_SECOND + ANSWER_SECONDS


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A letter as it goes over the line, dots doubled, and its envelope."""

    sender: str
    mailbox: str
    content: bytes

    @property
    def needs_utf8(self) -> bool:
        return not (self.sender + self.mailbox).isascii()


@dataclass
class SmtpCourier:
    """Carries letters to a mail server, one recipient each, so that every outcome is about one mailbox."""

    server: SmtpServer
    max_connections: int = MAX_CONNECTIONS
    step_seconds: float = STEP_SECONDS
    letter_seconds: float = LETTER_SECONDS
    answer_seconds: float = ANSWER_SECONDS
    idle_seconds: float = IDLE_SECONDS
    _turns: asyncio.Semaphore = field(init=False, repr=False)
    _resting: dict["_Connection", asyncio.TimerHandle] = field(init=False, repr=False, default_factory=dict)
    _leaving: set[asyncio.Task[None]] = field(init=False, repr=False, default_factory=set)
    _closed: bool = field(init=False, repr=False, default=False)

    def __post_init__(self) -> None:
        self._turns = asyncio.Semaphore(self.max_connections)

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        """Waits for its turn where all connections are busy."""
        if sender and not _fits_an_envelope(sender):
            return SenderRefused(553, "this envelope sender is no address")
        if not _fits_an_envelope(mailbox):
            return Refused(553, "this mailbox is no address")
        try:
            has_files = letter.get_content_type() == "multipart/mixed"  # megabytes, which would hold up all else
            content = await asyncio.to_thread(_as_sent, letter) if has_files else _as_sent(letter)
        except Exception as error:  # a fault of ours in this one letter: it must not shut the way for the others
            return TryLater(f"the letter can't be written: {type(error).__name__}")
        async with self._turns:
            return await self._carry(_Parcel(sender, mailbox, content))

    async def close(self) -> None:
        """Says goodbye on every connection that rests; one that is at work follows when its letter is through."""
        self._closed = True
        for connection in list(self._resting):
            self._send_home(connection)
        await asyncio.gather(*self._leaving)

    async def _carry(self, parcel: _Parcel) -> Outcome:
        if rested := self._rested():
            outcome = await self._hand_over(rested, parcel)
            if not rested.was_dead(outcome):
                return outcome
        return await self._hand_over(_Connection(self.server, self.step_seconds), parcel)

    async def _hand_over(self, connection: "_Connection", parcel: _Parcel) -> Outcome:
        """The letter over this connection, which afterwards rests for the next one or is cut."""
        seconds = self.letter_seconds + len(parcel.content) / SLOWEST_BYTES_PER_SECOND
        outcome: Outcome | None = None
        try:
            async with asyncio.timeout(seconds) as limit:
                outcome = await connection.open() or await connection.envelope(parcel)
                outcome = outcome or await connection.letter(parcel.content, limit, self.answer_seconds)
        except Exception as error:  # whatever a server sends, whatever a library makes of it: an outcome
            outcome = _outcome_of(error, connection.step)
        finally:
            if connection.is_fit_after(outcome):
                self._let_rest(connection)
            else:
                connection.cut()
        return outcome

    def _rested(self) -> "_Connection | None":
        """The connection that has rested least: the others reach their end."""
        if not self._resting:
            return None
        connection, goodbye = self._resting.popitem()
        goodbye.cancel()
        return connection

    def _let_rest(self, connection: "_Connection") -> None:
        loop = asyncio.get_running_loop()
        self._resting[connection] = loop.call_later(self.idle_seconds, self._send_home, connection)
        if self._closed:
            self._send_home(connection)

    def _send_home(self, connection: "_Connection") -> None:
        self._resting.pop(connection).cancel()
        goodbye = asyncio.create_task(connection.say_goodbye())
        self._leaving.add(goodbye)
        goodbye.add_done_callback(self._leaving.discard)


class _Connection:
    """One conversation with a mail server. `step`: what the server was last asked."""

    def __init__(self, server: SmtpServer, step_seconds: float) -> None:
        self.step: Step = "greeting"
        self._server, self._step_seconds = server, step_seconds
        self._is_open = False
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "implicit",
            start_tls=False,  # that and the login are asked for below, where each is a step of its own
            timeout=step_seconds,
        )

    async def open(self) -> Outcome | None:
        """Greeting, TLS and login; for a connection that has rested, whether the server still listens to it."""
        if self._is_open:
            return await self._ask("hello", b"RSET", seconds=min(PROBE_SECONDS, self._step_seconds))
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
        self._is_open = True
        return None

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

    async def envelope(self, parcel: _Parcel) -> Outcome | None:
        """MAIL, RCPT and DATA, up to the first no."""
        if parcel.needs_utf8 and not self._client.supports_extension("smtputf8"):
            return Refused(553, "the mail server takes no address beyond ASCII (SMTPUTF8)")
        sender, mailbox = (f"<{address}>".encode() for address in (parcel.sender, parcel.mailbox))
        return (
            await self._ask("mail", b"MAIL", b"FROM:" + sender, *self._options(parcel))
            or await self._ask("rcpt", b"RCPT", b"TO:" + mailbox)
            or await self._ask("data", b"DATA")
        )

    def _options(self, parcel: _Parcel) -> list[bytes]:
        """Source: RFC 1870 section 6, RFC 6152 section 3, RFC 6531 section 3.4."""
        wanted = {
            "size": b"SIZE=%d" % len(parcel.content),
            "8bitmime": b"" if parcel.content.isascii() else b"BODY=8BITMIME",
            "smtputf8": b"SMTPUTF8" if parcel.needs_utf8 else b"",
        }
        return [option for name, option in wanted.items() if option and self._client.supports_extension(name)]

    async def _ask(self, step: Step, *command: bytes, seconds: float | None = None) -> Outcome | None:
        self.step = step
        answer = await self._client.execute_command(*command, timeout=seconds or self._step_seconds)
        return answered(step, answer.code, answer.message)

    async def letter(self, content: bytes, limit: asyncio.Timeout, answer_seconds: float) -> Outcome:
        """Sends the letter as fast as the line takes it, and its end last: before that the server can't have it all.

        A server that answers in the middle ("too large") is heard. Nobody's answer is asked of aiosmtplib's `data`,
        which raises the same error for a no to the command and a no to the letter (5.1.3).
        """
        speaker = self._client.protocol
        if speaker is None:
            raise ConnectionResetError("the connection was lost")
        answer = asyncio.ensure_future(speaker.read_response())
        try:
            if await self._is_interrupted(content, answer):
                early = answer.result()
                self.cut()
                return answered("data", early.code, early.message) or unanswered("data", "answered too early")
            self.step = "end"
            speaker.write(b".\r\n")
            limit.reschedule(asyncio.get_running_loop().time() + answer_seconds)
            last = await answer
            return answered("end", last.code, last.message) or unanswered("end", last.message)
        finally:
            answer.cancel()

    async def _is_interrupted(self, content: bytes, answer: "asyncio.Future[aiosmtplib.SMTPResponse]") -> bool:
        transport = cast(asyncio.Transport, self._client.transport)
        for start in range(0, len(content), _CHUNK_BYTES):
            transport.write(content[start : start + _CHUNK_BYTES])
            while transport.get_write_buffer_size() > _CHUNK_BYTES and not answer.done():
                await asyncio.wait([answer], timeout=_NAP_SECONDS)
            if answer.done():
                return True
        return False

    def was_dead(self, outcome: Outcome) -> bool:
        """Whether the server had ended it while it rested, before it heard of the letter."""
        told_to_go = isinstance(outcome, Unreachable) and (self.step == "hello" or outcome.code == 421)
        return told_to_go and self.step in {"hello", "mail"}

    def is_fit_after(self, outcome: Outcome | None) -> bool:
        """Whether the server has given a whole answer, about this one letter, and is still there."""
        return self._client.is_connected and isinstance(outcome, Accepted | Refused | SenderRefused | TryLater)

    async def say_goodbye(self) -> None:
        """Out of politeness: what the server has said of its letters stands, whatever it says to this."""
        try:
            with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._client.quit()
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


def _outcome_of(error: Exception, step: Step) -> Outcome:
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


def _as_sent(letter: EmailMessage) -> bytes:
    """Every line ends with CR LF, and one that begins with a dot has two. Source: RFC 5321, sections 2.3.8, 4.5.2."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", letter.as_bytes())
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"^\.", b"..", whole, flags=re.MULTILINE)


def _fits_an_envelope(address: str) -> bool:
    """Nothing in it ends the address or the line, or is a comment: the server reads it as it stands, or never."""
    local, _, domain = address.rpartition("@")
    is_word = re.fullmatch(r'"(?:[^"\\]|\\.)*"|[^\s<>()\[\]:;,\\"]+', local) and re.fullmatch(
        r'[^\s<>(),;\\"]+', domain
    )
    return bool(is_word) and address.isprintable()
