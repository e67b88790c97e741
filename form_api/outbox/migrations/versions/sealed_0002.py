"""Words sealed, files, and one queue for letters of every kind.

What was stored before is sealed on the way. Fingerprints of resends begin anew: those of the first version were made of
words that are not kept. Its tables stay as this step wrote them; later versions change them by steps of their own.
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import context, op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for index in ("inquiries_resend", "inquiries_due"):
        op.drop_index(index, "inquiries")
    op.drop_index("ix_attempts_reference", "attempts")
    op.rename_table("attempts", "old_attempts")
    op.rename_table("inquiries", "old_inquiries")
    _create_inquiries()
    _create_queue()
    _carry_over(op.get_bind())
    op.drop_table("old_attempts")
    op.drop_table("old_inquiries")


def _create_inquiries() -> None:
    op.create_table(
        "inquiries",
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("stored_at", sa.Double, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("desk", "service", "topic", "language")),
        sa.Column("suspicions", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary),
        *(
            sa.Column(f"{event}_at", sa.Double)
            for event in ("accepted", "confirmed", "parked", "quarantined", "erased")
        ),
        sa.Column("restarted_after", sa.Integer),
    )
    op.create_index("ix_inquiries_stored_at", "inquiries", ["stored_at"])
    op.create_index("inquiries_accepted", "inquiries", ["accepted_at"])
    op.create_table(
        "files",
        sa.Column("reference", sa.String, sa.ForeignKey("inquiries.reference"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "fingerprints",
        sa.Column("fingerprint", sa.String, primary_key=True),
        sa.Column("reference", sa.String, nullable=False),
        sa.Column("stored_at", sa.Double, nullable=False),
    )
    op.create_index("ix_fingerprints_reference", "fingerprints", ["reference"])
    op.create_index("fingerprints_age", "fingerprints", ["stored_at"])


def _create_queue() -> None:
    op.create_table(
        "errands",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("due_at", sa.Double, nullable=False),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("claimed_until", sa.Double),
        sa.Column("claimed_by", sa.String),
        sa.Column("begun_at", sa.Double),
        sa.Column("address_mark", sa.String),
        sa.Column("closed_at", sa.Double),
        sa.UniqueConstraint("about", "kind", name="errands_once"),
    )
    is_open = sa.text("closed_at IS NULL")
    op.create_index("errands_due", "errands", ["due_at"], sqlite_where=is_open, postgresql_where=is_open)
    op.create_index("errands_replies", "errands", ["address_mark", "begun_at"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("about", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("desk", "mailbox", "outcome")),
        sa.Column("code", sa.Integer),
        sa.Column("detail", sa.String, nullable=False),
    )
    op.create_index("ix_attempts_about", "attempts", ["about"])
    op.create_table("pulse", sa.Column("id", sa.Integer, primary_key=True), sa.Column("at", sa.Double, nullable=False))


def _carry_over(connection: sa.Connection) -> None:
    seal = context.config.attributes["sealer"].seal
    for row in connection.execute(sa.text("SELECT * FROM old_inquiries")).mappings().all():
        words = {name: row[name] for name in ("name", "email", "phone", "message")}
        _insert(connection, "inquiries", _inquiry(row, seal(json.dumps(words | {"files": []}).encode())))
        _insert(connection, "errands", _errand(row))
    for row in connection.execute(sa.text("SELECT * FROM old_attempts ORDER BY id")).mappings().all():
        kept = {name: row[name] for name in ("at", "desk", "mailbox", "outcome", "code", "detail")}
        _insert(connection, "attempts", kept | {"about": row["reference"], "kind": "question"})


def _inquiry(row: Any, sealed: bytes) -> dict[str, Any]:
    names = ("reference", "stored_at", "desk", "service", "topic", "language", "accepted_at", "parked_at")
    return {name: row[name] for name in names} | {"suspicions": "", "sealed": sealed}


def _errand(row: Any) -> dict[str, Any]:
    closed_at = row["accepted_at"] or row["parked_at"]
    told = {"due_at": row["due_at"], "rounds": row["rounds"], "closed_at": closed_at}
    return told | {"kind": "question", "about": row["reference"]}


def _insert(connection: sa.Connection, table: str, values: dict[str, Any]) -> None:
    columns: list[Any] = [sa.column(name) for name in values]
    connection.execute(sa.insert(sa.table(table, *columns)), values)
