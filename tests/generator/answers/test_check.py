"""What `check` says, as text and for machines."""

import json
from datetime import date
from pathlib import Path

import pytest

from generator.answers.check import check
from generator.directory import Directory, Language, inspect, language
from tests.building import MINIMAL, ROOT, clock_on

WORDS = language("id")
COUNTED = (
    MINIMAL
    + """\
channels: [{id: a, type: phone, number: 112}, {id: b, type: web, url: x}]
desks: [{id: 'a,b%', name: A, to: []}]
"""
)


def checked(path: Path, form: str, words: Language, day: date = date(2020, 3, 24)) -> tuple[str, int]:
    return check(path, inspect(path, clock=clock_on(day)).problems, form, words)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with two faults, in the folder that we stand in."""
    (tmp_path / "contacts.yml").write_text(COUNTED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("contacts.yml")


def test_text_has_a_line_for_each_fault_and_counts_them(faulty: Path) -> None:
    """Place, what was typed, what is wrong, what to write, rule; and how many in all."""
    said, exit_code = checked(faulty, "text", WORDS)
    assert said.splitlines() == [
        "contacts.yml:4:71: 'x' bukan alamat web. Tulis lengkap, seperti https://kantor.go.id. [url]",
        "contacts.yml:5:14: 'a,b%' bukan id. Tulis huruf kecil, angka, dan tanda hubung, seperti jam-loket. [slug]",
        "2 kesalahan, 0 peringatan.",
    ]
    assert exit_code == 1


def test_github_gets_an_annotation_for_each_fault(faulty: Path) -> None:
    """A percent sign in what was typed does not break the line that GitHub reads."""
    said, exit_code = checked(faulty, "github", language("en"))
    first, second = said.splitlines()
    assert first.startswith("::error file=contacts.yml,line=4,col=71,title=url::'x' is not a web address.")
    assert "::'a,b%25' is not an id." in second
    assert exit_code == 1


def test_github_can_read_the_name_of_any_file(faulty: Path) -> None:
    """A comma or a colon in a file's name does not end the name."""
    said, _ = checked(faulty.rename("kantor, 50%: pusat.yml"), "github", language("en"))
    assert said.startswith("::error file=kantor%2C 50%25%3A pusat.yml,line=4,")


def test_json_is_a_list_of_faults(faulty: Path) -> None:
    """Every key of a fault, with its message in the language asked for."""
    found = json.loads(checked(faulty, "json", language("en"))[0])
    message = "'x' is not a web address. Write it in full, like https://office.go.id."
    expected = {"file": "contacts.yml", "line": 4, "column": 71, "rule": "url", "severity": "error", "message": message}
    assert found[0] == expected
    assert len(found) == 2


@pytest.mark.parametrize(
    ("form", "said"), [("text", "contacts.yml: tidak ada masalah."), ("github", ""), ("json", "[]")]
)
def test_a_file_without_a_fault(form: str, said: str, faulty: Path) -> None:
    """It is told in a word to people, and as nothing to machines; exit 0."""
    faulty.write_text(MINIMAL, encoding="utf-8")
    assert checked(faulty, form, WORDS) == (said, 0)


def test_a_warning_alone_is_no_failure(pasuruan: Directory) -> None:
    """The project's own file, read years later, lacks holidays and has a closure that nobody ended; exit 0."""
    assert pasuruan.closures["bpjs-tutup-2020-03"].until is None
    said, exit_code = checked(ROOT / "contacts.yml", "json", WORDS, date(2026, 11, 22))
    told = [(item["rule"], item["severity"]) for item in json.loads(said)]
    assert told == [("holidays-missing", "warning")] * 2 + [("closure-open-ended", "warning")]
    assert exit_code == 0
