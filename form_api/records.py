"""What the rooms of the form API hand to each other: inquiries, errands, attempts. Frozen, without I/O."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from generator.directory import FileType


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadedFile:
    """A file that came with an inquiry. `field`: a document's id or `attachments`; `name`: as the citizen called it."""

    field: str
    name: str
    type: FileType
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
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
    files: tuple[UploadedFile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An inquiry without a word of the citizen's: its reference, where it goes, and its events so far, in UTC.

    `desk`: whom it was first meant for. `due_at`: when it is tried next, None where nothing is left to try.
    `suspicions`: why it was quarantined, by name.
    """

    reference: str
    service: str
    topic: str
    language: str
    desk: str
    stored_at: datetime
    due_at: datetime | None
    rounds: int = 0
    accepted_at: datetime | None = None
    confirmed_at: datetime | None = None
    parked_at: datetime | None = None
    quarantined_at: datetime | None = None
    erased_at: datetime | None = None
    suspicions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInquiry(Entry):
    """An entry with the citizen's words, which are empty once it was erased."""

    name: str
    email: str
    phone: str
    message: str
    files: tuple[UploadedFile, ...] = ()


ErrandKind = Literal["question", "reply", "reminder", "escalation", "digest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A letter that is to be carried. `about`: the reference of an inquiry, or the date of a digest.

    `claimant`: who has claimed it. `was_interrupted`: a courier had it and never said what became of it. `has_begun`: a
    letter that must not go out twice may have gone out.
    """

    id: int
    kind: ErrandKind
    about: str
    rounds: int = 0
    was_interrupted: bool = False
    has_begun: bool = False
    claimant: str = ""


OutcomeName = Literal["accepted", "later", "refused", "unreachable", "unknown"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try at one mailbox; `code` is the mail server's where it gave one."""

    at: datetime
    desk: str
    mailbox: str
    outcome: OutcomeName
    code: int | None
    detail: str
