"""What a page looks like where its link is shared, as WhatsApp shows it: the properties of Open Graph. Pure.

Source: the Open Graph protocol, ogp.me. No property tells what the page does not.
"""

from collections.abc import Iterator

from generator.directory import Language, absolute, language
from generator.directory.model import Site
from generator.page import Page

SHARE_NAME = "share.png"
SHARE_SIZE = (1200, 630)
"""The picture of every page, among the assets: no words, and its mark in the middle, since some show a square of it."""


def properties(site: Site, page: Page, picture_path: str) -> list[tuple[str, str]]:
    """Names and contents for `<meta property=... content=...>`, in order; none for a page that has no address.

    `picture_path` is where the site keeps SHARE_NAME.
    """
    return [] if page.at_any_depth else list(_properties(site, page, picture_path))


def _properties(site: Site, page: Page, picture_path: str) -> Iterator[tuple[str, str]]:
    site_name = site.name.say(page.words.code)
    yield "og:title", page.title
    yield "og:type", "article" if page.published else "website"
    yield "og:url", absolute(site, page.path)
    if page.description:
        yield "og:description", page.description
    yield "og:site_name", site_name
    yield "og:locale", _locale(page.words)
    for code in page.paths:
        if code != page.words.code:
            yield "og:locale:alternate", _locale(language(code))
    yield "og:image", absolute(site, picture_path)
    yield "og:image:type", "image/png"
    for side, pixels in zip(("width", "height"), SHARE_SIZE, strict=True):
        yield f"og:image:{side}", str(pixels)
    yield "og:image:alt", site_name
    if page.published:
        yield "article:published_time", page.published.isoformat()


def _locale(words: Language) -> str:
    """`id_ID`, as Facebook names languages."""
    return "_".join(filter(None, (words.locale.language, words.locale.territory)))
