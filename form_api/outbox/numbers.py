"""A submission's place in the queue of its service: the first day with room, the next number of that day.

A number is given in the transaction that stores its submission: none is given twice, and none is left out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from sqlalchemy import Connection, select, text

from form_api.outbox.database import insert_or
from form_api.outbox.tables import QUEUES

_LOCK = 4_937_262
"""Any number but that of the migrations: on PostgreSQL whoever takes a number waits for whoever took the one before."""


@dataclass(frozen=True, slots=True)
class Queue:
    """`days`: the working days from today on, without end. `daily_limit`: how many are seen on each."""

    service: str
    daily_limit: int
    days: Callable[[], Iterable[date]]


class Place(NamedTuple):
    day: date
    number: int


def take(connection: Connection, queue: Queue) -> Place:
    """The next place. SQLite holds its write lock anyhow, so that no other process is between reading and writing."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    days = iter(queue.days())
    today = next(days)
    ahead = (QUEUES.c.service == queue.service) & (QUEUES.c.day >= today.isoformat())
    given = {row.day: row.given for row in connection.execute(select(QUEUES).where(ahead))}
    day = next(day for day in chain([today], days) if given.get(day.isoformat(), 0) < queue.daily_limit)
    number = given.get(day.isoformat(), 0) + 1
    row = {"service": queue.service, "day": day.isoformat(), "given": number}
    connection.execute(
        insert_or(connection, QUEUES, row).on_conflict_do_update(
            index_elements=["service", "day"], set_={"given": number}
        )
    )
    return Place(day, number)
