"""`check` against reading the same files with PyYAML's C loader and doing nothing with them."""

import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import government
from benchmarks.timing import seconds_of

PLAIN_READING = (
    "import sys, yaml; [yaml.load(open(name, encoding='utf-8'), Loader=yaml.CSafeLoader) for name in sys.argv[1:]]"
)


class Measured(NamedTuple):
    """Medians in seconds, each of a process of its own from start to end."""

    what: str
    ours: float
    baseline: float

    def __str__(self) -> str:
        return f"{self.what:<58} {self.ours:7.2f} s {self.baseline:7.2f} s {self.ours / self.baseline:6.2f} x"


def run(rounds: int, say: Callable[[str], None]) -> None:
    """Measures every size and says what came out."""
    say(f"{'check, whole process; baseline: PyYAML C loader alone':<58} {'ours':>9} {'baseline':>9} {'ratio':>8}")
    for offices, services, included in ((10, 10, False), (100, 10, True), (1000, 10, True)):
        with tempfile.TemporaryDirectory() as folder:
            main = government.write(Path(folder, "g"), offices=offices, services=services, included=included)
            where = f"{offices} included files" if included else "one file"
            say(str(_measure(f"{offices * services} services in {where}", main, rounds)))


def _measure(what: str, main: Path, rounds: int) -> Measured:
    files = [str(path) for path in [main, *sorted(main.parent.glob("contacts.d/*.yml"))]]
    check = [sys.executable, "-m", "generator", "check", "--contacts", str(main), "--now", "2026-11-23T10:00"]
    reading = [sys.executable, "-c", PLAIN_READING, *files]
    times = [(seconds_of(check), seconds_of(reading)) for _ in range(rounds)]
    return Measured(what, *(statistics.median(column) for column in zip(*times, strict=True)))
