"""Waits until files are on disk, so that a power cut takes none of them. Changes nothing."""

import os
from collections.abc import Sequence
from pathlib import Path

MOST_ALONE = 500
"""Files that are brought to disk one by one; with more it is quicker to wait for all that the machine has to write."""


def sync(folder: Path, names: Sequence[str]) -> None:
    """Waits for these files of a folder, and for the folders in which they stand.

    A rename can reach the disk before the files that it shows; so these go first. Raises: OSError.
    """
    if len(names) > MOST_ALONE:
        os.sync()
        return
    folders = {folder / parent for name in names for parent in Path(name).parents}
    for path in [*(folder / name for name in names), *folders, folder.parent]:
        sync_path(path)


def sync_path(path: Path) -> None:
    """Raises: OSError where the disk could not take it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
