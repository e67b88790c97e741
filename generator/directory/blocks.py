"""A file that is a row of blocks, each with what one command learned: rows that are read at once, and behind the block
what few ask for, which is taken out of the file when somebody does. So little is written after an edit.
"""

import hashlib
import struct
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple

from generator.directory.packing import packed, unpacked

_HEAD = struct.Struct(">QQ32s")
"""Before each block: how long it is, how much stands behind it, and the SHA-256 of the block."""


class Row(NamedTuple):
    """`more` gives what few ask for."""

    made: bytes
    more: Callable[[], bytes]


class Place(NamedTuple):
    """Where in the file something stands, how long it is, and its SHA-256."""

    at: int
    size: int
    sha256: bytes


def block(code: str, rows: Mapping[str, Row]) -> bytes:
    """As it is put into a file. `code`: a sign of the program, which understands what it wrote."""
    told, behind = {}, bytearray()
    for key, row in rows.items():
        found = row.more()
        told[key] = row.made, len(behind), len(found), hashlib.sha256(found).digest()
        behind += found
    content = packed((code, told))
    return _HEAD.pack(len(content), len(behind), hashlib.sha256(content).digest()) + content + behind


def rows_in(path: Path, code: str) -> Iterator[tuple[str, bytes, Place]]:
    """The rows of a file by their keys, with the places of what few ask for.

    Raises: OSError; ValueError or TypeError at the first block that is broken or another program's.
    """
    with path.open("rb") as file:
        for end, content in _contents(file):
            found, rows = unpacked(content)
            if found != code:
                raise ValueError("written by another program")
            for key, (made, at, size, sha256) in rows.items():
                yield key, made, Place(end + at, size, sha256)


def content_at(path: Path, place: Place) -> bytes | None:
    """None where it is broken, or where another command has put the file anew."""
    with suppress(OSError), path.open("rb") as file:
        file.seek(place.at)
        content = file.read(place.size)
        if hashlib.sha256(content).digest() == place.sha256:
            return content
    return None


def _contents(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Each block, and where it ends. Raises: ValueError where a byte is another now or lacks, as after a power cut."""
    last = file.seek(0, 2)
    file.seek(0)
    while head := file.read(_HEAD.size):
        size, behind, sha256 = _HEAD.unpack(head.ljust(_HEAD.size, b"\0"))
        end = file.tell() + size
        content = file.read(size) if end + behind <= last else b""
        if hashlib.sha256(content).digest() != sha256:
            raise ValueError("a block is not whole")
        yield end, content
        file.seek(end + behind)
