"""One file of a directory, read by itself: its records, what they name, and where they stand. Opens nothing.

Most that is said of a record can be said before the other files are known; the rest stands in `merging` and `rules`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from generator.directory import typed
from generator.directory.model import Directory
from generator.directory.problems import Problem
from generator.directory.shape import Reader
from generator.directory.source import ParsedFile
from generator.directory.sums import section_sums
from generator.directory.typed import Scalar, scalars_of

PRIVATE = frozenset({"desks", "inquiry"})
"""Sections in which mailboxes may stand."""
Named = tuple[str, int]
"""An id as it was typed, and where: `at` as in `typed`."""


@dataclass(frozen=True)
class Part:
    """`sections`: what could be read of each; `keys`: where each begins.

    `ids`: of each list of records all that it holds, readable or not, those without an id as "". `names`: by section
    the ids that must exist there, each once. `addressed`: the texts beside mailboxes that hold an @. `sums` as in
    `sums`. `unsaid`: texts that lack a language, each as a warning.
    """

    file: str
    sections: Mapping[str, Any]
    keys: Mapping[str, int]
    ids: Mapping[str, Sequence[Named]]
    names: Mapping[str, Sequence[str]]
    addressed: Sequence[Scalar]
    sums: Mapping[str, str]
    typed_again: Callable[[], typed.Mapping] = field(compare=False, repr=False)
    """Gives what was typed: few ask for it, and of a file that was read before it has to be unpacked."""
    named_again: Callable[[], Mapping[str, Sequence[Named]]] = field(compare=False, repr=False)
    """Gives where each of `names` stands, each time that it does: as what was typed."""
    unsaid: Sequence[Problem] = ()

    @cached_property
    def root(self) -> typed.Mapping:
        return self.typed_again()

    @cached_property
    def named(self) -> Mapping[str, Sequence[Named]]:
        return self.named_again()


def part_of(parsed: ParsedFile, reader: Reader, unread: Collection[str] = ()) -> Part:
    """What the reader makes of a file; it notes what is wrong. `unread`: sections that count for nothing in it."""
    seen, root = len(reader.references), parsed.root
    sections = reader.sections(Directory, root, unread)
    named: dict[str, list[Named]] = {}
    for section, value in reader.references[seen:]:
        named.setdefault(section, []).append((value.text, value.at))
    public = [value for section, value in root.items.items() if section not in PRIVATE]
    return Part(
        root.file,
        sections,
        {section: value.key_at for section, value in root.items.items()},
        {section: _ids_of(value) for section, value in root.items.items() if isinstance(value, typed.Sequence)},
        {section: list(dict.fromkeys(name for name, _ in found)) for section, found in named.items()},
        [text for value in public for text in scalars_of(value) if "@" in text.text],
        section_sums(root, parsed.data),
        lambda: root,
        lambda: named,
    )


def _ids_of(records: typed.Sequence) -> list[Named]:
    return [name_of(record) for record in records.items if isinstance(record, typed.Mapping)]


def name_of(record: typed.Mapping) -> Named:
    """Its id, and where that stands; "" for one that has none."""
    found = record.items.get("id")
    return (found.text, found.at) if isinstance(found, Scalar) and not found.empty else ("", record.at)
