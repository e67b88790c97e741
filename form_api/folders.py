"""What is on disk for good, and what must not stay there. Knows nothing of what lies in a folder."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def own(parent: Path, prefix: str) -> Iterator[Path]:
    """A folder for this user alone, gone at the end. What a kill leaves of it `sweep` takes away. Raises: OSError."""
    parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # which ends with this process, however it ends
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(descriptor)


def sweep(parent: Path, prefix: str) -> None:
    """Removes each folder of `own` whose process is no more; leaves what can't be removed."""
    for folder in parent.glob(f"{prefix}*"):
        with suppress(OSError):
            _remove_unless_held(folder)


def _remove_unless_held(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_uid == os.getuid():
            shutil.rmtree(folder)
    finally:
        os.close(descriptor)
