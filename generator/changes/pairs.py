"""Which old record is which new one. Pure; knows no kind of record."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

R = TypeVar("R")


class Alike(NamedTuple):
    """What an old record has to have in common with a new one to be the same. None is in common with nothing."""

    of_old: Callable[[Any], Hashable]
    of_new: Callable[[Any], Hashable]


def alike(key: Callable[[Any], Hashable]) -> Alike:
    return Alike(key, key)


@dataclass(frozen=True)
class Pairs(Generic[R]):
    """Each old record with its new one, in the order of the new file, and those that have no counterpart."""

    both: tuple[tuple[R, R], ...]
    removed: tuple[R, ...]
    added: tuple[R, ...]

    @cached_property
    def new_ids(self) -> Mapping[str, str]:
        """The id of an old record -> that of its counterpart."""
        both: tuple[tuple[Any, Any], ...] = self.both
        return {old.id: new.id for old, new in both}


def paired(old: Iterable[R], new: Iterable[R], *ways: Alike) -> Pairs[R]:
    """Pairs all that are alike in the first way, then of the others those in the next; each record once."""
    before, after = tuple(old), tuple(new)
    partner: dict[int, int] = {}
    for way in ways:
        waiting = _by_key(after, way, set(partner.values()))
        for index, record in enumerate(before):
            if index not in partner and (found := waiting.get(way.of_old(record))):
                partner[index] = found.pop(0)
    origin = {new_index: before[old_index] for old_index, new_index in partner.items()}
    return Pairs(
        both=tuple((origin[index], record) for index, record in enumerate(after) if index in origin),
        removed=tuple(record for index, record in enumerate(before) if index not in partner),
        added=tuple(record for index, record in enumerate(after) if index not in origin),
    )


def _by_key(records: Sequence[Any], way: Alike, taken: set[int]) -> dict[Hashable, list[int]]:
    """The places of those that have no partner yet, by what they have to have in common."""
    found: dict[Hashable, list[int]] = {}
    for index, record in enumerate(records):
        key = way.of_new(record)
        if index not in taken and key is not None:
            found.setdefault(key, []).append(index)
    return found
