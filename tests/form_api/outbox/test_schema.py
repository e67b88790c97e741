"""A store of any version is brought to this one's tables, whole; a newer one is left alone."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from form_api.outbox import Outbox, OutboxError
from form_api.outbox.tables import METADATA
from tests.form_api.questions import NOW, REFERENCE, SEALER, asked, attempt, claimed, put, stored, whole

FIRST = """
CREATE TABLE inquiries (reference VARCHAR NOT NULL PRIMARY KEY, stored_at FLOAT NOT NULL, desk VARCHAR NOT NULL,
 service VARCHAR NOT NULL, topic VARCHAR NOT NULL, name VARCHAR NOT NULL, email VARCHAR NOT NULL,
 phone VARCHAR NOT NULL, message VARCHAR NOT NULL, language VARCHAR NOT NULL, digest VARCHAR NOT NULL,
 due_at FLOAT NOT NULL, claimed_until FLOAT, rounds INTEGER NOT NULL, accepted_at FLOAT, parked_at FLOAT);
CREATE TABLE attempts (id INTEGER NOT NULL PRIMARY KEY, reference VARCHAR NOT NULL REFERENCES inquiries (reference),
 at FLOAT NOT NULL, desk VARCHAR NOT NULL, mailbox VARCHAR NOT NULL, outcome VARCHAR NOT NULL, code INTEGER,
 detail VARCHAR NOT NULL);
CREATE INDEX ix_attempts_reference ON attempts (reference);
CREATE INDEX inquiries_resend ON inquiries (digest, stored_at);
CREATE INDEX inquiries_due ON inquiries (due_at) WHERE accepted_at IS NULL;
"""
"""As the first version made it."""


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A store of the first version with one question that waits and one that was accepted."""
    path = tmp_path / "outbox.db"
    inquiry, at = asked(), NOW.timestamp()
    words = (inquiry.service, "", inquiry.name, inquiry.email, inquiry.phone, inquiry.message, "id", "digest")
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST)
        for reference, accepted_at in ((REFERENCE, None), ("AAAA-AAAA", at)):
            row = (reference, at, "meja-pbb", *words, at, None, 2, accepted_at, None)
            connection.execute(f"INSERT INTO inquiries VALUES ({', '.join('?' * len(row))})", row)
        connection.execute(
            "INSERT INTO attempts VALUES (7, ?, ?, 'meja-pbb', 'pbb@pasuruan.example', 'later', 451, 'Nanti')",
            (REFERENCE, at),
        )
        connection.commit()
    return path


def test_the_tables_are_those_of_the_code(outbox: Outbox) -> None:
    """What the steps make and what the code reads can't part: no difference in any column or index."""
    with outbox._database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_the_first_version_is_brought_up_to_date(first: Path) -> None:
    """Every question with its words, its attempts and its place in the queue."""
    outbox = Outbox(f"sqlite:///{first}", SEALER)
    assert whole(outbox) == stored(rounds=2)
    assert outbox.history(REFERENCE) == [attempt("meja-pbb", "pbb@pasuruan.example", "later", 451, "Nanti")]
    assert [errand.about for errand in claimed(outbox)] == [REFERENCE]
    accepted = outbox.find("AAAA-AAAA")
    assert accepted is not None
    assert accepted.accepted_at == NOW
    outbox.close()


def test_words_that_lay_open_are_sealed(first: Path) -> None:
    """After the step nobody reads them off the disk, not even out of its free pages, nor while the service is up."""
    outbox = Outbox(f"sqlite:///{first}", SEALER)
    held = b"".join(path.read_bytes() for path in first.parent.iterdir())
    outbox.close()
    assert b"Siti Aminah" not in held
    assert b"siti@warga" not in held


def test_a_step_that_fails_changes_nothing(first: Path) -> None:
    """The store is as it was, and the next start tries again."""
    with closing(sqlite3.connect(first)) as connection:
        connection.execute("CREATE TABLE errands (id INTEGER)")
        connection.commit()
    with pytest.raises(OutboxError):
        Outbox(f"sqlite:///{first}", SEALER)
    with closing(sqlite3.connect(first)) as connection:
        assert connection.execute("SELECT count(*) FROM inquiries WHERE name = 'Siti Aminah'").fetchone() == (2,)


def test_a_newer_store_is_left_alone(outbox: Outbox, opened: Callable[[], Outbox]) -> None:
    """Whoever goes back to an older version of Loket is told so, rather than writing into what it does not know."""
    with outbox._database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(OutboxError, match="newer version"):
        opened()


def test_machines_that_start_together_make_one_store(url: str, opened: Callable[[], Outbox]) -> None:
    """One makes the tables, the others wait and find them."""
    with ThreadPoolExecutor(4) as threads:
        outboxes = list(threads.map(lambda _number: opened(), range(4)))
    put(outboxes[0], asked())
    assert all(outbox.find(REFERENCE) for outbox in outboxes)


def test_opening_again_keeps_what_is_there(outbox: Outbox, opened: Callable[[], Outbox]) -> None:
    """A restart loses nothing."""
    put(outbox, asked())
    assert len(opened().all()) == 1


def test_a_store_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    """A folder, a path below a file, or a file that is no database: each is an error of ours, with a reason."""
    (tmp_path / "file").write_text("this is no database, but long enough to be taken for one" * 100)
    (tmp_path / "folder").mkdir()
    for name in ("folder", "file", "file/outbox.db"):
        with pytest.raises(OutboxError, match=r"\w"):
            Outbox(f"sqlite:///{tmp_path / name}", SEALER)


def test_a_database_server_that_is_not_there_is_told() -> None:
    """Without the password that its address holds."""
    with pytest.raises(OutboxError, match=r"\w") as error:
        Outbox("postgresql://loket:rahasia@127.0.0.1:1/loket", SEALER)
    assert "rahasia" not in str(error.value)


def test_the_folder_is_for_its_user_alone(tmp_path: Path) -> None:
    """Made where it is not there yet."""
    Outbox(f"sqlite:///{tmp_path}/var/lib/outbox.db", SEALER).close()
    assert (tmp_path / "var" / "lib").stat().st_mode & 0o777 == 0o700
