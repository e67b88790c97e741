"""Programs that tests need beside Python: where one is missing a test skips on a person's machine and fails in CI."""

import os
import shutil

import pytest


def program(name: str, package: str) -> str:
    """The path of a program, which the Debian package of that name installs."""
    if found := shutil.which(name):
        return found
    missing = f"{name} is missing; install it: apt-get install {package}"
    if os.environ.get("CI"):
        pytest.fail(missing)
    pytest.skip(missing)
