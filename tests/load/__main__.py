"""`python -m tests.load`: a bad day for a minute, then with attackers for another. Prints what it measured."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.load.bad_day import small_server


def main() -> int:
    """0 where nobody met an error and nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--visitors", type=float, default=200, help="in a second")
    parser.add_argument("--questions", type=float, default=50, help="in a second")
    parser.add_argument("--postgresql", action="store_true", help="in the place of SQLite")
    options = parser.parse_args()
    is_well = True
    with (
        tempfile.TemporaryDirectory() as folder,
        small_server(Path(folder), on_postgresql=options.postgresql) as server,
    ):
        Path(folder).chmod(0o755)
        for attacked in (False, True):
            rates = {"visitors": options.visitors, "questions": options.questions, "seconds": options.seconds}
            measured = server.measured(**rates, attacked=attacked)
            print(
                f"{'with attackers' if attacked else 'a bad day'}, {options.seconds:.0f} seconds\n{measured}",
                flush=True,
            )
            is_well = is_well and measured.is_well
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main())
