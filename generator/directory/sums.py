"""A sign of what each section of a file says, so that an edit can be told from what it did not touch. Pure."""

import hashlib
from collections.abc import Mapping, Sequence

from generator.directory import typed
from generator.directory.typed import COLUMN_BITS

_OTHER_ENDS = (b"\r", b"\0", "\x85".encode(), "\u2028".encode(), "\u2029".encode())
"""What else may end a line in YAML 1.1, or tell of an encoding whose lines are not told by bytes."""


def section_sums(root: typed.Mapping, data: bytes) -> Mapping[str, str]:
    """Section -> SHA-256 of the lines it stands on; where sections share lines, for each that of the whole file."""
    lines = {section: value.key_at >> COLUMN_BITS for section, value in root.items.items()}
    rows = data.split(b"\n")
    if any(end in data for end in _OTHER_ENDS) or not all(_begins_line(value, rows) for value in root.items.values()):
        return dict.fromkeys(lines, _sum(data))
    ordered = sorted(lines, key=lines.__getitem__)
    ends = [*(lines[section] for section in ordered), len(rows)][1:]
    return {section: _sum(b"\n".join(rows[lines[section] : end])) for section, end in zip(ordered, ends, strict=True)}


def _begins_line(value: typed.Value, rows: Sequence[bytes]) -> bool:
    """Whether nothing stands before the key of a section; else the section before may end there."""
    line, column = value.key_at >> COLUMN_BITS, value.key_at & (1 << COLUMN_BITS) - 1
    return not rows[line][:column].strip()


def _sum(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
