"""Reads a built folder as a visitor's browser would, and tells what is wrong before anybody sees it. Writes nothing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree

from generator.directory import mailboxes_told

DATA = {"application/json", "application/ld+json"}
"""Scripts that no browser runs."""
ADDRESSES = {"href", "src", "action"}


class Fault(NamedTuple):
    """A page, by its path in the folder, and what is wrong with it."""

    page: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}: {self.what}"


def inspect_site(folder: Path, private: frozenset[str]) -> list[Fault]:
    """Every fault of a built site. `private` are mailboxes, in small letters, that no file may tell."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    faults: list[Fault] = []
    for name, path in files.items():
        text = path.read_bytes().decode("utf-8", errors="replace")
        page = _read(text) if name.endswith(".html") else None
        data = page.blocks if page else [text] if name.endswith(".json") else []
        values = [_value(block) for block in data]
        escaped = [value for block, value in zip(data, values, strict=True) if "\\" in block]
        if mailboxes_told("\n".join([text, *_texts(escaped)]), private):
            faults.append(Fault(name, "tells a desk's mailbox"))
        broken = [block for block, value in zip(data, values, strict=True) if value is None]
        faults += [Fault(name, f"holds data that is no JSON: {_beginning(block)}") for block in broken]
        faults += _page_faults(name, page, files) if page else []
    return faults


def _beginning(block: str) -> str:
    return shorten(block, 40, placeholder="…") or "nothing"


def _texts(value: Any) -> Iterator[str]:
    """The texts in data as people would read them: in JSON an address may touch a letter of an escape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


def _value(block: str) -> Any:
    """What a block of JSON holds; None where it is broken, or holds neither texts nor what has parts."""
    try:
        value = json.loads(block)
        return value if isinstance(value, str | dict | list) else None
    except (ValueError, RecursionError):
        return None


def _read(html: str) -> "_Page":
    parser = etree.HTMLParser(target=_Page(), encoding="utf-8", huge_tree=True)
    parser.feed(html.encode(errors="replace"))
    page: _Page = parser.close()
    return page


def _page_faults(name: str, page: "_Page", files: Mapping[str, Path]) -> Iterator[Fault]:
    if page.counts.get("h1") != 1:
        yield Fault(name, f"has {page.counts.get('h1', 0)} headings of the first rank, not one")
    for part, found in (("a language", page.language), ("a title", page.title.strip())):
        if not found:
            yield Fault(name, f"lacks {part}")
    for what in page.refused:
        yield Fault(name, f"holds {what}, which the Content-Security-Policy refuses")
    for twice in sorted({anchor for anchor in page.ids if page.ids.count(anchor) > 1}):
        yield Fault(name, f"has the id '{twice}' more than once")
    if name != "404.html":
        yield from _dead_links(name, page, files)


def _dead_links(name: str, page: "_Page", files: Mapping[str, Path]) -> Iterator[Fault]:
    for link in page.links:
        address, anchor = urldefrag(link)
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith("/"):
            continue
        if not address and anchor and anchor not in page.ids:
            yield Fault(name, f"links to '#{anchor}', which it does not have")
        target = _resolve(name, unquote(parts.path))
        if address and target not in files and f"{target}/index.html".lstrip("/") not in files:
            yield Fault(name, f"links to '{link}', which is not there")


def _resolve(name: str, link: str) -> str:
    """The path that a relative link of a page leads to, without a slash at its end."""
    parts = name.split("/")[:-1]
    for step in link.split("/"):
        if step == ".." and parts:
            parts.pop()
        elif step not in {"", "."}:
            parts.append(step)
    return "/".join(parts)


class _Page:
    """What a page holds that can be wrong; lxml tells it of each tag and text."""

    def __init__(self) -> None:
        self.language = ""
        self.title = ""
        self.counts: dict[str, int] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.refused: list[str] = []
        self.blocks: list[str] = []
        self._in_title = False
        self._in_data = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        given = dict(attributes)
        self.counts[tag] = self.counts.get(tag, 0) + 1
        self._in_title = tag == "title"
        self._in_data = tag == "script" and given.get("type") in DATA
        if self._in_data:
            self.blocks.append("")
        if tag == "html":
            self.language = given.get("lang", "")
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[name] for name in ("href", "src") if name in given and given.get("rel") != "canonical"]
        self._refuse(tag, given)

    def _refuse(self, tag: str, given: dict[str, str]) -> None:
        is_data = given.get("type") in DATA
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            self.refused.append(f"an inline <{tag}>")
        for name, value in given.items():
            if name == "style" or name.startswith("on"):
                self.refused.append(f"the attribute {name}")
            elif name in ADDRESSES and value.strip().lower().startswith("javascript:"):
                self.refused.append("a javascript: address")

    def data(self, text: str) -> None:
        if self._in_title:
            self.title += text
        if self._in_data:
            self.blocks[-1] += text

    def end(self, tag: str) -> None:
        self._in_title &= tag != "title"
        self._in_data &= tag != "script"

    def close(self) -> "_Page":
        return self
