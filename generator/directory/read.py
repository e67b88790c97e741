"""contacts.yml -> Directory, or every problem at once. The rules between records stand in `rules`."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.directory import source, typed
from generator.directory.files import Gathered, gather
from generator.directory.model import Directory
from generator.directory.places import Places
from generator.directory.problems import DirectoryError, Problem, WrongTextError
from generator.directory.rules import judge
from generator.directory.shape import Reader
from generator.directory.sound import sound_directory
from generator.directory.typed import LIST_LENGTH, Scalar, quote, records_of
from generator.directory.values import region_code
from generator.directory.warnings import warn

DEFAULT_REGION = "ID"
MOST_TOLD = 20
"""How many ids a message lists, so that it stays one that people read."""
MOST_SOUGHT = 20
"""For how many wrong ids the nearest right one is sought: each search looks at every id of its section."""


Clock: TypeAlias = Callable[[tzinfo], datetime]
"""What time it is in a zone."""
Parse: TypeAlias = Callable[[Path], source.ParsedFile]
"""How one file is read."""


class Reading(NamedTuple):
    """What a directory's files hold. `directory` is None where an error stands among the problems.

    `sums`: by file and section a sign of what stands there; equal signs, equal records.
    """

    directory: Directory | None
    problems: tuple[Problem, ...]
    places: Places = Places(typed.Mapping({}, "", 0))
    sums: Mapping[str, Mapping[str, str]] = {}


def load(path: Path, *, clock: Clock | None = None) -> Directory:
    """The directory that a file describes, with what it includes.

    Raises: DirectoryError with every problem, in the order of the files.
    """
    reading = inspect(path, clock=clock)
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    return reading.directory


def inspect(path: Path, *, clock: Clock | None = None, parse: Parse = source.parse_file) -> Reading:
    """Reads the files and judges them; warnings that depend on a date are left out where no clock is given."""
    with _without_collecting():
        try:
            gathered = gather(path, parse)
        except DirectoryError as error:
            return Reading(None, error.problems)
        return _interpret(gathered, clock)


def inspect_text(text: str, name: str) -> Reading:
    """As `inspect`, of the text of a file that is on no disk yet, and that includes no other."""
    try:
        root, problems = source.parse_text(text, name)
    except DirectoryError as error:
        return Reading(None, error.problems)
    return _interpret(Gathered(root, problems, sha256="", complete=True, sums={}), None)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Reading makes hundreds of thousands of values that all stay: looking for cycles among them costs a third more."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _interpret(gathered: Gathered, clock: Clock | None) -> Reading:
    root, problems = gathered.root, gathered.problems
    reader = _reader_for(root)
    sections = reader.sections(Directory, root)
    dangling = list(_dangling(reader, root)) if gathered.complete else []
    told = {problem.place for problem in problems}
    problems += [problem for problem in (*_of_shape(reader, gathered), *dangling) if problem.place not in told]
    places = Places(root)
    if problems and gathered.complete:
        problems += judge(sound_directory(sections), places)
    if problems:
        return Reading(None, tuple(sorted(problems)), places)
    directory = Directory(**sections, sha256=gathered.sha256)
    if found := sorted(judge(directory, places)):
        return Reading(None, tuple(found), places)
    today = clock(directory.site.timezone).date() if clock else None
    warnings = tuple(sorted(warn(directory, places, reader.references, today)))
    return Reading(directory, warnings, places, gathered.sums)


def _of_shape(reader: Reader, gathered: Gathered) -> list[Problem]:
    """Where a file could not be parsed, a section that is missing may well stand in it."""
    if gathered.complete:
        return reader.problems
    missing = (gathered.root.place, "key-missing")
    return [problem for problem in reader.problems if (problem.place, problem.rule) != missing]


def _reader_for(root: typed.Mapping) -> Reader:
    """The languages and the region rule how everything else is read, so they are looked up first."""
    site = root.items.get("site")
    written = site.items if isinstance(site, typed.Mapping) else {}
    listed = written.get("languages")
    items = listed.items if isinstance(listed, typed.Sequence) else ()
    languages = [item.text for item in items if isinstance(item, Scalar) and not item.empty and item.text.strip()]
    return Reader(
        default_language=languages[0] if languages else "id",
        languages=languages or ["id"],
        region=_region(written.get("region")),
    )


def _region(typed: typed.Value | None) -> str:
    """The region that numbers are read for; a wrong one is told once, and not again at every number."""
    try:
        return region_code(typed.text) if isinstance(typed, Scalar) else DEFAULT_REGION
    except WrongTextError:
        return DEFAULT_REGION


def _dangling(reader: Reader, root: typed.Mapping) -> Iterator[Problem]:
    """Ids that no record has. A record that is itself unreadable still exists."""
    ids = {section: _ids_of(root, section) for section in {reference.section for reference in reader.references}}
    told: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    for section, typed_id in reader.references:
        wanted = typed_id.text
        if wanted not in ids[section]:
            if (section, wanted) not in told:
                seeks = len(told) < MOST_SOUGHT
                told[section, wanted] = missing_reference(wanted, section, ids[section], seeks=seeks)
            rule, details = told[section, wanted]
            yield Problem(typed_id.place, rule, details=details)


def missing_reference(
    wanted: str, section: str, known: Iterable[str], *, seeks: bool = True
) -> tuple[str, dict[str, Any]]:
    """The rule that an id breaks which is none of `known`, and the details that its message tells."""
    ids = list(known)
    near = get_close_matches(wanted, ids, n=1, cutoff=0.6) if seeks else []
    rule = "reference-near" if near else "reference"
    some = ", ".join(ids[:MOST_TOLD]) + (" …" if len(ids) > MOST_TOLD else "")
    return rule, {
        "quote": quote(wanted),
        "section": section,
        "near": quote(near[0]) if near else "",
        "known": quote(some, LIST_LENGTH) or "-",
    }


def _ids_of(root: typed.Mapping, section: str) -> dict[str, None]:
    """The ids of a section in the order of the file, quick to look up: a government has thousands."""
    found = [record.items.get("id") for record in records_of(root, section)]
    return dict.fromkeys(item.text for item in found if isinstance(item, Scalar))
