"""Submissions, of which a test names only what it is about; and a small directory that takes them."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from form_api.outbox import Demand, NewInquiry, Outbox, Queue
from form_api.records import Inquiry, Submission, UploadedFile
from generator.directory import Directory
from tests.building import good
from tests.form_api.questions import NOW, REFERENCE, asked

SECOND, MINUTE, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(days=1)
REQUIRED = ("kartu", "ktp")
DEMAND = Demand(REQUIRED)
PICTURE = b"\xff\xd8\xff\xe0 gambar"


def every_day() -> Iterator[date]:
    """From Tuesday 24 March on, weekends as well."""
    return (date(2020, 3, 24) + number * DAY for number in range(10_000))


def queue(daily_limit: int = 70, service: str = "klaim") -> Queue:
    return Queue(service, daily_limit, every_day)


def document(name: str = "kartu", content: bytes = PICTURE) -> UploadedFile:
    return UploadedFile(field=name, name=f"{name}.jpg", type="jpg", content=content)


def claim(**given: Any) -> Inquiry:
    return asked(service="klaim", **given)


def submit(
    outbox: Outbox,
    inquiry: Inquiry | None = None,
    *,
    reference: str = REFERENCE,
    at: datetime = NOW,
    places: Queue | None = None,
    suspicions: tuple[str, ...] = (),
) -> str:
    new = NewInquiry(
        inquiry=inquiry or claim(),
        desk="meja-klaim",
        at=at,
        queue=places or queue(),
        demand=DEMAND,
        suspicions=suspicions,
    )
    return outbox.commit(outbox.storing(new, lambda: reference)).entry.reference


def bring(outbox: Outbox, *names: str, at: datetime = NOW, demand: Demand = DEMAND, reference: str = REFERENCE) -> str:
    """Stores these documents one after the other, and tells what the last one did."""
    for name in names:
        came = outbox.commit(outbox.document_stored(reference, document(name), demand, at))
    return came


def standing(outbox: Outbox, reference: str = REFERENCE) -> Submission:
    entry = outbox.find(reference)
    assert entry is not None
    assert entry.submission is not None
    return entry.submission


def claims_office(daily_limit: int = 70, unit: str = "working_days", **replaced: str) -> Directory:
    """A service that takes submissions, of a desk that works on weekdays but not on Wednesday 25 March."""
    return good(claims_text(daily_limit, unit, **replaced))


def claims_text(daily_limit: int = 70, unit: str = "working_days", **replaced: str) -> str:
    """The same as a file has it."""
    text = _OFFICE.replace("LIMIT", str(daily_limit)).replace("UNIT", unit)
    for old, new in replaced.items():
        text = text.replace(old, new)
    return text


_OFFICE = """\
version: 1
site: {url: https://kantor.example, name: Kantor, languages: [id, en]}
organizations:
  - {id: kantor, name: Kantor, privacy: {controller: Kantor, retention: 30 days}}
calendar: [{date: 2020-03-25, kind: holiday, name: {id: Hari Raya Nyepi, en: Nyepi}}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:30]}}]
channels: [{id: formulir, type: form}, {id: telepon, type: phone, number: (0343) 410 188}]
services:
  - id: klaim
    organization: kantor
    name: {id: Klaim, en: Claim}
    channels: [formulir, telepon]
    desk: meja-klaim
    required_documents:
      - {id: kartu, document: {id: Kartu peserta, en: Member card}, upload: {types: [pdf, jpg, png], max_mb: 15}}
      - {id: ktp, document: KTP, sensitive: true, upload: {types: [jpg, png], max_mb: 15}}
      - {id: surat, document: {id: Surat kuasa, en: Mandate}, required: false, upload: {types: [pdf], max_mb: 1}}
      - {id: asli, document: {id: Berkas asli, en: Originals}}
    processing_time: {days: 2, unit: UNIT, counted_from: documents_verified}
    submission: {daily_limit: LIMIT}
  - {id: tanya, organization: kantor, name: {id: Tanya, en: Ask}, channels: [formulir], desk: meja-klaim}
desks:
  - {id: meja-klaim, name: {id: Meja klaim, en: Claims desk}, to: [klaim@kantor.example], schedule: jam,
     reply_within: 2 working days}
  - {id: meja-umum, name: Meja umum, to: [umum@kantor.example], schedule: jam}
inquiry: {default_desk: meja-umum, from: noreply@kantor.example, digest_to: kepala@kantor.example}
"""
