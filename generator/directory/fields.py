"""The fields of the model's records, as their type hints tell them. Reads no values. Pure."""

import dataclasses
import typing
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple, get_args


class Field(NamedTuple):
    key: str
    name: str
    hint: Any
    mandatory: bool
    filled: bool


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """The keys of a record, in the order of the model."""
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(
        Field(item.name.rstrip("_"), item.name, hints[item.name], _is_mandatory(item), "filled" in item.metadata)
        for item in dataclasses.fields(record)
        if not item.metadata.get("not_in_file")
    )


def holds(hint: Any, is_wanted: Callable[[Any], bool]) -> bool:
    """Whether a hint, or anything within it (an item of a list, a field of a record), is wanted."""
    if is_wanted(hint):
        return True
    is_record = isinstance(hint, type) and dataclasses.is_dataclass(hint)
    parts = [item.hint for item in fields_of(hint)] if is_record else get_args(hint)
    return any(holds(part, is_wanted) for part in parts)


def _is_mandatory(item: dataclasses.Field[Any]) -> bool:
    return item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING
