"""Submissions: their numbers, their documents, and what the desk has said of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "submissions",
        sa.Column("reference", sa.String, sa.ForeignKey("inquiries.reference"), primary_key=True),
        sa.Column("service", sa.String, nullable=False),
        sa.Column("day", sa.String, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        *(
            sa.Column(name, sa.Double)
            for name in ("arrived_at", "links_until", "complete_at", "verified_at", "paid_at", "returned_at")
        ),
        sa.Column("returned", sa.LargeBinary),
        sa.UniqueConstraint("service", "day", "number", name="numbers_once"),
    )
    op.create_table(
        "queues",
        sa.Column("service", sa.String, primary_key=True),
        sa.Column("day", sa.String, primary_key=True),
        sa.Column("given", sa.Integer, nullable=False),
    )
    op.create_table(
        "documents",
        sa.Column("reference", sa.String, sa.ForeignKey("submissions.reference"), primary_key=True),
        sa.Column("document", sa.String, primary_key=True),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("size_bytes", sa.Integer, nullable=False),
        sa.Column("stored_at", sa.Double, nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
