"""Where each page of the site lives, in each language: paths relative to the site's root, ending in a slash. Pure."""

from typing import Literal
from urllib.parse import urljoin, urlsplit

from generator.directory.language import Language
from generator.directory.model import Site

Kind = Literal["services", "offices", "notices", "all", "letters", "categories", "contacts", "privacy"]
Handout = Literal["poster", "broadcast", "press"]


def home_path(site: Site, words: Language) -> str:
    """Empty for the default language, `en/` for another."""
    return "" if words.code == site.default_language else f"{words.code}/"


def page_path(site: Site, words: Language, kind: Kind, record_id: str = "") -> str:
    """`layanan/pbb-p2/`; without an id the page that lists them."""
    folder = f"{home_path(site, words)}{words(f'paths.{kind}')}/"
    return f"{folder}{record_id}/" if record_id else folder


def handout_path(site: Site, words: Language, handout: Handout, notice_id: str) -> str:
    """`pengumuman/ID/poster/`, which is a page, or `pengumuman/ID/siaran.txt`, which is a file."""
    name = words(f"paths.{handout}")
    return page_path(site, words, "notices", notice_id) + (f"{name}/" if handout == "poster" else f"{name}.txt")


def absolute(site: Site, path: str) -> str:
    """The full address of a path of the site."""
    return f"{site.url.rstrip('/')}/{path}"


def site_link(site: Site, path: str) -> str:
    """How a page outside the site links into it: from the root where site and form share an origin, else in full."""
    if site.form_api:
        return absolute(site, path)
    return urljoin((urlsplit(site.url).path.rstrip("/") or "") + "/", path)


def inquiries_address(site: Site) -> str:
    """Where the question form is sent: at the root of the site's own origin unless `form_api` names another."""
    return (site.form_api or "").rstrip("/") + "/inquiries"
