"""Which files of a directory see each other's records, and the directory as each of them sees it. Pure.

A page is written from its own bundle and from what all bundles share, and is given no more; so an edit in one file
changes the pages of its bundle, and of the others at most those that tell of all.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
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
    """Files that see each other. What they hold is put together where somebody asks: most were never edited."""

    files: tuple[str, ...]
    _seen: Callable[[], Directory]
    _own: Callable[[], Own]

    @cached_property
    def directory(self) -> Directory:
        """Their records and what all share, in the order of the files."""
        return self._seen()

    @cached_property
    def own(self) -> Own:
        """The records of these files, which have their pages here and nowhere else."""
        return self._own()


def whole(directory: Directory) -> Bundle:
    """All of a directory as one bundle."""
    own = {section: tuple(getattr(directory, section)) for section in _sections(directory)}
    return Bundle((), lambda: directory, lambda: own)


def bundles_of(directory: Directory, places: Places) -> list[Bundle]:
    """Every file in one bundle; first the one that all others see, then in the order of the files."""
    files, main, sections = places.files(), places.main, _sections(directory)
    shared = {file for section, found in files.items() if section not in sections for file in found.values()}
    ties = _tied(_Named(directory, places), main, shared)
    order = [main, *sorted({file for found in files.values() for file in found.values()} - {main})]
    groups: dict[str, list[str]] = {}
    for file in order:
        groups.setdefault(ties.end(file), []).append(file)
    parts = _Parts(directory, places, order)
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

    def __init__(self, directory: Directory, places: Places) -> None:
        self._directory = directory
        self._files, self._names, self._ids = places.files(), places.names(), places.ids()
        undated = (section for section in _sections(directory) if section not in DATED)
        self._records = {section: getattr(directory, section) for section in undated}
        self._timetables = Timetables(directory)

    @property
    def seen(self) -> list[tuple[str, str]]:
        """Those of which each shows on the other's pages."""
        return self._pairs[0]

    @property
    def used(self) -> list[tuple[str, str]]:
        """Those of which the first alone shows what it takes from the second: a schedule, a shared number, a desk."""
        return self._pairs[1]

    def _file(self, name: _Name) -> str:
        section, record_id = name
        found = self._files[section]
        return found[record_id] if record_id in found else next(iter(found.values()))

    @cached_property
    def _pairs(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        dated = list(self._dated)
        told = {other for _, other in dated} | self._at_told_hours({other for _, other in dated})
        seen = [(self._file(one), self._file(other)) for one, other in dated]
        used = [(self._file(one), self._file(other)) for one, other in self._instead]
        for file, other in self._abroad:
            (seen if other[0] in _BELONGING or other in told else used).append((file, self._file(other)))
        return _of_two(seen), _of_two(used)

    @property
    def _abroad(self) -> Iterator[tuple[str, _Name]]:
        """The files of which a record without a date names what stands in another, as most do not, and that."""
        for file, named in self._names.items():
            for other in ((section, name) for section, names in named.items() for name in names):
                if self._file(other) != file and any(other in references_of(item) for item in self._undated(file)):
                    yield file, other

    def _undated(self, file: str) -> Iterator[Any]:
        for section, records in self._records.items():
            yield from (records[name] for name, _ in self._ids[file].get(section, ()))
        if file in self._files.get("inquiry", {}).values():
            yield self._directory.inquiry

    @property
    def _instead(self) -> Iterator[tuple[_Name, _Name]]:
        """What stays open; that it is told there changes nothing on its own pages."""
        for closure in self._directory.closures.values():
            yield from _each("closures", closure.id, "channels", closure.stays_open)

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


def _of_two(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(one, other) for one, other in dict.fromkeys(pairs) if one != other]


def _each(section: str, record_id: str, other: str, ids: Iterable[str]) -> Iterator[tuple[_Name, _Name]]:
    return (((section, record_id), (other, name)) for name in ids)


class _Parts:
    """The records of each file, to be put together again."""

    def __init__(self, directory: Directory, places: Places, order: Sequence[str]) -> None:
        self._directory = directory
        self._sections = _sections(directory)
        self._place = {file: number for number, file in enumerate(order)}
        self._ids = places.ids()

    def bundle(self, group: Sequence[str], shared: Sequence[str]) -> Bundle:
        return Bundle(tuple(group), partial(self._seen_by, [*group, *shared]), partial(self._own_of, group))

    def _seen_by(self, files: Sequence[str]) -> Directory:
        every = sorted({*files}, key=self._place.__getitem__)
        records: dict[str, Any] = {section: self._together(section, every) for section in self._sections}
        return replace(self._directory, **records, sha256="")

    def _own_of(self, files: Sequence[str]) -> Own:
        return {section: tuple(self._together(section, files)) for section in self._sections}

    def _together(self, section: str, files: Iterable[str]) -> dict[str, Any]:
        records = getattr(self._directory, section)
        return {name: records[name] for file in files for name, _ in self._ids[file].get(section, ())}
