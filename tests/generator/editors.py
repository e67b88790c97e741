"""Files as editors take them: YAML 1.2's core schema, and the published form that they check by."""

import math
import re
from functools import cache
from typing import Any, ClassVar

import yaml
from jsonschema import Draft7Validator

from generator.directory import available_languages, language
from generator.schema import schema

_TAG = "tag:yaml.org,2002:"
_CORE = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
}
"""What a plain scalar is. Source: YAML 1.2.2, section 10.3.2. The first that fits, else text."""


class _CoreLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # the quicker of two alike
    """No dates, no `yes` and `no`, no sexagesimals: these belong to YAML 1.1. A key is what was typed."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def _number(loader: Any, node: Any) -> float:
    text = node.value
    if text.lower().endswith(("inf", "nan")):
        return -math.inf if text.startswith("-") else float(text.lstrip("+").removeprefix("."))
    return (
        int(text, 0)
        if text.startswith(("0o", "0x"))
        else int(text)
        if re.fullmatch("[-+]?[0-9]+", text)
        else float(text)
    )


for name, form in _CORE.items():
    _CoreLoader.add_implicit_resolver(_TAG + name, re.compile(f"(?:{form})$"), None)
_CoreLoader.add_constructor(f"{_TAG}null", lambda _loader, _node: None)
_CoreLoader.add_constructor(f"{_TAG}bool", lambda _loader, node: node.value.lower() == "true")
for name in ("int", "float"):
    _CoreLoader.add_constructor(_TAG + name, _number)


def as_editors_read(text: str) -> Any:
    """The values of a file, or of one scalar, as the YAML parser of an editor makes them."""
    return yaml.load(text, Loader=_CoreLoader)


@cache
def validator(*, part: bool = False, definition: str = "") -> Draft7Validator:
    """What an editor judges a main file by, or a part, or a value of one definition."""
    whole = schema(language("en"), available_languages(), part=part)
    narrowed = {"$ref": f"#/definitions/{definition}", "definitions": whole["definitions"]}
    return Draft7Validator(narrowed if definition else whole)


def complaints(text: str, *, part: bool = False) -> list[str]:
    """What an editor underlines in a file, and why."""
    found = validator(part=part).iter_errors(as_editors_read(text))
    return [f"{error.json_path}: {error.message}"[:300] for error in found]
