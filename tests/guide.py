"""The guide for staff as examples that can be run: its fenced blocks, and the files that each of them would leave.

Must never forgive an example what a clerk would stumble over.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.directory.source import parse_text
from generator.directory.typed import Scalar, Sequence, Value
from tests.building import ROOT

GUIDE = ROOT / "docs" / "panduan-petugas.md"
CONTACTS = ROOT / "contacts.yml"
RIGHT, WRONG, ANSWER, COMMANDS, PICTURE = "yaml", "yaml salah", "text", "sh", "diagram"

_HEADING = re.compile(r"(#+) (.+)")
_ROW = re.compile(r"\| `(.+)` \| `(.+)` \| (.+) \|")
_SECTION = re.compile(r"^(\w+):", re.MULTILINE)
_ID = re.compile(r"\bid: ([a-z0-9-]+)")
_REST = "sisanya.yml"

Plain: TypeAlias = str | list[Any] | dict[str, Any] | None


class Block(NamedTuple):
    """A fenced block under its nearest heading. `kind` is what stands after its fence."""

    kind: str
    heading: str
    text: str

    @property
    def file(self) -> str:
        """The file that the block is the content of, as `yaml contacts.d/bkd.yml` says it; empty for any other."""
        name = self.kind.removeprefix("yaml ")
        return name if name.endswith(".yml") else ""


def blocks(guide: str) -> list[Block]:
    """Every fenced block, in order."""
    found: list[Block] = []
    heading = ""
    lines = iter(guide.splitlines())
    for line in lines:
        if title := _HEADING.fullmatch(line):
            heading = title[2]
        if line.startswith("```"):
            found.append(Block(line.removeprefix("```"), heading, _until_closed(lines)))
    return found


def _until_closed(lines: Iterator[str]) -> str:
    inside = ""
    for line in lines:
        if line == "```":
            return inside
        inside += f"{line}\n"
    raise AssertionError(f"a block is never closed: {inside[:40]}")


class Row(NamedTuple):
    """A row of a table of slips: what is right in the example above it, what was typed, and what the program says."""

    heading: str
    right: str
    wrong: str
    told: list[str]


def rows(guide: str) -> list[Row]:
    found: list[Row] = []
    heading = ""
    for line in guide.splitlines():
        if title := _HEADING.fullmatch(line):
            heading = title[2]
        if cells := _ROW.fullmatch(line):
            found.append(Row(heading, cells[1], cells[2], cells[3].split("<br>")))
    return found


def follow(folder: Path, examples: Iterable[Block]) -> Path:
    """Writes contacts.yml as it is once a clerk has followed these examples, and the files that stand beside it."""
    contents = _plain(CONTACTS.read_text(encoding="utf-8"))
    for example in examples:
        if example.file:
            (folder / example.file).parent.mkdir(exist_ok=True)
            (folder / example.file).write_text(example.text, encoding="utf-8")
        else:
            contents |= {key: _edited(contents.get(key), told) for key, told in _plain(example.text).items()}
    return _write(folder / "contacts.yml", contents)


def _edited(before: Any, told: Any) -> Any:
    """A record whose id is there gets the lines that the example names; any other is added."""
    if not isinstance(told, list) or not isinstance(told[0], dict):
        return told
    records = {_key(record): record for record in before or []}
    for record in told:
        records[_key(record)] = records.get(_key(record), {}) | record
    return list(records.values())


def _key(record: Mapping[str, Any]) -> Any:
    return record.get("id", record.get("date"))


def mistype(folder: Path, text: str) -> Path:
    """Writes contacts.yml with `text` from line 1, and includes whatever else the project's own holds."""
    sections, ids = _SECTION.findall(text), _ID.findall(text)
    rest = _plain(CONTACTS.read_text(encoding="utf-8"))
    for section in sections:
        rest[section] = [record for record in rest.get(section, []) if _key(record) not in ids]
    _write(folder / _REST, {section: records for section, records in rest.items() if records})
    (folder / "contacts.yml").write_text(f"{text}include: [{_REST}]\n", encoding="utf-8")
    return folder / "contacts.yml"


def _plain(text: str) -> dict[str, Any]:
    root, problems = parse_text(text, "contacts.yml")
    assert problems == []
    return {key: _value(value) for key, value in root.items.items()}


def _value(value: Value) -> Plain:
    if isinstance(value, Scalar):
        return None if value.empty else value.text
    if isinstance(value, Sequence):
        return [_value(item) for item in value.items]
    return {key: _value(item) for key, item in value.items.items()}


def _write(path: Path, contents: Mapping[str, Any]) -> Path:
    """JSON is YAML too."""
    path.write_text(json.dumps(contents, ensure_ascii=False, indent=1), encoding="utf-8")
    return path
