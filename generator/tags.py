"""A page's HTML -> those of its tags that the inspection asks for, in their order. Pure.

What we write ourselves is plain: each `<` begins a tag, and no reader can see another in it. Such a page is cut into
tags, and what stands on many pages is read once for all. Every other page is parsed as a whole.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from lxml import etree


class Tag(NamedTuple):
    """A start tag, with those of its attributes that are asked for; `text`: what a script or a title holds."""

    name: str
    attributes: Mapping[str, str]
    text: str


def tags(html: str) -> list[Tag]:
    """Those of any page, however broken."""
    try:
        return plain_tags(html)
    except ValueError:
        return parsed_tags(html)


def parsed_tags(html: str) -> list[Tag]:
    """Those that libxml2 finds."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
    root = etree.fromstring(html.encode(errors="replace") or b"<html/>", parser)
    # Of a broken page there may be several trees beside each other, or none.
    trees = [] if root is None else root.xpath("/*")
    elements = (element for tree in trees for element in tree.iter("*"))
    found = [_asked(element.tag, element.items(), element.text or "") for element in elements]
    return [tag for tag in found if tag]


_ATTRIBUTES = {"action", "href", "id", "lang", "src", "style", "type"}
_RAW = {"script", "style", "textarea", "title"}
"""What stands in these is text, whatever it looks like."""
_NAMES = {"h1", *_RAW}
_TOLD = {"script", "title"}
"""Of these what they hold is asked for."""


def _asked(name: str, attributes: Iterable[tuple[str, str]], text: str) -> Tag | None:
    told = {key: value for key, value in attributes if _is_asked(key)}
    return Tag(name, told, text if name in _TOLD else "") if told or name in _NAMES else None


def _is_asked(attribute: str) -> bool:
    return attribute in _ATTRIBUTES or attribute.startswith("on")


class NotPlainError(ValueError):
    """Readers may differ about the page, or about what is asked for in it."""


_OUTER = {"body", "head", "html"}
"""Where these don't stand at the beginning, readers drop them, or some of their attributes."""
_ODD = {"iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
"""What stands in these is text to some readers."""
_WORDS = re.compile("""(<form [^<>]* data-words=)'[^'<>]*'""")
"""Those of the search, which are JSON; nothing of them is asked for."""
_CUT = re.compile(f"<(?={'|'.join(sorted({'h2', 'li', 'meta', 'p', 'ul', *_RAW, *_OUTER}))})")
"""Where a page is cut first: what stands between is often the same on the pages of one office, or of one language."""


def plain_tags(html: str) -> list[Tag]:
    """The same as `parsed_tags`, of a plain page. Raises: NotPlainError, UnicodeError."""
    try:
        return _tags_of_stretches(html)
    except NotPlainError:
        without = _WORDS.sub(r'\1""', html)
        if without == html:
            raise
        return _tags_of_stretches(without)


def _tags_of_stretches(html: str) -> list[Tag]:
    before, *stretches = _CUT.split(html.removeprefix("<!doctype html>"))
    if before.strip("\n"):
        raise NotPlainError
    found = [_stretch(stretches[0], is_first=True), *map(_stretch, stretches[1:])] if stretches else []
    return [tag for tags_there in found for tag in tags_there]


@lru_cache(maxsize=4096)
def _stretch(text: str, *, is_first: bool = False) -> list[Tag]:
    """What is asked for of tags in a row, without the `<` of the first; a raw or an outer one is always a first.

    Raises: NotPlainError, UnicodeError.
    """
    text.encode()  # readers put another letter in the place of what can't be encoded, and of the two below
    if "\0" in text or "\r" in text:
        raise NotPlainError
    piece, *pieces = text.split("<")
    tag = _tag(piece)
    if tag and tag.name in _RAW and not (pieces and pieces[0].startswith(f"/{tag.name}>")):
        raise NotPlainError
    if tag and tag.name in _OUTER and not is_first:
        raise NotPlainError
    return [tag for tag in (tag, *map(_tag, pieces)) if tag]


@lru_cache(maxsize=1024)
def _tag(piece: str) -> Tag | None:
    """What is asked for of a tag without its `<`, and of the text behind it. Raises: NotPlainError."""
    written, end, text = piece.partition(">")
    parts = written.split('"')
    shape = _shape('""'.join(parts[::2]) + end)
    if len(parts) % 2 == 0:  # a `>` within an attribute
        raise NotPlainError
    if shape is None:
        return None
    told = {name: _letters(parts[place]) for name, place in shape.asked}
    return Tag(shape.name, told, _told(shape.name, text))


def _told(name: str, text: str) -> str:
    if name not in _TOLD:
        return ""
    return text if name == "script" else _letters(text)


class _Shape(NamedTuple):
    """A start tag without what its attributes say. `asked`: those that are asked for, and where they say it."""

    name: str
    asked: list[tuple[str, int]]


_ATTRIBUTE = re.compile(r'[ \n]+(viewBox|[a-z][a-z0-9:_-]*)(="")?')
_SHAPE = re.compile(rf"(?:/[a-z][a-z0-9-]*|([a-z][a-z0-9-]*)((?:{_ATTRIBUTE.pattern})*)[ \n]*(/?))>")


@lru_cache(maxsize=1024)
def _shape(written: str) -> _Shape | None:
    """Of a tag with `""` for what each attribute says; None where nothing is asked for. Raises: NotPlainError."""
    found = _SHAPE.fullmatch(written)
    if not found:
        raise NotPlainError
    name, given, _, _, closed = found.groups()
    if name is None:
        return None
    attributes: list[tuple[str, str]] = _ATTRIBUTE.findall(given)
    if name in _ODD or (closed and name in _RAW) or len(attributes) > len(dict(attributes)):
        raise NotPlainError
    if any(_is_asked(attribute) for attribute, says in attributes if not says):
        raise NotPlainError
    saying = [attribute for attribute, says in attributes if says]
    asked = [(attribute, 2 * place + 1) for place, attribute in enumerate(saying) if _is_asked(attribute)]
    return _Shape(name, asked) if asked or name in _NAMES else None


_REFERENCE = re.compile("&(?:amp|lt|gt|quot|#34|#39|#x27);")


def _letters(written: str) -> str:
    """With the letters that references stand for. Raises: NotPlainError where our templates don't write such."""
    if "&" not in written:
        return written
    if "&" in _REFERENCE.sub("", written):
        raise NotPlainError
    return unescape(written)
