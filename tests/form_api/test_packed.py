"""A directory that was packed is the same directory, and nobody waits for its unpacking."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from form_api.packed import Packed, pack, unpack, unpack_gently
from generator.directory import Directory
from tests.form_api.questions import PASURUAN


def told(directory: Directory) -> dict[str, Any]:
    """All that it holds, the records in their order."""
    given = {item.name: getattr(directory, item.name) for item in dataclasses.fields(directory)}
    return {name: list(value.items()) if isinstance(value, Mapping) else value for name, value in given.items()}


def test_it_is_the_same_directory() -> None:
    """Every record of every section, in the order of the file."""
    assert told(unpack(pack(PASURUAN))) == told(PASURUAN)


def test_a_record_is_unpacked_when_it_is_asked_for() -> None:
    """Once, and none beside it."""
    services = unpack(pack(PASURUAN)).services
    assert isinstance(services, Packed)
    assert services["pbb-p2"] is services["pbb-p2"]
    packed = [kept for kept in services._records.values() if isinstance(kept, bytes)]
    assert len(packed) == len(PASURUAN.services) - 1


def test_who_asks_whether_it_is_there_unpacks_nothing() -> None:
    """As the form does for the service that was typed."""
    services = unpack(pack(PASURUAN)).services
    assert ("pbb-p2" in services, "tidak-ada" in services, services.get("tidak-ada")) == (True, False, None)


def test_unpacking_gently_rests_in_between_and_leaves_nothing() -> None:
    """A rest after every some records of a section."""
    many = {f"s{number}": next(iter(PASURUAN.services.values())) for number in range(100)}
    directory, rests = unpack(pack(dataclasses.replace(PASURUAN, services=many))), list[int]()
    unpack_gently(directory, lambda: rests.append(1))
    assert len(rests) == 2
    assert isinstance(directory.services, Packed)
    assert not any(isinstance(kept, bytes) for kept in directory.services._records.values())
