"""Finds where a record of the directory, or one of its values, was typed. Gives no value a meaning."""

from collections.abc import Mapping
from functools import cached_property

from generator.directory import typed
from generator.directory.problems import Place
from generator.directory.typed import Scalar, Value, records_of


class Places:
    """The places in all files of a directory."""

    def __init__(self, root: typed.Mapping) -> None:
        self.root = root

    def of(self, section: str, record_id: str, key: str | None = None, index: int | None = None) -> Place:
        """A record by its id, or the value of one of its keys, or an item of that value."""
        return _inside(self._by_id[section][record_id], key, index)

    def has_only(self, records: Mapping[str, object], section: str) -> bool:
        """Whether these are all records of a section, so that none of them is known by its fault alone."""
        return len(records) == len(records_of(self.root, section))

    def in_section(self, section: str, key: str | None = None, index: int | None = None) -> Place:
        """A section that is no list of records with ids, or a part of it."""
        return _inside(self.root.items[section], key, index)

    def heading(self, *sections: str) -> Place:
        """Where the first of these sections that is there begins."""
        return next(self.root.key_place(section) for section in sections if section in self.root.items)

    def files(self) -> Mapping[str, Mapping[str, str]]:
        """Section -> id -> the file in which that record stands; of a section without ids, each file that has of it."""
        return {section: _files_of(value) for section, value in self.root.items.items()}

    @cached_property
    def _by_id(self) -> Mapping[str, Mapping[str, typed.Mapping]]:
        """Of two records with one id, the first."""
        sections = {section: reversed(records_of(self.root, section)) for section in self.root.items}
        return {section: {_id_of(item): item for item in records} for section, records in sections.items()}


def _id_of(record: typed.Mapping) -> str:
    found = record.items.get("id")
    return found.text if isinstance(found, Scalar) else ""


def _files_of(value: Value) -> Mapping[str, str]:
    records = value.items if isinstance(value, typed.Sequence) else [value]
    return {_name_of(record) or record.file: record.file for record in records}


def _name_of(record: Value) -> str:
    return _id_of(record) if isinstance(record, typed.Mapping) else ""


def _inside(value: Value, key: str | None, index: int | None) -> Place:
    if key is not None and isinstance(value, typed.Mapping) and key in value.items:
        value = value.items[key]
    if index is not None and isinstance(value, typed.Sequence):
        value = value.items[index]
    return value.place
