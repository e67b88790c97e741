"""What the rooms of the form API hand to each other: an inquiry, a stored one, an attempt. Frozen, without I/O."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a citizen asked. Empty where nothing was given; line ends are `\\n`."""

    service: str
    topic: str
    name: str
    email: str
    phone: str
    message: str
    language: str
    token: str


@dataclass(frozen=True, slots=True)
class StoredInquiry(Inquiry):
    """An inquiry with its reference, the desk that it was first meant for, and its events so far, in UTC."""

    reference: str
    desk: str
    stored_at: datetime
    due_at: datetime
    rounds: int
    accepted_at: datetime | None
    parked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one mailbox; `outcome` is accepted, later or refused, `code` the mail server's where it gave one."""

    at: datetime
    desk: str
    mailbox: str
    outcome: str
    code: int | None
    detail: str
