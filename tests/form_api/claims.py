"""Claims as a report meets them: when they came and what happened to them, in the local time of March 2020."""

from datetime import UTC, date, datetime
from typing import Any

from form_api.records import Entry, Submission
from form_api.report import Days
from tests.building import JAKARTA
from tests.form_api.questions import stored

NINE_DAYS = Days(date(2020, 3, 23), date(2020, 3, 31))


def at(local: str) -> datetime:
    """`24 10:00`, in UTC as the outbox has it."""
    return datetime.strptime(f"2020-03-{local}", "%Y-%m-%d %H:%M").replace(tzinfo=JAKARTA).astimezone(UTC)


NOON = at("31 12:00")


def handed_in(local: str, *, service: str = "klaim", erased: str | None = None, **events: str) -> Entry:
    """A submission, and when what happened to it: `verified="24 10:00"`."""
    happened: dict[str, Any] = {f"{event}_at": at(when) for event, when in events.items()}
    submission = Submission(day=NOON.date(), number=1, **happened)
    erased_at = at(erased) if erased else None
    return stored(stored_at=at(local), service=service, desk="meja-klaim", erased_at=erased_at, submission=submission)


def founding_case() -> list[Entry]:
    """70 on Monday 23 March and 25 on Tuesday; some are verified or paid at a weekend or on Wednesday, a holiday."""

    def monday(**events: str) -> Entry:
        return handed_in("23 09:00", arrived="23 10:00", **events)

    def tuesday(**events: str) -> Entry:
        return handed_in("24 09:00", arrived="24 09:00", **events)

    return [
        *[monday(verified="24 10:00", paid="27 15:00")] * 40,
        *[monday(verified="28 11:00", paid="31 11:00")] * 10,
        *[monday(verified="23 15:00", paid="27 09:00")] * 10,
        *[monday(returned="24 11:00")] * 5,
        *[handed_in("23 09:00")] * 5,
        *[tuesday(verified="25 10:00", paid="30 15:00")] * 20,
        *[tuesday(verified="26 15:00")] * 3,
        tuesday(erased="26 09:00"),
        tuesday(verified="25 10:00", paid="29 15:00", erased="31 09:00"),
    ]
