"""The directory that tests take for complete is complete."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from generator.directory import Text, model
from generator.directory.fields import fields_of
from generator.directory.model import CHANNEL_CLASSES
from tests.building import good
from tests.generator.full import FULL


def records_of(hint: Any) -> Iterator[type]:
    """The records that a hint names, and those within them."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint is not Text:
        yield hint
        for item in fields_of(hint):
            yield from records_of(item.hint)
    for part in get_args(hint):
        yield from records_of(part)


def said_in(value: Any) -> Iterator[tuple[type, str]]:
    """Each key that a record says something under, anywhere in a value."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type | Text):
        told = {item.key: getattr(value, item.name) for item in fields_of(type(value))}
        yield from ((type(value), key) for key, part in told.items() if part not in (None, (), {}))
        value = told
    parts = value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else ()
    for part in parts:
        yield from said_in(part)


def test_it_is_good_and_uses_every_key_but_that_of_other_files() -> None:
    """A key that is added to the model is added here too; `include` has tests of its own."""
    kinds = {*records_of(model.Directory), *CHANNEL_CLASSES.values()} - {model.Channel}
    known = {(kind, item.key) for kind in kinds for item in fields_of(kind)} - {(model.Directory, "include")}
    assert known - set(said_in(good(FULL))) == set()
