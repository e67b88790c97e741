"""`python -m benchmarks.launch COMMAND...`: runs a command and prints its seconds and kilobytes, from start to end.

A process of its own because the system counts for a command's memory what its parent had when it started it: this one
loads next to nothing.
"""

import os
import subprocess
import sys
import time

LOOK_SECONDS = 0.2


def main(command: list[str]) -> int:
    began = time.perf_counter()
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 our own commands
    most, looked = 0, began
    while not (ended := os.wait4(started.pid, os.WNOHANG))[0]:
        time.sleep(0.005)
        if time.perf_counter() - looked > LOOK_SECONDS:
            most, looked = max(most, _kilobytes(started.pid)), time.perf_counter()
    _, status, usage = ended
    print(time.perf_counter() - began, max(most, usage.ru_maxrss))  # noqa: T201 what it is for
    started.returncode = os.waitstatus_to_exitcode(status)
    return abs(started.returncode)


def _kilobytes(pid: int) -> int:
    """What a process and those that it started have now; what several of them share is counted once (PSS)."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:  # noqa: PTH123 pathlib is not loaded
            own = next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as file:  # noqa: PTH123
            children = file.read().split()
    except (OSError, StopIteration):  # gone meanwhile
        return 0
    return own + sum(_kilobytes(int(child)) for child in children)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
