"""What the rooms of the form API hand to each other: inquiries, errands, attempts. Frozen. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
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
    """What a citizen asked. Empty where nothing was given; line ends are `\\n`. `files`: documents, of a submission."""

    service: str
    topic: str
    name: str
    email: str
    phone: str
    message: str
    language: str
    token: str
    files: tuple[UploadedFile, ...] = ()
    is_submission: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """Where an inquiry that is a submission stands. Instants in UTC.

    `day` and `number`: its place in the queue of its service. `edition`: how many letters with its documents were due
    so far; `links_until`: how long the links of the last one open. `arrived_at`: when the last required document came;
    the desk then finds them complete, verifies them, pays, or returns them with what is wrong.
    """

    day: date
    number: int
    edition: int = 0
    arrived_at: datetime | None = None
    links_until: datetime | None = None
    complete_at: datetime | None = None
    verified_at: datetime | None = None
    paid_at: datetime | None = None
    returned_at: datetime | None = None

    @property
    def mark(self) -> str:
        """Another one each time that a document has come: what a desk says, it says of what it saw."""
        return f"{self.edition}-{self.arrived_at.timestamp() if self.arrived_at else 0}"

    @property
    def takes_documents(self) -> bool:
        """Until they are verified, and again after they were returned."""
        return self.paid_at is None and (self.verified_at is None or self.returned_at is not None)

    @property
    def last_step_at(self) -> datetime | None:
        """When the desk last said how far it is, or returned the documents."""
        said = (self.complete_at, self.verified_at, self.paid_at, self.returned_at)
        return max((at for at in said if at), default=None)

    @property
    def possible_steps(self) -> "tuple[Step, ...]":
        """What the desk can say next, in the order of its work."""
        if self.arrived_at is None or self.returned_at or self.paid_at:
            return ()
        if self.verified_at:
            return ("paid", "returned")
        return ("verified", "returned") if self.complete_at else ("complete", "verified", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document of a submission that is here, without its content. `document`: its id in the directory."""

    document: str
    type: FileType
    size_bytes: int
    stored_at: datetime


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
    submission: Submission | None = None

    @property
    def lacks_documents(self) -> bool:
        """A submission that waits for the citizen rather than for a mail server."""
        return self.submission is not None and self.submission.arrived_at is None

    @property
    def ready_at(self) -> datetime | None:
        """Since when it could go to its desk; None while it lacks documents."""
        return self.submission.arrived_at if self.submission else self.stored_at


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredInquiry(Entry):
    """An entry with the citizen's words, which are empty once it was erased. `files`: documents, of a submission.

    `returned`: what the desk said was wrong when it returned the documents.
    """

    name: str
    email: str
    phone: str
    message: str
    files: tuple[UploadedFile, ...] = ()
    returned: str = ""


Step = Literal["complete", "verified", "paid", "returned"]
"""What a desk says of a submission."""
ErrandKind = Literal["question", "reply", "reminder", "escalation", "digest", "incomplete", Step]
"""`question`: to the desk, of a submission too. `incomplete` and the steps of a submission: to the citizen."""


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
