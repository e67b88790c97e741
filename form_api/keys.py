"""The secret and the key of this installation: from the settings, or made once in var/ for this user alone."""

import logging
import os
import secrets
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from form_api import folders
from form_api.sealing import Sealer, new_key
from form_api.settings import KEY_BYTES, SHORTEST_SECRET, Secret, Settings

SECRET_FILE = Path("var/secret")
KEY_FILE = Path("var/key")
SHELF_FILE = Path("var/directory")
"""What was read of a large contacts.yml; whoever deletes it has it read again."""

log = logging.getLogger("loket.form")


class KeyFileError(Exception):
    """A file that should hold a secret can't be read, or holds none."""


def secret_of(settings: Settings) -> Secret:
    """What signs the keys of receipts. Raises: KeyFileError."""
    if settings.secret:
        return settings.secret
    secret = _read(SECRET_FILE, lambda: secrets.token_urlsafe(KEY_BYTES))
    if len(secret) < SHORTEST_SECRET:
        raise KeyFileError(
            f"{SECRET_FILE} holds no secret. Delete it, and a new one is made; older receipts then don't open."
        )
    return Secret(secret)


def sealer_of(settings: Settings) -> Sealer:
    """What seals the citizens' words. Raises: KeyFileError."""
    if settings.keys:
        return Sealer(settings.keys)
    return sealer_with(Secret(_read(KEY_FILE, new_key)))


def sealer_with(key: Secret) -> Sealer:
    """What seals with a key of `var/key`. Raises: KeyFileError where it is none."""
    try:
        return Sealer([key])
    except ValueError as error:
        raise KeyFileError(
            f"{KEY_FILE} holds no key. Bring it back from a backup: without it nothing is read."
        ) from error


def files_in_use(settings: Settings) -> list[Path]:
    """Those in var/ that secret and key are read from; what the settings give lies elsewhere."""
    return [*([] if settings.secret else [SECRET_FILE]), *([] if settings.keys else [KEY_FILE])]


def put_back(file: Path, text: str, *, aside: str = "") -> None:
    """Lays a secret or a key that was kept where it is read from; what lay there is called `aside` from then on.

    Raises: KeyFileError.
    """
    try:
        if aside and file.exists():
            file.rename(file.with_name(aside))
        _make(file, text)
    except OSError as error:
        raise KeyFileError(f"{file} can't be made: {error}.") from error


def _read(file: Path, make: Callable[[], str]) -> str:
    try:
        if not file.exists():
            _make(file, make())
    except OSError as error:
        raise KeyFileError(f"{file} can't be made: {error}.") from error
    try:
        if file.stat().st_mode & 0o077:
            log.warning("readable-by-others file=%s: take their rights away with chmod 600", file)
        return file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{file} can't be read: {error}.") from error


def _make(file: Path, text: str) -> None:
    """Written whole under another name and then linked, so that of two processes both read the one that was first.

    Synced with its folder before anything is sealed with it.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, file)
    folders.sync(file.parent)
