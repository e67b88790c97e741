"""What every node of linked data is made of. Pure; knows no record of the directory."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from generator.directory import Language, Text

Node: TypeAlias = dict[str, Any]
"""A thing of schema.org: its `@type`, and its properties by name."""
CONTEXT = {"@context": "https://schema.org"}


def node(kind: str, properties: Mapping[str, Any]) -> Node:
    """A thing of schema.org."""
    return {"@type": kind} | told(properties)


def told(properties: Mapping[str, Any]) -> Node:
    """The properties that have a value."""
    return {name: value for name, value in properties.items() if value is not None and value not in ("", [])}


def said(text: Text | None, words: Language) -> str | None:
    """A text in the language of the page, if there is one."""
    return text.say(words.code) if text else None


def reference(to: Node) -> Node:
    """A node that is told in full elsewhere."""
    return {"@id": to["@id"]}
