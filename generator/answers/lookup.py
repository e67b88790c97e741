"""A record by the id that somebody typed after a command."""

from collections.abc import Mapping
from typing import TypeVar

from generator.arguments import WrongArgumentError
from generator.directory import missing_reference

Record = TypeVar("Record")


def record_of(records: Mapping[str, Record], section: str, typed: str) -> Record:
    """The record with that id. Raises: WrongArgumentError that names the nearest id, or those that are."""
    if typed not in records:
        rule, details = missing_reference(typed, section, records)
        raise WrongArgumentError(f"problems.{rule}", **details)
    return records[typed]
