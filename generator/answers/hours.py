"""What `hours` says: whether a channel is open, why, until when, and its days."""

from datetime import date, datetime, timedelta
from typing import Any

from generator.answers.instants import days_asked, written
from generator.directory import Cause, Channel, Directory, Language, Status, Timetable, channel_timetable, clock
from generator.directory.model import CalendarDay
from generator.news import announcements


def hours_of(directory: Directory, channel: Channel, at: datetime, days: int) -> dict[str, Any]:
    """The answer of `hours` as JSON has it; instants carry the offset of `site.timezone`."""
    timetable = channel_timetable(directory, channel)
    status: Status = timetable.status(at)
    default = directory.site.default_language
    return {
        "channel": channel.id,
        "at": written(at),
        "state": status.state.value,
        "until": written(status.until),
        "next_opening": written(status.next_opening),
        "reason": reason(status.cause, default),
        "days": [_day(timetable, at.date() + timedelta(days=number), default) for number in range(days_asked(days))],
    }


def _day(timetable: Timetable, on: date, language: str) -> dict[str, Any]:
    causes = [span.cause for span in timetable.day(on) if span.cause]
    return {
        "date": on.isoformat(),
        "intervals": [[clock(interval.start), clock(interval.end)] for interval in timetable.intervals(on)],
        "reason": reason(causes[0] if causes else None, language),
    }


def reason(cause: Cause, language: str) -> str | None:
    """The id of the record that decides, or the name of the holiday; None where the regular week does."""
    if isinstance(cause, CalendarDay):
        return cause.name.say(language)
    return cause.id if cause else None


def why(told: dict[str, Any], directory: Directory, words: Language) -> str:
    """The closure or the special hours that decide, in the words of their announcement; empty where none do."""
    return next((item.title for item in announcements(directory, words) if item.id == told["reason"]), "")


def hours_as_text(told: dict[str, Any], because: str, words: Language) -> str:
    """State and cause as JSON has them, the cause in words, what follows, and a line for each day."""
    cause = f": {told['reason']}" if told["reason"] else ""
    lines = [
        f"{told['channel']}: {_when(told['at'], words)}",
        f"{told['state']}{cause}",
        *([because] if because else []),
        words("hours.until", when=_when(told["until"], words)),
        words("hours.next_opening", when=_when(told["next_opening"], words)),
    ]
    for day in told["days"]:
        intervals = ", ".join("-".join(pair) for pair in day["intervals"]) or "-"
        lines.append(f"{day['date']}  {intervals}" + (f"  ({day['reason']})" if day["reason"] else ""))
    return "\n".join(lines)


def _when(written_at: str | None, words: Language) -> str:
    return words.instant(datetime.fromisoformat(written_at)) if written_at else "-"
