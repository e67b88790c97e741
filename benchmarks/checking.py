"""`check` against reading the same files with PyYAML's C loader and doing nothing with them."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks import government
from benchmarks.plot import Line
from benchmarks.timing import Spent, median_of, spent_by

PLAIN_READING = (
    "import sys, yaml; [yaml.load(open(name, encoding='utf-8'), Loader=yaml.CSafeLoader) for name in sys.argv[1:]]"
)


OURS, THEIRS = "check", "PyYAML alone"


class Measured(NamedTuple):
    """Medians, each of a process of its own from start to end."""

    what: str
    services: int
    ours: Spent
    baseline: Spent

    def __str__(self) -> str:
        ours, baseline = self.ours, self.baseline
        memory = f"{ours.megabytes:4.0f} / {baseline.megabytes:.0f} MB"
        ratio = ours.seconds / baseline.seconds
        return f"{self.what:<58} {ours.seconds:7.2f} s {baseline.seconds:7.2f} s {ratio:6.2f} x {memory}"


def run(rounds: int, say: Callable[[str], None]) -> list[Line]:
    """Measures every size and says what came out; the same as lines of the drawing."""
    what = "check, whole process; baseline: PyYAML C loader alone"
    say(f"{what:<58} {'ours':>9} {'baseline':>9} {'ratio':>8} {'memory':>13}")
    measured = []
    for offices, included in ((10, False), (100, True), (1000, True)):
        with tempfile.TemporaryDirectory() as folder:
            main = government.write(Path(folder, "g"), offices=offices, services=10, included=included)
            where = f"{offices} included files" if included else "one file"
            measured.append(_measure(f"{offices * 10} services in {where}", offices * 10, main, rounds))
            say(str(measured[-1]))
    return [
        Line(OURS, "reading", False, {row.services: row.ours.seconds for row in measured}),
        Line(THEIRS, "reading", True, {row.services: row.baseline.seconds for row in measured}),
    ]


def _measure(what: str, services: int, main: Path, rounds: int) -> Measured:
    files = [str(path) for path in [main, *sorted(main.parent.glob("contacts.d/*.yml"))]]
    check = [sys.executable, "-m", "generator", "check", "--contacts", str(main), "--now", "2026-11-23T10:00"]
    reading = [sys.executable, "-c", PLAIN_READING, *files]
    spent = [(spent_by(check), spent_by(reading)) for _ in range(rounds)]
    return Measured(what, services, *(median_of(column) for column in zip(*spent, strict=True)))
