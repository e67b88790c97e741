"""Reads what was built as a visitor's browser would, and tells what is wrong before anybody sees it. Pure."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from posixpath import normpath
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urlsplit

from lxml import etree

from generator.compact import of_json
from generator.directory import mailboxes_told
from generator.frame import NOT_FOUND_FILE


class Fault(NamedTuple):
    """A page, by its path on the site, and what is wrong with it."""

    page: str
    what: str

    def __str__(self) -> str:
        return f"{self.page}: {self.what}"


class RefusedSiteError(Exception):
    """The built site has faults and was not published."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


def refuse(faults: list[Fault]) -> None:
    """Raises: RefusedSiteError where there is any."""
    if faults:
        raise RefusedSiteError(faults)


class Inspected(NamedTuple):
    """What is wrong by itself; and what has to be there: each path that is linked to, with one page that does, and how.

    Whether it is there is known when all is built: `dead_links` tells.
    """

    faults: list[Fault]
    links: dict[str, tuple[str, str]]


def inspect(files: Mapping[str, str], private: frozenset[str]) -> Inspected:
    """Reads finished files by their paths. `private` are mailboxes, in small letters, that no file may tell."""
    found = Inspected([], {})
    for name, text in files.items():
        page = _Page(text) if name.endswith(".html") else None
        data = page.blocks if page else [text] if name.endswith(".json") else []
        values = [_value(block) for block in data]
        escaped = [value for block, value in zip(data, values, strict=True) if "\\" in block]
        if mailboxes_told("\n".join([text, *_texts(escaped)]), private):
            found.faults.append(Fault(name, "tells a desk's mailbox"))
        broken = [block for block, value in zip(data, values, strict=True) if value is None]
        found.faults.extend(Fault(name, f"holds data that is no JSON: {_beginning(block)}") for block in broken)
        if page:
            found.faults.extend(_page_faults(name, page))
            found.links.update(_links(name, page))
    return found


def leading_out(links: Mapping[str, Sequence[str]], there: Container[str]) -> dict[str, Sequence[str]]:
    """Those of `Inspected.links` that lead to none of these files."""
    return {
        target: link
        for target, link in links.items()
        if target not in there and f"{target}/index.html".lstrip("/") not in there
    }


def dead_links(links: Mapping[str, Sequence[str]], there: Container[str]) -> list[Fault]:
    """Those that lead nowhere, where these are the paths of all files."""
    return [Fault(page, f"links to '{link}', which is not there") for page, link in leading_out(links, there).values()]


def _beginning(block: str) -> str:
    return shorten(block, 40, placeholder="…") or "nothing"


def _texts(value: Any) -> Iterator[str]:
    """The texts in data as people would read them: in JSON an address may touch a letter of an escape."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)


@lru_cache(maxsize=16)  # the present states of the same channels stand on many pages
def _value(block: str) -> Any:
    """What a block of JSON holds; None where it is broken, or holds neither texts nor what has parts."""
    try:
        value = of_json(block)
        return value if isinstance(value, str | dict | list) else None
    except ValueError:
        return None


def _page_faults(name: str, page: "_Page") -> Iterator[Fault]:
    if page.headings != 1:
        yield Fault(name, f"has {page.headings} headings of the first rank, not one")
    for part, found in (("a language", page.language), ("a title", page.title.strip())):
        if not found:
            yield Fault(name, f"lacks {part}")
    for what in page.refused:
        yield Fault(name, f"holds {what}, which the Content-Security-Policy refuses")
    for twice in sorted(anchor for anchor, times in page.ids.items() if times > 1):
        yield Fault(name, f"has the id '{twice}' more than once")
    for link in dict.fromkeys(page.links):
        if link.startswith("#") and link != "#" and link[1:] not in page.ids:
            yield Fault(name, f"links to '{link}', which it does not have")


def _links(name: str, page: "_Page") -> Iterator[tuple[str, tuple[str, str]]]:
    """The paths of the site that a page leads to; the one for wrong addresses stands at any depth, and is passed by."""
    for link in dict.fromkeys(page.links) if name != NOT_FOUND_FILE else ():
        path = _path_in(link)
        if path is not None:
            yield _resolve(name, path), (name, link)


@lru_cache(maxsize=4096)  # the pages of a kind have most of their links in common
def _path_in(link: str) -> str | None:
    """The relative path in a link; None where it leads out of the site, or nowhere else than its own page."""
    address, _ = urldefrag(link)
    parts = urlsplit(address)
    is_within = address and not (parts.scheme or parts.netloc or address.startswith("/"))
    return unquote(parts.path) if is_within else None


def _resolve(name: str, link: str) -> str:
    """The path that a relative link of a page leads to, without a slash at its end."""
    path = normpath(f"{name}/../{link}")
    return "" if path == "." else path


_DATA = "@type='application/json' or @type='application/ld+json'"
"""Scripts that no browser runs."""
_LANGUAGE = etree.XPath("string(/html/@lang)")
# `descendant` in full, since what `//` stands for makes libxml2 look into every text too.
_HEADINGS = etree.XPath("count(/descendant::h1)")
_TITLE = etree.XPath("string(/descendant::title[1])")
_INLINE = etree.XPath(f"/descendant::style | /descendant::script[not(@src) and not({_DATA})]")
_BLOCKS = etree.XPath(f"/descendant::script[{_DATA}]")
_TREES = etree.XPath("/*")
"""Of a broken page there may be several, beside each other."""


class _Page:
    """What a page holds that can be wrong."""

    def __init__(self, html: str) -> None:
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False)
        root = etree.fromstring(html.encode(errors="replace") or b"<html/>", parser)
        told = _attributes(root)
        self.headings = int(_HEADINGS(root))
        self.language = str(_LANGUAGE(root))
        self.title = str(_TITLE(root))
        self.ids = Counter(told["id"])
        self.links = [*told["href"], *told["src"]]
        self.blocks = [block.text or "" for block in _BLOCKS(root)]
        self.refused = [f"an inline <{found.tag}>" for found in _INLINE(root)]
        for name in [name for name in told if name == "style" or name.startswith("on")]:
            self.refused += [f"the attribute {name}"] * len(told[name])
        self.refused += ["a javascript: address" for found in [*self.links, *told["action"]] if _is_script(found)]


def _attributes(root: Any) -> defaultdict[str, list[str]]:
    """What each attribute is on all elements, by its name: one look at the page for all of them."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for element in (element for tree in _TREES(root) for element in tree.iter("*")):
        for name, value in element.items():
            told[name].append(value)
    return told


def _is_script(address: str) -> bool:
    return address.strip().lower().startswith("javascript:")
