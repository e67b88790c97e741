"""Records that stay without what only a page of their own tells, until somebody asks for it. Pure.

A government has ten thousand services, and an edit writes the pages of ten.
"""

from typing import TYPE_CHECKING, Any, ClassVar, Protocol


class Left(Protocol):
    """What has the values that records were left without."""

    def fill(self, record: "Abridged", /) -> None:
        """Gives a record all of them."""


class Abridged:
    """A kind of record that may be left without some values, but not without those that are there `at_once`.

    Nobody who has one can tell: whoever asks for any of its fields gets it.
    """

    __slots__ = ("_left",)
    at_once: ClassVar[tuple[str, ...]]
    _left: Left

    if not TYPE_CHECKING:  # else every name would be taken for a field's

        def __getattr__(self, name: str) -> Any:
            """What has no value yet; Python asks here for nothing else."""
            if name not in type(self).__slots__:
                raise AttributeError(f"{type(self).__name__} has no {name}")
            self._left.fill(self)
            return object.__getattribute__(self, name)
