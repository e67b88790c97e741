"""contacts.yml -> Directory, or every problem at once."""

import hashlib
from datetime import date
from pathlib import Path

import pytest

from generator.directory import Directory, DirectoryError, Place, Problem, inspect, load
from tests.building import MINIMAL, ROOT, faults, reading

OPEN_ENDED = (
    MINIMAL
    + """\
channels: [{id: surel, type: email, address: a@kantor.example}, {id: wa, type: web, url: 'https://a.example'}]
closures: [{id: banjir, from: 2020-01-01, channels: [wa], stays_open: [surel], reason: Banjir}]
"""
)


def test_the_projects_own_file_is_without_a_fault(pasuruan: Directory) -> None:
    """The founding case reads, with the five services of its two offices in the order of the file."""
    assert list(pasuruan.services) == ["jht", "jkm", "pbb-p2", "bphtb", "pajak-daerah-lain"]
    assert inspect(ROOT / "contacts.yml").problems == ()


def test_a_warning_does_not_hold_a_directory_back() -> None:
    """Only an error leaves a file unusable."""
    found = reading(OPEN_ENDED, today=date(2020, 12, 31))
    assert found.directory is not None
    assert [(item.rule, item.severity) for item in found.problems] == [("closure-open-ended", "warning")]


def test_without_a_day_nothing_depends_on_the_day() -> None:
    """Who does not tell the day gets no warning that another day would not give."""
    assert faults(OPEN_ENDED) == []


def test_load_raises_every_problem_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Whoever mends a file mends it in one go, from top to bottom."""
    path = tmp_path / "contacts.yml"
    path.write_text("version: 3\nsite: {}\nwarna: biru\n")
    with pytest.raises(DirectoryError) as caught:
        load(path)
    lines = [problem.place.line for problem in caught.value.problems]
    assert lines == sorted(lines)
    assert lines == [1, 1, 2, 2, 3]
    assert {problem.place.file for problem in caught.value.problems} == {str(path)}


def test_a_directory_names_the_bytes_it_was_read_from(tmp_path: Path) -> None:
    """Two programs that name one sha256 have read one file."""
    path = tmp_path / "contacts.yml"
    path.write_bytes(MINIMAL.encode())
    assert load(path).sha256 == hashlib.sha256(MINIMAL.encode()).hexdigest()


def test_what_is_no_file_is_told_as_a_problem(tmp_path: Path) -> None:
    """A file that is missing and a folder are told at the first line, as any other fault is."""
    rules = [problem.rule for path in (tmp_path, tmp_path / "x.yml") for problem in inspect(path).problems]
    assert rules == ["file-unreadable", "file-missing"]


def test_problems_stand_in_the_order_of_the_file() -> None:
    """By line, then by column, both as numbers."""
    places = [Place("a", 2, 1), Place("a", 1, 10), Place("a", 1, 9), Place("a", 10, 1)]
    assert [str(item.place) for item in sorted(Problem(place, "x") for place in places)] == [
        "a:1:9",
        "a:1:10",
        "a:2:1",
        "a:10:1",
    ]


def test_one_mistake_is_told_once() -> None:
    """What stands for an alias is not also told as empty, and what a broken section holds is not judged."""
    assert faults(MINIMAL + "desks: *meja\n") == [(4, 8, "alias")]
    text = (
        MINIMAL + "desks: [{id: a, name: A, to: [], fallback: b}]\ninquiry: {default_desk: a, from: a@kantor.example}\n"
    )
    assert faults(text) == [(4, 44, "reference")]
