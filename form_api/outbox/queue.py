"""Which errands are due, and who carries each: claims with a lease, so that no two couriers send one letter at once.

A lease that ran out is taken over by whoever comes next: the courier before has died, and its letter may have gone out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, case, func, or_, select, update

from form_api.outbox.looking import instant
from form_api.outbox.tables import ERRANDS
from form_api.outbox.writes import Write
from form_api.records import Errand

LONGEST_WAIT_SECONDS = 12 * 60 * 60
"""Longer than any delay and any lease: what is due later than that was written by a clock that was ahead."""


def _is_over(at: Any) -> Any:
    """Past, or so far ahead that only a clock that was wrong can have written it."""
    return or_(at <= bindparam("now"), at > bindparam("too_late"))


_FREE = or_(ERRANDS.c.claimed_until.is_(None), _is_over(ERRANDS.c.claimed_until))
_DUE = select(ERRANDS).where(ERRANDS.c.closed_at.is_(None), _is_over(ERRANDS.c.due_at), _FREE)
_IN_TURN = _DUE.order_by(ERRANDS.c.due_at, ERRANDS.c.id).limit(bindparam("most", type_=Integer))
_CHOSEN = _IN_TURN.with_for_update(skip_locked=True)
_CLAIM = (
    update(ERRANDS)
    .where(ERRANDS.c.id.in_(bindparam("ids", expanding=True)))
    .values(claimed_until=bindparam("until"), claimed_by=bindparam("claimant"))
)


def claiming(now: datetime, *, claimant: str, lease_seconds: float, limit: int) -> Write[list[Errand]]:
    """Takes what is due, the longest waiting first; nobody else gets it until the lease has run out."""
    at = now.timestamp()
    due = {"now": at, "too_late": at + LONGEST_WAIT_SECONDS, "most": limit}

    def write(connection: Connection) -> list[Errand]:
        rows = connection.execute(_CHOSEN, due).all()
        if ids := [row.id for row in rows]:
            connection.execute(_CLAIM, {"ids": ids, "until": at + lease_seconds, "claimant": claimant})
        return [_errand(row, claimant) for row in rows]

    return write


def renewing(ids: Sequence[int], until: datetime, claimant: str) -> Write[set[int]]:
    """The claimant is alive and still at it. Gives the ids that it has still; the others somebody took over.

    Waits for nobody: what is locked here is just being settled, by the claimant itself or by who took it over, and of
    two that wait for each other's rows PostgreSQL would fail one, after a second in which nothing else is written.
    """
    reopened = ERRANDS.c.claimed_by.is_(None) & ERRANDS.c.claimed_until.is_not(None)
    mine = ERRANDS.c.id.in_(list(ids)) & ((ERRANDS.c.claimed_by == claimant) | reopened) & ERRANDS.c.closed_at.is_(None)
    free = select(ERRANDS.c.id).where(mine).with_for_update(skip_locked=True)

    def write(connection: Connection) -> set[int]:
        kept = set(connection.execute(free).scalars())
        renewed = update(ERRANDS).where(ERRANDS.c.id.in_(kept)).values(claimed_until=until.timestamp())
        connection.execute(renewed)
        return kept

    return write


def giving_back(claimant: str) -> Write[None]:
    """What a courier that stops has claimed and not begun is free for others at once."""
    mine = (ERRANDS.c.claimed_by == claimant) & ERRANDS.c.closed_at.is_(None)

    def write(connection: Connection) -> None:
        connection.execute(update(ERRANDS).where(mine).values(claimed_until=None, claimed_by=None))

    return write


def next_due(connection: Connection) -> datetime | None:
    """When the next errand is due, or the lease of one runs out."""
    later = ERRANDS.c.claimed_until > ERRANDS.c.due_at
    at = case((later, ERRANDS.c.claimed_until), else_=ERRANDS.c.due_at)
    return instant(connection.execute(select(func.min(at)).where(ERRANDS.c.closed_at.is_(None))).scalar())


def _errand(row: Any, claimant: str) -> Errand:
    return Errand(
        id=row.id,
        kind=row.kind,
        about=row.about,
        rounds=row.rounds,
        was_interrupted=row.claimed_until is not None,
        has_begun=row.begun_at is not None,
        claimant=claimant,
    )
