"""What came of examining a document: what is kept of it, or why it can't be taken. Frozen. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.directory import FileType


@dataclass(frozen=True, slots=True)
class Examined:
    """What is kept of a document."""

    type: FileType
    content: bytes


@dataclass(frozen=True, slots=True)
class Unusable:
    """`fault` names the sentence in the catalogue, `details` fill its blanks beside the name of the file."""

    fault: str
    details: Mapping[str, Any] = field(default_factory=dict)


Verdict: TypeAlias = Examined | Unusable
