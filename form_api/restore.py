"""A backup -> the outbox that is worked with, checked before anything is touched. Overwrites nothing unless told to."""

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

from form_api import folders
from form_api.backup import MANIFEST, STORE, BackupError, backups_in, secret_mark, sha256_of
from form_api.keys import KEY_FILE, files_in_use, put_back, sealer_of, sealer_with
from form_api.manifest import Manifest, ManifestError, read_manifest
from form_api.outbox import copies
from form_api.outbox.database import file_of
from form_api.sealing import Sealer
from form_api.settings import Secret, Settings

_COPY = ".loket-restore-"
_REPLACE = "Say --replace to give up what is there"


def restore(
    settings: Settings, backup: Path, now: datetime, *, replace: bool = False
) -> tuple[Manifest, copies.Restored]:
    """Lays the keys back, then the store, in one transaction. With `replace` what is there gives way.

    Raises: BackupError, OutboxError, SealError, KeyFileError. Where it failed it can be called again.
    """
    sweep_killed(settings)
    try:
        manifest = checked(backup)
        if (there := copies.inquiries_in(settings.database_url)) and not replace:
            raise BackupError(f"The outbox holds {there} inquiries. {_REPLACE}; make a backup of it before.")
        kept = _kept_keys(settings, backup, replace=replace)
        with folders.own(_place_of_copy(settings), _COPY) as own:
            copy = Path(shutil.copyfile(backup / STORE, own / STORE))
            copies.proved(copy, _sealer(settings, kept))
            copies.prove_alone(settings.database_url)  # before a key changes that somebody works with
            for file, text in kept.items():
                put_back(file, text, aside=f"{file.name}.before-{now:%Y%m%dT%H%M%SZ}")
            restored = copies.copy_in(copy, settings.database_url, sealer_of(settings), now, replace=replace)
    except OSError as error:
        raise BackupError(f"The backup can't be restored: {error}.") from error
    return manifest, restored


def sweep_killed(settings: Settings) -> None:
    """Takes away what a restore left that was killed: words of citizens, though sealed."""
    folders.sweep(_place_of_copy(settings), _COPY)


def _place_of_copy(settings: Settings) -> Path:
    """Beside a store of SQLite, on a disk that has room for it; a server's store has no place here."""
    file = file_of(settings.database_url)
    return file.parent if file else Path(tempfile.gettempdir())


def checked(backup: Path) -> Manifest:
    """Whether a folder is a whole backup, byte for byte. Raises: BackupError, OSError."""
    if not (backup / MANIFEST).is_file():
        among = "".join(f"\n  {path}" for path in backups_in(backup))
        raise BackupError(f"'{backup}' is no backup." + (f" Name one of these:{among}" if among else ""))
    try:
        manifest = read_manifest((backup / MANIFEST).read_text(encoding="utf-8"))
    except ValueError as error:
        why = error if isinstance(error, ManifestError) else "its manifest can't be read"
        raise BackupError(f"'{backup}' can't be restored: {why}.") from error
    names = {STORE, *manifest.files}
    wrong = sorted(name for name in names if not _is_whole(backup / name, manifest.files.get(name)))
    if wrong:
        raise BackupError(f"'{backup}' is damaged: {', '.join(wrong)}. Take another backup.")
    return manifest


def opens_older_receipts(settings: Settings, manifest: Manifest) -> bool:
    """Whether what signs the keys of receipts and of desks' links is what did so then."""
    return secret_mark(settings) == manifest.secret_mark


def _is_whole(file: Path, sha256: str | None) -> bool:
    return file.is_file() and sha256_of(file) == sha256


def _kept_keys(settings: Settings, backup: Path, *, replace: bool) -> dict[Path, str]:
    """Of the backup's secret and key those that are to be laid back. Raises: BackupError, OSError."""
    found: dict[Path, str] = {}
    for file in files_in_use(settings):
        kept = backup / file.name
        if not kept.exists():
            _must_be_there(file, backup)
        elif not file.exists() or file.read_bytes() != kept.read_bytes():
            if file.exists() and not replace:
                raise BackupError(f"{file} is another one than the backup's. {_REPLACE}; it is kept beside it.")
            found[file] = kept.read_text(encoding="ascii")
    return found


def _must_be_there(file: Path, backup: Path) -> None:
    if not file.exists():
        raise BackupError(
            f"'{backup}' was made without keys. Bring back {file} first, or the setting that stands for it."
        )


def _sealer(settings: Settings, kept: dict[Path, str]) -> Sealer:
    """Of the keys that will be in force."""
    key = kept.get(KEY_FILE)
    return sealer_with(Secret(key.strip())) if key else sealer_of(settings)
