"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them.

Never takes more from its file than texts, what they mean and where they stand: whoever writes into that file runs
nothing here.
"""

import datetime
import hashlib
import io
import pickle
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from generator.directory import model, problems, typed, values
from generator.directory.merging import list_sections
from generator.directory.parts import Part

_KINDS = {
    (kind.__module__, kind.__qualname__): kind
    for room in (model, problems, typed, values)
    for kind in vars(room).values()
    if isinstance(kind, type) and kind.__module__ == room.__name__ and not issubclass(kind, Exception)
} | {("datetime", "date"): datetime.date}
_KEPT = ("sections", "keys", "ids", "named", "addressed", "sums", "unsaid")
"""What is kept of a part, beside what was typed, which is unpacked where somebody asks for it."""


class Memory:
    """Kept in one file between two commands. `code`: a sign of the program, which understands only what it wrote."""

    def __init__(self, file: Path, code: str) -> None:
        self._file = file
        self._code = code
        self._known = self._read()
        self._used: dict[str, tuple[bytes, bytes]] = {}

    def part(self, file: str, data: bytes, setting: Sequence[str]) -> Part | None:
        """What a reader of this setting made of a file when it held these bytes; None where nothing is known of it."""
        key = _key(file, data, setting)
        told, root = map(_whole, self._known.get(key, (b"", b"")))
        found = _unpacked(told)
        if not (root and isinstance(found, tuple) and len(found) == len(_KEPT)):
            return None
        self._used[key] = self._known[key]
        return Part(file=file, typed_again=partial(_unpacked, root), **dict(zip(_KEPT, found, strict=True)))

    def remember(self, part: Part, data: bytes, setting: Sequence[str]) -> None:
        """A part without faults; one is passed over that says what counts only where no other file says it."""
        if part.keys.keys() == part.sections.keys() <= {*list_sections(), "version"}:
            told = pickle.dumps(tuple(getattr(part, name) for name in _KEPT), 5)
            self._used[_key(part.file, data, setting)] = _signed(told), _signed(pickle.dumps(part.root, 5))

    def keep(self) -> None:
        """For the next command; where there is no room for it, that one reads. What was not asked for is forgotten."""
        if self._used.keys() == self._known.keys():
            return
        work = self._file.with_name(f".{self._file.name}.next")
        with suppress(OSError):
            work.write_bytes(pickle.dumps((self._code, self._used), 5))
            work.replace(self._file)

    def _read(self) -> dict[str, tuple[bytes, bytes]]:
        try:
            code, known = _unpacked(self._file.read_bytes())
        except (OSError, TypeError, ValueError):
            return {}
        return known if code == self._code and isinstance(known, dict) else {}


def _key(file: str, data: bytes, setting: Sequence[str]) -> str:
    return hashlib.sha256(f"{file}\0{tuple(setting)!r}\0".encode() + data).hexdigest()


def _signed(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest() + packed


def _whole(signed: Any) -> bytes:
    """What was signed; nothing where a byte of it is another now, as after a power cut."""
    if not isinstance(signed, bytes):
        return b""
    packed = signed[hashlib.sha256().digest_size :]
    return packed if _signed(packed) == signed else b""


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _KINDS:
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that was read")
        return _KINDS[module, name]


def _unpacked(packed: Any) -> Any:
    """None for anything that this program did not write."""
    try:
        return _Unpickler(io.BytesIO(packed)).load()
    except Exception:
        return None
