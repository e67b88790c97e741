"""The commands as they are typed: exit codes, and what goes to which stream."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.__main__ import main
from tests.building import MINIMAL, ROOT

FILE = ["--contacts", str(ROOT / "contacts.yml")]
BKD = ["hours", "loket-bkd", *FILE, "--at", "2020-03-24T10:00+07:00"]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    exit_code = main(arguments)
    said = capsys.readouterr()
    return exit_code, said.out, said.err


def test_hours_is_json_on_stdout_alone() -> None:
    """The state of the tax hall as other programs read it, in the process that they start."""
    done = run(*BKD, "--days", "1", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == {
        "channel": "loket-bkd",
        "at": "2020-03-24T10:00+07:00",
        "state": "closed",
        "until": "2020-04-06T07:30+07:00",
        "next_opening": "2020-04-06T07:30+07:00",
        "reason": "loket-tutup-2020-03",
        "days": [{"date": "2020-03-24", "intervals": [], "reason": "loket-tutup-2020-03"}],
    }


def test_hours_tells_two_weeks_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    """Fourteen days, from the day that was asked about."""
    exit_code, out, _ = printed(capsys, *BKD, "--format", "json")
    told: dict[str, Any] = json.loads(out)
    assert (exit_code, len(told["days"]), told["days"][0]["date"]) == (0, 14, "2020-03-24")


def test_hours_as_text_is_the_default(capsys: pytest.CaptureFixture[str]) -> None:
    """A clerk reads the state in the second line."""
    exit_code, out, err = printed(capsys, *BKD)
    assert (exit_code, out.splitlines()[1], err) == (0, "closed: loket-tutup-2020-03", "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["hours", "loket"], "'loket' tidak ada di bagian channels. Mungkin maksudnya 'loket-bkd'?"),
        (["hours", "loket-bkd", "--at", "kemarin"], "'kemarin' bukan waktu."),
        (["hours", "loket-bkd", "--days", "1000"], "--days 1000 di luar jangkauan. Tulis 0 sampai 366."),
    ],
)
def test_a_wrong_argument_is_told_on_stderr(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, one line, and nothing on stdout."""
    exit_code, out, err = printed(capsys, *arguments, *FILE)
    assert (exit_code, out) == (1, "")
    assert err.startswith(said)
    assert err.count("\n") == 1


def test_what_could_not_be_read_is_told_by_every_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All problems go to stderr in the language asked for; exit 1."""
    path = tmp_path / "contacts.yml"
    path.write_text(MINIMAL + "warna: biru\nsuara: keras\n", encoding="utf-8")
    exit_code, out, err = printed(capsys, "hours", "loket", "--contacts", str(path), "--lang", "en")
    assert (exit_code, out) == (1, "")
    assert [line.rpartition(" ")[2] for line in err.splitlines()] == ["[key-unknown]", "[key-unknown]", "0."]


def test_check_is_well_with_the_projects_own_file() -> None:
    """Exit 0, and nothing to tell of it in the week that it is about."""
    done = run("check", "--format", "json", "--now", "2020-03-24T10:00", "--site-dir", "none")
    assert (done.returncode, done.stdout.strip()) == (0, "[]")


@pytest.mark.parametrize("form", ["text", "github", "json"])
def test_check_fails_with_a_broken_file(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1 in every format, and five faults are five faults."""
    path = ROOT / "tests" / "broken" / "five-at-once" / "contacts.yml"
    exit_code, out, err = printed(capsys, "check", "--contacts", str(path), "--format", form)
    assert (exit_code, err) == (1, "")
    assert out.count("interval-time") == out.count("phone-letter") == out.count("key-unknown-near") == 1
    assert len(json.loads(out) if form == "json" else out.splitlines()) == 5 + (form == "text")


def test_check_speaks_the_language_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Indonesian first; English with `--lang en`."""
    nowhere = ["check", "--contacts", "nowhere.yml"]
    assert "berkas ini tidak ada" in printed(capsys, *nowhere)[1]
    assert "there is no such file" in printed(capsys, *nowhere, "--lang", "en")[1]


def test_our_fault_is_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the disk refuses us, the exit code is 3 and the file is not blamed."""
    (tmp_path / "site.builds" / ".lock").mkdir(parents=True)
    exit_code, _, err = printed(capsys, "build", *FILE, "--site-dir", str(tmp_path / "site"))
    assert exit_code == 3
    assert "This is our fault, not your file's." in err


def test_a_reader_that_has_read_enough_is_no_failure() -> None:
    """`holidays 2027 | head -1` closes the pipe early: exit 0, and nothing on stderr."""
    command = f"{sys.executable} -m generator holidays 2027 | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert (done.stdout.strip(), done.stderr) == ("0", "")


def test_a_console_without_a_character_gets_its_number() -> None:
    """The arrow of `route` is told as an escape where the console's encoding has none."""
    environment = {"PYTHONIOENCODING": "cp1252"}
    command = [sys.executable, "-m", "generator", "route", "pbb-p2"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=60, check=True)
    assert b"\\u2192" in done.stdout
