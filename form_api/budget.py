"""How many bytes of questions may be in memory at once, from the first byte to the answer. Pure.

Never lets files take the place of words: a question without files is read while files fill their own part.
"""

from dataclasses import dataclass, field
from typing import Self

MEGABYTE = 1024 * 1024


class BusyError(Exception):
    """There is no room for more just now."""


@dataclass
class Budget:
    """`max_text_bytes` for the first `beginning_bytes` of all bodies, `max_file_bytes` for what comes after them."""

    max_text_bytes: int = 16 * MEGABYTE
    max_file_bytes: int = 64 * MEGABYTE
    beginning_bytes: int = 256 * 1024
    text_bytes: int = field(default=0, init=False)
    file_bytes: int = field(default=0, init=False)

    def share(self) -> "Share":
        """The part of one request, given back when the block ends, however it ends."""
        return Share(self)


@dataclass
class Share:
    """What one request has taken of a budget."""

    budget: Budget
    text_bytes: int = field(default=0, init=False)
    file_bytes: int = field(default=0, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.budget.text_bytes -= self.text_bytes
        self.budget.file_bytes -= self.file_bytes

    def take(self, size_bytes: int) -> None:
        """Raises: BusyError where the budget has no room for that."""
        text = min(size_bytes, self.budget.beginning_bytes - self.text_bytes)
        file = size_bytes - text
        if self.budget.text_bytes + text > self.budget.max_text_bytes:
            raise BusyError
        if self.budget.file_bytes + file > self.budget.max_file_bytes:
            raise BusyError
        self.text_bytes, self.file_bytes = self.text_bytes + text, self.file_bytes + file
        self.budget.text_bytes, self.budget.file_bytes = self.budget.text_bytes + text, self.budget.file_bytes + file
