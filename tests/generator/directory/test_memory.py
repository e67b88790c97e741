"""memory: what was parsed before is what would be parsed now, and nobody's bytes run anything."""

import pickle
from pathlib import Path

import pytest

from generator.directory import inspect
from generator.directory.memory import Memory
from generator.directory.source import parse_file
from tests.generator.scattered import of_offices, written_to


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    return written_to(tmp_path, of_offices())


def test_it_gives_what_is_parsed(contacts: Path, tmp_path: Path) -> None:
    """The same values at the same places, from the file of the command before."""
    for _ in range(2):
        memory = Memory(tmp_path / "parsed", "1")
        reading = inspect(contacts, parse=memory.parse)
        memory.keep()
        plain = inspect(contacts)
        assert (reading.directory, reading.sums) == (plain.directory, plain.sums)
        assert reading.places.root == plain.places.root


def test_an_edited_file_is_parsed_anew_and_told_by_its_new_places(contacts: Path, tmp_path: Path) -> None:
    """A fault in it stands where it is now."""
    memory = Memory(tmp_path / "parsed", "1")
    inspect(contacts, parse=memory.parse)
    memory.keep()
    office = contacts.parent / "kantor" / "2.yml"
    office.write_text("# Baru.\n" + office.read_text(encoding="utf-8").replace("kk-2", "kk 2"), encoding="utf-8")
    again = inspect(contacts, parse=Memory(tmp_path / "parsed", "1").parse)
    assert again.problems == inspect(contacts).problems
    assert again.problems


def test_another_program_does_not_use_it(contacts: Path, tmp_path: Path) -> None:
    """After an update every file is parsed once more."""
    memory = Memory(tmp_path / "parsed", "1")
    memory.parse(contacts)
    memory.keep()
    assert Memory(tmp_path / "parsed", "2")._known == {}


@pytest.mark.parametrize("spoiled", [b"", b"nothing", pickle.dumps(("1", {"a": b"x"}))[:-4], pickle.dumps(("1", [1]))])
def test_a_spoiled_memory_is_none(spoiled: bytes, contacts: Path, tmp_path: Path) -> None:
    """It costs the time that it would have saved."""
    (tmp_path / "parsed").write_bytes(spoiled)
    assert Memory(tmp_path / "parsed", "1").parse(contacts) == parse_file(contacts)


def test_a_memory_of_which_a_byte_is_wrong_is_none(contacts: Path, tmp_path: Path) -> None:
    """As a disk gives it after a power cut: else a wrong number would be published, and nothing would tell."""
    memory, office = Memory(tmp_path / "parsed", "1"), contacts.parent / "kantor" / "2.yml"
    memory.parse(office)
    memory.keep()
    held = (tmp_path / "parsed").read_bytes()
    assert held.count(b"0812-3000-0002") == 1
    (tmp_path / "parsed").write_bytes(held.replace(b"0812-3000-0002", b"0812-3000-0003"))
    assert Memory(tmp_path / "parsed", "1").parse(office) == parse_file(office)


def test_bytes_that_run_something_run_nothing(contacts: Path, tmp_path: Path) -> None:
    """Whoever may write beside the site's builds gets no further by it."""
    memory = Memory(tmp_path / "parsed", "1")
    memory.parse(contacts)
    memory.keep()
    (key,) = Memory(tmp_path / "parsed", "1")._known
    trap = b"cos\nmkdir\n(V" + str(tmp_path / "trap").encode() + b"\ntR."
    (tmp_path / "parsed").write_bytes(pickle.dumps(("1", {key: trap})))
    assert Memory(tmp_path / "parsed", "1").parse(contacts) == parse_file(contacts)
    (tmp_path / "parsed").write_bytes(trap)
    assert Memory(tmp_path / "parsed", "1").parse(contacts) == parse_file(contacts)
    assert not (tmp_path / "trap").exists()
