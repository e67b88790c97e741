"""`python -m tests.fuzz --minutes N`: mutants for as long as you like. Exit 1 if any broke a law, else 0.

Each process takes batches of numbers of one seed; `--seed S --first N --count 1` tries one mutant again.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from itertools import count
from multiprocessing import get_context
from pathlib import Path

from generator.directory import language
from tests.building import ROOT
from tests.fuzz.trials import Batch, Failure, try_batch

BATCH = 100
OUT_OF_REACH = {
    "file-too-large", "include-too-many", "include-too-large", "file-unreadable", "file-missing", "file-forbidden",
    "too-many-values", "include-outside", "include-not-file",
}  # fmt: skip
"""Rules that no mutant breaks: it would take thousands of files, or a disk that fails."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    tally = Tally()
    first, size = options.first, options.count or BATCH
    print(f"seed {options.seed}, {options.processes} processes; what fails is kept in {options.keep}")
    with ProcessPoolExecutor(options.processes, get_context("spawn")) as pool:
        numbers = iter([first]) if options.count else count(first, size)
        ends = time.monotonic() + options.minutes * 60
        try:
            for batch in _batches(pool, options, numbers, size, ends):
                tally.add(batch)
        except KeyboardInterrupt:
            pool.shutdown(cancel_futures=True)
    tally.tell_all()
    return 1 if tally.failures else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description="spoils good directories and holds them to the laws"
    )
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=int(time.time()), help="default: the clock")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    parser.add_argument("--count", type=int, default=0, help="try so many and stop; default: until the time is up")
    parser.add_argument("--keep", type=Path, default=ROOT / "var" / "fuzz", metavar="FOLDER")
    return parser.parse_args(arguments)


def _batches(
    pool: ProcessPoolExecutor, options: argparse.Namespace, numbers: Iterator[int], size: int, ends: float
) -> Iterator[Batch]:
    """Batches as they are done; no new one begins when the time is up."""
    running: set[Future[Batch]] = set()
    while True:
        while len(running) < options.processes and time.monotonic() < ends:
            number = next(numbers, None)
            if number is None:
                break
            running.add(pool.submit(try_batch, options.seed, number, size, options.keep))
        if not running:
            return
        done, running = wait(running, return_when=FIRST_COMPLETED)
        yield from (future.result() for future in done)


class Tally:
    """All that was seen so far, told a line at a time."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.tried = self.good = 0
        self.rules: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self.slowest = (0.0, 0)

    def add(self, batch: Batch) -> None:
        self.tried += batch.tried
        self.good += batch.good
        self.rules.update(batch.rules)
        self.slowest = max(self.slowest, batch.slowest)
        self.failures += batch.failures
        for failure in batch.failures:
            print(f"FAILED {failure}")
        if batch.failures or self.tried // BATCH % 10 == 0:
            self.tell()

    def tell(self) -> None:
        minutes = (time.monotonic() - self.began) / 60
        print(
            f"{minutes:6.1f} min: {self.tried} mutants, {self.good} still good, {len(self.rules)} rules, "
            f"slowest {self.slowest[0]:.1f} s (number {self.slowest[1]}), {len(self.failures)} failures"
        )
        sys.stdout.flush()

    def tell_all(self) -> None:
        """How often each rule was broken, and which never."""
        for rule, times in self.rules.most_common():
            print(f"{times:8} {rule}")
        every = {key.removeprefix("problems.") for key in language("id").words if key.startswith("problems.")}
        print(f"never: {', '.join(sorted(every - OUT_OF_REACH - self.rules.keys())) or '-'}")
        self.tell()


if __name__ == "__main__":
    sys.exit(main())
