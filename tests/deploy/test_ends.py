"""How the services end, which the units count on: `Restart=on-failure`."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.building import ROOT
from tests.faults.service import HastyCourier
from tests.form_api.questions import KEY
from tests.form_service import FormService
from tests.mail_server import HOST, free_port
from tests.waiting import wait_for


@pytest.mark.parametrize("command", ["serve", "deliver"])
def test_without_postgresql_it_ends_with_1(tmp_path: Path, command: str) -> None:
    """So that systemd starts it again, until the database is there."""
    settings = {"FORM_API_DATABASE_URL": f"postgresql://loket@{HOST}:{free_port()}/loket", "FORM_API_KEY": KEY.reveal()}
    given = os.environ | settings | {"FORM_API_CONTACTS": str(ROOT / "contacts.yml"), "PYTHONPATH": str(ROOT)}
    command_line = [sys.executable, "-m", "form_api", command]
    done = subprocess.run(
        command_line, cwd=tmp_path, env=given, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False), done.stderr


def test_serve_that_is_told_to_stop_ends_well(tmp_path: Path) -> None:
    """Which systemd takes for no failure."""
    with FormService(tmp_path) as service:
        os.kill(service.pid, signal.SIGTERM)
        assert os.waitstatus_to_exitcode(os.waitpid(service.pid, 0)[1]) == 0


def test_deliver_that_is_told_to_stop_ends_well(tmp_path: Path) -> None:
    """As `serve` does."""
    courier = HastyCourier(tmp_path)
    with courier:
        wait_for((tmp_path / "var" / "outbox.db").exists, "the store")
        wait_for(lambda: _listens_to_sigterm(courier.pid), "its handler")
        os.kill(courier.pid, signal.SIGTERM)
        assert os.waitstatus_to_exitcode(os.waitpid(courier.pid, 0)[1]) == 0


def _listens_to_sigterm(pid: int) -> bool:
    """Source: proc(5), SigCgt: a mask of the signals that are caught."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    caught = int(status.partition("SigCgt:\t")[2].split()[0], 16)
    return bool(caught >> (signal.SIGTERM - 1) & 1)
