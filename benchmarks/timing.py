"""How long a command takes, from the start of its process to its end."""

import subprocess
import time
from collections.abc import Sequence


def seconds_of(command: Sequence[str]) -> float:
    """Raises: CalledProcessError where it fails."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 our own commands
    return time.perf_counter() - began
