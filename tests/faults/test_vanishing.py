"""A database whose machine loses its power says no goodbye; nobody waits for it for a quarter of an hour."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.building import ROOT
from tests.parts import program, root

NETWORK = "loket-vanishing"


@pytest.fixture
def network() -> Iterator[list[str]]:
    """What runs a command in a network of its own, which can be cut without cutting anybody else's."""
    root("a network of its own")
    ip = program("ip", "iproute2")
    subprocess.run([ip, "netns", "del", NETWORK], check=False, capture_output=True)
    if subprocess.run([ip, "netns", "add", NETWORK], check=False).returncode:
        pytest.skip("no network of its own can be made here; start the container with more rights")
    yield [ip, "netns", "exec", NETWORK]
    subprocess.run([ip, "netns", "del", NETWORK], check=True)


def test_a_database_that_vanishes_is_given_up_soon(network: list[str]) -> None:
    """Who waits for an answer and who writes learn it within a minute, and go on when it is back."""
    command = [*network, sys.executable, "-m", "tests.faults.vanishing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.splitlines() == ["lost lost", "back 2"], done.stderr
