"""deploy/systemd: systemd takes the units; they keep the services up, and out of what these do not need."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from form_api.__main__ import _parser as form_parser
from form_api.alarm import BACKUPS
from form_api.stopping import LONGEST_SECONDS
from generator.commands import parser as generator_parser
from tests.building import ROOT
from tests.parts import program

FOLDER = ROOT / "deploy" / "systemd"
UNITS = sorted(path.name for path in FOLDER.glob("loket*"))
SERVICES = [name for name in UNITS if name.endswith(".service")]
FOR_EVER = ["loket.service", "loket-deliver.service"]
MOST_EXPOSED = 20
"""Tenths of the scale to 10 by which systemd tells how much a service could do; below 2 it is well kept."""


def settings(unit: str) -> dict[str, str]:
    """The last of each that a unit sets."""
    return dict(re.findall(r"^(\w+)=(.*)$", (FOLDER / unit).read_text(encoding="utf-8"), re.MULTILINE))


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """The units, with this interpreter where theirs will be."""
    for unit in UNITS:
        text = (FOLDER / unit).read_text(encoding="utf-8").replace("/opt/loket/.venv/bin/python", sys.executable)
        (tmp_path / unit).write_text(text, encoding="utf-8")
    return tmp_path


def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [program("systemd-analyze", "systemd"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("unit", UNITS)
def test_systemd_takes_it(here: Path, unit: str) -> None:
    """Every key known, every command there."""
    told = asked("verify", "--man=no", str(here / unit))
    assert (told.returncode, told.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES)
def test_it_could_do_little_harm(here: Path, unit: str) -> None:
    """As systemd itself judges what is left to it."""
    told = asked("security", "--offline=true", f"--threshold={MOST_EXPOSED}", str(here / unit))
    assert told.returncode == 0, told.stdout


@pytest.mark.parametrize("unit", FOR_EVER)
def test_it_comes_back_by_itself(unit: str) -> None:
    """However long PostgreSQL is away; and a letter that is under way may end before it is killed."""
    told = settings(unit)
    assert (told["Restart"], told["StartLimitIntervalSec"]) == ("on-failure", "0")
    assert 0 < int(told["RestartSec"]) <= 10
    assert int(told["TimeoutStopSec"]) > LONGEST_SECONDS


def test_all_are_kept_out_of_the_same() -> None:
    """What one service must not do, none may: only the folders that are written to differ."""
    walls = [
        (FOLDER / unit).read_text(encoding="utf-8").partition("NoNewPrivileges")[2].partition("[Install]")[0].strip()
        for unit in SERVICES
    ]
    assert len(set(walls)) == 1


def test_who_builds_the_site_sees_nothing_of_a_citizen() -> None:
    """Neither the outbox nor the settings with its key."""
    hidden = settings("loket-publish.service")["InaccessiblePaths"].split()
    assert hidden == ["-/var/lib/loket", "-/etc/loket/loket.env"]


@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith((".timer", ".path"))])
def test_a_timer_has_its_service(unit: str) -> None:
    """Of the same name."""
    assert f"{Path(unit).stem}.service" in SERVICES


@pytest.mark.parametrize("unit", [name for name in UNITS if name.endswith(".timer")])
def test_systemd_reads_the_hour(unit: str) -> None:
    """The office's zone included."""
    assert asked("calendar", settings(unit)["OnCalendar"]).returncode == 0


@pytest.mark.parametrize("unit", SERVICES)
def test_its_command_is_one_of_ours(unit: str) -> None:
    """With options that it takes, whatever systemd writes in the place of its variables."""
    _, module, *arguments = shlex.split(settings(unit)["ExecStart"].partition(" ")[2])
    parser = {"form_api": form_parser, "generator": generator_parser}[module]()
    assert parser.parse_args(arguments)


def test_a_backup_that_fails_is_told() -> None:
    """However it ends, by another unit, which tries until a mail server has the letter."""
    assert settings(BACKUPS[0])["OnFailure"] == "loket-failed@%n.service"
    told = settings("loket-failed@.service")
    assert " alarm %i " in told["ExecStart"]
    assert (told["Restart"], told["StartLimitIntervalSec"]) == ("on-failure", "0")


def test_a_build_that_is_killed_for_its_memory_is_told() -> None:
    """The build is a process of its own; systemd would end with it who tells staff."""
    assert settings("loket-publish.service")["OOMPolicy"] == "continue"
