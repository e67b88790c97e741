"""Which files of a directory see each other's records, and the directory as each of them sees it. Pure.

A page is written from its own bundle and from what all bundles share, and is given no more; so an edit in one file
changes the pages of its bundle, and of the others at most those that tell of all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, TypeAlias

from generator.directory import Directory, Places, Timetables, references_of

Files: TypeAlias = Mapping[str, Mapping[str, str]]
"""Section -> id -> the file in which the record stands."""
Own: TypeAlias = Mapping[str, Sequence[str]]
"""Section -> the ids of records whose pages are meant."""
_Name: TypeAlias = tuple[str, str]
"""Section and id of a record."""

DATED = ("closures", "special_hours", "notices")
_BELONGING = {"organizations", "locations"}
"""Who names one of these is told on its pages, so that both see each other."""


@dataclass(frozen=True)
class Bundle:
    """Files that see each other. `directory` holds their records and what all share, in the order of the files."""

    files: tuple[str, ...]
    directory: Directory
    own: Own
    """The records of these files, which have their pages here and nowhere else."""


def whole(directory: Directory) -> Bundle:
    """All of a directory as one bundle."""
    return Bundle((), directory, {section: tuple(getattr(directory, section)) for section in _sections(directory)})


def bundles_of(directory: Directory, places: Places) -> list[Bundle]:
    """Every file in one bundle; first the one that all others see, then in the order of the files."""
    files, main, sections = places.files(), places.main, _sections(directory)
    shared = {file for section, found in files.items() if section not in sections for file in found.values()}
    ties = _tied(_Named(directory, files), main, shared)
    order = [main, *sorted({file for found in files.values() for file in found.values()} - {main})]
    groups: dict[str, list[str]] = {}
    for file in order:
        groups.setdefault(ties.end(file), []).append(file)
    parts = _Parts(directory, files, order)
    first, *others = groups.values()
    return [parts.bundle(first, ()), *(parts.bundle(group, first) for group in others)]


def pieces(own: Own, most: int) -> Iterator[Own]:
    """The same records in lots of at most so many, for each to be written apart."""
    named = [(section, record_id) for section, ids in own.items() for record_id in ids]
    for start in range(0, len(named), most):
        lot = named[start : start + most]
        yield {section: tuple(name for found, name in lot if found == section) for section in own}


def _sections(directory: Directory) -> list[str]:
    """Those of records with ids."""
    return [item.name for item in fields(directory) if isinstance(getattr(directory, item.name), Mapping)]


class _Ties:
    """Files that belong together: each leads to another of them, and all to the same end."""

    def __init__(self) -> None:
        self._next: dict[str, str] = {}

    def end(self, file: str) -> str:
        while (further := self._next.get(file, file)) != file:
            self._next[file] = self._next.get(further, further)
            file = further
        return file

    def join(self, one: str, other: str) -> None:
        self._next[self.end(other)] = self.end(one)


def _tied(named: "_Named", main: str, shared: Iterable[str]) -> _Ties:
    """The shared files with all that they need; then whoever sees another; then whoever needs what is not shared."""
    ties = _Ties()
    for file in sorted(shared):
        ties.join(main, file)
    for one, other in named.seen:
        ties.join(one, other)
    while needed := [(one, other) for one, other in named.used if _is_hidden(ties, main, one, other)]:
        for one, other in needed:
            ties.join(one, other)
    for one, other in named.used:
        if ties.end(other) != ties.end(main):
            ties.join(one, other)
    return ties


def _is_hidden(ties: _Ties, main: str, one: str, other: str) -> bool:
    """Whether a shared file needs one that is not shared yet."""
    return ties.end(one) == ties.end(main) != ties.end(other)


class _Named:
    """The pairs of files of which one names records of the other."""

    def __init__(self, directory: Directory, files: Files) -> None:
        self._directory = directory
        self._files = files
        self._timetables = Timetables(directory)

    @cached_property
    def seen(self) -> list[tuple[str, str]]:
        """Those of which each shows on the other's pages."""
        return self._between(self._pairs[0])

    @cached_property
    def used(self) -> list[tuple[str, str]]:
        """Those of which the first alone shows what it takes from the second: a schedule, a shared number, a desk."""
        return self._between(self._pairs[1])

    def _between(self, pairs: Iterable[tuple[_Name, _Name]]) -> list[tuple[str, str]]:
        found = dict.fromkeys((self._file(one), self._file(other)) for one, other in pairs)
        return [(one, other) for one, other in found if one != other]

    def _file(self, name: _Name) -> str:
        section, record_id = name
        found = self._files[section]
        return found[record_id] if record_id in found else next(iter(found.values()))

    @cached_property
    def _pairs(self) -> tuple[list[tuple[_Name, _Name]], list[tuple[_Name, _Name]]]:
        seen = list(self._dated)
        used: list[tuple[_Name, _Name]] = []
        told = {other for _, other in seen} | self._at_told_hours({other for _, other in seen})
        for section in (item for item in _sections(self._directory) if item not in DATED):
            for record_id, record in getattr(self._directory, section).items():
                here = self._file((section, record_id))
                for other in references_of(record):
                    if self._file(other) != here:  # as most do not
                        pair = (section, record_id), other
                        (seen if other[0] in _BELONGING or other in told else used).append(pair)
        for closure in self._directory.closures.values():
            used += [(("closures", closure.id), ("channels", name)) for name in closure.stays_open]
        if self._directory.inquiry:
            used += [(("inquiry", ""), other) for other in references_of(self._directory.inquiry)]
        return seen, used

    @property
    def _dated(self) -> Iterator[tuple[_Name, _Name]]:
        """What is told for a time, and all that it is told of."""
        for closure in self._directory.closures.values():
            yield from _each("closures", closure.id, "channels", self._timetables.shut_by(closure))
            yield from _each("closures", closure.id, "locations", closure.locations)
            yield from _each("closures", closure.id, "organizations", closure.organizations)
        for special in self._directory.special_hours.values():
            yield from _each("special_hours", special.id, "channels", special.channels)
            yield from _each("special_hours", special.id, "schedules", special.schedules)
        for notice in self._directory.notices.values():
            yield from _each("notices", notice.id, "services", notice.services)
            yield from _each("notices", notice.id, "organizations", notice.organizations)

    def _at_told_hours(self, told: set[_Name]) -> set[_Name]:
        """The channels that keep a schedule of which something is told."""
        channels = self._directory.channels.values()
        return {("channels", item.id) for item in channels if ("schedules", item.schedule or "") in told}


def _each(section: str, record_id: str, other: str, ids: Iterable[str]) -> Iterator[tuple[_Name, _Name]]:
    return (((section, record_id), (other, name)) for name in ids)


class _Parts:
    """The records of each file, to be put together again."""

    def __init__(self, directory: Directory, files: Files, order: Sequence[str]) -> None:
        self._directory = directory
        self._sections = _sections(directory)
        self._place = {file: number for number, file in enumerate(order)}
        self._records: dict[str, dict[str, dict[str, Any]]] = {}
        for section in self._sections:
            for record_id, record in getattr(directory, section).items():
                file = files[section][record_id]
                self._records.setdefault(file, {}).setdefault(section, {})[record_id] = record

    def bundle(self, group: Sequence[str], shared: Sequence[str]) -> Bundle:
        every = sorted({*group, *shared}, key=self._place.__getitem__)
        records: dict[str, Any] = {section: self._together(section, every) for section in self._sections}
        own = {section: tuple(self._together(section, group)) for section in self._sections}
        return Bundle(tuple(group), replace(self._directory, **records, sha256=""), own)

    def _together(self, section: str, files: Iterable[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for file in files:
            found |= self._records.get(file, {}).get(section, {})
        return found
