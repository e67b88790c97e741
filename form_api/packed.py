"""A directory as bytes that are soon a directory again: each record is unpacked when it is first asked for.

Ten thousand services unpacked at once would keep a citizen waiting for half a second. Never unpacks what nobody vouches
for: `pickle` runs whatever its bytes tell it to run.
"""

import dataclasses
import pickle
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from generator.directory import Directory

T = TypeVar("T")
_AT_A_TIME = 40
"""Records, which take one or two milliseconds."""


class Packed(Mapping[str, T], Generic[T]):
    """The records of a section by their ids, in the order of the files."""

    def __init__(self, records: dict[str, bytes]) -> None:
        self._records: dict[str, Any] = records

    def __getitem__(self, record_id: str) -> T:
        found = self._records[record_id]
        if isinstance(found, bytes):
            found = self._records[record_id] = pickle.loads(found)  # noqa: S301 the shelf vouches for it
        record: T = found
        return record

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


def pack(directory: Directory) -> bytes:
    """What `unpack` makes an equal directory of."""
    given = {item.name: getattr(directory, item.name) for item in dataclasses.fields(directory)}
    records = {
        name: {record_id: pickle.dumps(record) for record_id, record in value.items()}
        for name, value in given.items()
        if isinstance(value, Mapping)
    }
    return pickle.dumps((given | dict.fromkeys(records), records))


def unpack(packed: bytes) -> Directory:
    """At once, whatever the size; `packed` must be known to come from `pack`."""
    given, records = pickle.loads(packed)  # noqa: S301 the shelf vouches for it
    return Directory(**given | {name: Packed(section) for name, section in records.items()})


def unpack_gently(directory: Directory, rest: Callable[[], object]) -> None:
    """Every record, some at a time with a rest after them, so that nobody has to wait for it later."""
    for item in dataclasses.fields(directory):
        section = getattr(directory, item.name)
        if isinstance(section, Packed):
            for number, record_id in enumerate(section, 1):
                section[record_id]
                if number % _AT_A_TIME == 0:
                    rest()
