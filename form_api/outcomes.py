"""What can become of one try to carry one letter to one mailbox, each as a type. Frozen. Pure.

Only what is said of the mailbox moves a letter along the ladder of desks. What is said of ourselves, of the server or
of the connection never does.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Accepted:
    """The server has taken responsibility for the letter."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class TryLater:
    """This mailbox does not take this letter now: the same letter to the same mailbox again."""

    text: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """This mailbox will not take this letter, however often it is tried."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class SenderRefused:
    """The server took the connection, but not this envelope sender."""

    code: int
    text: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No connection, no TLS, no login, or a server that takes nothing now: it says nothing about the mailbox."""

    text: str
    code: int | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The letter was handed over and no answer came: the server may have it or not."""

    text: str


Outcome: TypeAlias = Accepted | TryLater | Refused | SenderRefused | Unreachable | Unknown
