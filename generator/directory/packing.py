"""Texts, what they mean and where they stand <-> bytes. Nothing else is unpacked: whoever wrote the bytes runs nothing.

A pickle that knows our kinds alone. Records are given their values one by one, which takes half the time that
`dataclasses` take for it, and is done a hundred thousand times.
"""

import dataclasses
import datetime
import io
import pickle
from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from generator.directory import model, problems, typed, values

PROTOCOL = 5


def packed(value: Any) -> bytes:
    bytes_ = io.BytesIO()
    packer = pickle.Pickler(bytes_, PROTOCOL)
    packer.dispatch_table = _takers()  # by kind, so that nothing is asked of a text or a number
    packer.dump(value)
    return bytes_.getvalue()


def unpacked(content: bytes) -> Any:
    """None for anything that this program did not pack."""
    try:
        return _Unpacker(io.BytesIO(content)).load()
    except Exception:
        return None


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that was read")
        return _KNOWN[module, name]


@cache
def _takers() -> dict[type, Callable[[Any], tuple[Any, ...]]]:
    """What takes a value of each kind apart: how it is made again, and of what."""
    kinds = [kind for kind in _KNOWN.values() if isinstance(kind, type)]
    rows = [kind for kind in kinds if issubclass(kind, tuple)]
    return {kind: _row_taker(kind) for kind in rows} | {kind: _record_taker(kind) for kind in kinds if _fields(kind)}


def _row_taker(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return lambda value: (kind, tuple(value))


def _record_taker(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    kind_and_values = attrgetter("__class__", *(item.name for item in _fields(kind)))
    return lambda value: (_record, kind_and_values(value))


def _record(kind: type, *given: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(_PUTTING[kind], given):  # noqa: B905 to ask for equal lengths takes a tenth longer
        put(record, value)
    return record


def _fields(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    """Empty where it is no record."""
    return dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()


class _Putting(dict[type, tuple[Callable[[Any, Any], None], ...]]):
    """What puts a value into each slot of a record of a kind, however frozen."""

    def __missing__(self, kind: type) -> tuple[Callable[[Any, Any], None], ...]:
        self[kind] = tuple(getattr(kind, item.name).__set__ for item in _fields(kind))
        return self[kind]


_PUTTING = _Putting()
_KNOWN = {
    (kind.__module__, kind.__qualname__): kind
    for room in (model, problems, typed, values)
    for kind in vars(room).values()
    if isinstance(kind, type) and kind.__module__ == room.__name__ and not issubclass(kind, Exception)
} | {("datetime", "date"): datetime.date, (__name__, _record.__name__): _record}
