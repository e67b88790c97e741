"""`python -m tests.faults --rounds 200`: kills the service so often, and counts what became of each question."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.killing import Counts, kill_and_count

ROUNDS_AT_ONCE = 20


def main() -> int:
    """0 where nothing was lost, altered, strange or answered twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    faults = 0
    for number, start in enumerate(range(0, options.rounds, ROUNDS_AT_ONCE)):
        with tempfile.TemporaryDirectory() as folder:
            rounds = min(ROUNDS_AT_ONCE, options.rounds - start)
            counts = kill_and_count(Path(folder), rounds, options.seed + number)
        print(f"{start + rounds}/{options.rounds} {counts}", flush=True)
        faults += broken(counts)
    return 1 if faults else 0


def broken(counts: Counts) -> int:
    return counts.lost + counts.altered + counts.strange + counts.replied_twice


if __name__ == "__main__":
    sys.exit(main())
