"""Texts, what they mean and where they stand <-> bytes. Nothing else is unpacked: whoever wrote the bytes runs nothing.

A pickle that knows our kinds alone. Records are given their values one by one, which takes half the time that
`dataclasses` take for it, and is done a hundred thousand times; and what few ask of a record can be packed apart.
"""

import dataclasses
import datetime
import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from functools import cache, cached_property, partial
from operator import attrgetter
from typing import Any, TypeAlias

from generator.directory import model, problems, typed, values
from generator.directory.abridged import Abridged, Left

PROTOCOL = 5
_Taker: TypeAlias = Callable[[Any], tuple[Any, ...]]
"""What takes a value of a kind apart: how it is made again, and of what."""


def packed(value: Any) -> bytes:
    return _packed(value, _takers())


def packed_apart(value: Any) -> tuple[bytes, Mapping[str, Sequence[Any]]]:
    """The same with some records abridged; and the values that they are left without, by their ids."""
    left: dict[str, Sequence[Any]] = {}
    return _packed(value, _takers() | {kind: _abridged_taker(kind, left) for kind in _ABRIDGED}), left


def _packed(value: Any, takers: dict[type, _Taker]) -> bytes:
    bytes_ = io.BytesIO()
    packer = pickle.Pickler(bytes_, PROTOCOL)
    packer.dispatch_table = takers  # by kind, so that nothing is asked of a text or a number
    packer.dump(value)
    return bytes_.getvalue()


def unpacked(content: bytes, left: Left | None = None) -> Any:
    """None for anything that this program did not pack. `left`: what has the values that were packed apart."""
    try:
        return _Unpacker(content, left).load()
    except Exception:
        return None


class _Unpacker(pickle.Unpickler):
    def __init__(self, content: bytes, left: Left | None) -> None:
        super().__init__(io.BytesIO(content))
        self._left = left

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == _BEGUN and self._left:
            return partial(_begun, self._left)
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that was read")
        return _KNOWN[module, name]


class LeftValues:
    """The values that were packed apart, which `give` is asked for when somebody asks for the first of them."""

    def __init__(self, give: Callable[[], Mapping[str, Sequence[Any]]]) -> None:
        self._give = give

    @cached_property
    def _given(self) -> Mapping[str, Sequence[Any]]:
        return self._give()

    def fill(self, record: Any) -> None:
        for put, value in zip(_LEFT[type(record)], self._given[record.id], strict=True):
            put(record, value)


@cache
def _takers() -> dict[type, _Taker]:
    kinds = [kind for kind in _KNOWN.values() if isinstance(kind, type)]
    rows = [kind for kind in kinds if issubclass(kind, tuple)]
    return {kind: _row_taker(kind) for kind in rows} | {kind: _record_taker(kind) for kind in kinds if _fields(kind)}


def _row_taker(kind: type) -> _Taker:
    return lambda value: (kind, tuple(value))


def _record_taker(kind: type) -> _Taker:
    kind_and_values = attrgetter("__class__", *_fields(kind))
    return lambda value: (_record, kind_and_values(value))


def _abridged_taker(kind: type[Abridged], left: dict[str, Sequence[Any]]) -> _Taker:
    """Puts there what is not wanted at once."""
    kind_and_values, rest = attrgetter("__class__", *kind.at_once), attrgetter(*_left_fields(kind))

    def taken(record: Any) -> tuple[Any, ...]:
        left[record.id] = rest(record)
        return _begun, kind_and_values(record)

    return taken


def _record(kind: type, *given: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(_PUTTING[kind], given):  # noqa: B905 to ask for equal lengths takes a tenth longer
        put(record, value)
    return record


def _begun(left: Left, kind: type[Abridged], *given: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(_AT_ONCE[kind], given):  # noqa: B905 as above
        put(record, value)
    _put_left(record, left)
    return record


def _fields(kind: Any) -> tuple[str, ...]:
    """Empty where it is no record."""
    return tuple(item.name for item in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _left_fields(kind: type[Abridged]) -> tuple[str, ...]:
    return tuple(name for name in _fields(kind) if name not in kind.at_once)


class _Putting(dict[type, tuple[Callable[[Any, Any], None], ...]]):
    """What puts a value into each of some slots of a record of a kind, however frozen."""

    def __init__(self, names: Callable[[Any], Sequence[str]]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, kind: type) -> tuple[Callable[[Any, Any], None], ...]:
        self[kind] = tuple(getattr(kind, name).__set__ for name in self._names(kind))
        return self[kind]


_PUTTING, _AT_ONCE, _LEFT = _Putting(_fields), _Putting(attrgetter("at_once")), _Putting(_left_fields)
_KNOWN = {
    (kind.__module__, kind.__qualname__): kind
    for room in (model, problems, typed, values)
    for kind in vars(room).values()
    if isinstance(kind, type) and kind.__module__ == room.__name__ and not issubclass(kind, Exception)
} | {("datetime", "date"): datetime.date, (__name__, _record.__name__): _record}
_BEGUN = (__name__, _begun.__name__)
_ABRIDGED = [kind for kind in _KNOWN.values() if isinstance(kind, type) and issubclass(kind, Abridged)]
_put_left = Abridged.__dict__["_left"].__set__
