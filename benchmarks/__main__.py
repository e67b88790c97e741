"""`make bench`: measures and prints; decides nothing, since machines are noisy."""

import argparse

from benchmarks import building, checking, draining, hours, intake, pressing, searching, starting

if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks", description="speed and weight, as ratios")
    options.add_argument("--rounds", type=int, default=3, help="measurements of each, of which the median is told")
    rounds = options.parse_args().rounds

    def say(line: str) -> None:
        print(line, flush=True)

    checking.run(rounds, say)
    hours.run(rounds, say)
    searching.run(say)
    pressing.run(rounds, say)
    building.run(rounds, say)
    intake.run(rounds, say)
    starting.run(rounds, say)
    draining.run(rounds, say)
