"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them."""

import hashlib
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from generator.directory.merging import list_sections
from generator.directory.packing import packed, unpacked
from generator.directory.parts import Part
from generator.directory.shape import Setting

_KEPT = ("sections", "keys", "ids", "named", "addressed", "sums", "unsaid")
"""What is kept of a part, beside what was typed, which is unpacked where somebody asks for it."""


Packed: TypeAlias = tuple[bytes, bytes]
"""A part as bytes: what was made of it, and what was typed."""


class Memory:
    """Kept in one file between two commands, if any. `code`: a sign of the program, which understands what it wrote."""

    def __init__(self, file: Path | None = None, code: str = "") -> None:
        self._file = file
        self._code = code
        self._known = self._read(file) if file else {}
        self._stored = frozenset(self._known)
        self._used: dict[str, Packed] = {}

    @property
    def is_kept(self) -> bool:
        """Whether the next command has it too."""
        return self._file is not None

    def knows(self, key: str) -> bool:
        return key in self._known

    def part(self, key: str, file: str) -> Part | None:
        """What was made of a file when it had this key; None where nothing is known of it."""
        made, typed = self._known.get(key, (b"", b""))
        found = unpacked(made)
        if not (isinstance(found, tuple) and len(found) == len(_KEPT)):
            return None
        self._used[key] = self._known[key]
        return Part(file=file, typed_again=partial(unpacked, typed), **dict(zip(_KEPT, found, strict=True)))

    def learn(self, key: str, form: Packed) -> None:
        """What was made of a file that is not known, for `part` and for the next command."""
        self._known[key] = self._used[key] = form

    def keep(self) -> None:
        """For the next command; where there is no room for it, that one reads. What was not asked for is forgotten."""
        if self._file is None or self._used.keys() == self._stored:
            return
        work = self._file.with_name(f".{self._file.name}.next")
        with suppress(OSError):
            content = packed((self._code, self._used))
            work.write_bytes(hashlib.sha256(content).digest() + content)
            work.replace(self._file)

    def _read(self, file: Path) -> dict[str, Packed]:
        try:
            code, known = unpacked(_whole(file.read_bytes()))
        except (OSError, TypeError, ValueError):
            return {}
        return known if code == self._code and isinstance(known, dict) else {}


def packed_form(part: Part) -> Packed | None:
    """A part without faults; none where it says what counts only if no other file says it."""
    if not part.keys.keys() == part.sections.keys() <= {*list_sections(), "version"}:
        return None
    return packed(tuple(getattr(part, name) for name in _KEPT)), packed(part.root)


def key_of(file: str, data: bytes, setting: Setting) -> str:
    """Equal keys, equal parts: of its name, its bytes, and by what they are read."""
    return hashlib.sha256(f"{file}\0{setting}\0".encode() + data).hexdigest()


def _whole(signed: bytes) -> bytes:
    """What was signed; nothing where a byte of it is another now, as after a power cut."""
    size = hashlib.sha256().digest_size
    content = signed[size:]
    return content if hashlib.sha256(content).digest() == signed[:size] else b""
