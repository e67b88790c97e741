"""What was typed in a file: texts, lists and mappings that know their place. Gives no text a meaning. Pure.

Files hold a million values and have a handful of problems: a value keeps where it stands as a number, and its place
is made when somebody asks for it.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from generator.directory.problems import Place

QUOTE_LENGTH = 60
LIST_LENGTH = 400
COLUMN_BITS = 32


class Scalar(NamedTuple):
    """A text as it was typed; `empty` where nothing was.

    Of every value: `at` is where it begins in `file`, and `key_at` where its key does (0 where it has none): line and
    column, both from 0, as one number.
    """

    text: str
    empty: bool
    file: str
    at: int
    key_at: int = 0

    @property
    def place(self) -> Place:
        return place_at(self.file, self.at)


class Sequence(NamedTuple):
    items: tuple["Value", ...]
    file: str
    at: int
    key_at: int = 0

    @property
    def place(self) -> Place:
        return place_at(self.file, self.at)


class Mapping(NamedTuple):
    """Values by their keys, in the order of the file. A key that was typed twice keeps its first value."""

    items: dict[str, "Value"]
    file: str
    at: int
    key_at: int = 0

    @property
    def place(self) -> Place:
        return place_at(self.file, self.at)

    def key_place(self, key: str) -> Place:
        """Where one of its keys stands."""
        value = self.items[key]
        return place_at(value.file, value.key_at)


Value: TypeAlias = Scalar | Sequence | Mapping


def place_at(file: str, at: int) -> Place:
    """The place that such a number stands for."""
    return Place(file, (at >> COLUMN_BITS) + 1, (at & (1 << COLUMN_BITS) - 1) + 1)


def scalars_of(value: Value) -> Iterator[Scalar]:
    """Every text inside a value, in the order of the file."""
    waiting: list[Value] = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Scalar):
            yield part
        else:
            inside = part.items.values() if isinstance(part, Mapping) else part.items
            waiting += reversed(inside)


def records_of(root: Mapping, section: str) -> list[Mapping]:
    """The records of a section, in the order of the file; what is no record is passed over."""
    records = root.items.get(section)
    items = records.items if isinstance(records, Sequence) else ()
    return [item for item in items if isinstance(item, Mapping)]


def quote(text: str, most: int = QUOTE_LENGTH) -> str:
    """What was typed, on one line and short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
