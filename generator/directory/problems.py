"""What is wrong in contacts.yml, as ordered values. Knows no rule by name; the words stand in the catalogues. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Severity = Literal["error", "warning"]


class Place(NamedTuple):
    """Where a value stands: file as it was named, line and column counted from 1, columns in characters."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend. `rule` names the message in the catalogue, `details` fills its blanks."""

    place: Place
    rule: str
    severity: Severity = "error"
    details: dict[str, Any] = field(default_factory=dict, compare=False)


class DirectoryError(Exception):
    """contacts.yml can't be used. Holds every problem, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__(f"{len(self.problems)} problems")


class WrongTextError(ValueError):
    """A scalar that can't be given its field's meaning: the rule it breaks, and what fills the message's blanks."""

    def __init__(self, rule: str, **details: Any) -> None:
        super().__init__(rule)
        self.rule = rule
        self.details = details
