"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from generator.directory.merging import list_sections
from generator.directory.packing import packed, unpacked
from generator.directory.parts import Part

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
        told, root = self._known.get(key, (b"", b""))
        found = unpacked(told)
        if not (isinstance(found, tuple) and len(found) == len(_KEPT)):
            return None
        self._used[key] = self._known[key]
        return Part(file=file, typed_again=partial(unpacked, root), **dict(zip(_KEPT, found, strict=True)))

    def remember(self, part: Part, data: bytes, setting: Sequence[str]) -> None:
        """A part without faults; one is passed over that says what counts only where no other file says it."""
        if part.keys.keys() == part.sections.keys() <= {*list_sections(), "version"}:
            told = packed(tuple(getattr(part, name) for name in _KEPT))
            self._used[_key(part.file, data, setting)] = told, packed(part.root)

    def keep(self) -> None:
        """For the next command; where there is no room for it, that one reads. What was not asked for is forgotten."""
        if self._used.keys() == self._known.keys():
            return
        work = self._file.with_name(f".{self._file.name}.next")
        with suppress(OSError):
            work.write_bytes(_signed(packed((self._code, self._used))))
            work.replace(self._file)

    def _read(self) -> dict[str, tuple[bytes, bytes]]:
        try:
            code, known = unpacked(_whole(self._file.read_bytes()))
        except (OSError, TypeError, ValueError):
            return {}
        return known if code == self._code and isinstance(known, dict) else {}


def _key(file: str, data: bytes, setting: Sequence[str]) -> str:
    return hashlib.sha256(f"{file}\0{tuple(setting)!r}\0".encode() + data).hexdigest()


def _signed(content: bytes) -> bytes:
    return hashlib.sha256(content).digest() + content


def _whole(signed: bytes) -> bytes:
    """What was signed; nothing where a byte of it is another now, as after a power cut."""
    content = signed[hashlib.sha256().digest_size :]
    return content if _signed(content) == signed else b""
