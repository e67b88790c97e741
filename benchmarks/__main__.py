"""`make bench`: measures and prints; decides nothing, since machines are noisy."""

import argparse

from benchmarks import checking

if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="python -m benchmarks", description="speed and weight, as ratios")
    options.add_argument("--rounds", type=int, default=3, help="measurements of each, of which the median is told")
    checking.run(options.parse_args().rounds, lambda line: print(line, flush=True))
