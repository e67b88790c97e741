"""Reads hours as a stranger would who knows schema.org and nothing of Loket."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def is_open(regular: Sequence[dict[str, Any]], special: Sequence[dict[str, Any]], local: datetime) -> bool | None:
    """Whether a place is open at a local time: what is special on a date replaces the week; None where nothing says."""
    told = hours_on(regular, special, local.date())
    yesterday = hours_on(regular, special, local.date() - timedelta(days=1)) or []
    time = local.strftime("%H:%M")
    late = any(closes < opens and time < closes for opens, closes in yesterday)
    return None if told is None and not late else late or any(_holds(*times, time) for times in told or [])


def hours_on(
    regular: Sequence[dict[str, Any]], special: Sequence[dict[str, Any]], on: date
) -> list[tuple[str, str]] | None:
    """What opens and closes on a date."""
    found = [item for item in special if _covers(item, on)] or [item for item in regular if _covers(item, on)]
    return [(item["opens"], item["closes"]) for item in found] or None


def _covers(item: dict[str, Any], on: date) -> bool:
    first, last = item.get("validFrom", "0001-01-01"), item.get("validThrough", "9999-12-31")
    return first <= on.isoformat() <= last and WEEKDAYS[on.weekday()] in item.get("dayOfWeek", WEEKDAYS)


def _holds(opens: str, closes: str, time: str) -> bool:
    """Equal times are a closed day; 00:00 to 23:59 is a whole day; what closes before it opens closes the next day."""
    if (opens, closes) == ("00:00", "23:59"):
        return True
    return opens <= time and (time < closes or closes < opens)
