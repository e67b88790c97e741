"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them."""

import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, TypeAlias

from generator.directory.merging import list_sections
from generator.directory.packing import LeftValues, packed, packed_apart, unpacked
from generator.directory.parts import Part
from generator.directory.shape import Setting

_KEPT = ("sections", "keys", "ids", "names", "addressed", "sums", "unsaid")
"""What is kept of a part, beside what is unpacked where somebody asks for it."""


class Packed(NamedTuple):
    """A part as bytes. `more`, few ask for: what its records were left without, what was typed, where names stand."""

    made: bytes
    more: bytes


class _Place(NamedTuple):
    """Where in the file of a memory something stands, how long it is, and its SHA-256."""

    at: int
    size: int
    sha256: bytes


Again: TypeAlias = Callable[[], Packed | None]
"""Reads a file of a directory, of which something is kept, once more."""


class Memory:
    """Kept in one file between two commands, if any. `code`: a sign of the program, which understands what it wrote.

    The file is a row of blocks, each with what one command learned, so that little is written after an edit. What few
    ask for is taken out of it when somebody does.
    """

    def __init__(self, file: Path | None = None, code: str = "") -> None:
        self._file = file
        self._code = code
        self._is_whole = True
        self._known: dict[str, tuple[bytes, Callable[[Again], bytes]]] = {}
        if file:
            self._read(file)
        self._stored = frozenset(self._known)
        self._used: dict[str, tuple[bytes, Callable[[], bytes]]] = {}

    @property
    def is_kept(self) -> bool:
        """Whether the next command has it too."""
        return self._file is not None

    def knows(self, key: str) -> bool:
        return key in self._known

    def part(self, key: str, file: str, again: Again) -> Part | None:
        """What was made of a file when it had this key; None where nothing is known of it."""
        if key not in self._known:
            return None
        made, more_of = self._known[key]
        more = partial(more_of, again)
        found = unpacked(made, LeftValues(partial(_one_of_more, 0, more)))
        if not (isinstance(found, tuple) and len(found) == len(_KEPT)):
            return None
        self._used[key] = made, more
        typed_again, named_again = partial(_one_of_more, 1, more), partial(_one_of_more, 2, more)
        kept = dict(zip(_KEPT, found, strict=True))
        return Part(file=file, typed_again=typed_again, named_again=named_again, **kept)

    def learn(self, key: str, form: Packed) -> None:
        """What was made of a file that is not known, for `part` and for the next command."""
        self._known[key] = form.made, lambda _again: form.more
        self._used[key] = form.made, lambda: form.more

    def keep(self) -> None:
        """For the next command; where there is no room for it, that one reads.

        What was not asked for is forgotten once it is a fourth of all.
        """
        if self._file is None or (self._is_whole and self._used.keys() == self._stored):
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
            with file.open("rb") as held:
                for at, block in _blocks(held):
                    code, learned = unpacked(block)
                    if code != self._code:
                        raise ValueError("written by another program")
                    for key, (made, begin, size, sha256) in learned.items():
                        self._known[key] = made, partial(self._taken_out, _Place(at + begin, size, sha256))
        except (OSError, TypeError, ValueError, AttributeError):
            self._is_whole = False

    def _taken_out(self, place: _Place, again: Again) -> bytes:
        """What stands there; where it is broken, or another command has put the file anew, it is made again."""
        assert self._file is not None
        with suppress(OSError), self._file.open("rb") as held:
            held.seek(place.at)
            content = held.read(place.size)
            if hashlib.sha256(content).digest() == place.sha256:
                return content
        self._is_whole = False
        form = again()
        assert form is not None, "what is kept had no fault when it was read"
        return form.more


def _one_of_more(index: int, more: Callable[[], bytes]) -> Any:
    return unpacked(unpacked(more())[index])


def packed_form(part: Part) -> Packed | None:
    """A part without faults; none where it says what counts only if no other file says it."""
    if not part.keys.keys() == part.sections.keys() <= {*list_sections(), "version"}:
        return None
    made, left = packed_apart(tuple(getattr(part, name) for name in _KEPT))
    return Packed(made, packed((packed(left), packed(part.root), packed(part.named))))


def key_of(file: str, data: bytes, setting: Setting) -> str:
    """Equal keys, equal parts: of its name, its bytes, and by what they are read."""
    return hashlib.sha256(f"{file}\0{setting}\0".encode() + data).hexdigest()


_HEAD = struct.Struct(">QQ32s")
"""Before each block: how long it is, how much stands behind it that few ask for, and the SHA-256 of the block."""


def _block(code: str, learned: Mapping[str, tuple[bytes, Callable[[], bytes]]]) -> bytes:
    rows, behind = {}, bytearray()
    for key, (made, more) in learned.items():
        found = more()
        rows[key] = made, len(behind), len(found), hashlib.sha256(found).digest()
        behind += found
    content = packed((code, rows))
    return _HEAD.pack(len(content), len(behind), hashlib.sha256(content).digest()) + content + behind


def _blocks(held: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each block, and where it ends. Raises: ValueError at one of which a byte is another now or is lacking, as after
    a power cut.
    """
    end = held.seek(0, 2)
    held.seek(0)
    while head := held.read(_HEAD.size):
        size, behind, sign = _HEAD.unpack(head.ljust(_HEAD.size, b"\0"))
        at = held.tell() + size
        content = held.read(size) if at + behind <= end else b""
        if hashlib.sha256(content).digest() != sign:
            raise ValueError("a block is not whole")
        yield at, content
        held.seek(at + behind)
