"""gathering: files that others read come to what is read by one."""

from functools import partial
from pathlib import Path

import pytest

from generator.crew import spread
from generator.directory import Reading, inspect
from generator.directory.gathering import MANY_FILES
from generator.directory.memory import Memory
from tests.generator.directory.test_files import OFFICE, folder_of

NAMES = [f"k-{number}" for number in range(MANY_FILES)]


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    return folder_of(tmp_path, {f"contacts.d/{name}.yml": OFFICE.format(name) for name in NAMES})


def told(reading: Reading) -> object:
    """All that is told of a directory, with the place of a record in a file that another process read."""
    problems = [(problem, problem.details) for problem in reading.problems]
    return reading.directory, problems, reading.sums, reading.places.of("channels", "wa-k-7", "number")


FAULTS = {
    "none": "",
    "a number": "channels: [{id: rusak, type: whatsapp, number: x}]\n",
    "documents": "services: [{id: u, organization: k-3, name: U, channels: [wa-k-3], submission: {daily_limit: 2}}]\n",
    "no yaml": "[",
    "a twin": "organizations: [{id: k-3, name: Kembar}]\n",
    "a stray id": "services: [{id: liar, organization: k-3, name: Liar, channels: [tiada]}]\n",
    "a section of its own": "desks: [{id: x, name: X, to: [x@b.example]}]\ninquiry: {default_desk: x, from: a@b.id}",
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_many_files_that_others_read_are_read_as_by_one(fault: str, contacts: Path, tmp_path: Path) -> None:
    """What is wrong is told the same, and a memory is given the same."""
    if fault:
        (contacts.parent / "contacts.d" / "k-99.yml").write_text(fault, encoding="utf-8")
    others, memory = partial(spread, processes=2), Memory(tmp_path / "read", "1")
    assert told(inspect(contacts, spread=others)) == told(inspect(contacts))
    assert told(inspect(contacts, memory=memory, spread=others)) == told(inspect(contacts))
    memory.keep()
    assert told(inspect(contacts, memory=Memory(tmp_path / "read", "1"))) == told(inspect(contacts))
