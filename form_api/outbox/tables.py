"""The tables of the outbox. Instants are seconds since 1970, UTC; what citizens wrote stands only in `sealed`."""

from sqlalchemy import (
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

METADATA = MetaData()
INQUIRIES = Table(
    "inquiries",
    METADATA,
    Column("reference", String, primary_key=True),
    Column("stored_at", Double, nullable=False, index=True),
    Column("desk", String, nullable=False),
    Column("service", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("language", String, nullable=False),
    Column("suspicions", String, nullable=False, default=""),
    Column("sealed", LargeBinary),
    Column("accepted_at", Double),
    Column("confirmed_at", Double),
    Column("parked_at", Double),
    Column("quarantined_at", Double),
    Column("restarted_after", Integer),
    Column("erased_at", Double),
)
FILES = Table(
    "files",
    METADATA,
    Column("reference", String, ForeignKey("inquiries.reference"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("type", String, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
SUBMISSIONS = Table(
    "submissions",
    METADATA,
    Column("reference", String, ForeignKey("inquiries.reference"), primary_key=True),
    Column("service", String, nullable=False),
    Column("day", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("arrived_at", Double),
    Column("links_until", Double),
    Column("complete_at", Double),
    Column("verified_at", Double),
    Column("paid_at", Double),
    Column("returned_at", Double),
    Column("returned", LargeBinary),
    UniqueConstraint("service", "day", "number", name="numbers_once"),
)
QUEUES = Table(
    "queues",
    METADATA,
    Column("service", String, primary_key=True),
    Column("day", String, primary_key=True),
    Column("given", Integer, nullable=False),
)
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("reference", String, ForeignKey("submissions.reference"), primary_key=True),
    Column("document", String, primary_key=True),
    Column("type", String, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("stored_at", Double, nullable=False),
    Column("name", LargeBinary, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
FINGERPRINTS = Table(
    "fingerprints",
    METADATA,
    Column("fingerprint", String, primary_key=True),
    Column("reference", String, nullable=False, index=True),
    Column("stored_at", Double, nullable=False),
)
ERRANDS = Table(
    "errands",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("about", String, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("rounds", Integer, nullable=False, default=0),
    Column("claimed_until", Double),
    Column("claimed_by", String),
    Column("begun_at", Double),
    Column("address_mark", String),
    Column("closed_at", Double),
    UniqueConstraint("about", "kind", name="errands_once"),
)
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("about", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("at", Double, nullable=False),
    Column("desk", String, nullable=False),
    Column("mailbox", String, nullable=False),
    Column("outcome", String, nullable=False),
    Column("code", Integer),
    Column("detail", String, nullable=False),
)
PULSE = Table("pulse", METADATA, Column("id", Integer, primary_key=True), Column("at", Double, nullable=False))

_OPEN = ERRANDS.c.closed_at.is_(None)
Index("errands_due", ERRANDS.c.due_at, sqlite_where=_OPEN, postgresql_where=_OPEN)
Index("errands_replies", ERRANDS.c.address_mark, ERRANDS.c.begun_at)
Index("inquiries_accepted", INQUIRIES.c.accepted_at)
Index("fingerprints_age", FINGERPRINTS.c.stored_at)
