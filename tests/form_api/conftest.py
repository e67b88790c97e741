"""An outbox and a form of its own for each test."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from form_api.outbox import Outbox
from tests.form_api.questions import SEALER
from tests.form_api.sending import WatchedOutbox
from tests.form_api.window import client


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "outbox.db"


@pytest.fixture
def outbox(database: Path) -> Iterator[Outbox]:
    """An empty outbox."""
    opened = Outbox(f"sqlite:///{database}", SEALER)
    yield opened
    opened.close()


@pytest.fixture
def watched(database: Path) -> Iterator[WatchedOutbox]:
    """An empty outbox that shows what it was given."""
    opened = WatchedOutbox(f"sqlite:///{database}", SEALER)
    yield opened
    opened.close()


@pytest.fixture
def impatient(database: Path) -> Iterator[Outbox]:
    """An empty outbox that hardly waits for a database which another connection has locked."""
    opened = Outbox(f"sqlite:///{database}", SEALER, busy_seconds=0.05)
    yield opened
    opened.close()


@pytest.fixture
def window(outbox: Outbox) -> TestClient:
    """The form of the project's own directory."""
    return client(outbox)


@pytest.fixture
def disturbed(impatient: Outbox, database: Path) -> Iterator[TestClient]:
    """The form while its store can't be written."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield client(impatient)
