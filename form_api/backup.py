"""A backup of the outbox while it is in use: a folder with the store, the keys that open it, and a manifest.

Written whole under another name, synced, and then renamed: a folder that is called `loket-...` is a whole backup.
"""

import fcntl
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from form_api import folders
from form_api.keys import files_in_use, sealer_of, secret_of
from form_api.manifest import Manifest
from form_api.outbox import copies
from form_api.settings import Settings

STORE = "outbox.db"
MANIFEST = "manifest.json"
KEPT = 14
RESERVE_MB = 512
"""Room that a backup leaves on its disk, which may be the outbox's own: a day of 70 submissions of 7 MB."""
_MB = 1024 * 1024
_NAME, _DRAFT = "loket-", ".draft-"
_OURS = re.compile(rf"{_NAME}[0-9]{{8}}T[0-9]{{6}}Z")


class BackupError(Exception):
    """It could not be made, or is none; the text says why."""


class Wishes(NamedTuple):
    """How many to keep, with the keys or without, and the room to leave on the disk."""

    keep: int = KEPT
    with_keys: bool = True
    reserve_mb: int = RESERVE_MB


def back_up(settings: Settings, to: Path, now: datetime, wishes: Wishes) -> Path:
    """Makes one in the folder `to` and removes all but the newest there. Returns its folder, whole and on disk.

    Raises: BackupError, OutboxError, SealError, KeyFileError; then there is none, and no older one is gone.
    """
    try:
        with _alone_in(to):
            _sweep(to)
            whole = to / f"{_NAME}{now:%Y%m%dT%H%M%SZ}"
            if whole.exists():
                raise BackupError(f"{whole} is there already; call again in a second")
            _leave_room(to, copies.bytes_for_copy(settings.database_url), wishes.reserve_mb)
            with _draft_in(to) as draft:
                _fill(draft, settings, now, with_keys=wishes.with_keys)
                draft.rename(whole)
                folders.sync(to)
            _forget(to, whole, wishes.keep)
    except OSError as error:
        raise BackupError(f"The backup can't be written: {error}.") from error
    return whole


def backups_in(folder: Path) -> list[Path]:
    """The oldest first."""
    return sorted(path for path in folder.glob(f"{_NAME}*") if (path / MANIFEST).is_file())


def sha256_of(file: Path) -> str:
    """Raises: OSError."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def secret_mark(settings: Settings) -> str:
    return sealer_of(settings).mark(f"secret {secret_of(settings).reveal()}")


def _leave_room(to: Path, needed: int, reserve_mb: int) -> None:
    """A backup must not be what keeps citizens from asking. Raises: BackupError, OSError."""
    free = shutil.disk_usage(to).free
    if free - needed < reserve_mb * _MB:
        raise BackupError(
            f"A backup may need {-(-needed // _MB)} MB, and the disk of '{to}' has {free // _MB} MB: less than "
            f"{reserve_mb} MB would be left. Make room there, write --to another disk, or set --reserve."
        )


def _fill(draft: Path, settings: Settings, now: datetime, *, with_keys: bool) -> None:
    copied = copies.copy_out(settings.database_url, draft / STORE, sealer_of(settings))
    mark = secret_mark(settings)
    for file in files_in_use(settings) if with_keys else ():
        shutil.copyfile(file, draft / file.name)
    manifest = Manifest(
        made_at=now,
        tables=copied.tables,
        inquiries=copied.inquiries,
        secret_mark=mark,
        files={file.name: sha256_of(file) for file in sorted(draft.iterdir())},
    )
    (draft / MANIFEST).write_text(str(manifest), encoding="ascii")
    for file in draft.iterdir():
        file.chmod(0o600)
        folders.sync(file)
    folders.sync(draft)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time: what a draft holds is removed by nobody else. Raises: BackupError, OSError."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise BackupError(f"Another backup is being written to '{folder}'.") from error
    finally:
        os.close(descriptor)


@contextmanager
def _draft_in(folder: Path) -> Iterator[Path]:
    """A folder for this user alone, which is gone where it was not given its name."""
    draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=folder))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """What a backup left that was killed."""
    for draft in folder.glob(f"{_DRAFT}*"):
        shutil.rmtree(draft)


def _forget(folder: Path, made: Path, keep: int) -> None:
    """Its manifest goes first: what is half gone is no backup. What somebody gave another name stays, and so does what
    was `made` just now, should the clock be behind."""
    others = [path for path in backups_in(folder) if path != made and _OURS.fullmatch(path.name)]
    for old in others[: max(0, len(others) + 1 - keep)]:
        (old / MANIFEST).unlink()
        shutil.rmtree(old)
