"""contacts.yml -> Directory, or every problem at once. The rules between records stand in `rules`."""

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime, tzinfo
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.directory import source, typed
from generator.directory.files import HIDING, Opened, open_all
from generator.directory.memory import Memory
from generator.directory.merging import NESTED, between, merged, missing, single_sections
from generator.directory.model import Directory
from generator.directory.parts import Part, part_of
from generator.directory.places import Places
from generator.directory.problems import DirectoryError, Problem, WrongTextError
from generator.directory.rules import judge
from generator.directory.shape import Reader
from generator.directory.sound import sound_directory
from generator.directory.typed import LIST_LENGTH, Scalar, Value, place_at, quote
from generator.directory.values import region_code
from generator.directory.warnings import unsaid, warn

DEFAULT_REGION = "ID"
MOST_TOLD = 20
"""How many ids a message lists, so that it stays one that people read."""
MOST_SOUGHT = 20
"""For how many wrong ids the nearest right one is sought: each search looks at every id of its section."""


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


def load(path: Path, *, clock: Clock | None = None) -> Directory:
    """The directory that a file describes, with what it includes.

    Raises: DirectoryError with every problem, in the order of the files.
    """
    reading = inspect(path, clock=clock)
    if reading.directory is None:
        raise DirectoryError(reading.problems)
    return reading.directory


def inspect(path: Path, *, clock: Clock | None = None, memory: Memory | None = None) -> Reading:
    """Reads the files and judges them; warnings that depend on a date are left out where no clock is given.

    `memory`: what is known of files that were read before.
    """
    with _without_collecting():
        try:
            opened = open_all(path)
        except DirectoryError as error:
            return Reading(None, error.problems)
        return _interpret(opened, clock, memory)


def inspect_text(text: str, name: str) -> Reading:
    """As `inspect`, of the text of a file that is on no disk yet, and that includes no other."""
    try:
        main = source.parse_data(text.encode(), name)
    except DirectoryError as error:
        return Reading(None, error.problems)
    return _interpret(Opened(main, {}, [], complete=True), None, None)


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


def _interpret(opened: Opened, clock: Clock | None, memory: Memory | None) -> Reading:
    found = _Found(opened, memory)
    parts, places = found.parts, Places(found.parts)
    sections, problems = merged(parts), found.problems
    if problems and found.complete:
        problems += judge(sound_directory(sections), places)
    if problems:
        return Reading(None, tuple(sorted(problems)), places)
    directory = Directory(**sections, sha256=opened.sha256)
    if wrong := sorted(judge(directory, places)):
        return Reading(None, tuple(wrong), places)
    today = clock(directory.site.timezone).date() if clock else None
    warnings = tuple(sorted(warn(directory, places, parts, today)))
    return Reading(directory, warnings, places, {part.file: part.sums for part in parts})


class _Found:
    """The files, each read by itself, and what is wrong in them and between them."""

    def __init__(self, opened: Opened, memory: Memory | None) -> None:
        self._reader = _reader_for(opened)
        self._memory = memory
        self._parsing = list(opened.problems)
        self.parts = [self._made(opened.main, ())]
        self._read(opened.others)
        whole = opened.complete and len(self.parts) == len(opened.others) + 1
        self.complete = whole and HIDING.isdisjoint(problem.rule for problem in self._parsing)

    def _read(self, files: Mapping[str, bytes]) -> None:
        unread = {NESTED, *self.parts[0].keys.keys() & single_sections()}
        for name, data in files.items():
            if part := self._part(name, data, unread):
                self.parts.append(part)
                unread |= part.keys.keys() & single_sections()

    def _part(self, name: str, data: bytes, unread: Collection[str]) -> Part | None:
        """None for a file that is no YAML."""
        setting = self._reader.setting
        if self._memory and (known := self._memory.part(name, data, setting)):
            return known
        try:
            parsed = source.parse_data(data, name)
        except DirectoryError as error:
            self._parsing += error.problems
            return None
        part = self._made(parsed, unread)
        if self._memory and not self._faults:
            self._memory.remember(part, data, setting)
        return part

    def _made(self, parsed: source.ParsedFile, unread: Collection[str]) -> Part:
        self._parsing += parsed.problems
        part = part_of(parsed, self._reader, unread)
        return part if self._faults else replace(part, unsaid=tuple(unsaid(part, self._reader.languages)))

    @property
    def _faults(self) -> bool:
        """Whether anything is wrong in what was read so far: a directory with a fault is not remembered."""
        return bool(self._parsing or self._reader.problems)

    @property
    def problems(self) -> list[Problem]:
        """Where a file could not be parsed, a section or a record that is missing may well stand in it."""
        told = {problem.place for problem in self._parsing}
        missed = [*missing(self.parts), *_dangling(self.parts)] if self.complete else []
        found = (*self._reader.problems, *between(self.parts), *missed)
        return [*self._parsing, *(problem for problem in found if problem.place not in told)]


def _reader_for(opened: Opened) -> Reader:
    """The languages and the region rule how everything else is read, so they are looked up first."""
    site = opened.main.root.items.get("site") or _site_of(opened.others)
    written = site.items if isinstance(site, typed.Mapping) else {}
    listed = written.get("languages")
    items = listed.items if isinstance(listed, typed.Sequence) else ()
    languages = [item.text for item in items if isinstance(item, Scalar) and not item.empty and item.text.strip()]
    return Reader(
        default_language=languages[0] if languages else "id",
        languages=languages or ["id"],
        region=_region(written.get("region")),
    )


def _site_of(files: Mapping[str, bytes]) -> Value | None:
    """The section `site` of the first file that has one."""
    for name, data in files.items():
        with suppress(DirectoryError):
            if site := source.parse_data(data, name).root.items.get("site"):
                return site
    return None


def _region(typed: typed.Value | None) -> str:
    """The region that numbers are read for; a wrong one is told once, and not again at every number."""
    try:
        return region_code(typed.text) if isinstance(typed, Scalar) else DEFAULT_REGION
    except WrongTextError:
        return DEFAULT_REGION


def _dangling(parts: Sequence[Part]) -> Iterator[Problem]:
    """Ids that no record has. A record that is itself unreadable still exists."""
    ids: dict[str, dict[str, None]] = {}
    for part in parts:
        for section, named in part.ids.items():
            ids.setdefault(section, {}).update((record_id, None) for record_id, _ in named if record_id)
    told: dict[tuple[str, str], tuple[str, dict[str, Any]]] = {}
    wrong = (
        (section, name, place_at(part.file, at))
        for part in parts
        for section, named in part.named.items()
        for name, at in named
        if name not in ids.get(section, ())
    )
    for section, name, place in wrong:
        if (section, name) not in told:
            told[section, name] = missing_reference(name, section, ids.get(section, ()), seeks=len(told) < MOST_SOUGHT)
        rule, details = told[section, name]
        yield Problem(place, rule, details=details)


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
