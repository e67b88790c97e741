"""The durable store of inquiries, and the only module that knows SQL. Its methods are the events of an inquiry.

The promise: when `store` has returned, the inquiry is on disk. SQLite runs in WAL mode with synchronous=FULL, so a
commit returns after its fsync; a crash between two events leaves the one or the other, never half of one. Status is
computed from timestamps (seconds since 1970, UTC) and never stored as a word.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    create_engine,
    event,
    func,
    insert,
    make_url,
    or_,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from form_api.records import Attempt, Inquiry, StoredInquiry

RESEND_SECONDS = 24 * 60 * 60
BUSY_SECONDS = 5
LONGEST_WAIT_SECONDS = 2 * 60 * 60
SCHEMA_VERSION = 1

_METADATA = MetaData()
_INQUIRIES = Table(
    "inquiries",
    _METADATA,
    Column("reference", String, primary_key=True),
    Column("stored_at", Float, nullable=False),
    Column("desk", String, nullable=False),
    Column("service", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("message", String, nullable=False),
    Column("language", String, nullable=False),
    Column("digest", String, nullable=False),
    Column("due_at", Float, nullable=False),
    Column("claimed_until", Float),
    Column("rounds", Integer, nullable=False, default=0),
    Column("accepted_at", Float),
    Column("parked_at", Float),
)
_ATTEMPTS = Table(
    "attempts",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("reference", String, ForeignKey("inquiries.reference"), nullable=False, index=True),
    Column("at", Float, nullable=False),
    Column("desk", String, nullable=False),
    Column("mailbox", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("code", Integer),
    Column("detail", String, nullable=False),
)
Index("inquiries_resend", _INQUIRIES.c.digest, _INQUIRIES.c.stored_at)
Index("inquiries_due", _INQUIRIES.c.due_at, sqlite_where=_INQUIRIES.c.accepted_at.is_(None))


class OutboxError(Exception):
    """The store could not do it; nothing was stored."""


class Outbox:
    """Inquiries and the attempts to deliver them, in one database. Methods block: call them from a thread."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Opens the store and makes it where it is not there yet. Raises: OutboxError.

        `busy_seconds`: how long to wait for another process that writes.
        """
        path = make_url(url).database or ""
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._engine = _engine(url, busy_seconds)
            with self._writing() as connection:
                _METADATA.create_all(connection)
            self.prove_writable()
        except OSError as error:
            raise OutboxError(str(error)) from error

    def prove_writable(self) -> None:
        """Commits and syncs a page that says the same as before. Raises: OutboxError where nothing can be stored."""
        with self._writing() as connection:
            connection.exec_driver_sql(f"PRAGMA user_version={SCHEMA_VERSION}")

    def close(self) -> None:
        self._engine.dispose()

    def store(self, inquiry: Inquiry, *, desk: str, now: datetime, new_reference: Callable[[], str]) -> StoredInquiry:
        """On disk when it returns. The same question within a day gives the inquiry that is stored already.

        Raises: OutboxError; then nothing was stored.
        """
        digest = _digest(inquiry)
        with self._writing() as connection:
            at = now.timestamp()
            within_a_day = (_INQUIRIES.c.stored_at > at - RESEND_SECONDS) & (
                _INQUIRIES.c.stored_at < at + RESEND_SECONDS
            )
            same = (_INQUIRIES.c.digest == digest) & within_a_day
            row = connection.execute(select(_INQUIRIES).where(same)).first()
            if row is None:
                reference = self._unused(connection, new_reference)
                fields = {name: text for name, text in asdict(inquiry).items() if name not in {"token", "files"}}
                new = fields | {"reference": reference, "stored_at": at, "desk": desk, "digest": digest, "due_at": at}
                connection.execute(insert(_INQUIRIES), new)
                row = connection.execute(select(_INQUIRIES).where(_INQUIRIES.c.reference == reference)).one()
        return _stored(row)

    @staticmethod
    def _unused(connection: Connection, new_reference: Callable[[], str]) -> str:
        while True:
            reference = new_reference()
            taken = select(_INQUIRIES.c.reference).where(_INQUIRIES.c.reference == reference)
            if connection.execute(taken).first() is None:
                return reference

    def claim_due(self, now: datetime, *, lease_seconds: float, limit: int) -> list[StoredInquiry]:
        """Takes what is due, the longest waiting first; nobody else gets it until the lease has run out."""
        at = now.timestamp()
        # A clock that was once ahead must hold nothing back: no lease and no delay is this long.
        free = or_(_INQUIRIES.c.claimed_until.is_(None), _is_over(_INQUIRIES.c.claimed_until, at))
        due = _is_waiting() & _is_over(_INQUIRIES.c.due_at, at) & free
        chosen = select(_INQUIRIES.c.reference).where(due).order_by(_INQUIRIES.c.due_at).limit(limit)
        claim = update(_INQUIRIES).where(_INQUIRIES.c.reference.in_(chosen)).values(claimed_until=at + lease_seconds)
        with self._writing() as connection:
            return [_stored(row) for row in connection.execute(claim.returning(_INQUIRIES))]

    def next_due(self) -> datetime | None:
        """When the next inquiry is due, or the lease of one runs out."""
        at = func.max(_INQUIRIES.c.due_at, func.coalesce(_INQUIRIES.c.claimed_until, 0.0))
        with self._reading() as connection:
            return _instant(connection.execute(select(func.min(at)).where(_is_waiting())).scalar())

    def attempted(self, reference: str, attempt: Attempt) -> None:
        with self._writing() as connection:
            values = asdict(attempt) | {"reference": reference, "at": attempt.at.timestamp()}
            connection.execute(insert(_ATTEMPTS), values)

    def accepted(self, reference: str, now: datetime) -> None:
        """A mail server has taken the letter for every mailbox that did not refuse it."""
        self._note(reference, accepted_at=now.timestamp(), claimed_until=None)

    def put_off(self, reference: str, due_at: datetime) -> None:
        """It is tried again from `due_at` on."""
        later = _INQUIRIES.c.rounds + 1
        self._note(reference, due_at=due_at.timestamp(), claimed_until=None, rounds=later)

    def parked(self, reference: str, now: datetime) -> None:
        """Every desk has refused it: an operator sees to it."""
        self._note(reference, parked_at=now.timestamp(), claimed_until=None)

    def retried(self, reference: str, now: datetime) -> None:
        """An operator sends it on its way again, whoever refused it before."""
        forget = _ATTEMPTS.delete().where((_ATTEMPTS.c.reference == reference) & (_ATTEMPTS.c.outcome == "refused"))
        again = update(_INQUIRIES).where(_INQUIRIES.c.reference == reference)
        with self._writing() as connection:
            connection.execute(forget)
            connection.execute(again.values(parked_at=None, due_at=now.timestamp()))

    def _note(self, reference: str, **values: Any) -> None:
        with self._writing() as connection:
            connection.execute(update(_INQUIRIES).where(_INQUIRIES.c.reference == reference).values(**values))

    def find(self, reference: str) -> StoredInquiry | None:
        with self._reading() as connection:
            row = connection.execute(select(_INQUIRIES).where(_INQUIRIES.c.reference == reference)).first()
        return _stored(row) if row else None

    def attempts(self, reference: str) -> list[Attempt]:
        """In the order in which they were made."""
        wanted = select(_ATTEMPTS).where(_ATTEMPTS.c.reference == reference).order_by(_ATTEMPTS.c.id)
        with self._reading() as connection:
            return [_attempt(row) for row in connection.execute(wanted)]

    def all(self) -> list[StoredInquiry]:
        """Every inquiry, the newest first."""
        with self._reading() as connection:
            rows = connection.execute(select(_INQUIRIES).order_by(_INQUIRIES.c.stored_at.desc()))
            return [_stored(row) for row in rows]

    def count_waiting(self) -> int:
        with self._reading() as connection:
            counted = select(func.count()).select_from(_INQUIRIES).where(_is_waiting())
            return int(connection.execute(counted).scalar_one())

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """A transaction that holds SQLite's write lock from its first statement: what it read stays true."""
        try:
            with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise OutboxError(_without_words(error)) from error

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise OutboxError(_without_words(error)) from error


def _engine(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins transactions itself, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _is_over(instant: Any, now: float) -> Any:
    """Past, or so far ahead that only a clock that was wrong can have written it."""
    return or_(instant <= now, instant > now + LONGEST_WAIT_SECONDS)


def _is_waiting() -> Any:
    return _INQUIRIES.c.accepted_at.is_(None) & _INQUIRIES.c.parked_at.is_(None)


def _digest(inquiry: Inquiry) -> str:
    """Equal for a resend: the same token, or none, and the same content."""
    return hashlib.sha256(json.dumps(asdict(inquiry), sort_keys=True).encode()).hexdigest()


def _without_words(error: SQLAlchemyError) -> str:
    """The database's complaint without the statement's values, which are a citizen's words."""
    return str(getattr(error, "orig", None) or type(error).__name__)


def _instant(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _stored(row: Row[Any]) -> StoredInquiry:
    given = row._asdict()
    for unseen in ("digest", "claimed_until", "token"):
        given.pop(unseen, None)
    instants = {name: _instant(given.pop(name)) for name in ("stored_at", "due_at", "accepted_at", "parked_at")}
    return StoredInquiry(**given, **instants)  # type: ignore[arg-type]


def _attempt(row: Row[Any]) -> Attempt:
    return Attempt(datetime.fromtimestamp(row.at, UTC), row.desk, row.mailbox, row.outcome, row.code, row.detail)
