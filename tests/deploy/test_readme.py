"""deploy/README.md names files that are there, headers as the code has them, and a command that works."""

import os
import re
import subprocess
from pathlib import Path

from form_api.headers import policy
from tests.building import ROOT

FOLDER = ROOT / "deploy"
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")


def test_every_file_that_it_names_is_there() -> None:
    """By its path from `deploy/`; and of what nginx includes none is forgotten where it is copied."""
    named = set(re.findall(r"(?<!/)(?:nginx|systemd|hooks|container)/[\w.-]+\w", PAGE))
    assert named
    assert [name for name in named if not (FOLDER / name).exists()] == []
    included = set(re.findall(r"/etc/nginx/loket/([\w-]+\.(?:conf|html))", _all_of_nginx()))
    assert {f"nginx/{name}" for name in included} <= named


def _all_of_nginx() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (FOLDER / "nginx").iterdir())


def test_the_policy_of_a_site_with_its_form_elsewhere() -> None:
    """What it tells to write is what the form itself would send."""
    origin = "https://formulir.example"
    told = f"connect-src 'self' {origin}; form-action 'self' {origin}"
    assert told in PAGE
    assert told in policy(origin)


def test_a_command_runs_with_the_service_s_settings(tmp_path: Path) -> None:
    """In the folder that has the outbox, whatever folder the operator stands in."""
    settings = tmp_path / "loket.env"
    settings.write_text("FORM_API_DATABASE_URL='sqlite:///lain/kotak.db'\n", encoding="utf-8")
    given = os.environ | {"LOKET_SETTINGS": str(settings), "LOKET_STATE": str(tmp_path)}
    command = [str(FOLDER / "loket"), "form_api", "outbox", "list"]
    done = subprocess.run(command, cwd="/", env=given, capture_output=True, text=True, check=False)
    assert (done.returncode, "There is no outbox" in done.stderr) == (1, True), done.stderr


def test_a_report_comes_again_whatever_is_wrong(tmp_path: Path) -> None:
    """Where settings or packages are not there, as during an update, a mail server would else give up the report."""
    given = os.environ | {"LOKET_SETTINGS": str(tmp_path / "none"), "LOKET_STATE": str(tmp_path)}
    for arguments, code in (("bounce", 75), ("bounce noreply@kantor.example", 75), ("outbox list", 2)):
        command = [str(FOLDER / "loket"), "form_api", *arguments.split()]
        done = subprocess.run(command, env=given, capture_output=True, check=False)
        assert done.returncode == code, done.stderr
