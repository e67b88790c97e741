"""A new inquiry -> rows. The same question within a day gives the inquiry that is there already."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from form_api.outbox.database import insert_into
from form_api.outbox.looking import entry_of
from form_api.outbox.numbers import Queue, take
from form_api.outbox.submitting import NOTHING, Demand, keep, sealed_document
from form_api.outbox.tables import ERRANDS, FILES, FINGERPRINTS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Shared, Write
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sealed:
    """A new inquiry with all that is written of it."""

    new: NewInquiry
    new_reference: Callable[[], str]
    words: bytes
    files: Sequence[Mapping[str, Any]]
    documents: Sequence[Mapping[str, Any]]
    fingerprint: str
    address_mark: str | None


_NONE: Mapping[str, _Sealed] = {}


def storing(new: NewInquiry, sealer: Sealer, new_reference: Callable[[], str]) -> Write[Filed]:
    """Seals at once, outside of any transaction, and writes when it is called, with all others that wait."""
    return Shared(
        _Sealed(
            new=new,
            new_reference=new_reference,
            words=sealer.seal(_words(new)),
            files=[] if new.queue else _files(new.inquiry, sealer),
            documents=[sealed_document(file, sealer, new.at) for file in new.inquiry.files] if new.queue else [],
            fingerprint=sealer.mark(_content(new)),
            address_mark=sealer.mark(new.inquiry.email.casefold()) if new.inquiry.email else None,
        ),
        _store,
    )


def _store(connection: Connection, inquiries: Sequence[_Sealed]) -> list[Filed]:
    """A statement for each table, however many they are. Of two with one content the later is a resend."""
    first: dict[str, _Sealed] = {}
    for each in inquiries:
        first.setdefault(each.fingerprint, each)
    filed = _store_once(connection, first)
    resent = [each for each in inquiries if first[each.fingerprint] is not each]
    again = iter(_store(connection, resent) if resent else [])
    return [filed[each.fingerprint] if first[each.fingerprint] is each else next(again) for each in inquiries]


def _store_once(connection: Connection, inquiries: Mapping[str, _Sealed]) -> dict[str, Filed]:
    """By their fingerprints."""
    named = _named(connection, inquiries.values())
    new = _not_known(connection, named)
    _insert(connection, INQUIRIES, [_row(reference, each) for reference, each in new.items()])
    _insert(connection, FILES, [{**file, "reference": name} for name, each in new.items() for file in each.files])
    queued = {reference: each.new.queue for reference, each in new.items() if each.new.queue}
    _insert(connection, SUBMISSIONS, [_submission(connection, queue, name) for name, queue in queued.items()])
    _insert(connection, ERRANDS, [errand for reference, each in new.items() for errand in _errands(reference, each)])
    for reference in queued:
        keep(connection, reference, new[reference].documents, new[reference].new.demand, new[reference].new.at)
    known = _known(connection, [each.fingerprint for name, each in named.items() if name not in new])
    filed = {each.fingerprint: _filed(connection, reference, each) for reference, each in new.items()}
    return filed | {mark: Filed(entry_of(connection, name), is_new=False) for mark, name in known.items()}


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _named(
    connection: Connection, inquiries: Iterable[_Sealed], beside: Mapping[str, _Sealed] = _NONE
) -> dict[str, _Sealed]:
    """Each under a reference that nobody has, neither in the store nor `beside` it."""
    drawn: dict[str, _Sealed] = {}
    for each in inquiries:
        while (name := each.new_reference()) in drawn or name in beside:
            pass
        drawn[name] = each
    taken = set(connection.execute(select(INQUIRIES.c.reference).where(INQUIRIES.c.reference.in_(drawn))).scalars())
    free = {name: each for name, each in drawn.items() if name not in taken}
    others = [each for name, each in drawn.items() if name in taken]
    return free | (_named(connection, others, {**beside, **free}) if others else {})


def _not_known(connection: Connection, named: Mapping[str, _Sealed]) -> dict[str, _Sealed]:
    """Those whose content has not come within a day before.

    Within a day after it neither: clocks are set back.
    Of two transactions with one content the second waits here for the first, on PostgreSQL too; each claims in the
    order of fingerprints, so that no two wait for each other.
    """
    rows = [
        {"fingerprint": each.fingerprint, "reference": reference, "stored_at": each.new.at.timestamp()}
        for reference, each in sorted(named.items(), key=lambda item: item[1].fingerprint)
    ]
    claim = insert_into(connection, FINGERPRINTS)
    at = claim.excluded.stored_at
    old = (FINGERPRINTS.c.stored_at <= at - RESEND_SECONDS) | (FINGERPRINTS.c.stored_at >= at + RESEND_SECONDS)
    fresh = {"reference": claim.excluded.reference, "stored_at": at}
    claim = claim.on_conflict_do_update(index_elements=["fingerprint"], set_=fresh, where=old)
    claimed = set(connection.execute(claim.returning(FINGERPRINTS.c.reference), rows).scalars())
    return {reference: each for reference, each in named.items() if reference in claimed}


def _known(connection: Connection, fingerprints: Sequence[str]) -> dict[str, str]:
    """The references under which they came before."""
    if not fingerprints:
        return {}
    found = select(FINGERPRINTS.c.fingerprint, FINGERPRINTS.c.reference)
    rows = connection.execute(found.where(FINGERPRINTS.c.fingerprint.in_(fingerprints)))
    return {row.fingerprint: row.reference for row in rows}


def _filed(connection: Connection, reference: str, sealed: _Sealed) -> Filed:
    """As it would be read: a question is known without asking, a submission has what its documents made of it."""
    new = sealed.new
    if new.queue:
        return Filed(entry_of(connection, reference), is_new=True)
    at = datetime.fromtimestamp(new.at.timestamp(), UTC)
    entry = Entry(
        reference=reference,
        service=new.inquiry.service,
        topic=new.inquiry.topic,
        language=new.inquiry.language,
        desk=new.desk,
        stored_at=at,
        due_at=None if new.suspicions else at,
        quarantined_at=at if new.suspicions else None,
        suspicions=new.suspicions,
    )
    return Filed(entry, is_new=True)


def _row(reference: str, sealed: _Sealed) -> dict[str, Any]:
    new, inquiry, at = sealed.new, sealed.new.inquiry, sealed.new.at.timestamp()
    return {
        "reference": reference,
        "stored_at": at,
        "desk": new.desk,
        "service": inquiry.service,
        "topic": inquiry.topic,
        "language": inquiry.language,
        "suspicions": " ".join(new.suspicions),
        "quarantined_at": at if new.suspicions else None,
        "sealed": sealed.words,
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


def _errands(reference: str, sealed: _Sealed) -> list[dict[str, Any]]:
    """A quarantined inquiry has its errands too, closed until an operator releases it; a submission, until its
    documents are here."""
    new, at = sealed.new, sealed.new.at.timestamp()
    common = {"about": reference, "due_at": at, "rounds": 0, "closed_at": at if new.suspicions else None}
    waits = {"closed_at": at} if new.queue else {}
    errands = [common | {"kind": "question", "address_mark": None} | waits]
    if new.wants_reply and sealed.address_mark and not new.suspicions:
        errands.append(common | {"kind": "reply", "address_mark": sealed.address_mark})
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
