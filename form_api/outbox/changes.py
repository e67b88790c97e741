"""The changes that several events are made of: a note on an inquiry, a question that is due again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select, update

from form_api.outbox.tables import ATTEMPTS, ERRANDS, INQUIRIES, SUBMISSIONS
from form_api.outbox.writes import Write


def reopen(reference: str, now: datetime) -> Write[None]:
    """The question is due now, unless it was erased, or is a submission that lacks documents.

    Where a courier has it in hand, the lease stays, so that nobody sends the same letter beside it, but the claim is
    taken from it: what it brings back ends nothing.
    """
    fresh = {"due_at": now.timestamp(), "rounds": 0, "closed_at": None, "claimed_by": None}
    kept = select(INQUIRIES.c.reference).where(INQUIRIES.c.reference == reference, INQUIRIES.c.erased_at.is_(None))
    whole = ERRANDS.c.about.not_in(select(SUBMISSIONS.c.reference).where(SUBMISSIONS.c.arrived_at.is_(None)))
    question = ERRANDS.c.about.in_(kept) & (ERRANDS.c.kind == "question") & whole
    return lambda connection: run(connection, update(ERRANDS).where(question).values(**fresh))


def last_attempt() -> Any:
    return select(func.max(ATTEMPTS.c.id)).scalar_subquery()


def note(reference: str, *conditions: Any, **values: Any) -> Write[None]:
    noted = update(INQUIRIES).where(INQUIRIES.c.reference == reference, *conditions).values(**values)
    return lambda connection: run(connection, noted)


def run(connection: Connection, statement: Any) -> None:
    connection.execute(statement)


def for_each(statement: Any) -> Callable[[Connection, Sequence[Any]], list[None]]:
    """What makes a write shared: the statement, which is compiled once, for all rows of those that wait together."""

    def together(connection: Connection, rows: Sequence[Any]) -> list[None]:
        connection.execute(statement, list(rows))
        return [None] * len(rows)

    return together
