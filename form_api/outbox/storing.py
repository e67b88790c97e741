"""A new inquiry -> rows. The same question within a day gives the inquiry that is there already."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from form_api.outbox.database import insert_or
from form_api.outbox.looking import entry_of
from form_api.outbox.numbers import Queue, take
from form_api.outbox.submitting import NOTHING, Demand, keep, sealed_document
from form_api.outbox.tables import ERRANDS, FILES, FINGERPRINTS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Write
from form_api.records import Entry, Inquiry
from form_api.sealing import Sealer

RESEND_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInquiry:
    """An inquiry on its way to the store. With `suspicions` it is quarantined; `desk`: whom it is meant for.

    `wants_reply`: the citizen is sent an automatic reply, once. `queue`: where a submission takes its number; its
    files are documents, and its letter waits until `demand` is met.
    """

    inquiry: Inquiry
    desk: str
    at: datetime
    suspicions: tuple[str, ...] = ()
    wants_reply: bool = False
    queue: Queue | None = None
    demand: Demand = NOTHING


@dataclass(frozen=True, slots=True)
class Filed:
    """The entry that is in the store now; `is_new` is False where the question had been sent before."""

    entry: Entry
    is_new: bool


def storing(new: NewInquiry, sealer: Sealer, new_reference: Callable[[], str]) -> Write[Filed]:
    """Seals at once, outside of any transaction, and writes when it is called."""
    sealed = sealer.seal(_words(new))
    files = [] if new.queue else _files(new.inquiry, sealer)
    documents = [sealed_document(file, sealer, new.at) for file in new.inquiry.files] if new.queue else []
    fingerprint = sealer.mark(_content(new))
    address_mark = sealer.mark(new.inquiry.email.casefold()) if new.inquiry.email else None

    def write(connection: Connection) -> Filed:
        reference = _unused(connection, new_reference)
        known = _known(connection, fingerprint, reference, new.at.timestamp())
        if known != reference:
            return Filed(entry_of(connection, known), is_new=False)
        connection.execute(insert(INQUIRIES), _row(new, reference, sealed))
        if files:
            connection.execute(insert(FILES), [file | {"reference": reference} for file in files])
        if new.queue:
            connection.execute(insert(SUBMISSIONS), _submission(connection, new.queue, reference))
        errands = _errands(new, reference, address_mark)
        if errands:
            connection.execute(insert(ERRANDS), errands)
        if new.queue:
            keep(connection, reference, documents, new.demand, new.at)
        return Filed(entry_of(connection, reference), is_new=True)

    return write


def _unused(connection: Connection, new_reference: Callable[[], str]) -> str:
    while True:
        reference = new_reference()
        taken = select(INQUIRIES.c.reference).where(INQUIRIES.c.reference == reference)
        if connection.execute(taken).first() is None:
            return reference


def _known(connection: Connection, fingerprint: str, reference: str, at: float) -> str:
    """The reference under which this content came within a day of `at`, or the new one.

    Within a day after it too: clocks are set back.
    Of two transactions with one content the second waits here for the first, on PostgreSQL too.
    """
    old = (FINGERPRINTS.c.stored_at <= at - RESEND_SECONDS) | (FINGERPRINTS.c.stored_at >= at + RESEND_SECONDS)
    values = {"fingerprint": fingerprint, "reference": reference, "stored_at": at}
    claim = insert_or(connection, FINGERPRINTS, values).on_conflict_do_update(
        index_elements=["fingerprint"], set_={"reference": reference, "stored_at": at}, where=old
    )
    if connection.execute(claim.returning(FINGERPRINTS.c.reference)).first():
        return reference
    found = select(FINGERPRINTS.c.reference).where(FINGERPRINTS.c.fingerprint == fingerprint)
    return str(connection.execute(found).scalar_one())


def _row(new: NewInquiry, reference: str, sealed: bytes) -> dict[str, Any]:
    inquiry, at = new.inquiry, new.at.timestamp()
    return {
        "reference": reference,
        "stored_at": at,
        "desk": new.desk,
        "service": inquiry.service,
        "topic": inquiry.topic,
        "language": inquiry.language,
        "suspicions": " ".join(new.suspicions),
        "quarantined_at": at if new.suspicions else None,
        "sealed": sealed,
    }


def _files(inquiry: Inquiry, sealer: Sealer) -> list[dict[str, Any]]:
    return [
        {"position": position, "type": file.type, "sealed": sealer.seal(file.content)}
        for position, file in enumerate(inquiry.files, 1)
    ]


def _submission(connection: Connection, queue: Queue, reference: str) -> dict[str, Any]:
    place = take(connection, queue)
    told = {"service": queue.service, "day": place.day.isoformat(), "number": place.number}
    return told | {"reference": reference, "edition": 0}


def _errands(new: NewInquiry, reference: str, address_mark: str | None) -> list[dict[str, Any]]:
    """A quarantined inquiry has its errands too, closed until an operator releases it; a submission, until its
    documents are here."""
    at = new.at.timestamp()
    common = {"about": reference, "due_at": at, "rounds": 0, "closed_at": at if new.suspicions else None}
    waits = {"closed_at": at} if new.queue else {}
    errands = [common | {"kind": "question", "address_mark": None} | waits]
    if new.wants_reply and address_mark and not new.suspicions:
        errands.append(common | {"kind": "reply", "address_mark": address_mark})
    return errands


def _words(new: NewInquiry) -> bytes:
    """What was typed, and what the files were called; a document's name stands beside the document."""
    words = {name: getattr(new.inquiry, name) for name in ("name", "email", "phone", "message")}
    files = () if new.queue else new.inquiry.files
    return json.dumps(words | {"files": [{"field": file.field, "name": file.name} for file in files]}).encode()


def _content(new: NewInquiry) -> str:
    """All that makes two sendings one question: every field, the page's token, and the files."""
    inquiry = new.inquiry
    names = ("service", "topic", "name", "email", "phone", "message", "language", "token")
    files = [(file.field, file.name, file.type, _digest(file.content)) for file in inquiry.files]
    purpose = ["submission"] if new.queue else []
    return json.dumps([[getattr(inquiry, name) for name in names], files, *purpose])


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
