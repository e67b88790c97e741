"""The form of /contacts.json as a JSON Schema (2020-12), from the hints of the model. Pure.

It knows no key that `public` keeps inside, so that a mailbox that got out would not fit.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from generator.directory import Directory, Interval, Language, Telephone, values
from generator.directory.fields import Field
from generator.directory.values import WEEKDAYS, Duration
from generator.hints import HintWriter, Schema
from generator.public import public_fields
from generator.scalars import SPELLINGS

_TIME: Schema = {"type": "string", "pattern": "^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"}


def public_schema(words: Language, languages: Sequence[str]) -> Schema:
    """What /contacts.json holds, explained in `words`; its texts are in `languages`."""
    writer = _Writer(words, languages)
    root = writer.closed_object(Directory)
    sha256 = {"type": "string", "pattern": "^[0-9a-f]{64}$", "$comment": "Of the files that this was made from."}
    told = {"$schema": {"type": "string"}, **root["properties"], "version": {"const": 1}, "sha256": sha256}
    root |= {"required": list(told), "properties": told}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | root | {"$defs": dict(sorted(writer.definitions.items()))}


def public_schema_as_text(words: Language, languages: Sequence[str]) -> str:
    return json.dumps(public_schema(words, languages), ensure_ascii=False, indent=1) + "\n"


class _Writer(HintWriter):
    """Writes what `public` makes of each hint."""

    keyword = "$defs"

    def __init__(self, words: Language, languages: Sequence[str]) -> None:
        super().__init__(words)
        self.languages = languages

    def closed_object(self, kind: Any, type_name: str | None = None) -> Schema:
        named = {"type": {"const": type_name}} if type_name else {}
        told = public_fields(kind)
        return {
            "title": self.words(f"records.{kind.__name__}"),
            "type": "object",
            "required": [*named, *(item.key for item in told if _is_always_told(kind, item))],
            "properties": named | {item.key: self._field(kind, item) for item in told},
            "additionalProperties": False,
        }

    def _field(self, kind: type, item: Field) -> Schema:
        return {"description": self.about(kind, item.key)} | self.value(item.hint)

    def record(self, kind: Any, type_name: str | None = None) -> Schema:
        return self.define(kind.__name__, partial(self.closed_object, kind, type_name))

    def by_type(self, base: type, classes: Mapping[str, type]) -> Schema:
        return {
            "title": self.words(f"records.{base.__name__}"),
            "oneOf": [self.record(kind, name) for name, kind in classes.items()],
        }

    def listed(self, hint: Any) -> Schema:
        return {"type": "array", "items": self.value(hint)}

    def choice(self, choices: tuple[str, ...]) -> Schema:
        return {"enum": list(choices)}

    def text(self) -> Schema:
        return {
            "type": "object",
            "properties": {code: {"type": "string"} for code in self.languages},
            "minProperties": 1,
            "additionalProperties": False,
        }

    def week(self) -> Schema:
        days = {day: self.listed(Interval) for day in WEEKDAYS}
        return {"type": "object", "properties": days, "additionalProperties": False}

    def spelled(self, parser: str) -> Schema:
        """What the parser gives back, as `public` spells it."""
        form = SPELLINGS[parser]
        kind = str if parser == "words" else get_type_hints(getattr(values, parser))["return"]
        if kind is Telephone:
            return {"type": "string", "pattern": r"^\+?[0-9]+$"}
        if kind is Interval:
            return {"type": "array", "prefixItems": [_TIME, _TIME], "items": False, "minItems": 2}
        if kind is Duration:
            units = get_type_hints(Duration)["unit"]
            return self._object({"amount": {"type": "integer", "minimum": 0}, "unit": self.value(units)})
        if kind is date:
            return {"type": "string", "format": "date", "pattern": form.pattern}
        if kind in _NUMBERS:
            return {"type": _NUMBERS[kind], **form.bounds}
        return {"type": "string"} | ({} if kind is ZoneInfo or parser == "words" else {"pattern": form.pattern})

    def _object(self, properties: Schema) -> Schema:
        return {
            "type": "object",
            "required": list(properties),
            "properties": properties,
            "additionalProperties": False,
        }


_NUMBERS: Mapping[Any, str] = {bool: "boolean", int: "integer", float: "number"}


def _is_always_told(kind: Any, item: Field) -> bool:
    """Whether the key is there in each record: nothing is told of what was not said, nor of an empty list."""
    if item.mandatory:
        return item.filled or get_origin(item.hint) is not tuple
    found = next(field for field in dataclasses.fields(kind) if field.name == item.name)
    default = found.default if found.default_factory is dataclasses.MISSING else found.default_factory()
    return default is not None and default != ()
