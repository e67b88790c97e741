"""A backup or a restore that is killed at any instant leaves nothing that looks like more than it is."""

import os
import random
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from form_api.backup import backups_in
from form_api.restore import checked
from tests.form_api.questions import asked, put
from tests.form_api.test_main import database, environment

QUESTIONS = 300
ROUNDS = 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An outbox with some questions, so that a copy takes a moment."""
    with closing(database(tmp_path)) as outbox:
        for number in range(QUESTIONS):
            put(outbox, asked(message=f"{number}? " * 200), reference=f"nomor-{number}")
    return tmp_path


def command(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    done = [sys.executable, "-m", "form_api", *arguments]
    return subprocess.Popen(done, cwd=folder, env=environment({}), stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed_after(seconds: float, process: "subprocess.Popen[bytes]") -> bool:
    """Whether it was still at work."""
    threading.Event().wait(seconds)
    process.kill()
    process.communicate()
    return process.returncode < 0


def seconds_of(folder: Path, *arguments: str) -> float:
    """How long it takes when nobody kills it."""
    begun = os.times().elapsed
    process = command(folder, *arguments)
    process.communicate()
    assert process.returncode == 0
    return os.times().elapsed - begun


def test_what_is_called_a_backup_is_whole(folder: Path) -> None:
    """Killed again and again, it leaves whole backups or none, and what it left half is swept by the next one."""
    usual, chance = seconds_of(folder, "backup", "--to", "cadangan"), random.Random(4)
    killed = [
        killed_after(usual * chance.uniform(0.5, 1.0), command(folder, "backup", "--to", "cadangan"))
        for _ in range(ROUNDS)
    ]
    assert any(killed)
    for backup in backups_in(folder / "cadangan"):
        assert checked(backup).inquiries == QUESTIONS
    threading.Event().wait(1)  # a name has a second
    seconds_of(folder, "backup", "--to", "cadangan")
    assert [path.name for path in (folder / "cadangan").iterdir() if path.name.startswith(".")] == []


def test_a_restore_is_done_or_not(folder: Path) -> None:
    """Killed at any instant the store holds all of the backup or what it held before; the next one is well and tidy."""
    seconds_of(folder, "backup", "--to", "cadangan")
    (backup,) = backups_in(folder / "cadangan")
    with closing(database(folder)) as outbox:
        put(outbox, asked(message="Sesudahnya?"), reference="sesudah")
    again, chance = ("restore", str(backup), "--replace"), random.Random(5)
    usual = seconds_of(folder, *again)
    for _ in range(ROUNDS):
        killed_after(usual * chance.uniform(0.5, 1.0), command(folder, *again))
        with closing(database(folder)) as outbox:
            assert len(outbox.all()) == QUESTIONS
    seconds_of(folder, *again)
    assert not list((folder / "var").glob(".loket-restore-*"))
