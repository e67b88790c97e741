"""Rows -> records. Reads only."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, Select, and_, bindparam, func, select

from form_api.outbox.tables import ATTEMPTS, DOCUMENTS, ERRANDS, FILES, INQUIRIES, SUBMISSIONS
from form_api.records import Attempt, Entry, KeptDocument, OutcomeName, StoredInquiry, Submission, UploadedFile
from form_api.sealing import Sealer


class Counts(NamedTuple):
    """How many are in which state; `oldest_waiting`: since when the longest waiting one could go."""

    waiting: int
    parked: int
    quarantined: int
    oldest_waiting: datetime | None


def instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _entries() -> Select[Any]:
    """Each inquiry beside the errand of its question, and beside its submission where it is one."""
    question = and_(ERRANDS.c.about == INQUIRIES.c.reference, ERRANDS.c.kind == "question")
    columns = (*INQUIRIES.c, ERRANDS.c.due_at, ERRANDS.c.rounds, ERRANDS.c.closed_at)
    of_submission = [column for column in SUBMISSIONS.c if column.name not in {"reference", "service"}]
    joined = select(*columns, *of_submission).join_from(INQUIRIES, ERRANDS, question)
    return joined.outerjoin(SUBMISSIONS, SUBMISSIONS.c.reference == INQUIRIES.c.reference)


_NAMED: BindParameter[Any] = bindparam("wanted", expanding=True)
_WANTED = _entries().where(INQUIRIES.c.reference.in_(_NAMED))
_WANTED_FILES = select(FILES).where(FILES.c.reference.in_(_NAMED)).order_by(FILES.c.position)
_WANTED_DOCUMENTS = select(DOCUMENTS).where(DOCUMENTS.c.reference.in_(_NAMED)).order_by(DOCUMENTS.c.document)


def entry_of(connection: Connection, reference: str) -> Entry:
    """An entry that is known to be there."""
    return _entry(connection.execute(_entries().where(INQUIRIES.c.reference == reference)).one())


def find(connection: Connection, reference: str) -> Entry | None:
    row = connection.execute(_entries().where(INQUIRIES.c.reference == reference)).first()
    return _entry(row) if row else None


def entries(connection: Connection, *conditions: ColumnElement[bool]) -> list[Entry]:
    """Every inquiry that meets the conditions, the newest first."""
    wanted = _entries().where(*conditions).order_by(INQUIRIES.c.stored_at.desc(), INQUIRIES.c.reference)
    return [_entry(row) for row in connection.execute(wanted)]


def newest_words(connection: Connection) -> bytes | None:
    """As they are sealed; None where no words are kept."""
    kept = select(INQUIRIES.c.sealed).where(INQUIRIES.c.sealed.is_not(None))
    return connection.execute(kept.order_by(INQUIRIES.c.stored_at.desc()).limit(1)).scalar()


def whole(connection: Connection, references: Iterable[str], sealer: Sealer) -> dict[str, StoredInquiry]:
    """Inquiries with their words and files. Raises: SealError where no key opens one."""
    rows = connection.execute(_WANTED, {"wanted": list(references)}).all()
    words = {row.reference: json.loads(sealer.unseal(row.sealed)) for row in rows if row.sealed is not None}
    files = _uploads_of(connection, words, sealer)
    files |= _documents_of(connection, [row.reference for row in rows if row.number is not None], sealer)
    return {row.reference: _whole(row, words.get(row.reference), files.get(row.reference, ()), sealer) for row in rows}


def _uploads_of(
    connection: Connection, words: Mapping[str, Mapping[str, Any]], sealer: Sealer
) -> dict[str, tuple[UploadedFile, ...]]:
    """Of questions, whose words tell what came along. `words`: by reference."""
    told = {reference: typed["files"] for reference, typed in words.items() if typed["files"]}
    rows: dict[str, list[Row[Any]]] = {reference: [] for reference in told}
    for row in _of_each(connection, _WANTED_FILES, list(told)):
        rows[row.reference].append(row)
    return {
        reference: tuple(
            UploadedFile(**each, type=row.type, content=sealer.unseal(row.sealed))
            for each, row in zip(told[reference], rows[reference], strict=True)
        )
        for reference in told
    }


def _documents_of(
    connection: Connection, submissions: Sequence[str], sealer: Sealer
) -> dict[str, tuple[UploadedFile, ...]]:
    found: dict[str, tuple[UploadedFile, ...]] = {}
    for row in _of_each(connection, _WANTED_DOCUMENTS, submissions):
        found[row.reference] = (*found.get(row.reference, ()), _document(row, sealer))
    return found


def _of_each(connection: Connection, statement: Select[Any], wanted: Sequence[str]) -> Iterable[Row[Any]]:
    """Most inquiries have none: what need not be asked is not."""
    return connection.execute(statement, {"wanted": wanted}) if wanted else ()


def _document(row: Row[Any], sealer: Sealer) -> UploadedFile:
    name = sealer.unseal(row.name).decode()
    return UploadedFile(field=row.document, name=name, type=row.type, content=sealer.unseal(row.sealed))


def document(connection: Connection, reference: str, document_id: str, sealer: Sealer) -> UploadedFile | None:
    """One document with its content. Raises: SealError."""
    wanted = (DOCUMENTS.c.reference == reference) & (DOCUMENTS.c.document == document_id)
    row = connection.execute(select(DOCUMENTS).where(wanted)).first()
    return _document(row, sealer) if row else None


def documents(connection: Connection, reference: str) -> list[KeptDocument]:
    """Those of a submission that are here, without their content."""
    columns = [DOCUMENTS.c[name] for name in ("document", "type", "size_bytes", "stored_at")]
    wanted = select(*columns).where(DOCUMENTS.c.reference == reference)
    return [
        KeptDocument(
            document=row.document,
            type=row.type,
            size_bytes=row.size_bytes,
            stored_at=datetime.fromtimestamp(row.stored_at, UTC),
        )
        for row in connection.execute(wanted)
    ]


def documents_of_incomplete(connection: Connection) -> dict[str, set[str]]:
    """What is here of submissions that lack documents, by reference: the ids."""
    both = select(DOCUMENTS.c.reference, DOCUMENTS.c.document).join(SUBMISSIONS)
    found: dict[str, set[str]] = {}
    for row in connection.execute(both.where(SUBMISSIONS.c.arrived_at.is_(None))):
        found.setdefault(row.reference, set()).add(row.document)
    return found


def _whole(
    row: Row[Any], words: Mapping[str, Any] | None, files: tuple[UploadedFile, ...], sealer: Sealer
) -> StoredInquiry:
    """`words`: None once it was erased."""
    given = _entry_fields(row)
    if words is None:
        return StoredInquiry(**given, name="", email="", phone="", message="")
    returned = sealer.unseal(row.returned).decode() if row.returned else ""
    typed = {name: text for name, text in words.items() if name != "files"}
    return StoredInquiry(**given, **typed, files=files, returned=returned)


def _entry(row: Row[Any]) -> Entry:
    return Entry(**_entry_fields(row))


def _entry_fields(row: Row[Any]) -> dict[str, Any]:
    texts = {name: getattr(row, name) for name in ("reference", "service", "topic", "language", "desk")}
    events = ("stored", "accepted", "confirmed", "parked", "quarantined", "erased")
    instants = {f"{event}_at": instant(getattr(row, f"{event}_at")) for event in events}
    due_at = instant(row.due_at) if row.closed_at is None else None
    told = {"due_at": due_at, "rounds": row.rounds, "suspicions": tuple(row.suspicions.split())}
    return texts | instants | told | {"submission": submission(row)}


def submission(row: Row[Any]) -> Submission | None:
    if row.number is None:
        return None
    names = ("arrived_at", "links_until", "complete_at", "verified_at", "paid_at", "returned_at")
    instants = {name: instant(getattr(row, name)) for name in names}
    return Submission(day=date.fromisoformat(row.day), number=row.number, edition=row.edition, **instants)


def attempts(connection: Connection, *conditions: ColumnElement[bool]) -> list[tuple[str, Attempt]]:
    """Each with what it was about, in the order in which they were made."""
    rows = connection.execute(select(ATTEMPTS).where(*conditions).order_by(ATTEMPTS.c.id))
    return [(row.about, _attempt(row)) for row in rows]


def attempts_of(connection: Connection, references: Iterable[str]) -> dict[str, list[Attempt]]:
    """What was tried for these questions since they were last sent on their way, in order."""
    found: dict[str, list[Attempt]] = {reference: [] for reference in references}
    for row in connection.execute(_WANTED_ATTEMPTS, {"wanted": list(found)}):
        found[row.about].append(_attempt(row))
    return found


def _attempt(row: Row[Any]) -> Attempt:
    at = datetime.fromtimestamp(row.at, UTC)
    return Attempt(at, row.desk, row.mailbox, cast(OutcomeName, row.outcome), row.code, row.detail)


def counts(connection: Connection) -> Counts:
    question = and_(ERRANDS.c.about == INQUIRIES.c.reference, ERRANDS.c.kind == "question")
    ready_at = func.coalesce(SUBMISSIONS.c.arrived_at, INQUIRIES.c.stored_at)  # one that lacks documents has none open
    joined = select(func.count(), func.min(ready_at)).join_from(INQUIRIES, ERRANDS, question)
    waiting = joined.outerjoin(SUBMISSIONS, SUBMISSIONS.c.reference == INQUIRIES.c.reference)
    number, oldest = connection.execute(waiting.where(ERRANDS.c.closed_at.is_(None))).one()
    return Counts(
        number,
        _count(connection, INQUIRIES.c.parked_at.is_not(None)),
        _count(connection, INQUIRIES.c.quarantined_at.is_not(None)),
        instant(oldest),
    )


def _count(connection: Connection, condition: ColumnElement[bool]) -> int:
    kept = INQUIRIES.c.erased_at.is_(None)
    return int(connection.execute(select(func.count()).select_from(INQUIRIES).where(condition, kept)).scalar_one())


def of_questions(references: Iterable[str]) -> ColumnElement[bool]:
    """Attempts to carry these questions, and not the replies or reminders about them."""
    return ATTEMPTS.c.about.in_(list(references)) & (ATTEMPTS.c.kind == "question")


def since_restart() -> ColumnElement[bool]:
    """Attempts made since an operator or a desk last sent the question on its way anew.

    By number and not by the clock, which may have been set back: an acceptance that is overlooked sends a letter again.
    """
    last = select(INQUIRIES.c.restarted_after).where(INQUIRIES.c.reference == ATTEMPTS.c.about).scalar_subquery()
    return ATTEMPTS.c.id > func.coalesce(last, 0)


_WANTED_ATTEMPTS = (
    select(ATTEMPTS)
    .where(ATTEMPTS.c.about.in_(_NAMED) & (ATTEMPTS.c.kind == "question"), since_restart())
    .order_by(ATTEMPTS.c.id)
)
