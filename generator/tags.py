"""A page's HTML -> those of its tags that the inspection asks for, in their order. Pure.

What we write ourselves is plain: each `<` begins a tag, and no reader can see another in it. Such a page is cut before
each tag, and a piece that stands on many pages is read once for all. Every other page is parsed as a whole.
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


def _asked(name: str, attributes: Iterable[tuple[str, str]], text: str) -> Tag | None:
    told = {key: value for key, value in attributes if key in _ATTRIBUTES or key.startswith("on")}
    kept = text if name in {"script", "title"} else ""
    return Tag(name, told, kept) if told or name in _NAMES else None


class NotPlainError(ValueError):
    """Readers may differ about the page, or about what is asked for in it."""


_OUTER = {"body", "head", "html"}
"""Where these don't stand at the beginning, readers drop them, or some of their attributes."""
_ODD = {"iframe", "noembed", "noframes", "noscript", "plaintext", "xmp"}
"""What stands in these is text to some readers."""


def plain_tags(html: str) -> list[Tag]:
    """The same as `parsed_tags`, of a plain page. Raises: NotPlainError, UnicodeError."""
    before, *pieces = html.removeprefix("<!doctype html>").split("<")
    if before.strip("\n"):
        raise NotPlainError
    following = [*pieces[1:], ""]
    found = [(place, tag) for place, tag in enumerate(map(_tag, pieces)) if tag]
    for place, tag in found:
        is_ended = tag.name not in _RAW or following[place].startswith(f"/{tag.name}>")
        if not is_ended or (tag.name in _OUTER and place):
            raise NotPlainError
    return [tag for _, tag in found]


_ATTRIBUTE = re.compile(r'[ \n]+([a-z][a-z0-9:_-]*|viewBox)(?:="([^"]*)")?')
_PIECE = re.compile(rf"(?:/[a-z][a-z0-9-]*|([a-z][a-z0-9-]*)((?:{_ATTRIBUTE.pattern})*)[ \n]*(/?))>(.*)", re.DOTALL)
_REFERENCE = re.compile("&(?:amp|lt|gt|quot|#34|#39|#x27);")


@lru_cache(maxsize=1024)
def _tag(piece: str) -> Tag | None:
    """What is asked for of a tag without its `<`, and of the text behind it. Raises: NotPlainError, UnicodeError."""
    found = _PIECE.fullmatch(piece)
    piece.encode()  # readers put another letter in the place of what can't be encoded, and of the two below
    if not found or "\0" in piece or "\r" in piece:
        raise NotPlainError
    name, given, _, _, closed, text = found.groups()
    if name is None:
        return None
    attributes = _ATTRIBUTE.findall(given)
    if name in _ODD or (closed and name in _RAW) or len(attributes) > len(dict(attributes)):
        raise NotPlainError
    tag = _asked(name, attributes, text)
    return _read(tag) if tag and ("&" in given or "&" in tag.text) else tag


def _read(tag: Tag) -> Tag:
    """With the letters that references stand for."""
    attributes = {key: _letters(value) for key, value in tag.attributes.items()}
    return Tag(tag.name, attributes, tag.text if tag.name == "script" else _letters(tag.text))


def _letters(written: str) -> str:
    """Raises: NotPlainError where there are references that our templates don't write."""
    if "&" in _REFERENCE.sub("", written):
        raise NotPlainError
    return unescape(written)
