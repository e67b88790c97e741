"""Reads what was built as a visitor's browser would, and tells what is wrong before anybody sees it. Pure."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from posixpath import normpath
from textwrap import shorten
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from generator.compact import of_json
from generator.directory import mailboxes_told
from generator.frame import NOT_FOUND_FILE
from generator.tags import Tag, tags


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
    for link in page.links:
        if link.startswith("#") and link != "#" and link[1:] not in page.ids:
            yield Fault(name, f"links to '{link}', which it does not have")


def _links(name: str, page: "_Page") -> dict[str, tuple[str, str]]:
    """The paths of the site that a page leads to; the one for wrong addresses stands at any depth, and is passed by."""
    if name == NOT_FOUND_FILE:
        return {}
    to_root = "../" * name.count("/")
    found = ((_led_to(name, to_root, link), link) for link in page.links)
    return {path: (name, link) for path, link in found if path is not None}


def _led_to(name: str, to_root: str, link: str) -> str | None:
    """The path of the site that a link of a page leads to, without a slash at its end.

    None where it leads out of the site, or nowhere else than its own page.
    """
    return _from_root(to_root, link) if link.startswith(to_root) else _resolved(name, link)


@lru_cache(maxsize=4096)  # the pages of a kind have most of their links in common
def _from_root(to_root: str, link: str) -> str | None:
    """The same of a link that goes by the root of the site, from any page as deep as that."""
    path = link.removeprefix(to_root).partition("#")[0]
    if path and _PLAIN.fullmatch(path):
        return path.removesuffix("/")
    return _resolved(f"{to_root.replace('..', 'x')}index.html", link)


_PLAIN = re.compile("(?:[a-z0-9_-][a-z0-9_.-]*/)*(?:[a-z0-9_-][a-z0-9_.-]*)?")
"""A path without a step back, a scheme, or a letter that stands for another."""
_ELSEWHERE = re.compile("[a-z]+:|[/#]|$")


def _resolved(name: str, link: str) -> str | None:
    """The same of any link."""
    if _ELSEWHERE.match(link):
        return None
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    path = normpath(f"{name}/../{unquote(parts.path)}")
    return "" if path == "." else path


_DATA = {"application/json", "application/ld+json"}
"""Types of scripts that no browser runs."""
_JUDGED = {"h1", "html", "script", "style", "title"}
"""Tags of which more is asked than what their attributes say."""


class _Page:
    """What a page holds that can be wrong. `links`: each once."""

    def __init__(self, html: str) -> None:
        found = tags(html)
        told = _attributes(found)
        judged = [tag for tag in found if tag.name in _JUDGED]
        self.headings = sum(tag.name == "h1" for tag in judged)
        self.language = next((tag.attributes["lang"] for tag in judged if _tells_language(tag)), "")
        self.title = next((tag.text for tag in judged if tag.name == "title"), "")
        self.ids = Counter(told["id"])
        self.links = list(dict.fromkeys([*told["href"], *told["src"]]))
        self.blocks = [tag.text for tag in judged if tag.name == "script" and tag.attributes.get("type") in _DATA]
        self.refused = [f"an inline <{tag.name}>" for tag in judged if _is_inline(tag)]
        for name in [name for name in told if name == "style" or name.startswith("on")]:
            self.refused += [f"the attribute {name}"] * len(told[name])
        addresses = [link for link in [*self.links, *told["action"]] if ":" in link]
        self.refused += ["a javascript: address" for link in addresses if _is_script(link)]


def _attributes(found: list[Tag]) -> defaultdict[str, list[str]]:
    """What each attribute is on all tags, by its name."""
    told: defaultdict[str, list[str]] = defaultdict(list)
    for tag in found:
        for name, value in tag.attributes.items():
            told[name].append(value)
    return told


def _tells_language(tag: Tag) -> bool:
    return tag.name == "html" and "lang" in tag.attributes


def _is_inline(tag: Tag) -> bool:
    runs = tag.name == "script" and "src" not in tag.attributes and tag.attributes.get("type") not in _DATA
    return runs or tag.name == "style"


def _is_script(address: str) -> bool:
    return address.strip().lower().startswith("javascript:")
