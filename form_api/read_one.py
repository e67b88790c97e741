"""contacts.yml -> the shelf, in a process of its own at the lowest priority, so that reading holds nobody up.

`python -m form_api.read_one CONTACTS SHELF`, the secret on standard input. Prints the sum of what lies there now, or
what is wrong with the file. Knows no settings, no outbox and no network.
"""

import json
import os
import sys
from pathlib import Path
from typing import TypedDict

from form_api.settings import Secret
from form_api.shelf import Shelf
from generator.directory import DirectoryError, load

_MANNERS = 19


class Summary(TypedDict):
    """How many problems there are, and where the first one stands."""

    problems: int
    first: str


def summary(error: DirectoryError) -> Summary:
    first = error.problems[0]
    return {"problems": len(error.problems), "first": f"{first.place} [{first.rule}]"}


def main() -> None:
    os.nice(_MANNERS)
    os.umask(0o077)
    contacts, shelf = (Path(argument) for argument in sys.argv[1:])
    try:
        directory = load(contacts)
    except DirectoryError as error:
        sys.stdout.write(json.dumps(summary(error)))
        return
    Shelf(shelf, Secret(sys.stdin.read())).keep(directory)
    sys.stdout.write(json.dumps({"sha256": directory.sha256}))


if __name__ == "__main__":
    main()
