"""What is on disk for good. The only thing that SQLite, a Maildir and a key have in common."""

import os
from pathlib import Path


def sync(folder: Path) -> None:
    """The entries of a folder: a file that was synced is found after a power cut only when its folder was too.

    Raises: OSError.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
