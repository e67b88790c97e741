"""What was read before, by the sum of its bytes: a government has a thousand files, and an edit touches one of them."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.directory.blocks import Place, Row, block, content_at, rows_in
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


Again: TypeAlias = Callable[[], Packed | None]
"""Reads a file of a directory, of which something is kept, once more."""


class _Known(NamedTuple):
    """What is kept of a file. `more` gives what few ask for, by reading the file again where it is lost."""

    made: bytes
    more: Callable[[Again], bytes]


class Memory:
    """Kept in one file between two commands, if any; `code` as in `blocks`."""

    def __init__(self, file: Path | None = None, code: str = "") -> None:
        self._file = file
        self._code = code
        self._is_whole = True
        self._known: dict[str, _Known] = {}
        if file:
            self._read(file)
        self._stored = frozenset(self._known)
        self._used: dict[str, Row] = {}

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
        known = self._known[key]
        more = partial(known.more, again)
        found = unpacked(known.made, LeftValues(partial(_one_of_more, 0, more)))
        if not (isinstance(found, tuple) and len(found) == len(_KEPT)):
            return None
        self._used[key] = Row(known.made, more)
        typed_again, named_again = partial(_one_of_more, 1, more), partial(_one_of_more, 2, more)
        kept = dict(zip(_KEPT, found, strict=True))
        return Part(file=file, typed_again=typed_again, named_again=named_again, **kept)

    def learn(self, key: str, form: Packed) -> None:
        """What was made of a file that is not known, for `part` and for the next command."""
        self._known[key] = _Known(form.made, lambda _again: form.more)
        self._used[key] = Row(form.made, lambda: form.more)

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
                    file.write(block(self._code, new))

    def _write_all(self, file: Path) -> None:
        work = file.with_name(f".{file.name}.next")
        work.write_bytes(block(self._code, self._used))
        work.replace(file)

    def _read(self, file: Path) -> None:
        try:
            for key, made, place in rows_in(file, self._code):
                self._known[key] = _Known(made, partial(self._taken_out, file, place))
        except (OSError, TypeError, ValueError, AttributeError):
            self._is_whole = False

    def _taken_out(self, file: Path, place: Place, again: Again) -> bytes:
        content = content_at(file, place)
        if content is not None:
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
