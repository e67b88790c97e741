"""Brings a store to the tables of this version, from any earlier one. Loads Alembic only where there is work."""

import threading
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from form_api.outbox.database import Database, OutboxError
from form_api.sealing import Sealer

HEAD = "0003"
_FIRST = "0001"
_KNOWN = (_FIRST, "0002", HEAD)
_LOCK = 4_937_261
"""Any number: processes that start together on one PostgreSQL bring it up to date one after the other."""

_ALEMBIC = threading.Lock()
"""Alembic keeps the migration that is under way in its module."""


def bring_up_to_date(database: Database, sealer: Sealer) -> None:
    """Raises: OutboxError, also where a newer version of Loket made the store."""
    with database.reading() as connection:
        if version(connection) == HEAD:
            return
    with _ALEMBIC, database.writing() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        found = version(connection)
        if found != HEAD:
            _upgrade(connection, sealer, found)
    database.overwrite()  # the words that stood in the open
    database.sync_folder()


def version(connection: Connection) -> str | None:
    """Of the tables. None for an empty store; the first did not write its number down. Raises: OutboxError."""
    tables = set(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        return _FIRST if "inquiries" in tables else None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    if found is not None and found not in _KNOWN:
        raise OutboxError(f"this store was made by a newer version of Loket (tables {found}); install that one")
    return str(found) if found else None


def _upgrade(connection: Connection, sealer: Sealer, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 a tenth of a second, which a start without changes is spared
    from alembic.config import Config  # noqa: PLC0415

    config = Config(attributes={"connection": connection, "sealer": sealer})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    if found == _FIRST:
        command.stamp(config, _FIRST)
    command.upgrade(config, HEAD)
