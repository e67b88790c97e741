"""The form of contacts.yml as a JSON Schema (draft-07) for editors, from the hints that `shape` reads by. Pure.

It must never refuse what the reader accepts. Whether an id exists, hours overlap or a number can be dialled it can't
say; `check` does.
"""

import dataclasses
import itertools
import json
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from generator.directory import Language, spelling, values
from generator.directory.fields import Field, fields_of
from generator.directory.model import Directory
from generator.hints import HintWriter, Schema
from generator.scalars import SPELLINGS, WORDS

_HEAD: Schema = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "$comment": "Made by `python -m generator schema` from generator/directory/model.py.",
}


def schema(words: Language, languages: Sequence[str], *, part: bool = False) -> Schema:
    """What contacts.yml may hold, explained in `words`; with `part`, what a file may hold that it includes.

    `languages` are those that a text may be written in. A main file that includes others may leave any section to them.
    """
    writer = _Writer(words, languages)
    root = _HEAD | writer.closed_object(Directory, mandatory=())
    if part:
        del root["properties"]["include"]
    else:
        mandatory = [item.key for item in fields_of(Directory) if item.mandatory]
        root |= {"if": {"required": ["include"]}, "else": {"required": mandatory}}
    return root | {"definitions": dict(sorted(writer.definitions.items()))}


def schema_as_text(found: Schema) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2)


class _Writer(HintWriter):
    """Writes what staff may type for each hint."""

    keyword = "definitions"

    def __init__(self, words: Language, languages: Sequence[str]) -> None:
        super().__init__(words)
        self.languages = languages

    def closed_object(self, kind: type, mandatory: Sequence[str], type_name: str | None = None) -> Schema:
        """A record with the keys of its model and no others, but for a channel's type."""
        named = {"type": {"const": type_name}} if type_name else {}
        return {
            "title": self.words(f"records.{kind.__name__}"),
            "type": "object",
            "required": [*named, *mandatory],
            "properties": named | {item.key: self._field(kind, item) for item in fields_of(kind)},
            "additionalProperties": False,
        }

    def _field(self, kind: type, item: Field) -> Schema:
        """The value of a key, and what is told of it: validators pass over that beside `$ref`, editors don't."""
        filled = {"minItems": 1} if item.filled else {}
        return {"description": self.about(kind, item.key)} | self.value(item.hint) | filled | _default(kind, item)

    def record(self, kind: Any, type_name: str | None = None) -> Schema:
        mandatory = [item.key for item in fields_of(kind) if item.mandatory]
        return self.define(kind.__name__, partial(self.closed_object, kind, mandatory, type_name))

    def by_type(self, base: type, classes: Mapping[str, type]) -> Schema:
        """The type first, then what is asked of that type alone, so that no fault is told for a type nobody meant."""
        shared = {item.key: self._field(base, item) for item in fields_of(base)}
        chosen = {"description": self.about(base, "type")} | self.choice(tuple(classes))
        return {
            "title": self.words(f"records.{base.__name__}"),
            "type": "object",
            "required": ["type"],
            "properties": {"type": chosen} | shared,
            "allOf": [
                {
                    "if": {"required": ["type"], "properties": {"type": {"const": name}}},
                    "then": self.record(kind, name),
                }
                for name, kind in classes.items()
            ],
        }

    def listed(self, hint: Any) -> Schema:
        return {"type": "array", "items": self.value(hint), "errorMessage": self._message("list-expected")}

    def choice(self, choices: tuple[str, ...]) -> Schema:
        accepted = [value for choice in choices for value in _as_editors_read(choice)]
        kinds = ["integer", "string"] if any(isinstance(value, int) for value in accepted) else ["string"]
        return {"type": kinds, "enum": accepted, "errorMessage": self._message("choice", known=", ".join(choices))}

    def spelled(self, parser: str) -> Schema:
        form = SPELLINGS[parser]
        found: Schema = {"type": list(form.types), "pattern": form.pattern, **form.bounds}
        if form.examples:
            found["examples"] = list(form.examples)
        return found | {"errorMessage": self._message(form.rule, most=form.bounds.get("maximum"))}

    def text(self) -> Schema:
        return {
            "type": [*WORDS, "object"],
            "pattern": spelling.NOT_BLANK.pattern,
            "minProperties": 1,
            "properties": {code: self.scalar("words") for code in self.languages},
            "propertyNames": {
                "enum": list(self.languages),
                "errorMessage": self._message("language-unknown", known=", ".join(self.languages)),
            },
            "patternErrorMessage": self._message("empty"),
            "errorMessage": self._message("text-expected"),
        }

    def week(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": {"enum": _named_days(), "errorMessage": self._message("weekday")},
            "additionalProperties": self.listed(values.Interval),
        }

    def _message(self, rule: str, **details: Any) -> str:
        return self.words(f"problems.{rule}", quote="…", **details)


def _named_days() -> list[str]:
    """Each weekday, and each range that doesn't go round the week."""
    days = values.WEEKDAYS
    return [*days, *map("-".join, itertools.combinations(days, 2)), *(f"{day}-{day}" for day in days)]


def _as_editors_read(choice: str) -> list[Any]:
    """A word as it is typed and as it is quoted: typed it is a number where it is all digits."""
    return [int(choice), choice] if choice.isdecimal() else [choice]


def _default(kind: Any, item: Field) -> Schema:
    """What is meant where the key is left out, if a value can tell it."""
    found = next(field for field in dataclasses.fields(kind) if field.name == item.name)
    match found.default if found.default_factory is dataclasses.MISSING else found.default_factory():
        case bool() as default:
            return {"default": default}
        case str() as default:
            return {"default": _as_editors_read(default)[0]}
        case tuple() as default if default:
            return {"default": list(default)}
        case ZoneInfo() as default:
            return {"default": default.key}
        case _:
            return {}
