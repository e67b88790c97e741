"""memory: what was read before is what would be read now, and nobody's bytes run anything."""

import hashlib
import pickle
import re
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.directory import Reading, inspect
from generator.directory.memory import Memory
from tests.building import FOUNDING_DAY, clock_on
from tests.generator.scattered import of_offices, written_to


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    return written_to(tmp_path, of_offices())


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return tmp_path / "read"


def remembering(contacts: Path, kept: Path, code: str = "1") -> Reading:
    """A reading with the memory of the command before, which the next command has too."""
    memory = Memory(kept, code)
    reading = inspect(contacts, clock=clock_on(FOUNDING_DAY.date()), memory=memory)
    memory.keep()
    return reading


def plain(contacts: Path) -> Reading:
    return inspect(contacts, clock=clock_on(FOUNDING_DAY.date()))


def same(one: Reading, other: Reading) -> bool:
    """Whether they say the same; places are asked for one record."""
    places = [(found.places.of("channels", "wa-3", "number"), found.places.files()) for found in (one, other)]
    return one._replace(places=other.places) == other and places[0] == places[1]


def test_it_gives_what_is_read(contacts: Path, kept: Path) -> None:
    """The same records at the same places with the same warnings, from the file of the command before."""
    add(contacts.parent, "3", "categories: [{id: sepi, name: {id: Sepi}}]\n")
    for _ in range(2):
        assert same(remembering(contacts, kept), plain(contacts))
    assert {problem.rule for problem in plain(contacts).problems} == {"record-unused", "translation-missing"}
    assert len(Memory(kept, "1")._known) == 4


def add(folder: Path, office: str, text: str) -> None:
    path = folder / "kantor" / f"{office}.yml"
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


EDITS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _folder: None,
    "a number": lambda folder: edit(folder / "kantor/2.yml", "0812-3000-0002", "0812-3000-7772"),
    "a fault": lambda folder: edit(folder / "kantor/2.yml", "id: kk-2", "id: kk 2"),
    "no yaml": lambda folder: edit(folder / "kantor/2.yml", "channels:", "channels: ["),
    "an id that another file has": lambda folder: edit(folder / "kantor/2.yml", "id: kk-2", "id: kk-3"),
    "an id that another file names": lambda folder: edit(folder / "contacts.yml", "id: hotline", "id: telepon"),
    "an office less": lambda folder: (folder / "kantor/1.yml").unlink(),
    "an office by another name": lambda folder: (folder / "kantor/1.yml").rename(folder / "kantor/9.yml"),
    "the languages": lambda folder: edit(folder / "contacts.yml", "- en\n", "- en\n  - jv\n"),
    "the first language": lambda folder: edit(folder / "contacts.yml", "- id\n  - en\n", "- en\n  - id\n"),
    "the region": lambda folder: edit(folder / "contacts.yml", "site:\n", "site:\n  region: MY\n"),
    "a desk's mailbox in a text": lambda folder: edit(
        folder / "contacts.yml", "meja@kota.example", "kota@kota.example"
    ),
    "a section that was there": lambda folder: add(folder, "2", "inquiry: {default_desk: meja, from: a@b.example}\n"),
    "another version": lambda folder: edit(folder / "contacts.yml", "version: '1'", "version: '2'"),
    "no site": lambda folder: edit(folder / "contacts.yml", "site:", "situs:"),
}


@pytest.mark.parametrize("change", EDITS.values(), ids=EDITS.keys())
def test_after_an_edit_it_gives_what_is_read(change: Callable[[Path], object], contacts: Path, kept: Path) -> None:
    """Whatever stands in other files, and by whatever setting they were read."""
    remembering(contacts, kept)
    change(contacts.parent)
    for _ in range(2):
        assert same(remembering(contacts, kept), plain(contacts))


def test_a_section_counts_where_no_file_before_has_it(contacts: Path, kept: Path) -> None:
    """What was read of a file is not what counts in it once another file says the same, or says it no longer."""
    add(contacts.parent, "1", "inquiry: {default_desk: meja-9, from: noreply@kota.example}\n")
    twice = contacts.read_text(encoding="utf-8")
    once = re.sub(r"^inquiry:\n(  .*\n)+", "", twice, flags=re.MULTILINE)
    for text, rule in ((once, "reference-near"), (twice, "section-twice"), (once, "reference-near")):
        contacts.write_text(text, encoding="utf-8")
        found = remembering(contacts, kept)
        assert same(found, plain(contacts))
        assert [problem.rule for problem in found.problems] == [rule]


def test_nothing_is_written_where_nothing_was_edited(contacts: Path, kept: Path) -> None:
    """A government's memory is large; it is written where the next command could not use it as it is."""
    remembering(contacts, kept)
    before = kept.stat().st_mtime_ns
    remembering(contacts, kept)
    assert kept.stat().st_mtime_ns == before


def another_number(folder: Path, office: int, number: int) -> None:
    path = folder / f"kantor/{office}.yml"
    path.write_text(re.sub(r"0812-3000-\d+", f"0812-3000-{number:04}", path.read_text(encoding="utf-8")), "utf-8")


def test_little_is_written_after_an_edit(contacts: Path, kept: Path) -> None:
    """What one file says now, behind what was written before."""
    remembering(contacts, kept)
    before = kept.read_bytes()
    another_number(contacts.parent, 2, 7772)
    assert same(remembering(contacts, kept), plain(contacts))
    assert kept.read_bytes().startswith(before)
    assert len(kept.read_bytes()) < 1.5 * len(before)
    assert len(Memory(kept, "1")._known) == 5


def test_what_nobody_asks_for_is_forgotten(contacts: Path, kept: Path) -> None:
    """However often a file is edited, the memory stays as large as the directory."""
    remembering(contacts, kept)
    before = kept.stat().st_size
    for number in range(9):
        another_number(contacts.parent, 2, number)
        remembering(contacts, kept)
    assert kept.stat().st_size < 2 * before


def test_after_a_power_cut_the_whole_blocks_are_used(contacts: Path, kept: Path) -> None:
    """Of one that did not come to disk whole nothing is, and the next ones stand behind no broken one."""
    remembering(contacts, kept)
    another_number(contacts.parent, 2, 7772)
    remembering(contacts, kept)
    kept.write_bytes(kept.read_bytes()[:-9])
    assert len(Memory(kept, "1")._known) == 4
    assert same(remembering(contacts, kept), plain(contacts))
    assert len(Memory(kept, "1")._known) == 4
    assert remembering(contacts, kept).directory


def test_what_is_wrong_elsewhere_is_told_at_its_own_place(contacts: Path, kept: Path) -> None:
    """In a file that was read before, whose places are asked for only now."""
    remembering(contacts, kept)
    edit(contacts, "id: hotline", "id: telepon")
    found = remembering(contacts, kept).problems
    assert found == plain(contacts).problems
    assert (str(contacts.parent / "kantor/4.yml"), "reference") in {(item.place.file, item.rule) for item in found}


def test_another_program_does_not_use_it(contacts: Path, kept: Path) -> None:
    """After an update every file is read once more."""
    remembering(contacts, kept)
    assert len(Memory(kept, "1")._known) == 4
    assert Memory(kept, "2")._known == {}


def signed(content: bytes, behind: bytes = b"") -> bytes:
    head = struct.pack(">QQ", len(content), len(behind))
    return head + hashlib.sha256(content).digest() + content + behind


@pytest.mark.parametrize("spoiled", [b"", b"nothing", pickle.dumps(("1", {"a": b"x"}))[:-4], pickle.dumps(("1", [1]))])
@pytest.mark.parametrize("sign", [lambda held: held, signed], ids=["unsigned", "signed"])
def test_a_spoiled_memory_is_none(spoiled: bytes, sign: Callable[[bytes], bytes], contacts: Path, kept: Path) -> None:
    """It costs the time that it would have saved."""
    kept.write_bytes(sign(spoiled))
    assert same(remembering(contacts, kept), plain(contacts))


WRONG = {
    "as typed": (b"0812-3000-0002", b"0812-3000-0003"),
    "as read": (b"+6281230000002", b"+6281230000003"),
    "what ends a row": (b"t\x94\x8c@", b"\x88\x94\x8c@"),
}


@pytest.mark.parametrize(("old", "new"), WRONG.values(), ids=WRONG.keys())
def test_a_memory_of_which_a_byte_is_wrong_is_none(old: bytes, new: bytes, contacts: Path, kept: Path) -> None:
    """As a disk gives it after a power cut: else a wrong number would be published, and nothing would tell."""
    remembering(contacts, kept)
    held = kept.read_bytes()
    assert old in held
    kept.write_bytes(held.replace(old, new))
    assert same(remembering(contacts, kept), plain(contacts))
    assert kept.read_bytes() == held  # whole again, for the next command


SELDOM_ASKED = {"of a record": (b"Kartu keluarga", b"Kartu kerja...")} | {"as typed": (b"07:30-12:00", b"07:30-22:00")}


@pytest.mark.parametrize(("old", "new"), SELDOM_ASKED.values(), ids=SELDOM_ASKED.keys())
def test_what_few_ask_for_and_is_broken_is_read_again(old: bytes, new: bytes, contacts: Path, kept: Path) -> None:
    """Nobody looks at it before somebody asks; and then it is mended for the next command too."""
    edit(contacts.parent / "kantor/3.yml", "name: KK 3", "name: KK 3\n  description: Kartu keluarga")
    remembering(contacts, kept)
    held = kept.read_bytes()
    assert old in held
    kept.write_bytes(held.replace(old, new))
    memory = Memory(kept, "1")
    found, right = inspect(contacts, memory=memory), plain(contacts)
    assert found.directory == right.directory
    assert [place_of_hours(found, number) for number in (1, 2, 3, 4)] == [place_of_hours(right, 1)] * 4
    memory.keep()
    assert kept.read_bytes() == held


def place_of_hours(reading: Reading, office: int) -> tuple[int, int]:
    _, line, column = reading.places.of("schedules", f"jam-{office}", "regular")
    return line, column


def test_a_memory_that_another_command_put_anew_meanwhile_is_used_no_more(contacts: Path, kept: Path) -> None:
    """As by another build that forgot what nobody asked for: elsewhere stands what this one was told of."""
    edit(contacts.parent / "kantor/3.yml", "name: KK 3", "name: KK 3\n  description: Kartu keluarga")
    remembering(contacts, kept)
    memory = Memory(kept, "1")
    kept.write_bytes(b"")
    assert inspect(contacts, memory=memory).directory == plain(contacts).directory
    memory.keep()
    assert len(Memory(kept, "1")._known) == 4


def test_bytes_that_run_something_run_nothing(contacts: Path, kept: Path, tmp_path: Path) -> None:
    """Whoever may write beside the site's builds gets no further by it."""
    remembering(contacts, kept)
    trap = b"cos\nmkdir\n(V" + str(tmp_path / "trap").encode() + b"\ntR."
    row = (trap, 0, len(trap), hashlib.sha256(trap).digest())
    kept.write_bytes(signed(pickle.dumps(("1", dict.fromkeys(Memory(kept, "1")._known, row))), trap))
    assert len(Memory(kept, "1")._known) == 4
    assert same(remembering(contacts, kept), plain(contacts))
    kept.write_bytes(signed(trap))
    assert same(remembering(contacts, kept), plain(contacts))
    assert not (tmp_path / "trap").exists()
