"""SQLite or PostgreSQL: how each is opened, synced and locked. Knows no table but the pulse.

SQLite runs in WAL mode with synchronous=FULL, PostgreSQL with synchronous_commit=on, whatever the server's default: a
commit returns when the disk has it. What is deleted is overwritten (SQLite's secure_delete).
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from form_api import folders
from form_api.outbox.tables import PULSE

BUSY_SECONDS = 5.0
_VANISHED = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 2, "tcp_user_timeout": 15_000}
"""A machine that lost its power says no goodbye: after 20 seconds of silence, or 15 (in milliseconds) of something that
nobody acknowledges, the connection counts as cut. Linux itself would wait for a quarter of an hour, or two hours."""
_OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE application_name = 'loket' AND datname = current_database() AND pid <> pg_backend_pid()
"""
_IN_USE = "serve or deliver have the outbox open; stop them first"
_GONE = "the outbox's file was deleted or replaced; bring it back"


class OutboxError(Exception):
    """The store could not do it; nothing was stored."""


class Database:
    """Connections to the store that `url` names."""

    def __init__(self, url: str, *, busy_seconds: float = BUSY_SECONDS) -> None:
        """Opens nothing yet, but makes the folder of a SQLite file. Raises: OutboxError.

        `busy_seconds`: how long to wait for another process that writes.
        """
        self.is_sqlite = url.startswith("sqlite:")
        self._file = file_of(url)
        self._is_made = False
        self.engine = _sqlite(url, busy_seconds) if self.is_sqlite else _postgresql(url, busy_seconds)
        if self._file:
            event.listen(self.engine, "do_connect", self._open_no_other)
            event.listen(self.engine, "connect", self._remember)
            try:
                self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            except OSError as error:
                raise OutboxError(str(error)) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction. On SQLite it holds the write lock from its first statement: what it read stays true.

        Raises: OutboxError; then nothing of it was written.
        """
        with told(), self.engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection
            self._prove_named(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Raises: OutboxError."""
        with told(), self.engine.connect() as connection:
            self._prove_named(connection)
            yield connection

    def keep(self) -> None:
        """The store is made: from now on a SQLite file that is gone is a fault, and no reason for an empty one."""
        self._is_made = True

    def _open_no_other(self, *_given: object) -> None:
        if self._is_made and self._file and not self._file.exists():
            raise OutboxError(_GONE)

    def _remember(self, _connection: object, record: ConnectionPoolEntry) -> None:
        record.info["inode"] = self._inode()

    def _prove_named(self, connection: Connection) -> None:
        """SQLite goes on writing into a file that was deleted or replaced, and what it holds is gone at the end.

        A connection to it is not used again: the next one opens what was put in its place. Raises: OutboxError.
        """
        if self._file and connection.info["inode"] != self._inode():
            connection.invalidate()
            raise OutboxError(_GONE)

    def _inode(self) -> tuple[int, int] | None:
        assert self._file is not None
        try:
            told = self._file.stat()
        except OSError:
            return None
        return told.st_dev, told.st_ino

    def prove_writable(self) -> None:
        """Commits and syncs one row. Raises: OutboxError where nothing can be stored."""
        beat = {"id": 1, "at": time.time()}
        with self.writing() as connection:
            connection.execute(
                insert_or(connection, PULSE, beat).on_conflict_do_update(index_elements=["id"], set_=beat)
            )

    def sync_folder(self) -> None:
        """The entry of a new SQLite file in its folder, which SQLite itself leaves to the system."""
        if self._file:
            folders.sync(self._file.parent)

    def overwrite(self) -> None:
        """Takes what was deleted out of the SQLite file now, rather than when its log has grown by some megabytes.

        Where somebody reads just then, SQLite leaves it for later. Raises: OutboxError.
        """
        if self.is_sqlite:
            with self._driver() as driver:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def vacuum_into(self, to: Path) -> None:
        """SQLite alone: the store at one instant as a new file, without what was deleted. Nobody who writes waits.

        Raises: OutboxError.
        """
        with self._driver() as driver:
            try:
                driver.execute("VACUUM INTO ?", (str(to),))
            except sqlite3.Error as error:
                raise OutboxError(f"{to} can't be written: {error}") from error

    @contextmanager
    def _driver(self) -> Iterator[Any]:
        """SQLite itself, for what can't be done within a transaction. Raises: OutboxError."""
        with told(), self.engine.connect() as connection:
            yield connection.connection.driver_connection

    def bytes_held(self) -> int:
        """What the store takes on its disk, its log included. Raises: OutboxError."""
        if self._file:
            log = self._file.with_name(f"{self._file.name}-wal")
            return sum(file.stat().st_size for file in (self._file, log) if file.exists())
        with self.reading() as connection:
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def prove_alone(self) -> None:
        """Nobody else has the store open: SQLite gives up its log only then, and PostgreSQL knows who is connected.

        Call it before anything is done with this Database. Raises: OutboxError.
        """
        if self._file and self._file.exists():
            try:
                with closing(sqlite3.connect(self._file, timeout=0)) as connection:
                    connection.execute("PRAGMA journal_mode=DELETE")
            except sqlite3.Error as error:
                raise OutboxError(_IN_USE if "locked" in str(error) else str(error)) from error
        elif not self.is_sqlite:
            with self.reading() as connection:
                if connection.execute(text(_OTHERS)).scalar_one():
                    raise OutboxError(_IN_USE)

    def close(self) -> None:
        self.engine.dispose()


def file_of(url: str) -> Path | None:
    """Where SQLite keeps a store; None for a server's."""
    return Path(make_url(url).database or "") if url.startswith("sqlite:") else None


def insert_or(connection: Connection, table: Any, values: Any) -> Any:
    """An INSERT that can be told what to do where the row is there already."""
    return insert_into(connection, table).values(values)


def insert_into(connection: Connection, table: Any) -> Any:
    """As `insert_or`, for rows that are given when it is executed."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    return dialect.insert(table)


def _sqlite(url: str, busy_seconds: float) -> Engine:
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
    # Rows that are inserted together go as one statement: after each one Python's threads would take turns.
    engine.dialect.use_insertmanyvalues_wo_returning = True

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy begins transactions itself, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _postgresql(url: str, busy_seconds: float) -> Engine:
    waits = f"-c lock_timeout={int(busy_seconds * 1000)} -c statement_timeout=30000"
    options = f"-c synchronous_commit=on -c timezone=UTC {waits}"
    address = make_url(url).set(drivername="postgresql+psycopg")
    connect = {"options": options, "connect_timeout": 5, "application_name": "loket"} | _VANISHED
    # A connection that the server has dropped meanwhile is replaced before it is used.
    return create_engine(address, connect_args=connect, pool_pre_ping=True, hide_parameters=True)


@contextmanager
def told() -> Iterator[None]:
    """What the database complains of, as an OutboxError."""
    try:
        yield
    except SQLAlchemyError as error:
        raise OutboxError(_without_words(error)) from error


def _without_words(error: SQLAlchemyError) -> str:
    """The database's complaint without the statement's values: PostgreSQL puts them into further lines."""
    said = str(getattr(error, "orig", None) or type(error).__name__)
    return said.partition("\n")[0]
