"""The report as people read it, in columns, and as spreadsheets do, in CSV. Pure.

Never holds anything of a citizen's: numbers and days, and of a service its name (in CSV its id).
"""

import csv
import io
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from form_api.letter import service_name
from form_api.report import Counts, Days, Row, ServiceReport, Wait
from form_api.sheet import one_line
from generator.directory import Directory, Language

HOUR = timedelta(hours=1)
NONE = "-"
_HEADING_WIDTH = 10
_SHOWN = ("received", "documents_arrived", "verified", "finished", "returned", "erased", "open")
_WAITS = tuple(f"{end}_{which}_open_hours" for end in ("verification", "completion") for which in Wait._fields)
COLUMNS = ("service", "row", "date", *Counts._fields, "on_time_percent", *_WAITS)


def as_csv(report: Iterable[ServiceReport]) -> str:
    """A line for each row; `row` is `day`, or `total`, which has no date. Source: RFC 4180.

    Nothing in it begins a formula: ids begin with a letter or a digit, and all the rest is ours.
    """
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for service in report:
        for row in (*service.rows, service.total):
            kind, on = ("day", row.on.isoformat()) if row.on else ("total", "")
            waits = [*(row.verification or (None, None)), *(row.completion or (None, None))]
            hours = ("" if wait is None else f"{wait / HOUR:.1f}" for wait in waits)
            lines.writerow([service.service, kind, on, *row.counts, _percent(row.counts), *hours])
    return written.getvalue()


def as_text(report: Sequence[ServiceReport], directory: Directory, days: Days, words: Language) -> str:
    """A table for each service, all with the same columns, and how they are to be read."""
    site = directory.site.name.say(words.code)
    blocks = [words("report.heading", site=one_line(site), dates=words.dates(*days))]
    blocks += _tables(report, directory, words) if report else [words("report.nothing")]
    notes = (words(f"report.{name}_note") for name in ("day", "hours", "on_time"))
    blocks += ["\n".join(notes)] if report else []
    return "".join(f"{line.rstrip()}\n" for line in "\n\n".join(blocks).split("\n"))


def _tables(report: Sequence[ServiceReport], directory: Directory, words: Language) -> Iterator[str]:
    """Columns are as wide as the widest number of any service, so that one can be read below the other."""
    head = _stacked([words(f"report.{name}") for name in (*_SHOWN, "verification", "completion", "on_time")])
    bodies = [[_line(row, words) for row in (*service.rows, service.total)] for service in report]
    lines = [*head, *(line for body in bodies for line in body)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for service, body in zip(report, bodies, strict=True):
        title = one_line(_title(service.service, directory, words))
        yield "\n".join([title, *(_aligned(line, widths) for line in (*head, *body))])


def _stacked(headings: Sequence[str]) -> list[tuple[str, ...]]:
    """Headings of several words on lines of their own, the last ones beside each other; none above the days."""
    broken = [textwrap.wrap(heading, _HEADING_WIDTH, break_long_words=False) for heading in ("", *headings)]
    height = max(map(len, broken))
    return list(zip(*([""] * (height - len(lines)) + lines for lines in broken), strict=True))


def _aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    first, *numbers = line
    return "  ".join(
        [first.ljust(widths[0]), *(text.rjust(width) for text, width in zip(numbers, widths[1:], strict=True))]
    )


def _title(service_id: str, directory: Directory, words: Language) -> str:
    name = service_name(directory, service_id, words)
    service = directory.services.get(service_id)
    time = service.processing_time if service else None
    if time is None:
        return words("report.without_promise", service=name)
    since = words(f"processing.{time.counted_from}")
    return words("report.with_promise", service=name, time=words.duration(time.duration), since=since)


def _line(row: Row, words: Language) -> tuple[str, ...]:
    percent = _percent(row.counts)
    return (
        words.short_date(row.on) if row.on else words("report.total"),
        *(str(getattr(row.counts, name)) for name in _SHOWN),
        *(_hours(wait, words) for wait in (row.verification, row.completion)),
        f"{percent}%" if percent else NONE,
    )


def _hours(wait: Wait | None, words: Language) -> str:
    """`1,5 (7,0)`: the median, and the longest."""
    return f"{words.decimal(wait.median / HOUR)} ({words.decimal(wait.longest / HOUR)})" if wait else NONE


def _percent(counts: Counts) -> str:
    """Rounded down: what was late once is never 100%."""
    return str(100 * counts.on_time // counts.due) if counts.due else ""
