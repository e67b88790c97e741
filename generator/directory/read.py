"""contacts.yml -> Directory, or every problem at once. The rules between records stand in `rules`."""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, tzinfo
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.directory import source
from generator.directory.files import Opened, open_all
from generator.directory.gathering import Gathered, Spread
from generator.directory.memory import Memory
from generator.directory.merging import merged
from generator.directory.model import Directory
from generator.directory.places import Places
from generator.directory.problems import DirectoryError, Problem
from generator.directory.rules import judge
from generator.directory.sound import sound_directory
from generator.directory.warnings import warn

Clock: TypeAlias = Callable[[tzinfo], datetime]
"""What time it is in a zone."""


class Reading(NamedTuple):
    """What a directory's files hold. `directory` is None where an error stands among the problems.

    `sums`: by file and section a sign of what stands there; equal signs, equal records.
    """

    directory: Directory | None
    problems: tuple[Problem, ...]
    places: Places = Places(())
    sums: Mapping[str, Mapping[str, str]] = {}


def load(path: Path, *, clock: Clock | None = None, spread: Spread | None = None) -> Directory:
    """The directory that a file describes, with what it includes; `spread` as for `inspect`.

    Raises: DirectoryError with every problem, in the order of the files.
    """
    reading = inspect(path, clock=clock, spread=spread)
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    return reading.directory


def inspect(
    path: Path, *, clock: Clock | None = None, memory: Memory | None = None, spread: Spread | None = None
) -> Reading:
    """Reads the files and judges them; warnings that depend on a date are left out where no clock is given.

    `memory`: what is known of files that were read before; `spread`: what shares out the reading of many others.
    """
    with _without_collecting():
        try:
            opened = open_all(path)
        except DirectoryError as error:
            return Reading(None, error.problems)
        return _interpret(Gathered(opened, memory or Memory(), spread), opened.sha256, clock)


def inspect_text(text: str, name: str) -> Reading:
    """As `inspect`, of the text of a file that is on no disk yet, and that includes no other."""
    try:
        root, problems = source.parse_text(text, name)  # tells of what no encoding holds, too
    except DirectoryError as error:
        return Reading(None, error.problems)
    main = source.ParsedFile(root, text.encode(), problems)
    opened = Opened(main, {}, [], complete=True)
    return _interpret(Gathered(opened, Memory(), None), opened.sha256, None)


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


def _interpret(found: Gathered, sha256: str, clock: Clock | None) -> Reading:
    parts, places = found.parts, Places(found.parts)
    sections, problems = merged(parts), found.problems
    if problems and found.complete:
        problems += judge(sound_directory(sections), places)
    if problems:
        return Reading(None, tuple(sorted(problems)), places)
    directory = Directory(**sections, sha256=sha256)
    if wrong := sorted(judge(directory, places)):
        return Reading(None, tuple(wrong), places)
    today = clock(directory.site.timezone).date() if clock else None
    warnings = tuple(sorted(warn(directory, places, parts, today)))
    return Reading(directory, warnings, places, {part.file: part.sums for part in parts})
