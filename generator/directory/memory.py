"""What was parsed before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them.

Never takes more from its file than texts and where they stand: whoever writes into that file runs nothing here.
"""

import hashlib
import io
import pickle
from contextlib import suppress
from pathlib import Path
from typing import Any

from generator.directory import source
from generator.directory.source import ParsedFile
from generator.directory.typed import Mapping, Scalar, Sequence

_KINDS = {(kind.__module__, kind.__qualname__): kind for kind in (Mapping, Scalar, Sequence)}


class Memory:
    """Kept in one file between two commands. `code`: a sign of the program, which understands only what it wrote."""

    def __init__(self, file: Path, code: str) -> None:
        self._file = file
        self._code = code
        self._known = self._read()
        self._used: dict[str, bytes] = {}

    def parse(self, path: Path) -> ParsedFile:
        """As `source.parse_file`, and raises as that; what has problems is parsed again, so that each is told."""
        data = source.read_file(path)
        key = hashlib.sha256(f"{path}\0".encode() + data).hexdigest()
        root = _unpacked(_whole(self._known[key])) if key in self._known else None
        if isinstance(root, Mapping):
            self._used[key] = self._known[key]
            return ParsedFile(root, data, [])
        parsed = source.parse_data(data, str(path))
        if not parsed.problems:
            self._used[key] = _signed(pickle.dumps(parsed.root, 5))
        return parsed

    def keep(self) -> None:
        """For the next command; where there is no room for it, that one parses. What was not asked for is forgotten."""
        if self._used.keys() == self._known.keys():
            return
        work = self._file.with_name(f".{self._file.name}.next")
        with suppress(OSError):
            work.write_bytes(pickle.dumps((self._code, self._used), 5))
            work.replace(self._file)

    def _read(self) -> dict[str, bytes]:
        try:
            code, known = _unpacked(self._file.read_bytes())
        except (OSError, TypeError, ValueError):
            return {}
        return known if code == self._code and isinstance(known, dict) else {}


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
            raise pickle.UnpicklingError(f"{module}.{name} is nothing that was typed")
        return _KINDS[module, name]


def _unpacked(packed: Any) -> Any:
    """None for anything that this program did not write."""
    try:
        return _Unpickler(io.BytesIO(packed)).load()
    except Exception:
        return None
