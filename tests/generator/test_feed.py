"""feed: the Atom feed, as feedparser reads it, and held against what RFC 4287 demands."""

import dataclasses
import re
from datetime import date, datetime, timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Directory, Notice
from generator.feed import MOST_ENTRIES
from tests.building import FOUNDING_DAY, at, closure, office, plain
from tests.generator.directory.offices import offices
from tests.generator.subscribed import files_of, history_of

NAMES = {"a": "http://www.w3.org/2005/Atom"}
LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn"])
LEGAL = st.text(st.sampled_from("<>&\"'\n]") | LETTERS, min_size=1)


def feed(directory: Directory, now: datetime = FOUNDING_DAY) -> str:
    return files_of(directory, now)["feed.xml"]


def parsed(text: str) -> Any:
    """The feed as feedparser reads it, without a complaint."""
    found = feedparser.parse(text.encode(), sanitize_html=False)
    assert found.bozo == 0, found.bozo_exception
    assert found.version == "atom10"
    return found


def notice(name: str, **named: Any) -> Notice:
    known: dict[str, Any] = {
        "level": "minor",
        "posted": date(2020, 3, 1),
        "title": plain("Judul"),
        "text": plain("Isi"),
    }
    return Notice(id=name, **(known | named))


def with_notices(*items: Notice) -> Directory:
    return dataclasses.replace(office(None), notices={item.id: item for item in items})


def ids(text: str) -> list[str]:
    return [entry.id.rpartition("/")[2] for entry in parsed(text).entries]


def test_a_closure_is_told_with_its_dates_and_what_stays_open(pasuruan: Directory) -> None:
    """All that a citizen needs stands in the entry, with links to tap."""
    entry = next(item for item in parsed(feed(pasuruan)).entries if "loket-tutup-2020-03" in item.id)
    assert entry.title == "Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020"
    assert "Berlaku: 23 Maret – 5 April 2020." in entry.content[0].value
    assert '<a href="tel:+62343410188">Telepon: (0343) 410188</a>' in entry.content[0].value
    assert entry.link == "https://loket.pasuruan.example/pengumuman/loket-tutup-2020-03/"
    assert (entry.tags[0].term, entry.tags[0].label) == ("major", "Sangat penting")
    assert (entry.updated, entry.published) == ("2020-03-23T00:00:00+07:00",) * 2


def test_each_language_has_a_feed_that_names_the_others(pasuruan: Directory) -> None:
    """`self` is where it lives, and hreflang tells a program which it may offer instead."""
    files = files_of(pasuruan, FOUNDING_DAY)
    for path, code, other in (("feed.xml", "id", "en/feed.xml"), ("en/feed.xml", "en", "feed.xml")):
        links = {(link.rel, link.type): (link.href, link.hreflang) for link in parsed(files[path]).feed.links}
        site = "https://loket.pasuruan.example/"
        assert links["self", "application/atom+xml"] == (site + path, code)
        assert links["alternate", "application/atom+xml"] == (site + other, "en" if code == "id" else "id")


@given(offices())
def test_every_feed_has_what_the_rfc_demands(directory: Directory) -> None:
    """RFC 4287, sections 4.1.1 and 4.1.2: what a feed and each of its entries MUST hold, once, and MUST NOT twice."""
    root = ET.fromstring(feed(directory))
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    for element in [root, *root.findall("a:entry", NAMES)]:
        assert [len(element.findall(f"a:{name}", NAMES)) for name in ("id", "title", "updated")] == [1, 1, 1]
        alternates = [link.attrib for link in element.findall("a:link[@rel='alternate']", NAMES)]
        assert alternates
        assert len({(link["type"], link["hreflang"]) for link in alternates}) == len(alternates)
    assert root.find("a:author/a:name", NAMES) is not None
    told = [element.text for element in root.iterfind("a:entry/a:id", NAMES)]
    assert len(set(told)) == len(told)


@given(offices())
def test_every_instant_and_id_is_well_formed(directory: Directory) -> None:
    """Instants as RFC 3339 writes them; ids are absolute (RFC 4287, 4.2.6), those of entries tags (RFC 4151)."""
    root = ET.fromstring(feed(directory, FOUNDING_DAY.replace(microsecond=1)))
    instants = [
        *root.iter("{http://www.w3.org/2005/Atom}updated"),
        *root.iter("{http://www.w3.org/2005/Atom}published"),
    ]
    for instant in instants:
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", instant.text or "")
    for element in root.iterfind("a:entry/a:id", NAMES):
        assert re.fullmatch(r"tag:kantor\.example,2026:id/[a-z0-9-]+", element.text or "")


@given(LEGAL, LEGAL)
def test_any_text_comes_through(title: str, text: str) -> None:
    """Marks of XML and HTML in a text are read as they were typed."""
    (entry,) = parsed(feed(with_notices(notice("n", title=plain(title), text=plain(text))))).entries
    read = ET.fromstring(feed(with_notices(notice("n", title=plain(title), text=plain(text)))))
    assert read.findtext("a:entry/a:title", None, NAMES) == " ".join(title.split())
    body = ET.fromstring(f"<div>{read.findtext('a:entry/a:content', None, NAMES)}</div>")
    assert " ".join("".join(body.itertext()).split()).startswith(" ".join(text.split()))
    assert entry.link.endswith("/pengumuman/n/")


def test_the_latest_change_stands_first_and_dates_the_feed() -> None:
    """A program that compares `updated` alone sees that something is new."""
    files = files_of(with_notices(notice("lama"), notice("baru", posted=date(2020, 3, 2))), FOUNDING_DAY)
    assert ids(files["feed.xml"]) == ["baru", "lama"]
    changed = with_notices(notice("lama", text=plain("Lain")), notice("baru", posted=date(2020, 3, 2)))
    later = files_of(changed, at("2020-03-25T10:00"), history_of(files))["feed.xml"]
    assert ids(later) == ["lama", "baru"]
    assert parsed(later).feed.updated == "2020-03-25T10:00:00+07:00"
    assert parsed(later).entries[0].published == "2020-03-01T00:00:00+07:00"


def test_what_is_withdrawn_vanishes_and_is_a_change() -> None:
    """Nobody is told of it again; who compares `updated` fetches the feed without it."""
    files = files_of(with_notices(notice("n")), FOUNDING_DAY)
    later = files_of(with_notices(), at("2020-03-25T10:00"), history_of(files))["feed.xml"]
    assert (ids(later), parsed(later).feed.updated) == ([], "2020-03-25T10:00:00+07:00")


def test_a_feed_of_nothing_is_a_feed() -> None:
    """Its instant does not follow the clock: nothing is no news."""
    assert feed(office(None)) == feed(office(None), FOUNDING_DAY + timedelta(days=9))
    assert parsed(feed(office(None))).feed.updated == "2000-01-01T00:00:00+07:00"


@pytest.mark.parametrize(("day", "told"), [("2020-05-05", True), ("2020-05-06", False)])
def test_what_ended_stays_for_30_days(day: str, told: bool) -> None:
    """Whoever opens the reader once a month still sees it."""
    shut = office(None, [closure("2020-03-23", "2020-04-05")])
    assert (ids(feed(shut, at(f"{day}T10:00"))) == ["tutup-2020-03-23"]) is told


def test_a_feed_holds_the_newest_50() -> None:
    """A government with thousands of notices does not send them all at each asking."""
    many = [notice(f"n{number}", posted=date(2020, 1, 1) + timedelta(days=number)) for number in range(60)]
    assert ids(feed(with_notices(*many))) == [f"n{number}" for number in range(59, 59 - MOST_ENTRIES, -1)]
