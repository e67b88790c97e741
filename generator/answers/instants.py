"""Instants as people type them after `--at` and `--now`, and as JSON has them."""

from datetime import datetime, tzinfo

from generator.arguments import WrongArgumentError
from generator.directory.values import FIRST_YEAR, LAST_YEAR

MAX_DAYS = 366


def instant(text: str, zone: tzinfo, now: datetime) -> datetime:
    """An instant as it was typed, in `zone` where it names none; `now` where nothing was typed."""
    if not text:
        return now.astimezone(zone)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongArgumentError("arguments.instant", quote=text) from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise WrongArgumentError("problems.date-year", quote=text, first=FIRST_YEAR, last=LAST_YEAR)
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(zone)


def days_asked(days: int) -> int:
    """The number typed after `--days`. Raises: WrongArgumentError for one that is out of reach."""
    if not 0 <= days <= MAX_DAYS:
        raise WrongArgumentError("arguments.days", quote=days, limit=MAX_DAYS)
    return days


def written(at: datetime | None) -> str | None:
    """ISO 8601 to the minute, with the offset."""
    return at.isoformat(timespec="minutes") if at else None
