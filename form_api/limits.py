"""All that bounds what comes in, in one place, as the service starts with it and as the README tells it. Pure.

Never decides: each limit is kept by the room that is named after it.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple

from form_api.attachments import MAX_LETTER_MB, MEGABYTE
from form_api.budget import Budget
from form_api.ceilings import CONTENT_PER_HOUR, PER_ADDRESS_AND_MINUTE, PER_MINUTE, Ceilings
from form_api.intake import MAX_DOCUMENTS_MB, MAX_TEXT_BYTES
from form_api.pace import HEAD_SECONDS, REST_SECONDS, Pace
from form_api.parts import MAX_PARTS
from form_api.settings import HOLD_SECONDS, Settings
from form_api.suspicion import Thresholds

_PACE, _BUDGET, _THRESHOLDS = Pace(), Budget(), Thresholds()


@dataclass
class Limits:
    """What one running service keeps to. Budget and ceilings remember; the rest is fixed."""

    pace: Pace = _PACE
    budget: Budget = field(default_factory=Budget)
    ceilings: Ceilings = field(default_factory=Ceilings)
    thresholds: Thresholds = _THRESHOLDS
    max_letter_mb: int = MAX_LETTER_MB
    hold: timedelta = timedelta(seconds=HOLD_SECONDS)


def limits_of(settings: Settings) -> Limits:
    """As an operator set them."""
    return Limits(
        ceilings=Ceilings(
            total_per_minute=settings.most_per_minute,
            content_per_hour=settings.most_same_per_hour,
            address_per_minute=settings.most_per_address,
        ),
        thresholds=Thresholds(quarantine_score=settings.quarantine_at),
        max_letter_mb=settings.most_letter_mb,
        hold=timedelta(seconds=settings.hold_seconds),
    )


class Limit(NamedTuple):
    """A line of the README's table, which a test compares with these."""

    what: str
    default: str
    answer: str


STORE_SECONDS = 20
"""Until the outbox has a question. Longer than it waits for another that writes, and for one batch before."""
LIMITS = (
    Limit("the texts of a question, all together", f"{MAX_TEXT_BYTES // 1024} KB", "413, every word kept"),
    Limit("its files", "as `inquiry.attachments` says; none without it", "413 or 422, every word kept"),
    Limit(
        "the documents of a submission, in one body",
        f"{MAX_DOCUMENTS_MB} MB; each as `upload.max_mb` says",
        "413 or 422; what came before is kept",
    ),
    Limit("a letter with its files, encoded (x 1.37)", f"{MAX_LETTER_MB} MB", "422, every word kept"),
    Limit("fields and files of one question", f"{MAX_PARTS} in all", "400"),
    Limit(
        "a body that is on its way",
        f"{_PACE.min_bytes_per_second} bytes a second after {_PACE.grace_seconds} seconds, "
        f"never {_PACE.silence_seconds} seconds of silence",
        "408",
    ),
    Limit("the head of a request", f"{HEAD_SECONDS} seconds", "the connection is closed"),
    Limit("the rest of a body that was answered already", f"{REST_SECONDS} seconds", "the connection is closed"),
    Limit(
        "all questions that are being read at once",
        f"{_BUDGET.max_text_bytes // MEGABYTE} MB of texts and {_BUDGET.max_file_bytes // MEGABYTE} MB of files",
        "503 with `Retry-After`",
    ),
    Limit("storing a question", f"{STORE_SECONDS} seconds", "503 with `Retry-After`, every word kept"),
    Limit("questions in a minute", f"{PER_MINUTE}", "429 with `Retry-After`, every word kept"),
    Limit("questions in a minute from one address", f"{PER_ADDRESS_AND_MINUTE}", "429 likewise"),
    Limit("questions in an hour with one text", f"{CONTENT_PER_HOUR}", "429 likewise"),
)
