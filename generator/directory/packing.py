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
from typing import Any

from generator.directory import model, problems, typed, values

PROTOCOL = 5


def packed(value: Any) -> bytes:
    bytes_ = io.BytesIO()
    _Packer(bytes_, PROTOCOL).dump(value)
    return bytes_.getvalue()


def unpacked(content: bytes) -> Any:
    """None for anything that this program did not pack."""
    try:
        return _Unpacker(io.BytesIO(content)).load()
    except Exception:
        return None


class _Packer(pickle.Pickler):
    def reducer_override(self, value: Any) -> Any:
        kind = type(value)
        if dataclasses.is_dataclass(kind):
            return _record, (kind, *(getattr(value, item.name) for item in _fields(kind)))
        return NotImplemented


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KNOWN:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that was read")
        return _KNOWN[module, name]


def _record(kind: type, *given: Any) -> Any:
    record: Any = object.__new__(kind)
    for put, value in zip(_setters(kind), given, strict=True):
        put(record, value)
    return record


@cache
def _fields(kind: Any) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)


@cache
def _setters(kind: Any) -> tuple[Callable[[Any, Any], None], ...]:
    """What puts a value into each slot of a record, however frozen."""
    return tuple(getattr(kind, item.name).__set__ for item in _fields(kind))


_KNOWN = {
    (kind.__module__, kind.__qualname__): kind
    for room in (model, problems, typed, values)
    for kind in vars(room).values()
    if isinstance(kind, type) and kind.__module__ == room.__name__ and not issubclass(kind, Exception)
} | {("datetime", "date"): datetime.date, (__name__, _record.__name__): _record}
