"""`make bench`: measures, prints and draws; decides nothing, since machines are noisy."""

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks import building, checking, draining, hours, intake, pressing, searching, starting
from benchmarks.plot import Line, drawing

DRAWING = Path(__file__).with_name("results.svg")
SIZES, LARGE = (100, 1000), 10_000
"""Services of a built site. The large one takes minutes, and is left out unless it is asked for."""


def say(line: str) -> None:
    print(line, flush=True)


def parts(rounds: int, sizes: tuple[int, ...]) -> Mapping[str, Callable[[], list[Line] | None]]:
    """What each part is called, and what measures it."""
    return {
        "checking": partial(checking.run, rounds, say),
        "hours": partial(hours.run, rounds, say),
        "searching": partial(searching.run, say),
        "pressing": partial(pressing.run, rounds, say),
        "building": partial(building.run, rounds, say, sizes),
        "intake": partial(intake.run, rounds, say),
        "starting": partial(starting.run, rounds, say),
        "draining": partial(draining.run, rounds, say),
    }


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m benchmarks", description="speed and weight, as ratios")
    options.add_argument("part", nargs="*", metavar="PART", help=f"any of {', '.join(parts(0, ()))}; default: all")
    options.add_argument("--rounds", type=int, default=3, help="measurements of each, of which the median is told")
    options.add_argument("--large", action="store_true", help=f"also a site of {LARGE} services, which takes minutes")
    given = options.parse_args()
    known = parts(given.rounds, (*SIZES, LARGE) if given.large else SIZES)
    if unknown := set(given.part) - known.keys():
        options.error(f"no such part: {', '.join(sorted(unknown))}")
    lines = [line for name in given.part or known for line in known[name]() or ()]
    if lines:
        DRAWING.write_text(drawing(lines), encoding="utf-8")
        say(f"{DRAWING.name} shows what was measured")


if __name__ == "__main__":
    main()
