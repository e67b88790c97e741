"""`python -m benchmarks.launch COMMAND...`: runs a command and prints its seconds and kilobytes, from start to end.

A process of its own because the system counts for a command's memory what its parent had when it started it: this one
loads next to nothing.
"""

import os
import subprocess
import sys
import time


def main(command: list[str]) -> int:
    began = time.perf_counter()
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 our own commands
    _, status, usage = os.wait4(started.pid, 0)
    print(time.perf_counter() - began, usage.ru_maxrss)  # noqa: T201 what it is for
    started.returncode = os.waitstatus_to_exitcode(status)
    return abs(started.returncode)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
