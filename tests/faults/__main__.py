"""`python -m tests.faults --rounds 200`: kills the service so often, and counts what became of each question."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.faults.killing import Counts, kill_and_count

ROUNDS_AT_ONCE = 20


def main() -> int:
    """0 where nothing was lost, altered, strange, doubled or replied to twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    total = Counts()
    for number, start in enumerate(range(0, options.rounds, ROUNDS_AT_ONCE)):
        with tempfile.TemporaryDirectory() as folder:
            rounds = min(ROUNDS_AT_ONCE, options.rounds - start)
            total += kill_and_count(Path(folder), rounds, options.seed + number)
        print(f"{total.rounds}/{options.rounds} {total}", flush=True)
    return 0 if total.references and not total.broken else 1


if __name__ == "__main__":
    sys.exit(main())
