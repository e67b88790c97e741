"""What surrounds the body of a page: its addresses in each language, front matter, line in the sitemap. Pure."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any

from generator.calendar_entries import calendar_path
from generator.directory import Language, absolute, home_path, language, page_path
from generator.directory.addresses import Kind
from generator.directory.model import Site
from generator.feed import feed_path
from generator.open_graph import SHARE_NAME, properties
from generator.page import Page
from generator.sheets import Sheet

NOT_FOUND = "not-found"
NOT_FOUND_FILE = "404.html"
"""Where web servers look for the page of wrong addresses."""
OWN_FRAMES = {"poster"}
"""Kinds of pages that stand in a frame of their own."""
MENU: Mapping[str, Kind] = {"all_services": "all", "contacts": "contacts", "notices": "notices"}
"""What the menu of every page names: the key of its word, the kind of page that it leads to."""
FOOT: Mapping[str, Kind] = {"offices": "offices", "privacy_title": "privacy"}


class Frames:
    """What surrounds the pages of a site. What is alike around pages of one language and depth is made once for all."""

    def __init__(self, site: Site, assets: Mapping[str, str]) -> None:
        self._site = site
        self._assets = assets
        self._known: dict[tuple[str, str], Mapping[str, Any]] = {}

    def sheet(self, page: Page) -> Sheet:
        """The page with what the theme's frame says around it."""
        return Sheet(page.kind, page.path, {**self._alike(page), **self._own(page)}, page.body)

    def _own(self, page: Page) -> dict[str, Any]:
        site = self._site
        return {
            "title": page.title,
            "description": page.description,
            "is_home": page.path == home_path(site, page.words),
            "canonical": absolute(site, page.stands_for or page.path),
            "indexed": page.is_indexed,
            "alternates": [
                {"language": code, "address": absolute(site, path)} for code, path in _indexed_paths(page).items()
            ],
            "others": [_other(site, page, language(code)) for code in site.languages if code != page.words.code],
            "properties": properties(site, page, self._assets[SHARE_NAME]) if page.is_indexed else [],
            "data": page.data,
            **({"template": f"{page.kind}.html"} if page.kind in OWN_FRAMES else {}),
        }

    def _alike(self, page: Page) -> Mapping[str, Any]:
        known = page.words.code, page.link(self._site, "")
        if known not in self._known:
            self._known[known] = _around(self._site, page, self._assets)
        return self._known[known]


def _around(site: Site, page: Page, assets: Mapping[str, str]) -> Mapping[str, Any]:
    """The menu and the foot, in the language of a page and with links from as deep as it lies."""
    words = page.words
    menu = {"home": home_path(site, words)} | {name: page_path(site, words, kind) for name, kind in MENU.items()}
    foot = {name: page_path(site, words, kind) for name, kind in FOOT.items()}
    return {
        "language": words.code,
        "site_name": site.name.say(words.code),
        "menu": [{"label": words(f"page.{name}"), "link": page.link(site, path)} for name, path in menu.items()],
        "foot": [{"label": words(f"page.{name}"), "link": page.link(site, path)} for name, path in foot.items()],
        "words": {name: words(f"page.{name}") for name in ("skip", "menu", "footer", "notices")},
        "home": page.link(site, home_path(site, words)),
        "feed": page.link(site, feed_path(site, words)),
        "calendar": page.link(site, calendar_path(site, words)),
        "assets": {name: page.link(site, path) for name, path in assets.items()},
    }


def _other(site: Site, page: Page, words: Language) -> dict[str, str]:
    """The link to the same page in another language, or to its first page."""
    home = home_path(site, words)
    path = home if page.at_any_depth else page.paths.get(words.code, home)
    return {"language": words.code, "name": words("name"), "link": page.link(site, path)}


def _indexed_paths(page: Page) -> Mapping[str, str]:
    return page.paths if page.is_indexed else {}


def sitemap(entries: str) -> str:
    """The map of a site that has these `sitemap_entries`. Source: sitemaps.org protocol 0.9."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    return "\n".join([*lines, entries, "</urlset>", ""])


def sitemap_entries(site: Site, pages: Iterable[Page]) -> str:
    """What a map says of each page that search engines may have: its address, and that in each language."""
    return "\n".join(_sitemap_entry(site, page) for page in pages if page.is_indexed)


def _sitemap_entry(site: Site, page: Page) -> str:
    alternates = [_alternate(site, code, path) for code, path in page.paths.items()]
    return "\n".join([f"<url><loc>{escape(absolute(site, page.path))}</loc>", *alternates, "</url>"])


def _alternate(site: Site, code: str, path: str) -> str:
    return f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(absolute(site, path))}"/>'
