"""What happens to an inquiry and its errands, each event as a write. The names read as the outbox's ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, bindparam, case, delete, func, insert, select, update

from form_api.ladder import is_held
from form_api.outbox import looking
from form_api.outbox.changes import for_each, last_attempt, note, reopen, run
from form_api.outbox.database import insert_or
from form_api.outbox.tables import ATTEMPTS, DOCUMENTS, ERRANDS, FILES, FINGERPRINTS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Shared, Write, all_of, both
from form_api.records import Attempt, Errand, ErrandKind

_ACCEPT = for_each(
    update(INQUIRIES)
    .where(INQUIRIES.c.reference == bindparam("of"), INQUIRIES.c.accepted_at.is_(None))
    .values(accepted_at=bindparam("now"), parked_at=None)
)
_CLOSE = for_each(
    update(ERRANDS)
    .where(ERRANDS.c.id == bindparam("its_id"), ERRANDS.c.claimed_by == bindparam("claimant"))
    .values(closed_at=bindparam("now"), claimed_until=None, claimed_by=None)
)


def attempted(about: str, kind: ErrandKind, attempt: Attempt) -> Write[None]:
    """One try, with what the mail server said, which may quote who asked: of what was erased meanwhile, without."""
    is_erased = select(INQUIRIES.c.reference).where(INQUIRIES.c.reference == about, INQUIRIES.c.erased_at.is_not(None))
    row = _row(about, kind, attempt) | {"detail": case((is_erased.exists(), ""), else_=attempt.detail)}
    return lambda connection: run(connection, insert(ATTEMPTS).values(row))


def _row(about: str, kind: ErrandKind, attempt: Attempt) -> dict[str, Any]:
    return {
        "about": about,
        "kind": kind,
        "at": attempt.at.timestamp(),
        "desk": attempt.desk,
        "mailbox": attempt.mailbox,
        "outcome": attempt.outcome,
        "code": attempt.code,
        "detail": attempt.detail,
    }


def accepted(reference: str, now: datetime) -> Write[None]:
    """A mail server has taken the letter for the first of the desk's mailboxes."""
    return Shared({"of": reference, "now": now.timestamp()}, _ACCEPT)


def confirmed(reference: str, now: datetime) -> Write[None]:
    """Somebody at the desk says that it is there."""
    return note(reference, INQUIRIES.c.confirmed_at.is_(None), confirmed_at=now.timestamp())


def closed(errand: Errand, now: datetime) -> Write[None]:
    """Nothing is left to be carried."""
    return Shared({"its_id": errand.id, "claimant": errand.claimant, "now": now.timestamp()}, _CLOSE)


def put_off(errand: Errand, due_at: datetime) -> Write[None]:
    """It is tried again from `due_at` on."""
    return _settle(
        errand,
        due_at=due_at.timestamp(),
        rounds=errand.rounds + 1,
        claimed_until=None,
        claimed_by=None,
        begun_at=None,
    )


def due_again(errand: Errand, now: datetime) -> Write[None]:
    """Another desk is next, and it is tried at once."""
    fresh = {"due_at": now.timestamp(), "rounds": 0, "claimed_until": None, "claimed_by": None}
    return _settle(errand, **fresh)


def parked(errand: Errand, now: datetime) -> Write[None]:
    """Every desk has refused it: an operator sees to it."""
    mine = select(ERRANDS.c.id).where(_is_mine(errand)).exists()
    return both(note(errand.about, mine, parked_at=now.timestamp()), closed(errand, now))


def retried(reference: str, now: datetime) -> Write[None]:
    """An operator sends it on its way again, whoever refused it before."""
    return both(note(reference, parked_at=None, restarted_after=last_attempt()), reopen(reference, now))


def released(reference: str, now: datetime) -> Write[None]:
    """An operator has seen that it is a citizen's question."""
    return both(note(reference, quarantined_at=None), reopen(reference, now))


def delivered(reference: str, now: datetime) -> Write[None]:
    """An operator knows that the desk has it, though no mail server told us: it is not sent any more."""
    question = (ERRANDS.c.about == reference) & (ERRANDS.c.kind == "question")
    over = {"closed_at": now.timestamp(), "claimed_until": None, "claimed_by": None}
    ended = update(ERRANDS).where(question).values(**over)
    return both(accepted(reference, now), lambda connection: run(connection, ended))


def handed_on(reference: str, desk: str, now: datetime) -> Write[None]:
    """A desk says whose question it is: it goes there as if it had been meant for it from the beginning.

    Said twice, as by an impatient finger, it changes nothing: the desk has its letter, or is about to get it. It may be
    reminded as the one before it may have been.
    """
    again = {"accepted_at": None, "confirmed_at": None, "parked_at": None, "restarted_after": last_attempt()}
    anothers = (INQUIRIES.c.reference == reference) & (INQUIRIES.c.desk != desk)

    def write(connection: Connection) -> None:
        if connection.execute(update(INQUIRIES).where(anothers).values(desk=desk, **again)).rowcount:
            both(reopen(reference, now), _not_reminded(reference))(connection)

    return write


class _Tried(NamedTuple):
    errand: Errand
    desk: str
    attempts: Sequence[Attempt]
    then: Sequence[Write[Any]]


def outcome_of(errand: Errand, desk: str, attempts: Sequence[Attempt], then: Sequence[Write[Any]]) -> Write[None]:
    """What was tried for a question that was meant for `desk`, and what follows from it.

    Where it was sent on its way anew meanwhile, handed on or bounced, nothing follows: it is free, and due as it was
    told then. What was tried for the desk before counts no more for the one that it was handed on to.
    """
    return Shared(_Tried(errand, desk, attempts, then), _note_outcomes)


def _note_outcomes(connection: Connection, all_tried: Sequence[_Tried]) -> list[None]:
    """A statement for each table, however many they are, and more only for those that something came between."""
    questions = _locked(connection, [tried.errand.id for tried in all_tried])
    if rows := [row for tried in all_tried for row in _attempts(tried, questions[tried.errand.id])]:
        connection.execute(insert(ATTEMPTS), rows)
    following: list[Write[Any]] = []
    for tried in all_tried:
        question = questions[tried.errand.id]
        if question.claimed_by is not None and question.desk == tried.desk:
            following += tried.then
        else:
            _let_go(tried, question)(connection)
    all_of(connection, following)
    return [None] * len(all_tried)


def _locked(connection: Connection, errand_ids: Sequence[int]) -> dict[int, Any]:
    """Whom each question is meant for now and who has claimed it; nobody changes either before the commit.

    In the order of their ids, so that no two who lock several wait for each other.
    """
    found = select(ERRANDS.c.id, ERRANDS.c.claimed_by, INQUIRIES.c.desk, INQUIRIES.c.erased_at)
    questions = found.join(INQUIRIES, INQUIRIES.c.reference == ERRANDS.c.about).where(ERRANDS.c.id.in_(errand_ids))
    return {row.id: row for row in connection.execute(questions.order_by(ERRANDS.c.id).with_for_update())}


def _attempts(tried: _Tried, question: Any) -> list[dict[str, Any]]:
    """As in `attempted`; whether it was erased is known here, and stays so."""
    rows = [_row(tried.errand.about, "question", attempt) for attempt in tried.attempts]
    return [row | {"detail": ""} for row in rows] if question.erased_at else rows


def _let_go(tried: _Tried, question: Any) -> Write[None]:
    errand = tried.errand
    nobodys = update(ERRANDS).where((ERRANDS.c.id == errand.id) & ERRANDS.c.claimed_by.is_(None))
    handed_on = [note(errand.about, restarted_after=last_attempt())] if question.desk != tried.desk else []
    return both(*handed_on, lambda connection: run(connection, nobodys.values(claimed_until=None)))


Bounce = Literal["noted", "known", "early"]


def bounced(reference: str, attempt: Attempt, now: datetime) -> Write[Bounce]:
    """The relay gives back what it took for a mailbox: the ladder goes on.

    `known`: it gave it back before. `early`: that it took it has not been written yet, so ask again.
    """

    def write(connection: Connection) -> Bounce:
        made = _made(connection, reference)
        before = [one.outcome for one in made if _is_same_mailbox(one, attempt)]
        if before[-1:] != ["accepted"]:
            return "known" if before[-1:] == ["refused"] else "early"
        # Taken since the question was last sent on its way: else another desk has it meanwhile.
        is_current = any(
            one.outcome == "accepted" and _is_same_mailbox(one, attempt)
            for one in _made(connection, reference, looking.since_restart())
        )
        attempted(reference, "question", attempt)(connection)
        if is_current and not is_held([*made, attempt]):
            note(reference, accepted_at=None)(connection)
            reopen(reference, now)(connection)
        return "noted"

    return write


def _made(connection: Connection, reference: str, *conditions: ColumnElement[bool]) -> list[Attempt]:
    found = looking.attempts(connection, looking.of_questions([reference]), *conditions)
    return [attempt for _, attempt in found]


def _is_same_mailbox(one: Attempt, other: Attempt) -> bool:
    return (one.desk, one.mailbox) == (other.desk, other.mailbox)


def erased(reference: str, now: datetime) -> Write[None]:
    """Words, files and whatever could tell who asked are gone; that something was asked, and when, stays."""

    def write(connection: Connection) -> None:
        at = now.timestamp()
        note(reference, sealed=None, erased_at=at)(connection)  # first, as every event does: no two wait for each other
        connection.execute(delete(FILES).where(FILES.c.reference == reference))
        connection.execute(delete(DOCUMENTS).where(DOCUMENTS.c.reference == reference))
        said = update(SUBMISSIONS).where(SUBMISSIONS.c.reference == reference)
        connection.execute(said.values(returned=None))
        connection.execute(delete(FINGERPRINTS).where(FINGERPRINTS.c.reference == reference))
        theirs = update(ERRANDS).where(ERRANDS.c.about == reference)
        connection.execute(theirs.values(address_mark=None))
        connection.execute(theirs.where(ERRANDS.c.closed_at.is_(None)).values(closed_at=at))
        # What mail servers said, which may quote who asked; how each try ended stays.
        connection.execute(update(ATTEMPTS).where(ATTEMPTS.c.about == reference).values(detail=""))

    return write


def queued(kind: ErrandKind, about: str, now: datetime) -> Write[bool]:
    """A letter to be carried, unless one of this kind about this was queued before. Tells whether it is new."""

    def write(connection: Connection) -> bool:
        row = {"kind": kind, "about": about, "due_at": now.timestamp(), "rounds": 0}
        claim = insert_or(connection, ERRANDS, row).on_conflict_do_nothing(index_elements=["about", "kind"])
        return connection.execute(claim.returning(ERRANDS.c.id)).first() is not None

    return write


Begun = Literal["begun", "capped", "gone"]


def reply_begun(
    errand: Errand, now: datetime, *, per_address_and_day: int, per_hour: int, address_mark: str | None = None
) -> Write[Begun]:
    """Written before what nobody asked for is sent, so that neither a crash nor a second courier ever sends another.

    `gone`: its claim ran out and somebody else has it, or had it. `capped`: so many of its kind have gone to this
    address within a day, or in all within an hour. `address_mark`: of the address, where storing it gave none.
    """

    def write(connection: Connection) -> Begun:
        at = now.timestamp()
        fresh = _is_mine(errand) & ERRANDS.c.begun_at.is_(None) & ERRANDS.c.closed_at.is_(None)
        row = connection.execute(select(ERRANDS.c.address_mark).where(fresh).with_for_update()).one_or_none()
        if row is None:
            return "gone"
        mark = row.address_mark or address_mark
        theirs = _count_begun(connection, errand.kind, at - 86400, ERRANDS.c.address_mark == mark)
        if theirs >= per_address_and_day or _count_begun(connection, errand.kind, at - 3600) >= per_hour:
            return "capped"
        _settle(errand, begun_at=at, address_mark=mark)(connection)
        return "begun"

    return write


def _count_begun(connection: Connection, kind: ErrandKind, since: float, *conditions: Any) -> int:
    begun = (ERRANDS.c.kind == kind) & (ERRANDS.c.begun_at > since)
    return int(connection.execute(select(func.count()).where(begun, *conditions)).scalar_one())


def forgotten(before: datetime) -> Write[None]:
    """Fingerprints that are too old to make anything a resend."""
    old = delete(FINGERPRINTS).where(FINGERPRINTS.c.stored_at < before.timestamp())
    return lambda connection: run(connection, old)


def _not_reminded(reference: str) -> Write[None]:
    theirs = (ERRANDS.c.about == reference) & ERRANDS.c.kind.in_(("reminder", "escalation"))
    return lambda connection: run(connection, delete(ERRANDS).where(theirs))


def _settle(errand: Errand, **values: Any) -> Write[None]:
    """By who has the claim still: what was sent on its way anew meanwhile is not settled by an older try."""
    settled = update(ERRANDS).where(_is_mine(errand)).values(**values)
    return lambda connection: run(connection, settled)


def _is_mine(errand: Errand) -> ColumnElement[bool]:
    return (ERRANDS.c.id == errand.id) & (ERRANDS.c.claimed_by == errand.claimant)
