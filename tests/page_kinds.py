"""The built site by kinds of pages, so that what looks at one page of each kind also looks at kinds that come later."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_KIND = re.compile(r'class="(?:[^"]* )?loket--([a-z-]+)')
_LANGUAGE = re.compile(r'<html[^>]* lang="([a-z-]+)"')


class BuiltPage(NamedTuple):
    kind: str
    language: str
    path: str
    """As a browser asks for it, from the root: `/layanan/pbb-p2/`."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}) {self.path}"


def kinds_of_pages(site: Path) -> list[BuiltPage]:
    """The longest page of each kind in each language, in the order of kinds."""
    found = sorted(_pages(site), key=lambda page: (page[0].kind, page[0].language, page[1]))
    return list({(page.kind, page.language): page for page, _length in found}.values())


def _pages(site: Path) -> Iterator[tuple[BuiltPage, int]]:
    """A page that does not say its kind is a kind of its own, so that none is left out."""
    for file in sorted(site.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        path = "/" + file.relative_to(site).as_posix().removesuffix("index.html")
        kind, language = _KIND.search(html), _LANGUAGE.search(html)
        yield BuiltPage(kind[1] if kind else path, language[1] if language else "", path), len(html)
