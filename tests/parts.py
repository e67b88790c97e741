"""What tests need beside Python: where it is missing a test skips on a person's machine and fails in CI."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

JUDGES = Path(__file__).parent / "audit" / "node_modules"


def program(name: str, package: str) -> str:
    """The path of a program, which the Debian package of that name installs."""
    found = shutil.which(name)
    if found is None:
        _lack(f"{name} is missing; install it: apt-get install {package}")
    return found


def judge(path: str) -> Path:
    """A file under tests/audit/node_modules, which `make judges` installs."""
    found = JUDGES / path
    if not found.exists():
        _lack(f"tests/audit/node_modules/{path} is missing; run `make judges`")
    return found


def root(what: str) -> None:
    """For what only the superuser may start."""
    if os.geteuid() != 0:
        _lack(f"{what} needs root; run the tests in a container as root")


def _lack(missing: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
