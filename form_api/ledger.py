"""What an operator reads of the outbox, as text. Pure; only `as_page` and `as_export` hold a citizen's words."""

import base64
import json
from collections.abc import Sequence
from datetime import datetime

from form_api.records import Attempt, Entry, StoredInquiry, UploadedFile


def status(entry: Entry) -> str:
    """Computed from the timestamps; never stored."""
    events = (
        ("erased", entry.erased_at),
        ("confirmed", entry.confirmed_at),
        ("accepted", entry.accepted_at),
        ("quarantined", entry.quarantined_at),
        ("parked", entry.parked_at),
        ("lacks documents", entry.lacks_documents),
        ("waiting", entry.rounds),
    )
    return next((word for word, happened in events if happened), "stored")


def as_list(entries: Sequence[Entry], failures: Sequence[tuple[str, Attempt]] = ()) -> str:
    """A line for each: reference, status, when it was stored, service, desk, rounds of delivery that failed.

    Then why it was put aside, and the place of a submission in its queue.

    `failures`: the last tries in a row at which no mail server could be used, if that is how it stands.
    """
    lines = list(map(_line, entries))
    return "\n".join([*lines, f"{len(lines)} inquiries", *_mail_lines(failures)])


def _line(item: Entry) -> str:
    suspicions = ",".join(item.suspicions) if item.quarantined_at else ""
    told = (
        item.reference,
        f"{status(item):<15}",
        _written(item.stored_at),
        item.service or "-",
        item.desk,
        str(item.rounds),
        *filter(None, (suspicions, _place(item))),
    )
    return "  ".join(told)


def _place(entry: Entry) -> str:
    """Its number in the queue and the day, as `number 14 on 2020-03-25`; empty for a question."""
    place = entry.submission
    return f"number {place.number} on {place.day}" if place else ""


def connection_failures(attempts: Sequence[tuple[str, Attempt]]) -> list[tuple[str, Attempt]]:
    """The newest attempts, as far back as all of them failed at the connection."""
    failed: list[tuple[str, Attempt]] = []
    for about, attempt in reversed(attempts):
        if attempt.outcome != "unreachable":
            break
        failed.append((about, attempt))
    return failed[::-1]


def _mail_lines(failures: Sequence[tuple[str, Attempt]]) -> list[str]:
    if not failures:
        return []
    (_, first), (_, last) = failures[0], failures[-1]
    return [
        f"The mail server can't be used since {_written(first.at)}; last tried {_written(last.at)}:",
        f"  {last.code or ''} {last.detail}".rstrip(),
    ]


def as_page(inquiry: StoredInquiry, attempts: Sequence[Attempt]) -> str:
    """Everything about one inquiry, the citizen's words included."""
    names = ("service", "topic", "desk", "name", "email", "phone")
    returned = inquiry.returned.replace("\n", "\n  ")
    rows = [
        f"reference: {inquiry.reference}",
        f"status: {status(inquiry)}",
        *([f"queue: {_place(inquiry)}"] if inquiry.submission else []),
        *(f"{event}: {_written(at)}" for event, at in [*_events(inquiry), *_steps(inquiry)]),
        *([f"returned because: {returned}"] if returned else []),
        *([f"suspicions: {', '.join(inquiry.suspicions)}"] if inquiry.suspicions else []),
        *(f"{name}: {getattr(inquiry, name) or '-'}" for name in names),
        *_file_lines(inquiry),
        "",
        inquiry.message,
        "",
        *map(_attempt_line, attempts),
    ]
    return "\n".join(rows)


def as_export(inquiry: StoredInquiry, attempts: Sequence[Attempt]) -> str:
    """All that is kept of one inquiry, as JSON: what a citizen may ask for. Source: UU 27/2022, articles 6 and 13."""
    words = {
        name: getattr(inquiry, name) for name in ("service", "topic", "language", "name", "email", "phone", "message")
    }
    told = {
        "reference": inquiry.reference,
        **words,
        **_exported_submission(inquiry),
        "files": list(map(_exported_file, inquiry.files)),
        "events": {event: _written(at) for event, at in _events(inquiry)},
        "attempts": [{"at": _written(made.at), "desk": made.desk, "outcome": made.outcome} for made in attempts],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _exported_submission(inquiry: StoredInquiry) -> dict[str, object]:
    """`returned`: what the desk wrote when it returned the documents."""
    place = inquiry.submission
    if place is None:
        return {}
    events = {event: _written(at) for event, at in _steps(inquiry)}
    told = {"day": place.day.isoformat(), "number": place.number, "events": events, "returned": inquiry.returned}
    return {"submission": told}


def _exported_file(file: UploadedFile) -> dict[str, str]:
    content = base64.b64encode(file.content).decode("ascii")
    return {"field": file.field, "name": file.name, "type": file.type, "content_base64": content}


def _file_lines(inquiry: StoredInquiry) -> list[str]:
    """The documents of a submission by their ids in the directory; what else came by number."""
    numbered = enumerate(inquiry.files, 1)
    told = [(f"document {file.field}" if inquiry.submission else f"file {number}", file) for number, file in numbered]
    return [f"{what}: {file.name} ({len(file.content)} bytes)" for what, file in told]


def _steps(entry: Entry) -> list[tuple[str, datetime]]:
    """How far a submission is, in the order in which it goes on."""
    place = entry.submission
    if place is None:
        return []
    happened = (
        ("documents arrived", place.arrived_at),
        ("complete", place.complete_at),
        ("verified", place.verified_at),
        ("paid", place.paid_at),
        ("returned", place.returned_at),
        ("links open until", place.links_until),
    )
    return [(name, at) for name, at in happened if at]


def _events(entry: Entry) -> list[tuple[str, datetime]]:
    names = ("stored", "accepted", "confirmed", "parked", "quarantined", "erased")
    happened = [(name, getattr(entry, f"{name}_at")) for name in names]
    return [(name, at) for name, at in [*happened, ("next attempt", entry.due_at)] if at]


def _attempt_line(attempt: Attempt) -> str:
    where = f"{attempt.desk or '-'}  {attempt.mailbox}"
    return f"{_written(attempt.at)}  {attempt.outcome}  {where}  {attempt.code or '-'}  {attempt.detail}"


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
