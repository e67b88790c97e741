"""Puts the index of the search into a site's folder, whenever it is ready: before the site is published or after.

Whoever searches meanwhile reads the index that was there or the new one. Never touches a page, and never changes a file
in its place: another build may share it.
"""

import os
from collections.abc import Mapping
from pathlib import Path

_PIECES = "assets/search-*.json*"


def put_index(folder: Path, files: Mapping[str, str]) -> int:
    """Writes the files that differ, and takes away pieces of an older index. Gives how many files were written.

    `files` has a head after its pieces. A page that stands open with the older head asks for the new one where a piece
    is gone.
    """
    differing = [name for name, text in files.items() if not _holds(folder / name, text)]
    for name in differing:
        _write(folder / name, files[name])
    for path in folder.glob(_PIECES):
        if path.relative_to(folder).as_posix().removesuffix(".gz") not in files:
            path.unlink()
    return len(differing)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_bytes() == text.encode()
    except FileNotFoundError:
        return False


def _write(path: Path, text: str) -> None:
    """On disk before it has its name, so that a power cut leaves no half. What was compressed is of the older file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    work = path.with_name(f".{path.name}")
    with work.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
    path.with_name(f"{path.name}.gz").unlink(missing_ok=True)
    work.replace(path)
