"""Writes what the hints of the model ask for as a JSON Schema, whichever form a file of them has. Pure.

It walks the hints as `shape` does. What a text, a week or a number looks like it leaves to each form.
"""

import dataclasses
import types
import typing
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ClassVar, TypeAlias, get_args, get_origin

from generator.directory import Language, values
from generator.directory.model import ByType, InRegion, Ref, Written
from generator.scalars import PARSERS

Schema: TypeAlias = dict[str, Any]


class HintWriter(ABC):
    """Writes what each hint asks for; `definitions` grow as it goes, under the dialect's `keyword`."""

    keyword: ClassVar[str]

    def __init__(self, words: Language) -> None:
        self.words = words
        self.definitions: dict[str, Schema] = {}

    def value(self, hint: Any) -> Schema:
        """What `hint` asks for: `Reader.read`, in the words of a schema."""
        if get_origin(hint) in (types.UnionType, typing.Union):
            hint = next(choice for choice in get_args(hint) if choice is not type(None))
        if hint == values.Week:
            return self.define("Week", self.week)
        match get_origin(hint):
            case typing.Annotated:
                return self._annotated(hint)
            case typing.Literal:
                return self.choice(get_args(hint))
            case None:
                return self._plain(hint)
            case origin:
                return self.listed(get_args(hint)[0 if origin is tuple else 1])

    def define(self, name: str, write: Callable[[], Schema]) -> Schema:
        """A reference to a definition, which is written when it is first asked for."""
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = write()
        return {"$ref": f"#/{self.keyword}/{name}"}

    def scalar(self, parser: str) -> Schema:
        """A value that the parser of this name in `values` reads; `words` are any text."""
        name = "".join(part.capitalize() for part in parser.split("_"))
        return self.define(name, partial(self.spelled, parser))

    def about(self, kind: type, key: str) -> str:
        """The words for a key: those for this record, where the key means something else in others."""
        special = f"keys.{kind.__name__}-{key}"
        return self.words(special if special in self.words.words else f"keys.{key}")

    @abstractmethod
    def record(self, kind: Any, type_name: str | None = None) -> Schema:
        """A record; `type_name` where it says by its type what it is."""

    @abstractmethod
    def by_type(self, base: type, classes: Mapping[str, type]) -> Schema:
        """A record of one of these classes."""

    @abstractmethod
    def listed(self, hint: Any) -> Schema:
        """Any number of values of this hint."""

    @abstractmethod
    def choice(self, choices: tuple[str, ...]) -> Schema:
        """One of these words."""

    @abstractmethod
    def spelled(self, parser: str) -> Schema:
        """A scalar."""

    @abstractmethod
    def text(self) -> Schema:
        """Words in the languages of the site."""

    @abstractmethod
    def week(self) -> Schema:
        """Hours by weekday."""

    def _plain(self, hint: Any) -> Schema:
        if hint is values.Text:
            return self.define("Text", self.text)
        return self.record(hint) if dataclasses.is_dataclass(hint) else self.scalar(PARSERS[hint])

    def _annotated(self, hint: Any) -> Schema:
        inner, *marks = get_args(hint)
        for mark in marks:
            match mark:
                case Ref():
                    return self.scalar("slug")
                case Written(parser) | InRegion(parser):
                    return self.scalar(parser)
                case ByType(classes):
                    return self.define(inner.__name__, partial(self.by_type, inner, classes))
        return self.value(inner)
