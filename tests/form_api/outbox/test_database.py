"""A SQLite file under a running service: deleted or replaced, it promises nothing that nobody will find."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from form_api.outbox import NewInquiry, Outbox, OutboxError
from tests.form_api.questions import NOW, REFERENCE, SEALER, asked, put


@pytest.fixture
def outbox(database: Path) -> Iterator[Outbox]:
    """An empty one, on SQLite alone."""
    with closing(Outbox(f"sqlite:///{database}", SEALER)) as opened:
        yield opened


def test_nothing_is_written_into_a_file_that_is_gone(outbox: Outbox, database: Path) -> None:
    """Nor is an empty one made in its place; brought back, it is used again."""
    put(outbox, asked())
    away = database.rename(database.with_name("away.db"))
    for use in (lambda: put(outbox, asked(message="Hilang?"), reference="hilang"), outbox.prove_writable, outbox.all):
        with pytest.raises(OutboxError, match="deleted or replaced"):
            use()
    assert not database.exists()
    away.rename(database)
    assert [entry.reference for entry in outbox.all()] == [REFERENCE]


def test_a_backup_that_was_put_in_its_place_is_taken_up(outbox: Outbox, database: Path) -> None:
    """The first write finds the other file and fails; the next one is in the backup."""
    backup = database.with_name("backup.db")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as target:
        source.backup(target)
    backup.rename(database)
    with pytest.raises(OutboxError, match="deleted or replaced"):
        put(outbox, asked())
    put(outbox, asked())
    with closing(Outbox(f"sqlite:///{database}", SEALER)) as again:
        assert [entry.reference for entry in again.all()] == [REFERENCE]


def test_what_is_stored_together_is_one_statement_for_each_table(outbox: Outbox) -> None:
    """SQLite is asked for no row alone: after each, the threads of Python would take turns."""
    said: list[str] = []
    with outbox._database._driver() as driver:
        driver.set_trace_callback(said.append)
    names = iter("abc")
    asks = [NewInquiry(inquiry=asked(message=text), desk="meja-pbb", at=NOW, wants_reply=True) for text in "123"]
    outbox.commit_all([outbox.storing(new, lambda: next(names)) for new in asks])
    assert sum(statement.startswith("INSERT") for statement in said) == 3
