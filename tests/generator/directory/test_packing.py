"""packing: an abridged record is the record, and what it lacks comes when somebody asks."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from generator.directory import Directory, Service
from generator.directory.packing import LeftValues, packed, packed_apart, unpacked
from tests.building import good
from tests.generator.full import FULL


@pytest.fixture
def directory() -> Directory:
    return good(FULL)


class Asked:
    """The values that were packed apart, and how often somebody asked for them."""

    def __init__(self, left: Mapping[str, Sequence[Any]]) -> None:
        self._left = left
        self.times = 0

    def give(self) -> Mapping[str, Sequence[Any]]:
        self.times += 1
        return self._left


def abridged(services: Mapping[str, Service]) -> tuple[Mapping[str, Service], Asked]:
    made, left = packed_apart(services)
    asked = Asked(unpacked(packed(left)))
    return unpacked(made, LeftValues(asked.give)), asked


def test_a_record_of_which_values_come_later_is_the_record(directory: Directory) -> None:
    """To whoever compares it, tells it, changes it or packs it again."""
    assert abridged(directory.services)[0] == directory.services
    assert directory.services == abridged(directory.services)[0]
    assert repr(abridged(directory.services)[0]) == repr(directory.services)
    assert unpacked(packed(abridged(directory.services)[0])) == directory.services
    for service in abridged(directory.services)[0].values():
        assert dataclasses.replace(service, desk=None) == dataclasses.replace(directory.services[service.id], desk=None)


def test_they_come_once_and_when_somebody_asks(directory: Directory) -> None:
    """What a list of services tells is there at once, so that an edit asks for those of one file."""
    services, asked = abridged(directory.services)
    assert [service.name for service in services.values()] == [item.name for item in directory.services.values()]
    assert {service.is_listed for service in services.values()}
    assert asked.times == 0
    for service_id, service in services.items():
        assert service.required_documents == directory.services[service_id].required_documents
        assert service.description == directory.services[service_id].description
    assert asked.times == 1


def test_what_is_no_field_is_none(directory: Directory) -> None:
    """As of any record; or a slip of the pen would be a value."""
    services, asked = abridged(directory.services)
    for service in [*services.values(), *directory.services.values()]:
        assert not hasattr(service, "type")
        assert not hasattr(service, "_colour")
    assert asked.times == 0


def test_without_the_values_nothing_is_unpacked(directory: Directory) -> None:
    """Half a record would be a wrong one."""
    assert unpacked(packed_apart(directory.services)[0]) is None
