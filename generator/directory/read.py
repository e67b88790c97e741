"""contacts.yml -> Directory, or every problem at once. The rules between records stand in `rules`."""

import hashlib
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from generator.directory import source
from generator.directory.model import Directory
from generator.directory.problems import DirectoryError, Problem, WrongTextError
from generator.directory.rules import judge
from generator.directory.shape import Reader
from generator.directory.source import Scalar, quote, records_of
from generator.directory.values import region_code

DEFAULT_REGION = "ID"


class Reading(NamedTuple):
    """What a file holds. `directory` is None where an error stands among the problems."""

    directory: Directory | None
    problems: tuple[Problem, ...]


def load(path: Path, *, today: date | None = None) -> Directory:
    """The directory that a file describes.

    Raises: DirectoryError with every problem, in the order of the file.
    """
    reading = inspect(path, today=today)
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    return reading.directory


def inspect(path: Path, *, today: date | None = None) -> Reading:
    """Reads a file and judges it; warnings that depend on a date are left out where `today` is not told."""
    try:
        root, data, problems = source.parse_file(path)
    except DirectoryError as error:
        return Reading(None, error.problems)
    return _interpret(root, problems, hashlib.sha256(data).hexdigest(), today)


def _interpret(root: source.Mapping, problems: list[Problem], sha256: str, today: date | None) -> Reading:
    reader = _reader_for(root)
    sections = reader.sections(Directory, root)
    dangling = list(_dangling(reader, root))
    told = {problem.place for problem in problems}
    problems += [problem for problem in (*reader.problems, *dangling) if problem.place not in told]
    problems += judge(sections, root, today=today, references_hold=not dangling)
    if any(problem.severity == "error" for problem in problems):
        return Reading(None, tuple(sorted(problems)))
    return Reading(Directory(**sections, sha256=sha256), tuple(sorted(problems)))


def _reader_for(root: source.Mapping) -> Reader:
    """The languages and the region rule how everything else is read, so they are looked up first."""
    site = root.items.get("site")
    written = site.items if isinstance(site, source.Mapping) else {}
    listed = written.get("languages")
    items = listed.items if isinstance(listed, source.Sequence) else ()
    languages = [item.text for item in items if isinstance(item, Scalar)]
    return Reader(
        default_language=languages[0] if languages else "id",
        languages=languages or ["id"],
        region=_region(written.get("region")),
    )


def _region(typed: source.Value | None) -> str:
    """The region that numbers are read for; a wrong one is told once, and not again at every number."""
    try:
        return region_code(typed.text) if isinstance(typed, Scalar) else DEFAULT_REGION
    except WrongTextError:
        return DEFAULT_REGION


def _dangling(reader: Reader, root: source.Mapping) -> Iterator[Problem]:
    """Ids that no record has. A record that is itself unreadable still exists."""
    ids = {section: _ids_of(root, section) for section in {reference.section for reference in reader.references}}
    for place, section, wanted in reader.references:
        known = ids[section]
        if wanted not in known:
            near = get_close_matches(wanted, known, n=1, cutoff=0.6)
            rule = "reference-near" if near else "reference"
            details = {"quote": quote(wanted), "section": section, "near": near[0] if near else ""}
            yield Problem(place, rule, details=details | {"known": ", ".join(known) or "-"})


def _ids_of(root: source.Mapping, section: str) -> dict[str, None]:
    """The ids of a section in the order of the file, quick to look up: a government has thousands."""
    found = [record.items.get("id") for record in records_of(root, section)]
    return dict.fromkeys(item.text for item in found if isinstance(item, Scalar))
