"""The first tables: words in the open, one queue for questions alone."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "inquiries",
        sa.Column("reference", sa.String, primary_key=True),
        sa.Column("stored_at", sa.Float, nullable=False),
        *(
            sa.Column(name, sa.String, nullable=False)
            for name in ("desk", "service", "topic", "name", "email", "phone", "message", "language", "digest")
        ),
        sa.Column("due_at", sa.Float, nullable=False),
        sa.Column("claimed_until", sa.Float),
        sa.Column("rounds", sa.Integer, nullable=False),
        sa.Column("accepted_at", sa.Float),
        sa.Column("parked_at", sa.Float),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("reference", sa.String, sa.ForeignKey("inquiries.reference"), nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        *(sa.Column(name, sa.String, nullable=False) for name in ("desk", "mailbox", "outcome")),
        sa.Column("code", sa.Integer),
        sa.Column("detail", sa.String, nullable=False),
    )
    op.create_index("inquiries_resend", "inquiries", ["digest", "stored_at"])
    op.create_index("inquiries_due", "inquiries", ["due_at"])
    op.create_index("ix_attempts_reference", "attempts", ["reference"])
