"""Each test of the store runs twice: on SQLite and on PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from form_api.outbox import Outbox
from tests.form_api.questions import SEALER
from tests.postgres import Postgres

Open = Callable[[], Outbox]


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty store's address."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/outbox.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.database(f"loket_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}")


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Opens the store again, as another process would; all are closed at the end."""
    outboxes: list[Outbox] = []

    def open_again() -> Outbox:
        outboxes.append(Outbox(url, SEALER, busy_seconds=2))
        return outboxes[-1]

    yield open_again
    for outbox in outboxes:
        outbox.close()


@pytest.fixture
def outbox(opened: Open) -> Outbox:
    return opened()
