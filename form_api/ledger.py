"""What an operator reads of the outbox, as text. Pure; the list holds no citizen's words."""

from collections.abc import Sequence

from form_api.records import Attempt, StoredInquiry


def status(inquiry: StoredInquiry) -> str:
    """Computed from the timestamps; never stored."""
    if inquiry.accepted_at:
        return "accepted"
    if inquiry.parked_at:
        return "parked"
    return "waiting" if inquiry.rounds else "stored"


def as_list(inquiries: Sequence[StoredInquiry]) -> str:
    """A line for each: reference, status, when it was stored, service, desk, rounds of delivery that failed."""
    lines = [
        f"{item.reference}  {status(item):<8}  {item.stored_at:%Y-%m-%dT%H:%M:%SZ}  {item.service or '-'}  "
        f"{item.desk}  {item.rounds}"
        for item in inquiries
    ]
    return "\n".join([*lines, f"{len(lines)} inquiries"])


def as_page(inquiry: StoredInquiry, attempts: Sequence[Attempt]) -> str:
    """Everything about one inquiry, the citizen's words included."""
    rows = [
        f"reference: {inquiry.reference}",
        f"status: {status(inquiry)}",
        f"stored: {inquiry.stored_at:%Y-%m-%dT%H:%M:%SZ}",
        f"accepted: {inquiry.accepted_at:%Y-%m-%dT%H:%M:%SZ}" if inquiry.accepted_at else "accepted: -",
        f"next attempt: {inquiry.due_at:%Y-%m-%dT%H:%M:%SZ}",
        *(
            f"{name}: {getattr(inquiry, name) or '-'}"
            for name in ("service", "topic", "desk", "name", "email", "phone")
        ),
        "",
        inquiry.message,
        "",
        *map(_attempt_line, attempts),
    ]
    return "\n".join(rows)


def _attempt_line(attempt: Attempt) -> str:
    at = f"{attempt.at:%Y-%m-%dT%H:%M:%SZ}"
    return f"{at}  {attempt.outcome}  {attempt.desk}  {attempt.mailbox}  {attempt.code or '-'}  {attempt.detail}"
