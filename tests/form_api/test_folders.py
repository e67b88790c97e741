"""A folder for one process: gone at its end, and where it was killed, by whoever comes next."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from form_api.folders import own, sweep
from tests.building import ROOT

KILLED = """
import os, signal, sys
from pathlib import Path
from form_api.folders import own
with own(Path(sys.argv[1]), ".coba-") as folder:
    (folder / "surat").write_text("Tulisan warga")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_is_swept(tmp_path: Path) -> None:
    """Nothing else is, nor what somebody merely points to."""
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 1
    (tmp_path / "lain").mkdir()
    (tmp_path / ".coba-tautan").symlink_to(tmp_path / "lain")
    sweep(tmp_path, ".coba-")
    assert {path.name for path in tmp_path.iterdir()} == {"lain", ".coba-tautan"}


def test_what_is_in_use_is_not_swept(tmp_path: Path) -> None:
    """It is for its user alone, and gone at its end."""
    with own(tmp_path / "var", ".coba-") as folder:
        sweep(tmp_path / "var", ".coba-")
        assert folder.stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_what_belongs_to_somebody_else_is_left(tmp_path: Path) -> None:
    """As in the temporary folder, which is everybody's; and where there is no folder, nothing is to be done."""
    other = tmp_path / ".coba-lain"
    other.mkdir()
    os.chown(other, os.getuid() + 1, -1) if os.getuid() == 0 else other.chmod(0o000)
    sweep(tmp_path, ".coba-")
    sweep(tmp_path / "tidak-ada", ".coba-")
    assert other.exists()
