"""`new` in a terminal, as a newcomer sits before it: a real pseudo terminal, keys, and Ctrl-C."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.__main__ import main
from tests.building import ROOT
from tests.generator.newcomer.typing_clerk import GOOD

CTRL_C = b"\x03"
BEGIN = "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.executable, sys.argv[1:])"
"""Makes the terminal the one that its keys steer the program by, then becomes the program."""


@contextmanager
def newcomer(path: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """`new` at a terminal, and the keyboard and screen of that terminal."""
    screen, line = pty.openpty()
    program = [sys.executable, "-m", "generator", "new", "--contacts", str(path)]
    arguments = [sys.executable, "-c", BEGIN, *program]
    with subprocess.Popen(arguments, cwd=ROOT, stdin=line, stdout=line, stderr=line, start_new_session=True) as running:
        os.close(line)
        try:
            yield running, screen
        finally:
            os.close(screen)


def shown(screen: int, until: str) -> str:
    """What the screen shows up to these words."""
    seen = ""
    while until not in seen:
        try:
            part = os.read(screen, 1024)
        except OSError:  # Linux says so when the program has left the terminal
            part = b""
        assert part, f"the program ended before it said '{until}': {seen}"
        seen += part.decode()
    return seen


def test_a_newcomer_comes_to_an_office(tmp_path: Path) -> None:
    """Question by question to a file that passes, and the next two commands on the screen."""
    path = tmp_path / "contacts.yml"
    with newcomer(path) as (running, screen):
        for answer in ("xx", *(answer for told in GOOD.values() for answer in told)):
            assert shown(screen, "]: " if answer in {"xx", "id"} else ": ")
            os.write(screen, f"{answer}\n".encode())
        assert "generator build" in shown(screen, "form_api serve --site site")
        assert running.wait(60) == 0
    assert main(["check", "--contacts", str(path), "--site-dir", str(tmp_path / "none")]) == 0


def test_ctrl_c_writes_nothing(tmp_path: Path) -> None:
    """It says so, with exit code 1."""
    with newcomer(tmp_path / "contacts.yml") as (running, screen):
        shown(screen, "Bahasa situs")
        os.write(screen, b"id\n")
        shown(screen, "Nama kantor")
        os.write(screen, CTRL_C)
        assert "Tidak ada yang ditulis." in shown(screen, "ditulis.")
        assert running.wait(60) == 1
    assert list(tmp_path.iterdir()) == []
