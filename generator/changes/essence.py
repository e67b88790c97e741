"""What remains of a value when the manner of writing it is taken away: what people read. Pure."""

import dataclasses
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from generator.directory import Text


def tidy(words: str) -> str:
    """The words on one line, a single space between each two."""
    return " ".join(words.split())


def essence(value: Any, languages: Sequence[str]) -> Hashable:
    """Equal for two values that read the same in each of `languages`, however they were typed."""
    match value:
        case Text():
            return tuple(tidy(value.say(code)) for code in languages)
        case str():
            return tidy(value)
        case tuple():
            return tuple(essence(item, languages) for item in value)
        case Mapping():
            return tuple((key, essence(item, languages)) for key, item in sorted(value.items()))
    if dataclasses.is_dataclass(value):
        fields = (getattr(value, field.name) for field in dataclasses.fields(value))
        return type(value), *(essence(item, languages) for item in fields)
    assert isinstance(value, Hashable)
    return value
