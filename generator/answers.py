"""What the commands `check` and `hours` print, as text. Pure but for reading the directory that it is pointed to."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from generator.arguments import WrongArgumentError
from generator.directory import (
    Cause,
    Channel,
    Directory,
    Language,
    Problem,
    Status,
    Timetable,
    channel_timetable,
    clock,
    inspect,
)
from generator.directory.model import CalendarDay
from generator.directory.values import FIRST_YEAR, LAST_YEAR

MAX_DAYS = 366


def check(path: Path, form: str, words: Language, today: date) -> tuple[str, int]:
    """What is wrong in a file, in `form` (text, github, json), and the exit code: 1 with errors, 0 without."""
    problems = inspect(path, today=today).problems
    exit_code = int(any(problem.severity == "error" for problem in problems))
    if form == "json":
        return problems_as_json(problems, words), exit_code
    if form == "github":
        return "\n".join(_github_line(problem, words) for problem in problems), exit_code
    if not problems:
        return words("check.fine", file=path), exit_code
    return problems_as_text(problems, words), exit_code


def problems_as_text(problems: Sequence[Problem], words: Language) -> str:
    """A line for each problem, and a last line that counts them."""
    lines = [f"{problem.place}: {words.explain(problem)} [{problem.rule}]" for problem in problems]
    warnings = sum(problem.severity == "warning" for problem in problems)
    lines.append(words("check.count", errors=len(problems) - warnings, warnings=warnings))
    return "\n".join(lines)


def problems_as_json(problems: Sequence[Problem], words: Language) -> str:
    found = [
        {
            "file": problem.place.file,
            "line": problem.place.line,
            "column": problem.place.column,
            "rule": problem.rule,
            "severity": problem.severity,
            "message": words.explain(problem),
        }
        for problem in problems
    ]
    return json.dumps(found, ensure_ascii=False, indent=2)


def _github_line(problem: Problem, words: Language) -> str:
    """Source: actions/toolkit, command.ts: what is escaped in a message, and beside it in a property."""
    message = _escaped(words.explain(problem))
    file = _escaped(problem.place.file).replace(":", "%3A").replace(",", "%2C")
    place = f"file={file},line={problem.place.line},col={problem.place.column}"
    return f"::{problem.severity} {place},title={problem.rule}::{message}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def instant(text: str, zone: tzinfo, now: datetime) -> datetime:
    """An instant as it was typed, in `zone` where it names none; `now` where nothing was typed."""
    if not text:
        return now.astimezone(zone)
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise WrongArgumentError(f"'{text}' is not an instant. Write it like 2020-03-24T10:00+07:00.") from error
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise WrongArgumentError(f"'{text}': the year must be from {FIRST_YEAR} to {LAST_YEAR}.")
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(zone)


def find_channel(directory: Directory, channel_id: str) -> Channel:
    if channel_id not in directory.channels:
        raise WrongArgumentError(f"'{channel_id}' is not a channel. These are: {', '.join(directory.channels)}.")
    return directory.channels[channel_id]


def hours_of(directory: Directory, channel: Channel, at: datetime, days: int) -> dict[str, Any]:
    """The answer of `hours` as JSON has it; instants carry the offset of `site.timezone`."""
    if not 0 <= days <= MAX_DAYS:
        raise WrongArgumentError(f"--days must be from 0 to {MAX_DAYS}.")
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
        "days": [_day(timetable, at.date() + timedelta(days=number), default) for number in range(days)],
    }


def _day(timetable: Timetable, on: date, language: str) -> dict[str, Any]:
    causes = [span.cause for span in timetable.day(on) if span.cause]
    return {
        "date": on.isoformat(),
        "intervals": [[clock(interval.start), clock(interval.end)] for interval in timetable.intervals(on)],
        "reason": reason(causes[0] if causes else None, language),
    }


def written(at: datetime | None) -> str | None:
    """ISO 8601 to the minute, with the offset."""
    return at.isoformat(timespec="minutes") if at else None


def reason(cause: Cause, language: str) -> str | None:
    """The id of the record that decides, or the name of the holiday; None where the regular week does."""
    if isinstance(cause, CalendarDay):
        return cause.name.say(language)
    return cause.id if cause else None


def hours_as_text(told: dict[str, Any]) -> str:
    why = f": {told['reason']}" if told["reason"] else ""
    lines = [
        f"{told['channel']} at {told['at']}",
        f"{told['state']}{why}",
        f"until: {told['until'] or '-'}",
        f"next opening: {told['next_opening'] or '-'}",
    ]
    for day in told["days"]:
        intervals = ", ".join("-".join(pair) for pair in day["intervals"]) or "-"
        lines.append(f"{day['date']}  {intervals}" + (f"  ({day['reason']})" if day["reason"] else ""))
    return "\n".join(lines)
