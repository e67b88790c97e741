"""What a letter says, once for its text and its HTML, so that both say the same. Pure but for its template.

Knows no header and no address. What it shows is escaped, and nothing in it is ever loaded from anywhere.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.directory import Language, Link

_FOLDER = Path(__file__).parent / "templates" / "letters"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, auto_reload=False
)
_BREAKS_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_HALF = re.compile("[\ud800-\udfff]")


class Quoted(NamedTuple):
    """The words of somebody else, shown apart from ours and kept to the letter."""

    heading: str
    text: str


class Listing(NamedTuple):
    """A list with its heading; the link of an item may be empty. `note`: what can be done about the items."""

    heading: str
    items: tuple[Link, ...]
    note: str = ""


class Table(NamedTuple):
    """Numbers under `columns`; each row has a name, which stands above its numbers however long it is."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A letter's contents in the order in which they are read. Paragraphs, labels and values are one line each."""

    words: Language
    heading: str
    opening: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    button: Link | None = None
    table: Table | None = None
    lists: tuple[Listing, ...] = ()
    quoted: Quoted | None = None
    closing: tuple[str, ...] = ()


def one_line(text: str) -> str:
    """A text with a mark for each character that would begin a new line, ring a bell, or be half a character."""
    return _BREAKS_A_LINE.sub("\ufffd", text)


def as_html(sheet: Sheet) -> str:
    """A page for a mail program: it reads well without its styles, in light and in dark, and on a telephone."""
    return _whole(_TEMPLATES.get_template("sheet.html").render(sheet=sheet, t=sheet.words))


def as_text(sheet: Sheet) -> str:
    """Paragraphs with an empty line between them; what was quoted is the last before our closing lines."""
    blocks = [sheet.heading, *sheet.opening, "\n".join(f"{label}: {value}" for label, value in sheet.rows)]
    blocks += [f"{sheet.button.action}:\n{sheet.button.href}"] if sheet.button else []
    blocks += [_table(sheet.table)] if sheet.table else []
    blocks += map(_listing, sheet.lists)
    text = "\n\n".join(block for block in blocks if block)
    if sheet.quoted:
        text += f"\n\n{sheet.quoted.heading}:\n\n{sheet.quoted.text}"
    if sheet.closing:
        text += "\n\n-- \n" + "\n".join(sheet.closing)
    return _whole(text + "\n")


def _whole(text: str) -> str:
    """Without halves of characters, which UTF-8 can't write."""
    return _HALF.sub("\ufffd", text)


def _listing(listing: Listing) -> str:
    notes = [listing.note] if listing.note else []
    return "\n".join([f"{listing.heading}:", *(f"- {_item(item)}" for item in listing.items), *notes])


def _item(item: Link) -> str:
    """With its address where that says more than the words do."""
    return f"{item.action}: {item.href}" if item.href.startswith(("https:", "http:")) else item.action


def _table(table: Table) -> str:
    """The numbers in columns, flush right under their headings."""
    cells = [table.columns, *(numbers for _, numbers in table.rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    named = [f"{name}\n{line}" for (name, _), line in zip(table.rows, lines[1:], strict=True)]
    return "\n".join([lines[0], *named])
