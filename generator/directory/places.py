"""Finds where a record of the directory, or one of its values, was typed. Gives no value a meaning."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from generator.directory import typed
from generator.directory.parts import Named, Part, name_of
from generator.directory.problems import Place
from generator.directory.typed import Scalar, Value, place_at, records_of


class Places:
    """The places in all files of a directory, the main file first."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._records: dict[tuple[str, str], Mapping[str, typed.Mapping]] = {}

    @property
    def main(self) -> str:
        """The name of the file that includes the others."""
        return self._parts[0].file

    def of(self, section: str, record_id: str, key: str | None = None, index: int | None = None) -> Place:
        """A record by its id, or the value of one of its keys, or an item of that value."""
        return _inside(self._typed(section, record_id), key, index)

    def has(self, section: str) -> bool:
        return any(section in part.keys for part in self._parts)

    def has_only(self, records: Mapping[str, object], section: str) -> bool:
        """Whether these are all records of a section, so that none of them is known by its fault alone."""
        return len(records) == sum(len(part.ids.get(section, ())) for part in self._parts)

    def in_section(self, section: str, key: str | None = None, index: int | None = None) -> Place:
        """A section that one file alone has, or the value of one of its keys, or an item of that value."""
        return _inside(next(part for part in self._parts if section in part.keys).root.items[section], key, index)

    def item(self, section: str, index: int) -> Place:
        """An item of a list without ids, counted over what could be read of it in all files."""
        for part in self._parts:
            read = len(part.sections.get(section, ()))
            if index < read:
                return _inside(part.root.items[section], None, index)
            index -= read
        raise IndexError(section)

    def heading(self, *sections: str) -> Place:
        """Where the first of these sections that is there begins."""
        found = (place_at(part.file, part.keys[name]) for name in sections for part in self._parts if name in part.keys)
        return next(found)

    def addressed(self) -> Iterator[Scalar]:
        """The texts beside mailboxes that hold an @."""
        return (text for part in self._parts for text in part.addressed)

    def files(self) -> Mapping[str, Mapping[str, str]]:
        """Section -> id -> the file in which that record stands; of a section without ids, each file that has of it."""
        found: dict[str, dict[str, str]] = {}
        for part in self._parts:
            for section in part.keys:
                named = [record_id for record_id, _ in part.ids.get(section, ())] if section in part.ids else [""]
                found.setdefault(section, {}).update((record_id or part.file, part.file) for record_id in named)
        return found

    def ids(self) -> Mapping[str, Mapping[str, Sequence[Named]]]:
        """By file and section the ids of its records, and where they stand."""
        return {part.file: part.ids for part in self._parts}

    def names(self) -> Mapping[str, Mapping[str, Sequence[str]]]:
        """By file and section the ids that its records name."""
        return {part.file: part.names for part in self._parts}

    def _typed(self, section: str, record_id: str) -> typed.Mapping:
        """Of two records with one id, the first."""
        part = self._home[section][record_id]
        if (part.file, section) not in self._records:
            self._records[part.file, section] = {
                name_of(item)[0]: item for item in reversed(records_of(part.root, section))
            }
        return self._records[part.file, section][record_id]

    @cached_property
    def _home(self) -> Mapping[str, Mapping[str, Part]]:
        """Section -> id -> the part in which it stands first."""
        found: dict[str, dict[str, Part]] = {}
        for part in reversed(self._parts):
            for section, named in part.ids.items():
                found.setdefault(section, {}).update((record_id, part) for record_id, _ in named)
        return found


def _inside(value: Value, key: str | None, index: int | None) -> Place:
    if key is not None and isinstance(value, typed.Mapping) and key in value.items:
        value = value.items[key]
    if index is not None and isinstance(value, typed.Sequence):
        value = value.items[index]
    return value.place
