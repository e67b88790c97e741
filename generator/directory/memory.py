"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them."""

import hashlib
import struct
from collections.abc import Iterator, Mapping
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
    """Kept in one file between two commands, if any. `code`: a sign of the program, which understands what it wrote.

    The file is a row of blocks, each with what one command learned, so that little is written after an edit.
    """

    def __init__(self, file: Path | None = None, code: str = "") -> None:
        self._file = file
        self._code = code
        self._is_whole = True
        self._known: dict[str, Packed] = {}
        if file:
            self._read(file)
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
        """For the next command; where there is no room for it, that one reads.

        What was not asked for is forgotten once it is a fourth of all.
        """
        if self._file is None or self._used.keys() == self._stored:
            return
        new = {key: form for key, form in self._used.items() if key not in self._stored}
        with suppress(OSError):
            if not self._is_whole or len(self._stored - self._used.keys()) * 4 > len(self._stored):
                self._write_all(self._file)
            elif new:
                with self._file.open("ab") as file:
                    file.write(_block(self._code, new))

    def _write_all(self, file: Path) -> None:
        work = file.with_name(f".{file.name}.next")
        work.write_bytes(_block(self._code, self._used))
        work.replace(file)

    def _read(self, file: Path) -> None:
        """Up to the first block that is broken or another program's."""
        try:
            for block in _blocks(file.read_bytes()):
                code, learned = unpacked(block)
                if code != self._code:
                    raise ValueError("written by another program")
                self._known |= learned
        except (OSError, TypeError, ValueError):
            self._is_whole = False


def packed_form(part: Part) -> Packed | None:
    """A part without faults; none where it says what counts only if no other file says it."""
    if not part.keys.keys() == part.sections.keys() <= {*list_sections(), "version"}:
        return None
    return packed(tuple(getattr(part, name) for name in _KEPT)), packed(part.root)


def key_of(file: str, data: bytes, setting: Setting) -> str:
    """Equal keys, equal parts: of its name, its bytes, and by what they are read."""
    return hashlib.sha256(f"{file}\0{setting}\0".encode() + data).hexdigest()


_HEAD = struct.Struct(">Q32s")
"""Before each block: how long it is, and the SHA-256 of it."""


def _block(code: str, learned: Mapping[str, Packed]) -> bytes:
    content = packed((code, learned))
    return _HEAD.pack(len(content), hashlib.sha256(content).digest()) + content


def _blocks(kept: bytes) -> Iterator[bytes]:
    """Raises: ValueError at one of which a byte is another now or is lacking, as after a power cut."""
    place = 0
    while place < len(kept):
        begin = place + _HEAD.size
        size, sign = _HEAD.unpack(kept[place:begin].ljust(_HEAD.size, b"\0"))
        place = begin + size
        content = kept[begin:place]
        if hashlib.sha256(content).digest() != sign:
            raise ValueError("a block is not whole")
        yield content
