"""What a command takes, from the start of its process to its end."""

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple


class Spent(NamedTuple):
    """`megabytes`: the most memory that the process and those it started had at once, what they share counted once."""

    seconds: float
    megabytes: float


def spent_by(command: Sequence[str]) -> Spent:
    """Raises: CalledProcessError where it fails.

    What others left to be written is on disk before: a build waits for the disk, and would wait for theirs.
    """
    os.sync()
    launcher = [sys.executable, "-m", "benchmarks.launch", *command]
    done = subprocess.run(launcher, env=_environment(), check=True, capture_output=True, text=True)  # noqa: S603 our own
    seconds, kilobytes = done.stdout.split()
    return Spent(float(seconds), int(kilobytes) / 1000)


def median_of(spent: Sequence[Spent]) -> Spent:
    """The median of the seconds, and the most memory."""
    return Spent(statistics.median(one.seconds for one in spent), max(one.megabytes for one in spent))


def seconds_of(command: Sequence[str]) -> float:
    """Raises: CalledProcessError where it fails."""
    return spent_by(command).seconds


def _environment() -> dict[str, str]:
    """Python keeps what it has compiled, as it does for people, so that only a first start compiles."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
