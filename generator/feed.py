"""The Atom feed of a site's news, for programs that tell people what is new. Pure. Source: RFC 4287.

It tells of nothing that was withdrawn, and its instants come from the history: a build that changes nothing is no news.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from html import escape
from textwrap import shorten
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from generator.directory import Language, absolute, home_path, language
from generator.directory.model import Site
from generator.directory.values import FIRST_YEAR
from generator.history import History, Told
from generator.news import Announcement
from generator.wording import Worded, Wording

ROOM = "feed"
ATOM = "http://www.w3.org/2005/Atom"
MOST_ENTRIES = 50
LATELY = timedelta(days=30)
SUMMARY_LENGTH = 300


def feed_path(site: Site, words: Language) -> str:
    return f"{home_path(site, words)}feed.xml"


def history_key(words: Language, announcement_id: str) -> str:
    return f"{words.code}/{ROOM}/{announcement_id}"


def told_in_feed(told: Iterable[Worded], words: Language) -> dict[str, Told]:
    """What the history has to know of each announcement, by its key there."""
    return {history_key(words, item.id): _told(item, said) for item, said in told}


def _told(item: Announcement, said: Wording) -> Told:
    more = (said.text, said.page, item.level)
    return Told(title=said.title, first=item.first, last=item.last, more=more, posted=item.posted or item.first)


def feed(site: Site, told: Iterable[Worded], words: Language, history: History, today: date) -> str:
    """The feed of a language: what has not ended, or did lately; of these the latest changed, at most 50.

    `history` has been revised with what is told.
    """
    root = _head(site, words, _latest(site, words, history))
    lately = [news for news in told if news.item.last is None or news.item.last >= today - LATELY]
    ordered = sorted(lately, key=lambda news: (-_changed(news.item, words, history).timestamp(), news.item.id))
    for news in ordered[:MOST_ENTRIES]:
        _add_entry(root, site, news, words, history)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _head(site: Site, words: Language, updated: datetime) -> ET.Element:
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": words.code})
    address = absolute(site, feed_path(site, words))
    home = absolute(site, home_path(site, words))
    _add(root, "id", address)
    _add(root, "title", words("feed.title", site=site.name.say(words.code)))
    _add(root, "updated", updated.isoformat())
    _link(root, "self", "application/atom+xml", address, words.code)
    _link(root, "alternate", "text/html", home, words.code)
    for code in site.languages:
        if code != words.code:
            other = absolute(site, feed_path(site, language(code)))
            _link(root, "alternate", "application/atom+xml", other, code)
    author = ET.SubElement(root, "author")
    _add(author, "name", site.name.say(words.code))
    _add(author, "uri", home)
    _add(root, "generator", "Loket")
    return root


def _add_entry(root: ET.Element, site: Site, news: Worded, words: Language, history: History) -> None:
    (item, said), zone = news, site.timezone
    entry = ET.SubElement(root, "entry")
    _add(entry, "id", _tag(site, words, item.id))
    _add(entry, "title", said.title)
    _add(entry, "updated", _changed(item, words, history).astimezone(zone).isoformat())
    _add(entry, "published", history[history_key(words, item.id)].published.astimezone(zone).isoformat())
    _link(entry, "alternate", "text/html", said.page, words.code)
    level = words(f"feed.level.{item.level}")
    ET.SubElement(entry, "category", {"term": item.level, "label": level})
    _add(entry, "summary", shorten(" ".join(said.paragraphs), SUMMARY_LENGTH, placeholder=" …"))
    _add(entry, "content", _html(said), type="html")


def _html(said: Wording) -> str:
    """Paragraphs, and what stays open with links to tap."""
    paragraphs = [f"<p>{escape(line)}</p>" for line in said.paragraphs]
    ways = [
        f'<li><a href="{escape(href)}">{escape(line)}</a></li>' if href else f"<li>{escape(line)}</li>"
        for line, href in said.ways
    ]
    listed = [f"<p>{escape(said.heading)}</p>", "<ul>", *ways, "</ul>"] if ways else []
    return "\n".join([*paragraphs, *listed])


def _changed(item: Announcement, words: Language, history: History) -> datetime:
    return history[history_key(words, item.id)].changed


def _latest(site: Site, words: Language, history: History) -> datetime:
    """The last change of anything, a withdrawal too; where nothing was ever told, an instant that stays."""
    prefix = history_key(words, "")
    changes = [revision.changed for key, revision in history.items() if key.startswith(prefix)]
    return max(changes, default=datetime(FIRST_YEAR, 1, 1, tzinfo=site.timezone)).astimezone(site.timezone)


def _tag(site: Site, words: Language, announcement_id: str) -> str:
    """An id that stays whatever happens to the page. Source: RFC 4151; the year is that of this scheme, and no date."""
    parts = urlsplit(site.url)
    folder = parts.path.strip("/")
    return f"tag:{parts.hostname},2026:{folder + '/' if folder else ''}{words.code}/{announcement_id}"


def _link(parent: ET.Element, relation: str, kind: str, address: str, code: str) -> None:
    ET.SubElement(parent, "link", {"rel": relation, "type": kind, "href": address, "hreflang": code})


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = text
