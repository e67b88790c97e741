"""The whole of `new`: asks, writes, and tells what to do next. The one place here that knows a terminal."""

import shlex
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from zoneinfo import ZoneInfo

from generator.answers.holidays import entry
from generator.arguments import WrongArgumentError
from generator.directory import Clock, Language, language
from generator.directory.warnings import years_to_plan
from generator.newcomer.asking import Conversation, draft_of
from generator.newcomer.draft import Draft
from generator.newcomer.first_file import first_file, remark
from generator.newcomer.keeping import keep, refuse_place
from generator.proposals import Proposal, proposals

REGION = "ID"
CONTACTS, SCHEMA = "contacts.yml", "contacts.schema.json"
PYTHON = ".venv/bin/python"


def start(path: Path, given: Mapping[str, Sequence[str]], *, replace: bool, clock: Clock, talk: Conversation) -> None:
    """Asks for what is not given, and writes the first file of an office.

    Raises: WrongArgumentError where nothing could be written, or nobody answers any more; nothing is written then.
    """
    refuse_place(path, replace=replace)
    talk.say(talk.words("new.welcome", file=path))
    try:
        draft = draft_of(given, talk)
    except (EOFError, KeyboardInterrupt) as stop:
        talk.say("")
        raise WrongArgumentError("new.stopped") from stop
    today = clock(ZoneInfo(draft.zone)).date()
    keep(path, _text(path, draft, today), replace=replace, clock=clock)
    talk.say("\n".join([talk.words("new.done", file=path), *_next_commands(path)]))


def terminal(say: Callable[[str], None], words: Language) -> Conversation:
    """Whoever sits there, or a pipe with a line for each answer."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(errors="surrogateescape")  # what is no text is told as such, at its question
    return Conversation(_ask, say, words)


def _ask(question: str) -> str:
    sys.stderr.write(question if sys.stdin.isatty() else f"{question}\n")
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.removesuffix("\n")


def _text(path: Path, draft: Draft, today: date) -> str:
    """The file in the words of the site's first language."""
    words = language(draft.languages[0])
    for_editors = path.with_name(SCHEMA).is_file()
    return first_file(draft, words, today, _calendar(draft, today, words), for_editors=for_editors)


def _calendar(draft: Draft, today: date, words: Language) -> list[str]:
    """The section of the holidays to come, as `holidays` proposes them; nothing where nobody knows any."""
    try:
        days = [day for year in years_to_plan(today) for day in _days_to_come(draft, year, today)]
    except WrongArgumentError:
        return []
    heading = [*remark(words("keys.calendar")), *remark(words("new.remark.holidays"))]
    return [*heading, "calendar:", *(entry(day, words) for day in days)]


def _days_to_come(draft: Draft, year: int, today: date) -> list[Proposal]:
    """Those of a year from today on; its last one where all are over, by which the year counts as known."""
    known = proposals(year, REGION, draft.languages)
    return [day for day in known if day.on >= today] or known[-1:]


def _next_commands(path: Path) -> list[str]:
    """From here to the site in a browser; the name of the file only where it is not the one that is always read."""
    named = "" if path == Path(CONTACTS) else f" --contacts {shlex.quote(str(path))}"
    return [f"  {PYTHON} -m generator build{named}", f"  {PYTHON} -m form_api serve --site site{named}"]
