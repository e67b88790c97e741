"""Reads a page's block of coming changes as its script does."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any


def changes(block: Mapping[str, Any], channel_id: str) -> list[tuple[int, str]]:
    """Of a channel each change of state: its minute since 1970 (UTC), and the state from then on."""
    course = block["courses"][block["channels"][channel_id]]
    minutes = list(accumulate(course[::2], initial=block["from"]))[1:]
    return [(minute, block["states"][number]) for minute, number in zip(minutes, course[1::2], strict=True)]
