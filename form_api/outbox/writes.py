"""What one transaction does to the store, as a value: several may be committed together and share one sync."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Write: TypeAlias = Callable[[Connection], T]


def both(*writes: Write[Any]) -> Write[None]:
    """All of these or none, in this order."""

    def write(connection: Connection) -> None:
        for each in writes:
            each(connection)

    return write
