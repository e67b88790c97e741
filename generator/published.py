"""The records that the published site tells of, each as the text that stands there. Writes nothing.

A government has ten thousand records in one file, and a build asks for few of them: so the file is cut at its lines,
and a record is read when somebody asks what it says.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from generator.public import PUBLIC_NAME

_BEGIN_BYTES = 16 * 1024
_SECTION = re.compile(r'\n"(\w+)": \[\n')
_SITE = re.compile(r'^"site": (.*?),?$', re.MULTILINE)
_RECORD = re.compile(r'\n(\{(?:"type": "\w+", )?"id": "([\w-]+)".*\})(?=,?\n)')
_ID = re.compile(r'\n\{(?:"type": "\w+", )?"id": "([\w-]+)"')
"""As `public` writes it; the ids of other programs may be anything, and are then no ids of ours. It begins with the
end of the line before, since that is found fastest.
"""


class Section:
    """Records of one section. Their ids are known at once; what they say is cut out where somebody asks."""

    def __init__(self, ids: Iterable[str], cut: Callable[[], Mapping[str, str]]) -> None:
        self.ids = frozenset(ids)
        self._cut = cut

    @cached_property
    def lines(self) -> Mapping[str, str]:
        """Id -> the record as JSON."""
        return self._cut()


_NONE = Section((), dict)


class PublishedRecords(NamedTuple):
    """Those of each section, by its name."""

    sections: Mapping[str, Section] = {}

    def of(self, section: str) -> Mapping[str, str]:
        """Id -> the record as JSON."""
        return self.sections.get(section, _NONE).lines

    def ids(self, section: str) -> frozenset[str]:
        return self.sections.get(section, _NONE).ids

    def record(self, section: str, record_id: str) -> Mapping[str, Any]:
        """What a record says; nothing where nobody can read it."""
        return _read(self.of(section)[record_id])


def published_records(site: Path) -> PublishedRecords:
    """Those of the site that stands in a folder; none where none does."""
    return records_in(published_text(site, PUBLIC_NAME))


def published_address(site: Path) -> str:
    """The address of that site; empty where it tells none. It stands at the beginning of a file of many megabytes."""
    return address_in(_begin_of(site / PUBLIC_NAME)) or address_in(published_text(site, PUBLIC_NAME))


def _begin_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_BEGIN_BYTES).decode(errors="ignore")
    except OSError:
        return ""


def published_text(site: Path, name: str) -> str:
    """A file of the site that stands in a folder; empty where none does, or where it is no text."""
    try:
        return (site / name).read_bytes().decode()  # no line is another's, and looking for ends takes half of the time
    except (OSError, ValueError):
        return ""


def records_in(text: str) -> PublishedRecords:
    """The records of a contacts.json, whether it was written line by line or by another program."""
    return _in_lines(text) if _has_lines(text) else _in_json(_read(text))


def address_in(text: str) -> str:
    """The site's address in a contacts.json; no record of it is looked at where it was written line by line."""
    line = _SITE.search(text) if _has_lines(text) else None
    site = _read(line[1]) if line else _read(text).get("site")
    return str(site.get("url", "")) if isinstance(site, dict) else ""


def _has_lines(text: str) -> bool:
    return text.startswith('{\n"')


def _in_lines(text: str) -> PublishedRecords:
    begins = list(_SECTION.finditer(text))
    ends = [*(begin.start() for begin in begins[1:]), len(text)]
    sections = {begin[1]: _section(text, begin.start(), end) for begin, end in zip(begins, ends, strict=True)}
    return PublishedRecords({name: section for name, section in sections.items() if section.ids})


def _section(text: str, begin: int, end: int) -> Section:
    def cut() -> Mapping[str, str]:
        return {record_id: line for line, record_id in _RECORD.findall(text, begin, end)}

    return Section(_ID.findall(text, begin, end), cut)


def _in_json(told: Mapping[str, Any]) -> PublishedRecords:
    listed = {
        name: [item for item in value if _has_id(item)] for name, value in told.items() if isinstance(value, list)
    }
    return PublishedRecords({name: _listed(items) for name, items in listed.items()})


def _listed(items: Iterable[Mapping[str, Any]]) -> Section:
    lines = {str(item["id"]): json.dumps(item) for item in items}
    return Section(lines, lambda: lines)


def _has_id(item: Any) -> bool:
    return isinstance(item, dict) and "id" in item


def _read(text: str) -> Mapping[str, Any]:
    """What JSON holds; nothing where it is none, or holds no mapping."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
