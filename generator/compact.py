"""JSON without a blank, as scripts and machines read it: some stands on each of thousands of pages. Pure."""

from typing import Any

import orjson


def as_json(value: Any) -> str:
    """Letters stand as they are, without escapes. Raises: TypeError for what JSON can't hold, as a lone surrogate."""
    return orjson.dumps(value).decode()


def in_script(value: Any) -> str:
    """The same as the content of a `<script>`, which no text in it can end."""
    return as_json(value).replace("<", "\\u003c")


def of_json(text: str | bytes) -> Any:
    """What JSON holds. Raises: ValueError where it is none (RFC 8259), or has more than 1,024 things in each other."""
    return orjson.loads(text)
