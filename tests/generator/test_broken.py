"""Each way to be wrong, in a folder of its own under `tests/broken/`: the file, and what `check` says of it.

`ACCEPT=1 python -m pytest tests/generator/test_broken.py` writes the expected text anew, to be read as a diff.
"""

import json
import os
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from generator.answers.check import check
from generator.directory import inspect, language
from generator.published import published_records
from generator.renames import with_renames
from tests.building import ROOT, clock_on

BROKEN = ROOT / "tests" / "broken"
CASES = sorted(folder.name for folder in BROKEN.iterdir() if folder.is_dir())
THE_DAY = clock_on(date(2020, 3, 24))
FILE = Path("contacts.yml")
NOT_TO_KEEP = {
    "file-too-large",
    "file-forbidden",
    "include-too-many",
    "include-too-large",
    "too-many-values",
    "include-not-file",
}
"""Rules whose file is made when the test runs: see `directory/test_hostile.py` and `test_files.py`."""


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of `tests/broken/`, from within, as staff stand beside their file."""
    folder = BROKEN / str(request.param)
    monkeypatch.chdir(folder)
    return folder


def test_check_says_what_is_expected(case: Path) -> None:
    """Each fault is told with its place, what was typed, what is wrong and what to write; exit 1 only for errors."""
    said, exit_code = _checked("text", "id")
    expected = case / "expected.txt"
    if "ACCEPT" in os.environ:
        expected.write_text(f"{said}\n", encoding="utf-8")
    assert f"{said}\n" == expected.read_text(encoding="utf-8")
    assert exit_code == (0 if said.splitlines()[-1].startswith("0 kesalahan") else 1)


def test_english_tells_the_same_faults(case: Path) -> None:
    """The language changes the words alone: rules, places and severities are the same."""

    def without_words(code: str) -> list[dict[str, Any]]:
        found = json.loads(_checked("json", code)[0])
        return [{key: value for key, value in problem.items() if key != "message"} for problem in found]

    assert without_words("en") == without_words("id") != []


def test_a_folder_shows_the_rule_that_it_is_named_after(case: Path) -> None:
    """Whoever looks for a rule's example finds it under the rule's name; a story's name names no rule."""
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    named = [rule for rule in _rules() if case.name == rule]
    assert all(f"[{rule}]" in expected for rule in named)


def test_add_a_folder_under_tests_broken_for_each_new_rule() -> None:
    """Every rule that the catalogue has words for has a file that breaks it."""
    shown = "".join(path.read_text(encoding="utf-8") for path in BROKEN.glob("*/expected.txt"))
    broken = set(re.findall(r"\[([a-z0-9-]+)\]$", shown, re.MULTILINE))
    assert _rules() - NOT_TO_KEEP - broken == set()


def _checked(form: str, code: str) -> tuple[str, int]:
    reading = with_renames(inspect(FILE, clock=THE_DAY), published_records(Path("site")))
    return check(FILE, reading.problems, form, language(code))


def _rules() -> set[str]:
    return {key.removeprefix("problems.") for key in language("id").words if key.startswith("problems.")}
