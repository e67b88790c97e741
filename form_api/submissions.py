"""What a submission needs and what it is promised: its queue, its documents, the day by which it is done. Pure."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from form_api.desks import desk_of
from form_api.outbox import Demand, Queue
from form_api.records import Entry, Submission
from generator.directory import (
    Desk,
    Directory,
    Language,
    RequiredDocument,
    Service,
    Timetable,
    schedule_timetable,
    uploads_of,
)

_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_NO_WORK = 400
"""Days without an opening after which any day is one of the queue: nobody waits for an office that never opens."""


def queue_of(directory: Directory, service: Service, desk: Desk, now: datetime) -> Queue:
    """Where a submission to this service takes its number.

    Its days are those on which the desk opens; today, while it has not closed yet. Raises: ValueError where the service
    takes no submissions.
    """
    if service.submission is None:
        raise ValueError("the service takes no submissions")
    timetable = schedule_timetable(directory, desk.schedule)  # before anybody waits for the queue
    return Queue(service.id, service.submission.daily_limit, lambda: _working_days(timetable, now))


def _working_days(timetable: Timetable, now: datetime) -> Iterator[date]:
    first = timetable.working_day_after(now, 0)
    on, closed = first or now.astimezone(timetable.zone).date(), 0 if first else _NO_WORK
    yield on
    while True:
        on += _DAY
        closed = 0 if timetable.opens_on(on) else closed + 1
        if closed == 0 or closed > _NO_WORK:
            yield on


def demand_of(service: Service | None, hold: timedelta = timedelta(0)) -> Demand:
    """What must be here before the desk gets its letter; nothing of a service that takes no submissions any more."""
    return Demand([asked.id for asked in uploads_of(service) if asked.required], hold)


def lacking(directory: Directory, entry: Entry, kept: Collection[str]) -> list[RequiredDocument]:
    """The required documents that are not here. `kept`: the ids of those that are."""
    asked = uploads_of(directory.services.get(entry.service))
    return [document for document in asked if document.required and document.id not in kept]


def place_told(submission: Submission, words: Language) -> str:
    """`14 untuk Rabu, 25 Maret 2020`."""
    return words("submission_letter.place", number=submission.number, day=words.weekday_and_date(submission.day))


def submission_instants(directory: Directory, entry: Entry) -> dict[str, datetime | None]:
    """What a program learns of a submission, by the names of its API."""
    submission = entry.submission
    if submission is None:
        return {}
    names = ("arrived_at", "complete_at", "verified_at", "paid_at", "returned_at")
    return {name: getattr(submission, name) for name in names} | {"promised_by": promised(directory, entry)}


def promised_day(directory: Directory, entry: Entry) -> date | None:
    """The last day on which it is done as promised: what is due at midnight is due on the day that ends then."""
    due = promised(directory, entry)
    return (due - _MINUTE).date() if due else None


def promised(directory: Directory, entry: Entry) -> datetime | None:
    """By when it is done, as the service's `processing_time` says, in the office's zone; None while that is not known.

    Counted from storing, from when the desk found the documents complete, or from when it verified them, in the working
    days of the desk.
    """
    service, desk = directory.services.get(entry.service), desk_of(directory, entry)
    time = service.processing_time if service else None
    if time is None or desk is None or entry.submission is None:
        return None
    starts = {
        "submission": entry.stored_at,
        "documents_complete": entry.submission.complete_at,
        "documents_verified": entry.submission.verified_at,
    }
    start = starts[time.counted_from]
    return schedule_timetable(directory, desk.schedule).deadline(start, time.duration) if start else None
