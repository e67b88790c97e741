"""Directories of several files: what is included, how it is merged, and what names it."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.directory import composing, files, files_of, inspect, load, source
from tests.building import MINIMAL

MAIN = """\
version: 1
include: [contacts.d/*.yml]
site: {url: https://kantor.example, name: Kantor}
organizations: [{id: pusat, name: Pusat}]
"""
OFFICE = """\
version: 1
organizations: [{{id: {0}, name: Kantor {0}}}]
channels: [{{id: wa-{0}, type: whatsapp, number: 0812-3006-0440}}]
services: [{{id: ktp-{0}, organization: {0}, name: KTP, channels: [wa-{0}]}}]
"""


def folder_of(folder: Path, parts: Mapping[str, str], main: str = MAIN) -> Path:
    """The main file in `folder`, with the files that are named beside it."""
    for name, text in {"contacts.yml": main, **parts}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "contacts.yml"


def offices(*names: str) -> dict[str, str]:
    return {f"contacts.d/{name}.yml": OFFICE.format(name) for name in names}


def told(path: Path) -> list[tuple[str, int, int, str]]:
    """Every problem's file within the folder, line, column and rule."""
    places = [(item.place, item.rule) for item in inspect(path).problems]
    return [(str(Path(at.file).relative_to(path.parent)), at.line, at.column, rule) for at, rule in places]


def test_sections_follow_each_other_in_order_of_path(tmp_path: Path) -> None:
    """The main file first, then the others by their paths, whatever the order of the disk."""
    directory = load(folder_of(tmp_path, offices("c", "a", "b")))
    assert list(directory.organizations) == ["pusat", "a", "b", "c"]
    assert list(directory.services) == ["ktp-a", "ktp-b", "ktp-c"]


def test_a_record_may_name_one_of_another_file(tmp_path: Path) -> None:
    """What is split into files is one directory."""
    service = "services: [{id: ktp, organization: pusat, name: KTP, channels: [wa-a]}]\n"
    assert inspect(folder_of(tmp_path, offices("a") | {"contacts.d/z.yml": service})).problems == ()


def test_places_are_in_the_file_where_something_stands(tmp_path: Path) -> None:
    """Each fault is told at its own file, line and column, also one between two files."""
    parts = offices("a") | {"contacts.d/b.yml": OFFICE.format("b").replace("[wa-b]", "[wa-c]")}
    assert told(folder_of(tmp_path, parts)) == [("contacts.d/b.yml", 4, 63, "reference-near")]


def test_a_day_is_told_where_it_stands_also_beside_a_calendar_that_can_not_be_read(tmp_path: Path) -> None:
    """Days are counted over all files, and those of a file with a fault are not among them."""
    day = "  - {{date: 2026-{}, name: Libur, kind: holiday}}\n"
    main = MAIN + "calendar:\n" + day.format("01-01") + day.format("13-01") + day.format("01-03")
    twice = "calendar:\n" + day.format("02-01") + day.format("02-01")
    path = folder_of(tmp_path, {"contacts.d/a.yml": twice}, main)
    assert told(path) == [("contacts.d/a.yml", 3, 5, "calendar-twice"), ("contacts.yml", 7, 12, "date-missing")]


def test_the_sum_is_over_all_bytes_in_order_of_path(tmp_path: Path) -> None:
    """`cat` in order of path, then `sha256sum`, names a directory of several files as it names one of one."""
    path = folder_of(tmp_path, offices("b", "a"))
    names = ["contacts.d/a.yml", "contacts.d/b.yml", "contacts.yml"]
    in_order = b"".join((tmp_path / name).read_bytes() for name in names)
    assert load(path).sha256 == hashlib.sha256(in_order).hexdigest()


def test_a_file_is_read_once_however_often_it_is_named(tmp_path: Path) -> None:
    """Patterns may overlap, and the main file never includes itself."""
    main = MAIN.replace("[contacts.d/*.yml]", "[contacts.d/*.yml, contacts.d/a.yml, '*.yml', '*/a.yml']")
    path = folder_of(tmp_path, offices("a"), main)
    assert files_of(path) == (path, tmp_path / "contacts.d" / "a.yml")
    assert inspect(path).directory is not None


def test_what_an_editor_leaves_beside_a_file_is_not_read(tmp_path: Path) -> None:
    """A backup or a lock whose name begins with a dot or a hash sign holds half a thought."""
    parts = offices("a") | {"contacts.d/.#a.yml": "[", "contacts.d/#a.yml": "[", "contacts.d/a.yml~": "["}
    (tmp_path / "contacts.d" / "folder.yml").mkdir(parents=True)
    assert told(folder_of(tmp_path, parts)) == []


def test_nothing_is_said_to_be_missing_while_a_file_can_not_be_read(tmp_path: Path) -> None:
    """The section or the record that seems to be missing may stand in that very file; the rest is told at once."""
    main = MAIN.replace("organizations: [{id: pusat, name: Pusat}]\n", "")
    service = "services: [{id: x, organization: x, name: X, channels: [x]}, {id: Y}]\n"
    found = told(folder_of(tmp_path, {"contacts.d/a.yml": "organizations: [\n", "contacts.d/b.yml": service}, main))
    assert [(file, rule) for file, _, _, rule in found] == [
        ("contacts.d/a.yml", "bracket-open"),
        ("contacts.d/b.yml", "key-missing"),
        ("contacts.d/b.yml", "key-missing"),
        ("contacts.d/b.yml", "key-missing"),
        ("contacts.d/b.yml", "slug"),
    ]


@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("channels: {id: wa}\n", (1, 11, "dash-missing")),
        ("channels:\n", (1, 10, "empty")),
        ("chanels: []\n", (1, 1, "key-unknown-near")),
        ("version: 2\n", (1, 10, "choice")),
        ("version: 1\n", None),
        ("inquiry: {default_desk: x}\n", (1, 10, "key-missing")),
        ("include: []\n", (1, 1, "include-nested")),
        ("- a\n", (1, 1, "not-a-directory")),
        ("", (1, 1, "not-a-directory")),
    ],
)
def test_a_part_is_held_to_the_same_rules(part: str, fault: tuple[int, int, str] | None, tmp_path: Path) -> None:
    """What is wrong in an included file is told there, and the good sections of the others still count."""
    found = told(folder_of(tmp_path, offices("a") | {"contacts.d/b.yml": part}))
    assert [item for item in found if item[3] != "reference"] == ([("contacts.d/b.yml", *fault)] if fault else [])


def test_a_section_that_is_wrong_in_the_main_file_hides_no_other(tmp_path: Path) -> None:
    """The fault is told where it stands; what another file says under the same name is not lost."""
    assert told(folder_of(tmp_path, offices("a"), MAIN + "channels: wa\n")) == [
        ("contacts.yml", 5, 11, "list-expected")
    ]


def test_the_site_may_stand_in_any_file_and_rules_how_all_are_read(tmp_path: Path) -> None:
    """Its languages and its region too, whichever file comes first."""
    main = MAIN.replace("site: {url: https://kantor.example, name: Kantor}\n", "")
    site = "site: {url: https://kantor.example, name: {en: Office}, languages: [en], region: SG}\n"
    office = OFFICE.format("a").replace("0812-3006-0440", "9123 4567")
    directory = load(folder_of(tmp_path, {"contacts.d/a.yml": office, "contacts.d/z.yml": site}, main))
    assert directory.organizations["a"].name.by_language == {"en": "Kantor a"}
    assert "+6591234567" in repr(directory.channels["wa-a"])


def test_of_what_stands_twice_the_first_alone_counts(tmp_path: Path) -> None:
    """What is wrong in the second is not told: one of both goes, and then it is read."""
    inquiry = "inquiry: {default_desk: x, from: a@kantor.example}\ndesks: [{id: x, name: X, to: [x@kantor.example]}]\n"
    again = "inquiry: {}\nservices: [{id: ktp-a, organization: a, name: KTP, channels: []}]\n"
    parts = {"contacts.d/b.yml": "site: {}\n" + inquiry, "contacts.d/c.yml": again}
    assert told(folder_of(tmp_path, offices("a") | parts)) == [
        ("contacts.d/b.yml", 1, 1, "section-twice"),
        ("contacts.d/c.yml", 1, 1, "section-twice"),
        ("contacts.d/c.yml", 2, 17, "duplicate-id"),
    ]


def test_of_two_records_with_one_id_the_first_is_judged_where_it_stands(tmp_path: Path) -> None:
    """Within a file and between two; and each fault is told in its own file."""
    service = "- {{id: {}, organization: pusat, name: X, channels: [{}]}}\n"
    lost, reached, other = service.format("x", ""), service.format("x", "surel"), service.format("y", "")
    channel = "channels: [{id: surel, type: email, address: a@kantor.example}]\n"
    parts = {
        "contacts.d/b.yml": f"services:\n{lost}{reached}{channel}",
        "contacts.d/c.yml": f"services:\n{reached}{other}",
    }
    assert [(file, line, rule) for file, line, _, rule in told(folder_of(tmp_path, parts))] == [
        ("contacts.d/b.yml", 2, "service-unreachable"),
        ("contacts.d/b.yml", 3, "duplicate-id"),
        ("contacts.d/c.yml", 2, "duplicate-id"),
        ("contacts.d/c.yml", 3, "service-unreachable"),
    ]


def test_a_record_without_an_id_is_none_that_could_be_meant(tmp_path: Path) -> None:
    """Neither is it told of two that both are the same, nor among those that there are."""
    part = "channels: [{type: email, address: a@kantor.example}, {id: wa, type: email, address: a@kantor.example}]\n"
    service = "services: [{id: ktp, organization: pusat, name: KTP, channels: [surel]}]\n"
    parts = {"contacts.d/a.yml": part + service, "contacts.d/b.yml": part.replace("id: wa", "id: wb")}
    found = inspect(folder_of(tmp_path, parts)).problems
    assert [item.rule for item in found] == ["key-missing", "reference", "key-missing"]
    assert found[1].details["known"] == "wa, wb"


def test_what_may_stand_in_a_file_that_is_not_read_is_not_missed(tmp_path: Path) -> None:
    """That it is not read is told."""
    service = "services: [{id: x, organization: pusat, name: X, channels: [x]}]\n"
    path = folder_of(tmp_path / "in", {"contacts.d/b.yml": service})
    (tmp_path / "elsewhere.yml").write_text("channels: [{id: x, type: form}]\n", encoding="utf-8")
    (path.parent / "contacts.d" / "a.yml").symlink_to(tmp_path / "elsewhere.yml")
    assert told(path) == [("contacts.d/a.yml", 1, 1, "include-outside")]


def test_links_are_followed_within_the_folder_and_not_out_of_it(tmp_path: Path) -> None:
    """Of a file, and of the folder that it stands in; where they lead is where the file is, wherever it is named."""
    path = folder_of(tmp_path / "in", {"lain/a.yml": "# kosong\nversion: 1\n"})
    (tmp_path / "luar").mkdir()
    (tmp_path / "luar" / "b.yml").write_text("version: 1\n", encoding="utf-8")
    (path.parent / "contacts.d").mkdir()
    (path.parent / "contacts.d" / "c.yml").symlink_to("../lain/a.yml")
    assert told(path) == []
    (path.parent / "contacts.d" / "c.yml").unlink()
    (path.parent / "contacts.d").rmdir()
    for leading_to, faults in (("lain", []), (tmp_path / "luar", [("contacts.d/b.yml", 1, 1, "include-outside")])):
        (path.parent / "contacts.d").symlink_to(leading_to)
        assert told(path) == faults
        (path.parent / "contacts.d").unlink()


def test_files_are_counted_and_weighed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the bounds nothing is read, and the message says what they are."""
    path = folder_of(tmp_path, offices("a", "b", "c"))
    monkeypatch.setattr(files, "MAX_FILES", 2)
    assert told(path) == [("contacts.yml", 2, 10, "include-too-many")]
    monkeypatch.setattr(files, "MAX_FILES", 3)
    monkeypatch.setattr(files, "MAX_TOTAL_BYTES", 100)
    assert told(path) == [("contacts.yml", 2, 10, "include-too-large")]


def test_the_files_of_a_directory_are_known_whatever_is_wrong_in_them(tmp_path: Path) -> None:
    """Whoever watches the files sees one appear, and the main file even while it can't be read or is not there."""
    path = folder_of(tmp_path, offices("a"))
    folder_of(tmp_path, {"contacts.d/b.yml": "[\x00"})
    assert [file.name for file in files_of(path)] == ["contacts.yml", "a.yml", "b.yml"]
    path.write_text("version: [", encoding="utf-8")
    assert files_of(path) == (path,)
    path.unlink()
    assert files_of(path) == (path,)


def test_what_is_no_ordinary_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    """A pipe, a link that leads nowhere and one that leads to itself: none is passed over, and none is hung upon."""
    path = folder_of(tmp_path, offices("a"))
    os.mkfifo(tmp_path / "contacts.d" / "b.yml")
    (tmp_path / "contacts.d" / "c.yml").symlink_to("nowhere.yml")
    (tmp_path / "contacts.d" / "d.yml").symlink_to("d.yml")
    assert told(path) == [
        ("contacts.d/b.yml", 1, 1, "include-not-file"),
        ("contacts.d/c.yml", 1, 1, "file-missing"),
        ("contacts.d/d.yml", 1, 1, "file-unreadable"),
    ]


def test_a_folder_that_can_not_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is advised to delete the line that names files which are there."""
    path = folder_of(tmp_path, offices("a"))

    def refuse(_folder: object) -> list[str]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", refuse)
    assert told(path) == [("contacts.d", 1, 1, "file-unreadable")]


def test_a_file_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lacks the right to read a file learns that, and not that the file is wrong."""
    path = folder_of(tmp_path, {})

    def refuse(_path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(source, "_read", refuse)
    assert told(path) == [("contacts.yml", 1, 1, "file-forbidden")]


def test_values_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of nothing but commas is refused before it fills the memory."""
    monkeypatch.setattr(composing, "MAX_VALUES", 100)
    path = folder_of(tmp_path, {}, MINIMAL + f"desks: [{'a,' * 200}]\n")
    assert [rule for *_, rule in told(path)] == ["too-many-values"]
