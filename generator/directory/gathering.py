"""The files of a directory -> its parts, and all that is wrong in them and between them; rules stand in `rules`."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from generator.directory import source, typed
from generator.directory.files import HIDING, Opened
from generator.directory.memory import Memory, Packed, key_of, packed_form
from generator.directory.merging import NESTED, between, missing, single_sections
from generator.directory.parts import Part, part_of
from generator.directory.problems import DirectoryError, Problem, WrongTextError
from generator.directory.references import dangling
from generator.directory.shape import Reader, Setting
from generator.directory.typed import Scalar, Value
from generator.directory.values import region_code
from generator.directory.warnings import unsaid
from generator.directory.within import judge_within

DEFAULT_REGION = "ID"
MANY_FILES = 50
"""From so many unknown files on it pays to share them out."""
Item = TypeVar("Item")
Result = TypeVar("Result")


class Spread(Protocol):
    """What shares work out, as `map` gives what comes of each in turn."""

    def __call__(self, work: Callable[[Item], Result], items: Sequence[Item], /) -> Iterator[Result]: ...


class Gathered:
    """Each file read by itself, and what is wrong. `complete`: nothing was left out, so what is not here is nowhere."""

    def __init__(self, opened: Opened, memory: Memory, spread: Spread | None) -> None:
        self._setting = _setting_of(opened)
        self._reader = Reader(self._setting)
        self._memory = memory
        self._parsing = list(opened.problems)
        self._keys = {name: key_of(name, data, self._setting) for name, data in opened.others.items()}
        if spread:
            self._read_ahead(opened.others, spread)
        self.parts = [self._made(opened.main, ())]
        self._read(opened.others)
        whole = opened.complete and len(self.parts) == len(opened.others) + 1
        self.complete = whole and HIDING.isdisjoint(problem.rule for problem in self._parsing)

    def _read_ahead(self, files: Mapping[str, bytes], spread: Spread) -> None:
        """Has the files that the memory does not know read by others; those with a fault are left, to be told of."""
        unknown = [name for name in files if not self._memory.knows(self._keys[name])]
        if len(unknown) >= MANY_FILES:
            for name, form in zip(unknown, spread(partial(_read_alone, files, self._setting), unknown), strict=True):
                if form:
                    self._memory.learn(self._keys[name], form)

    def _read(self, files: Mapping[str, bytes]) -> None:
        unread = {NESTED, *self.parts[0].keys.keys() & single_sections()}
        for name, data in files.items():
            if part := self._part(name, data, unread):
                self.parts.append(part)
                unread |= part.keys.keys() & single_sections()

    def _part(self, name: str, data: bytes, unread: Collection[str]) -> Part | None:
        """None for a file that is no YAML."""
        again = partial(_read_alone, {name: data}, self._setting, name)
        if known := self._memory.part(self._keys[name], name, again):
            return known
        try:
            parsed = source.parse_data(data, name)
        except DirectoryError as error:
            self._parsing += error.problems
            return None
        part = self._made(parsed, unread)
        if self._memory.is_kept and not self._faults and (form := packed_form(part)):
            self._memory.learn(self._keys[name], form)
        return part

    def _made(self, parsed: source.ParsedFile, unread: Collection[str]) -> Part:
        self._parsing += parsed.problems
        part = part_of(parsed, self._reader, unread)
        self._reader.problems += judge_within(part)
        return part if self._faults else _with_unsaid(part, self._setting)

    @property
    def _faults(self) -> bool:
        """Whether anything is wrong in what was read so far: a directory with a fault is not remembered."""
        return bool(self._parsing or self._reader.problems)

    @property
    def problems(self) -> list[Problem]:
        """Where a file could not be parsed, a section or a record that is missing may well stand in it."""
        told = {problem.place for problem in self._parsing}
        missed = [*missing(self.parts), *dangling(self.parts)] if self.complete else []
        found = (*self._reader.problems, *between(self.parts), *missed)
        return [*self._parsing, *(problem for problem in found if problem.place not in told)]


def _with_unsaid(part: Part, setting: Setting) -> Part:
    return replace(part, unsaid=tuple(unsaid(part, setting.languages)))


def _read_alone(files: Mapping[str, bytes], setting: Setting, name: str) -> Packed | None:
    """A file as a memory keeps it; None for one with a fault."""
    reader = Reader(setting)
    try:
        parsed = source.parse_data(files[name], name)
    except DirectoryError:
        return None
    part = part_of(parsed, reader)
    has_faults = parsed.problems or reader.problems or any(judge_within(part))
    return None if has_faults else packed_form(_with_unsaid(part, setting))


def _setting_of(opened: Opened) -> Setting:
    """The languages and the region rule how everything else is read, so they are looked up first."""
    site = opened.main.root.items.get("site") or _site_of(opened.others)
    written = site.items if isinstance(site, typed.Mapping) else {}
    listed = written.get("languages")
    items = listed.items if isinstance(listed, typed.Sequence) else ()
    languages = [item.text for item in items if isinstance(item, Scalar) and not item.empty and item.text.strip()]
    return Setting(tuple(languages) or ("id",), _region(written.get("region")))


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
