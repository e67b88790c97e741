"""A letter and a mailbox -> what the mail server said, as an outcome.

A connection is kept while there is work, and never used again after any doubt about it.
"""

import asyncio
import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Protocol

from form_api.conversation import PROBE_SECONDS, Connection, Parcel, Patience, outcome_of
from form_api.outcomes import Outcome, Refused, SenderRefused, TryLater
from form_api.settings import SmtpServer

STEP_SECONDS = 20
"""For the answer to one command."""
LETTER_SECONDS = 40
"""For all that is said before the letter itself: connection, TLS, login, envelope."""
SLOWEST_BYTES_PER_SECOND = 32_000
"""A line of 256 kbit/s passes: 14 MB have seven minutes more than an empty letter."""
ANSWER_SECONDS = 600
"""For the answer to the whole letter. Who waits less sends twice. Source: RFC 5321, section 4.5.3.2.6."""
IDLE_SECONDS = 5
MAX_CONNECTIONS = 8


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
    _resting: dict["Connection", asyncio.TimerHandle] = field(init=False, repr=False, default_factory=dict)
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
            return await self._carry(Parcel(sender, mailbox, content))

    async def close(self) -> None:
        """Says goodbye on every connection that rests; one that is at work follows when its letter is through."""
        self._closed = True
        for connection in list(self._resting):
            self._send_home(connection)
        await asyncio.gather(*self._leaving)

    async def _carry(self, parcel: Parcel) -> Outcome:
        if rested := self._rested():
            outcome = await self._hand_over(rested, parcel)
            if not rested.was_dead(outcome):
                return outcome
        return await self._hand_over(Connection(self.server, self.step_seconds), parcel)

    async def _hand_over(self, connection: "Connection", parcel: Parcel) -> Outcome:
        """The letter over this connection, which afterwards rests for the next one or is cut."""
        seconds = self.letter_seconds + len(parcel.content) / SLOWEST_BYTES_PER_SECOND
        outcome: Outcome | None = None
        try:
            async with asyncio.timeout(seconds) as limit:
                patience = Patience(limit, limit.when() or 0, self.step_seconds, self.answer_seconds)
                outcome = await connection.carry(parcel, patience)
        except Exception as error:  # whatever a server sends, whatever a library makes of it: an outcome
            outcome = outcome_of(error, connection.step)
        finally:
            if connection.is_fit_after(outcome):
                self._let_rest(connection)
            else:
                connection.cut()
        return outcome

    def _rested(self) -> "Connection | None":
        """The connection that has rested least: the others reach their end."""
        if not self._resting:
            return None
        connection, goodbye = self._resting.popitem()
        goodbye.cancel()
        return connection

    def _let_rest(self, connection: "Connection") -> None:
        loop = asyncio.get_running_loop()
        self._resting[connection] = loop.call_later(self.idle_seconds, self._send_home, connection)
        if self._closed:
            self._send_home(connection)

    def _send_home(self, connection: "Connection") -> None:
        self._resting.pop(connection).cancel()
        goodbye = asyncio.create_task(connection.say_goodbye())
        self._leaving.add(goodbye)
        goodbye.add_done_callback(self._leaving.discard)


def _as_sent(letter: EmailMessage) -> bytes:
    """Every line ends with CR LF, and one that begins with a dot has two. Source: RFC 5321, sections 2.3.8, 4.5.2."""
    lines = letter.as_bytes()
    ends = lines.count(b"\r\n")
    if not lines.count(b"\r") == lines.count(b"\n") == ends:
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", lines)
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    doubled = whole.replace(b"\n.", b"\n..")
    return b"." + doubled if doubled.startswith(b".") else doubled


def _fits_an_envelope(address: str) -> bool:
    """Nothing in it ends the address or the line, or is a comment: the server reads it as it stands, or never."""
    local, _, domain = address.rpartition("@")
    is_word = re.fullmatch(r'"(?:[^"\\]|\\.)*"|[^\s<>()\[\]:;,\\"]+', local) and re.fullmatch(
        r'[^\s<>(),;\\"]+', domain
    )
    return bool(is_word) and address.isprintable()
