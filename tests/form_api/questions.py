"""Questions, stored ones and attempts, of which a test names only what it is about; and a small directory for them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from form_api.inquiry import read_inquiry
from form_api.outbox import NewInquiry, Outbox
from form_api.records import Attempt, Errand, Inquiry, OutcomeName, StoredInquiry
from form_api.sealing import Sealer
from form_api.settings import Secret
from generator.directory import Directory, load
from tests.building import ROOT, good

NOW = datetime(2020, 3, 24, 3, 0, tzinfo=UTC)
"""A Tuesday, 10 o'clock in Jakarta: the desks are open."""
DAY = timedelta(days=1)
PASURUAN = load(ROOT / "contacts.yml")
"""For properties, whose report would print a fixture in full."""
REFERENCE = "K7M4-PX9R"
TYPED = {
    "service": "pbb-p2",
    "name": "Siti Aminah",
    "email": "siti@warga.example",
    "phone": "0812-3456-7890",
    "message": "Bagaimana cara membayar PBB?",
    "language": "id",
    "token": "abc123",
}
"""What a citizen types, as a form sends it."""


def asked(**given: Any) -> Inquiry:
    fields: dict[str, Any] = {"topic": "", **TYPED} | given
    return Inquiry(**fields)


def stored(**given: Any) -> StoredInquiry:
    known = {"reference": REFERENCE, "desk": "meja-pbb", "stored_at": NOW, "due_at": NOW, "rounds": 0}
    fields: dict[str, Any] = {"topic": "", **TYPED} | known | given
    fields.pop("token")
    fields.pop("is_submission", None)
    return StoredInquiry(**fields)


def attempt(desk: str, mailbox: str, outcome: OutcomeName, code: int | None = None, detail: str = "") -> Attempt:
    return Attempt(NOW, desk, mailbox, outcome, code, detail)


KEY = Secret("b" * 43 + "=")
SEALER = Sealer([KEY])


def put(
    outbox: Outbox,
    inquiry: Inquiry,
    at: datetime = NOW,
    *,
    reference: str = REFERENCE,
    desk: str = "meja-pbb",
    suspicions: tuple[str, ...] = (),
    wants_reply: bool = False,
) -> str:
    """Stores a question and gives its reference."""
    new = NewInquiry(inquiry=inquiry, desk=desk, at=at, suspicions=suspicions, wants_reply=wants_reply)
    return outbox.commit(outbox.storing(new, lambda: reference)).entry.reference


def claimed(outbox: Outbox, at: datetime = NOW, *, limit: int = 10, claimant: str = "kurir") -> list[Errand]:
    """What a courier is given."""
    return outbox.claim_due(at, claimant=claimant, lease_seconds=60, limit=limit)


def whole(outbox: Outbox, reference: str = REFERENCE) -> StoredInquiry | None:
    return outbox.whole([reference]).get(reference)


def read(directory: Directory, **typed: object) -> Inquiry:
    """The inquiry in a form that must be without a fault."""
    found = read_inquiry(directory, TYPED | typed)
    assert isinstance(found, Inquiry), found
    return found


def with_files(max_files: int = 3, max_total_mb: int = 1, types: str = "pdf, jpg, png") -> Directory:
    """The two desks, whose form takes files as well."""
    taken = f"  attachments: {{max_files: {max_files}, max_total_mb: {max_total_mb}, types: [{types}]}}\n"
    return good(_TWO_DESKS + taken)


def two_desks() -> Directory:
    """A service whose desk has two mailboxes and falls back to the default desk; one topic goes elsewhere."""
    return good(_TWO_DESKS)


_TWO_DESKS = """\
version: 1
site: {url: https://kantor.example, name: Kantor, languages: [id, en]}
organizations: [{id: kantor, name: Kantor}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:30]}}]
channels: [{id: formulir, type: form}, {id: telepon, type: phone, number: (0343) 410 188}]
services: [{id: pbb-p2, organization: kantor, name: PBB, channels: [formulir, telepon], desk: meja-pbb}]
desks:
  - {id: meja-pbb, name: Meja PBB, to: [satu@kantor.example, dua@kantor.example], schedule: jam, fallback: meja-dua}
  - {id: meja-dua, name: Meja dua, to: [tiga@kantor.example]}
  - {id: meja-umum, name: Meja umum, to: [umum@kantor.example], reply_within: 2 working days, schedule: jam}
inquiry:
  default_desk: meja-umum
  from: noreply@kantor.example
  topics: [{id: keberatan, name: {id: Keberatan, en: Objection}, desk: meja-dua}]
"""
