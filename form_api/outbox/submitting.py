"""What happens to a submission: its documents come, and the desk says how far it is. Each event as a write."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, delete, select, update

from form_api.outbox import looking
from form_api.outbox.changes import last_attempt, note, reopen
from form_api.outbox.database import insert_or
from form_api.outbox.events import queued
from form_api.outbox.tables import DOCUMENTS, ERRANDS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Write
from form_api.records import Step, Submission, UploadedFile
from form_api.sealing import Sealer

LINK_DAYS = 14
"""How long the links of a letter open."""
MOST_EDITIONS = 40
"""Letters of one submission: nobody floods a desk by sending a document again and again."""
STEPS: tuple[Step, ...] = get_args(Step)
Coming = Literal["stored", "complete", "settled"]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a submission must have. `hold`: how long the letter waits for further documents before it leaves."""

    required: Collection[str]
    hold: timedelta = timedelta(0)


NOTHING = Demand(())


def document_stored(reference: str, file: UploadedFile, sealer: Sealer, demand: Demand, now: datetime) -> Write[Coming]:
    """A document is here, in the place of the one before it. Seals at once, outside of any transaction.

    `complete`: it was the last that was lacking, and the desk's letter is due; or they were all here, and the desk gets
    a new one. `settled`: the desk has verified them, and nothing was stored.
    """
    row = sealed_document(file, sealer, now)

    def write(connection: Connection) -> Coming:
        submission = _open(connection, reference)
        if submission is None or not submission.takes_documents or submission.edition >= MOST_EDITIONS:
            return "settled"
        return keep(connection, reference, [row], demand, now)

    return write


def sealed_document(file: UploadedFile, sealer: Sealer, now: datetime) -> dict[str, Any]:
    """The row of a document, without the reference that it belongs to."""
    return {
        "document": file.field,
        "type": file.type,
        "size_bytes": len(file.content),
        "stored_at": now.timestamp(),
        "name": sealer.seal(file.name.encode()),
        "sealed": sealer.seal(file.content),
    }


def keep(
    connection: Connection, reference: str, rows: Iterable[Mapping[str, Any]], demand: Demand, now: datetime
) -> Coming:
    """Within the transaction of whoever has made sure that documents are taken."""
    for row in rows:
        insert = insert_or(connection, DOCUMENTS, {"reference": reference, **row})
        connection.execute(insert.on_conflict_do_update(index_elements=["reference", "document"], set_=row))
    return _arrived_if_whole(connection, reference, demand, now)


def arrived_if_whole(reference: str, demand: Demand, now: datetime) -> Write[Coming]:
    """Where what is asked for has become less meanwhile, so that nothing is lacking any more."""

    def write(connection: Connection) -> Coming:
        submission = _open(connection, reference)
        if submission is None or submission.arrived_at:
            return "settled"
        return _arrived_if_whole(connection, reference, demand, now)

    return write


def links_renewed(reference: str, now: datetime) -> Write[bool]:
    """The desk is sent its letter once more, with links that open."""

    def write(connection: Connection) -> bool:
        submission = _open(connection, reference)
        if submission is None or submission.arrived_at is None:
            return False
        _change(connection, reference, edition=submission.edition + 1, links_until=_links_until(now))
        note(reference, restarted_after=last_attempt())(connection)
        reopen(reference, now)(connection)
        return True

    return write


def stepped(
    reference: str, step: Step, now: datetime, returned: bytes | None = None, mark: str | None = None
) -> Write[bool]:
    """What the desk says of the documents; the citizen is told. False where it was said before, or can't be said now.

    `returned`: what is wrong with them, sealed. `mark`: of the submission as the desk saw it, where it saw a page; a
    document that came since is none that anybody has looked at.
    """

    def write(connection: Connection) -> bool:
        submission = _open(connection, reference)
        if submission is None or step not in submission.possible_steps:
            return False
        if mark is not None and mark != submission.mark:
            return False
        _change(connection, reference, **_noted(submission, step, now.timestamp(), returned))
        note(reference, INQUIRIES.c.confirmed_at.is_(None), confirmed_at=now.timestamp())(connection)
        return queued(step, reference, now)(connection)

    return write


def _noted(submission: Submission, step: Step, at: float, returned: bytes | None) -> dict[str, Any]:
    """What is verified was complete as well."""
    match step:
        case "verified":
            return {
                "verified_at": at,
                "complete_at": submission.complete_at.timestamp() if submission.complete_at else at,
            }
        case "returned":
            return {"returned_at": at, "returned": returned}
        case _:
            return {f"{step}_at": at}


def _open(connection: Connection, reference: str) -> Submission | None:
    """The submission, unless it was erased; nobody changes either before the commit."""
    columns = [column for column in SUBMISSIONS.c if column.name not in {"reference", "service"}]
    both = select(*columns).join_from(INQUIRIES, SUBMISSIONS, SUBMISSIONS.c.reference == INQUIRIES.c.reference)
    kept = both.where(INQUIRIES.c.reference == reference, INQUIRIES.c.erased_at.is_(None))
    row = connection.execute(kept.with_for_update()).first()
    return looking.submission(row) if row else None


def _arrived_if_whole(connection: Connection, reference: str, demand: Demand, now: datetime) -> Coming:
    here = set(connection.execute(select(DOCUMENTS.c.document).where(DOCUMENTS.c.reference == reference)).scalars())
    if not here.issuperset(demand.required):
        return "stored"
    _arrive(connection, reference, now, now + demand.hold)
    return "complete"


def _arrive(connection: Connection, reference: str, now: datetime, due_at: datetime) -> None:
    """What the desk said of the documents before is said anew, and it may be reminded anew.

    A letter that has not left yet takes them all along; one that was tried may lie in one of the desk's mailboxes.
    """
    letter = connection.execute(select(ERRANDS).where(_letter(reference)).with_for_update()).one()
    is_waiting = letter.closed_at is None and letter.claimed_until is None and letter.rounds == 0
    _change(
        connection,
        reference,
        edition=SUBMISSIONS.c.edition + (0 if is_waiting else 1),
        arrived_at=now.timestamp(),
        links_until=_links_until(now),
        **dict.fromkeys(("complete_at", "verified_at", "returned_at", "returned")),
    )
    said = (ERRANDS.c.about == reference) & ERRANDS.c.kind.in_((*STEPS, "reminder", "escalation"))
    connection.execute(delete(ERRANDS).where(said))
    if _is_quarantined(connection, reference):
        return
    anew = {"accepted_at": None, "confirmed_at": None, "parked_at": None, "restarted_after": last_attempt()}
    note(reference, **anew)(connection)
    reopen(reference, due_at)(connection)


def _letter(reference: str) -> ColumnElement[bool]:
    return (ERRANDS.c.about == reference) & (ERRANDS.c.kind == "question")


def _is_quarantined(connection: Connection, reference: str) -> bool:
    found = select(INQUIRIES.c.quarantined_at).where(INQUIRIES.c.reference == reference)
    return connection.execute(found).scalar_one() is not None


def _links_until(now: datetime) -> float:
    return (now + timedelta(days=LINK_DAYS)).timestamp()


def _change(connection: Connection, reference: str, **values: Any) -> None:
    connection.execute(update(SUBMISSIONS).where(SUBMISSIONS.c.reference == reference).values(**values))
