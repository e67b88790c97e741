"""The runbook in its two languages, taken apart: sections, fenced commands, and whatever is named between backticks.

Must never take for granted what a reader would look for in vain.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.building import ROOT

ENGLISH, INDONESIAN = ROOT / "docs" / "runbook.md", ROOT / "docs" / "panduan-operasi.md"
BOTH = (ENGLISH, INDONESIAN)

_HEADING = re.compile(r"^## (\d+)\. (.+)$", re.MULTILINE)
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_OURS = re.compile(r"/(?:opt|etc|srv|etc/nginx|var/lib|var/backups)/loket\b")
_NAMED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


class Section(NamedTuple):
    number: int
    heading: str
    text: str

    @property
    def steps(self) -> list[str]:
        """What stands in bold at the beginning of a paragraph: what one sees, what to do, when it is well."""
        return re.findall(r"^\*\*(.+?)\*\*", self.text, re.MULTILINE)


def sections(path: Path) -> list[Section]:
    parts = _HEADING.split(path.read_text(encoding="utf-8"))[1:]
    return [
        Section(int(number), heading, text)
        for number, heading, text in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]


def commands(text: str) -> list[str]:
    """The lines of all fenced blocks."""
    return [line for block in _BLOCK.findall(text) for line in block.splitlines()]


def words_of(line: str) -> list[str]:
    """A command as the shell takes it apart, without what its answer goes through or into."""
    words = shlex.split(line, comments=True)
    ends = [words.index(sign) for sign in ("|", ">", ";") if sign in words]
    return words[: min(ends, default=len(words))]


def folders(text: str) -> set[str]:
    """Our folders on the machine, wherever they are named."""
    return set(_OURS.findall(text))


def in_the_clone(text: str) -> set[str]:
    """Files of the project, where a command names them as they are installed: `/opt/loket/deploy/loket`."""
    return set(re.findall(r"/opt/loket/([a-z./*-]+)", text))


def named(text: str) -> Iterator[str]:
    """Whatever stands between single backticks outside the blocks."""
    yield from _NAMED.findall(_BLOCK.sub("", text))
