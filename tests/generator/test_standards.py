"""standards: the fourteen components of a service standard, told or missing."""

import pytest

from generator.directory import Directory, language
from generator.standards import components
from tests.building import good
from tests.generator.full import FULL

NAMES = [
    "Requirements", "System, mechanism and procedure", "Time to completion", "Fee", "Product of the service",
    "Handling of complaints and suggestions", "Legal basis", "Facilities", "Competence of staff",
    "Internal supervision", "Number of staff", "Guarantee of service", "Guarantee of safety and security",
    "Evaluation of performance",
]  # fmt: skip


@pytest.fixture(scope="module")
def full() -> Directory:
    return good(FULL)


def test_the_fourteen_are_told_in_the_order_of_the_annex(full: Directory) -> None:
    """Six of delivery, which have to be published, and eight behind it (PermenPANRB 15/2014)."""
    told = components(full, full.services["ktp"], language("en"))
    assert [item.name for item in told] == NAMES
    assert [item.has_to_be_published for item in told] == [True] * 6 + [False] * 8
    assert [item.name for item in told if not item.lines] == []


def test_what_is_missing_is_told_as_missing(full: Directory) -> None:
    """A service with nothing but a name publishes how its office takes complaints, and lacks the other thirteen."""
    told = components(full, full.services["kk"], language("en"))
    assert [item.name for item in told if item.lines] == ["Handling of complaints and suggestions"]


def test_the_founding_case_lacks_what_its_offices_never_published(pasuruan: Directory) -> None:
    """JHT has documents, steps, time and product; no fee is invented, and no complaint way."""
    told = components(pasuruan, pasuruan.services["jht"], language("en"))
    assert [item.name for item in told if item.lines] == [NAMES[0], NAMES[1], NAMES[2], NAMES[4]]
    assert len(told[0].lines) == len(pasuruan.services["jht"].required_documents)


def test_what_is_in_another_language_is_marked(full: Directory) -> None:
    """The standard of this office was written in Indonesian alone."""
    told = {item.name: list(item.lines) for item in components(full, full.services["ktp"], language("en"))}
    assert told["Facilities"] == ['<span lang="id">Ruang tunggu</span>']
    assert told["System, mechanism and procedure"] == ["Come."]
