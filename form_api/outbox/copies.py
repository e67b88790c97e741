"""The whole store as a SQLite file of its own, and back: one instant of it, while others write.

A copy is an outbox on SQLite whatever it was taken from, so that it can be restored to either kind of database. It
holds what it was taken from and nothing else: words stay sealed.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, NullPool, create_engine, func, insert, select, text, update

from form_api.outbox import looking
from form_api.outbox.database import Database, OutboxError, file_of, told
from form_api.outbox.schema import HEAD, bring_up_to_date, version
from form_api.outbox.tables import ATTEMPTS, ERRANDS, INQUIRIES, METADATA, QUEUES
from form_api.sealing import Sealer

ROWS_AT_ONCE = 20
"""Documents have megabytes."""
AT_MOST_ONCE = ("reply", "incomplete")
"""Letters to citizens that nobody asked for; all others rather come twice than never."""

_NONE_THERE = "there is no outbox in that database"


class OccupiedError(OutboxError):
    """The store holds inquiries, which nobody said may go."""

    def __init__(self, inquiries: int) -> None:
        super().__init__(f"it holds {inquiries} inquiries")
        self.inquiries = inquiries


class Copied(NamedTuple):
    """What a copy holds. `tables`: by which version of Loket it was made."""

    tables: str
    inquiries: int


class Letter(NamedTuple):
    kind: str
    about: str


class Place(NamedTuple):
    """The last number that was given in the queue of a service on a day."""

    service: str
    day: str
    given: int


class Restored(NamedTuple):
    """What may have gone out after the copy was taken: letters that go again, replies that don't; and numbers."""

    inquiries: int
    go_again: list[Letter]
    held: list[Letter]
    places: list[Place]


def bytes_for_copy(url: str) -> int:
    """The most that `copy_out` needs on the disk that it writes to, while it writes. Raises: OutboxError."""
    with closing(Database(url)) as source:
        held = source.bytes_held()
        return held if source.is_sqlite else 2 * held  # the rows lie in the copy's log until they are in the copy


def copy_out(url: str, to: Path, sealer: Sealer) -> Copied:
    """Writes the store as it is at one instant to a new file. Raises: OutboxError; SealError where no key opens it."""
    with closing(Database(url)) as source:
        if source.is_sqlite:
            source.vacuum_into(to)
        else:
            _rows_out(source, to, sealer)
    return proved(to, sealer)


def proved(copy: Path, sealer: Sealer) -> Copied:
    """Looks whether a copy is whole, and opens its newest words. Raises: OutboxError, SealError."""
    engine = create_engine(f"sqlite:///file:{copy.resolve()}?mode=ro&immutable=1&uri=true", poolclass=NullPool)
    with told(), engine.connect() as connection:
        said = connection.execute(text("PRAGMA quick_check(1)")).scalar()
        if said != "ok":
            raise OutboxError(f"the copy of the outbox is damaged: {said}")
        tables = version(connection)
        if tables is None:
            raise OutboxError(_NONE_THERE)
        sealed = looking.newest_words(connection) if tables == HEAD else None
        count = _count(connection)
    if sealed is not None:
        sealer.unseal(sealed)
    return Copied(tables, count)


def inquiries_in(url: str) -> int:
    """How many a store holds; none where it is not there yet. Raises: OutboxError."""
    file = file_of(url)
    if file and not file.exists():
        return 0
    with closing(Database(url)) as database, database.reading() as connection:
        return _count(connection) if version(connection) else 0


def prove_alone(url: str) -> None:
    """Raises: OutboxError where serve or deliver have the store open."""
    with closing(Database(url)) as database:
        database.prove_alone()


def copy_in(copy: Path, url: str, sealer: Sealer, now: datetime, *, replace: bool = False) -> Restored:
    """Puts a copy into the store, in one transaction. The copy itself is brought to this version's tables.

    With `replace` what the store held is gone. Raises: OccupiedError, OutboxError; then the store is as it was.
    """
    with closing(Database(url)) as target, closing(Database(_address(copy))) as source:
        target.prove_alone()
        bring_up_to_date(source, sealer)
        bring_up_to_date(target, sealer)
        with source.reading() as reading, target.writing() as writing:
            if (held := _count(writing)) and not replace:
                raise OccupiedError(held)
            for table in reversed(METADATA.sorted_tables):
                writing.execute(table.delete())
            _copy_rows(reading, writing)
            restored = _put_right(writing, now)
        target.overwrite()
        target.sync_folder()
    return restored


def _address(file: Path) -> str:
    return f"sqlite:///{file.resolve()}"


def _rows_out(source: Database, to: Path, sealer: Sealer) -> None:
    with _snapshot(source) as reading:
        found = version(reading)
        if found is None:
            raise OutboxError(_NONE_THERE)
        if found != HEAD:
            told_so = f"this database holds tables {found} of Loket, and this version's are {HEAD}"
            raise OutboxError(f"{told_so}; back it up with the version that made it, or start `serve` once")
        with closing(Database(_address(to))) as target:
            bring_up_to_date(target, sealer)
            with target.writing() as writing:
                _copy_rows(reading, writing)
            target.overwrite()


@contextmanager
def _snapshot(database: Database) -> Iterator[Connection]:
    """All that is read in the block is of one instant, whoever writes meanwhile."""
    with told(), database.engine.connect() as connection:
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        yield connection.execution_options(**snapshot)


def _copy_rows(reading: Connection, writing: Connection) -> None:
    for table in METADATA.sorted_tables:
        rows = reading.execute(select(table), execution_options={"yield_per": ROWS_AT_ONCE})
        for part in rows.mappings().partitions():
            writing.execute(insert(table), [dict(row) for row in part])


def _put_right(writing: Connection, now: datetime) -> Restored:
    is_open = ERRANDS.c.closed_at.is_(None)
    rows = writing.execute(select(ERRANDS.c.kind, ERRANDS.c.about).where(is_open).order_by(ERRANDS.c.id)).all()
    letters = [Letter(row.kind, row.about) for row in rows]
    once = is_open & ERRANDS.c.kind.in_(AT_MOST_ONCE) & ERRANDS.c.begun_at.is_(None)
    writing.execute(update(ERRANDS).where(once).values(begun_at=now.timestamp()))
    _count_on(writing)
    return Restored(
        inquiries=_count(writing),
        go_again=[letter for letter in letters if letter.kind not in AT_MOST_ONCE],
        held=[letter for letter in letters if letter.kind in AT_MOST_ONCE],
        places=_places(writing, now),
    )


def _places(connection: Connection, now: datetime) -> list[Place]:
    """Of the queues of today, in the east of Indonesia too, and later."""
    ahead = select(QUEUES).where(QUEUES.c.day >= now.date().isoformat()).order_by(QUEUES.c.service, QUEUES.c.day)
    return [Place(row.service, row.day, row.given) for row in connection.execute(ahead)]


def _count_on(writing: Connection) -> None:
    """PostgreSQL numbers rows by a count of its own, which knows nothing of those that were copied."""
    if writing.dialect.name == "sqlite":
        return
    for table in (ERRANDS, ATTEMPTS):
        last = select(func.coalesce(func.max(table.c.id), 1), func.count()).select_from(table)
        number, rows = writing.execute(last).one()
        sequence = func.pg_get_serial_sequence(table.name, "id")
        writing.execute(select(func.setval(sequence, number, rows > 0)))


def _count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(INQUIRIES)).scalar_one())
