"""What holds of any file, however it was spoiled: `hold` looks at all of it and raises where a law is broken.

No law here knows what a rule means; that a rule tells the right thing is shown elsewhere, by example.
"""

import json
import re
import string
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from generator.answers.check import check
from generator.answers.hours import hours_of
from generator.directory import (
    Directory,
    Language,
    Problem,
    Reading,
    available_languages,
    channel_link,
    channel_timetable,
    desks_for,
    files_of,
    inspect,
    language,
    question_form,
    schedule_timetable,
)
from generator.live import LiveBlocks
from generator.news import announcements, ended, in_force_or_coming
from generator.published import PublishedRecords
from generator.renames import with_renames
from tests.building import clock_on, public_directory

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # YAML 1.1, section 4.2: what libyaml counts as a line
LONGEST_MESSAGE = 600
FORMS = ("text", "json", "github")
FAR_INSTANTS = (datetime(2000, 1, 1), datetime(2020, 4, 18, 9), datetime(2199, 12, 31, 23, 59))  # noqa: DTZ001


class BrokenLawError(AssertionError):
    """Something that must hold of any file does not hold of this one."""


class Seen(NamedTuple):
    """The rules that a file broke, and whether it is a directory all the same."""

    rules: frozenset[str]
    is_good: bool


def hold(path: Path, today: date, published: PublishedRecords) -> Seen:
    """Reads the file as every command does, and looks at all that comes of it.

    Raises: BrokenLawError, or whatever the product itself raised: neither may happen.
    """
    plain = _read_twice(path, None)
    dated = _read_twice(path, today)
    _law(plain.directory == dated.directory, "the clock changes the directory")
    for reading in (plain, with_renames(dated, published)):
        problems_hold(reading, path)
        _answers(reading, path)
    if dated.directory:
        _all_that_follows(dated.directory, datetime(today.year, today.month, today.day, 10, 7))  # noqa: DTZ001
    files_of(path)
    rules = frozenset(problem.rule for problem in with_renames(dated, published).problems)
    return Seen(rules, dated.directory is not None)


def _law(holds: object, otherwise: str) -> None:
    if not holds:
        raise BrokenLawError(otherwise)


def _read_twice(path: Path, today: date | None) -> Reading:
    one, other = (inspect(path, clock=clock_on(today)) for _ in range(2))
    _law(one.directory == other.directory, "read twice, the file is two directories")
    details = [[(problem, problem.details) for problem in reading.problems] for reading in (one, other)]
    _law(details[0] == details[1], "read twice, the file has other problems")
    return one


def problems_hold(reading: Reading, path: Path) -> None:
    """In order, each at a place that is there, and told in a line of words in every language."""
    _law(list(reading.problems) == sorted(reading.problems), "the problems are not in order")
    has_error = any(problem.severity == "error" for problem in reading.problems)
    _law((reading.directory is None) == has_error, "a directory with an error, or none without one")
    lines: dict[str, list[str]] = {}
    for problem in reading.problems:
        if problem.place.file not in lines:
            lines[problem.place.file] = _lines_of(problem, path)
        _place(problem, lines[problem.place.file])
        for code in available_languages():
            _message(problem, language(code))


def _lines_of(problem: Problem, path: Path) -> list[str]:
    file = Path(problem.place.file)
    _law(file.is_file() and file.is_relative_to(path.parent), f"{problem}: there is no such file")
    return LINE_END.split(file.read_bytes().decode("utf-8-sig", errors="replace"))


def _place(problem: Problem, lines: list[str]) -> None:
    place = problem.place
    _law(1 <= place.line <= len(lines), f"{problem}: the file has {len(lines)} lines")
    width = len(lines[place.line - 1])
    _law(1 <= place.column <= width + 1, f"{problem}: the line has {width} characters")


def _message(problem: Problem, words: Language) -> None:
    message = words.explain(problem)
    _law(message.strip(), f"{problem}: says nothing in {words.code}")
    _law(len(message.splitlines()) == 1, f"{problem}: {message[:1000]!r} is no line")
    _law(len(message) < LONGEST_MESSAGE, f"{problem}: {len(message)} characters: {message[:1000]!r}")
    template = words.words[f"problems.{problem.rule}"]
    for blank in (name for _, name, _, _ in string.Formatter().parse(template) if name):
        filling = problem.details[blank]
        _law(filling is not None and (filling != "" or blank == "quote"), f"{problem}: nothing fills {blank!r}")


def _answers(reading: Reading, path: Path) -> None:
    expected = int(reading.directory is None)
    for code in available_languages():
        text, as_json, github = (check(path, reading.problems, form, language(code)) for form in FORMS)
        _law({text[1], as_json[1], github[1]} == {expected}, "the exit code is another than the problems'")
        _law(len(json.loads(as_json[0])) == len(reading.problems), "as JSON there are more or fewer problems")
        _law(len(github[0].splitlines()) == len(reading.problems), "as annotations there are more or fewer lines")
        _law(len(text[0].splitlines()) == len(reading.problems) + 1 or not reading.problems, "text of too many lines")
        _law("\n".join((text[0], as_json[0], github[0])).encode(), "nothing is said")


def _all_that_follows(directory: Directory, now: datetime) -> None:
    """Whatever the site, the commands and the form make of a directory."""
    instants = [at.replace(tzinfo=directory.site.timezone) for at in (now, *FAR_INSTANTS)]
    _hours(directory, instants)
    public_directory(directory)
    for code in directory.site.languages:
        words = language(code)
        told = announcements(directory, words)
        in_force_or_coming(told, now.date())
        ended(told, now.date())
        json.dumps(LiveBlocks(directory, instants[0]).block(directory.channels.values(), words))
        for channel in directory.channels.values():
            channel_link(channel, words)
    _questions(directory, instants)


def _hours(directory: Directory, instants: list[datetime]) -> None:
    for channel in directory.channels.values():
        timetable = channel_timetable(directory, channel)
        for at in instants:
            status = timetable.status(at)
            _law(status.until is None or status.until > at, f"{channel.id}: holds until {status.until} at {at}")
            for number in range(7):
                spans = timetable.day((at - timedelta(days=number)).date())
                ends = [0, *(span.end for span in spans)]
                _law([span.start for span in spans] == ends[:-1] and ends[-1] == 1440, f"{channel.id}: {spans}")
        json.dumps(hours_of(directory, channel, instants[0], 14))


def _questions(directory: Directory, instants: list[datetime]) -> None:
    topics = [None, "other", *(directory.inquiry.topics if directory.inquiry else ())]
    for service in (None, *directory.services.values()):
        for code in directory.site.languages:
            question_form(directory, service, language(code))
        for topic in topics:
            chain = [desk.id for desk in desks_for(directory, service, topic)]
            _law(len(chain) == len(set(chain)), f"a question passes a desk twice: {chain}")
            _law(bool(chain) == (directory.inquiry is not None), f"a question reaches {chain}")
    for timetable, within in _promises(directory):
        for at in instants:
            due = timetable.deadline(at, within)
            _law(due is None or due >= at, f"an answer to a question of {at} is due {due}")


def _promises(directory: Directory) -> Iterator[tuple[Any, Any]]:
    for desk in directory.desks.values():
        if desk.reply_within:
            yield schedule_timetable(directory, desk.schedule), desk.reply_within
