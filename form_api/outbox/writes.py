"""What one transaction does to the store, as a value: several may be committed together and share one sync."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Write: TypeAlias = Callable[[Connection], T]


def both(*writes: Write[Any]) -> Write[None]:
    """All of these or none, in this order."""

    def write(connection: Connection) -> None:
        for each in writes:
            each(connection)

    return write


@dataclass(frozen=True, slots=True)
class Shared(Generic[T]):
    """A write that costs little more when many of its kind are made at once: `together` gives a result for each."""

    given: Any
    together: Callable[[Connection, Sequence[Any]], list[T]]

    def __call__(self, connection: Connection) -> T:
        return self.together(connection, [self.given])[0]


def all_of(connection: Connection, writes: Sequence[Write[T]]) -> list[T]:
    """Their results in order. Shared ones of a kind are made together, at the turn of the first: who waits for one
    commit knows nothing of the others yet, so that any order is right."""
    kinds: dict[Hashable, list[int]] = {}
    for number, write in enumerate(writes):
        kinds.setdefault(write.together if isinstance(write, Shared) else number, []).append(number)
    results: dict[int, T] = {}
    for numbers in kinds.values():
        results |= zip(numbers, _of_one_kind(connection, [writes[number] for number in numbers]), strict=True)
    return [results[number] for number in range(len(writes))]


def _of_one_kind(connection: Connection, writes: Sequence[Write[T]]) -> list[T]:
    first = writes[0]
    if not isinstance(first, Shared):
        return [first(connection)]
    return first.together(connection, [write.given for write in writes if isinstance(write, Shared)])
