"""The replay of 24 March 2020: one fact, told alike by page, poster, texts, feed, calendar, JSON-LD and contacts.json.

What each mouth says is read by a reader of its own kind and compared as a value with what is typed here.
"""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import feedparser
import icalendar
import pytest

from tests.building import FOUNDING_DAY, JAKARTA
from tests.live_blocks import changes
from tests.web_page import WebPage


class Fact(NamedTuple):
    """A closure as the office announced it: dates, both included, and the ways that stay open, as people type them."""

    id: str
    office: str
    counter: str
    first: date
    last: date | None
    opens: datetime | None
    numbers: frozenset[str]
    others: frozenset[str]
    services: tuple[str, ...]


BPJS = Fact(
    id="bpjs-tutup-2020-03",
    office="bpjs-ketenagakerjaan",
    counter="loket-bpjs",
    first=date(2020, 3, 23),
    last=None,
    opens=None,
    numbers=frozenset(),
    others=frozenset({"https://antrian.bpjsketenagakerjaan.go.id", "layanan.bpjs@pasuruan.example"}),
    services=("jht", "jkm"),
)
BKD = Fact(
    id="loket-tutup-2020-03",
    office="bkd",
    counter="loket-bkd",
    first=date(2020, 3, 23),
    last=date(2020, 4, 5),
    opens=datetime(2020, 4, 6, 7, 30, tzinfo=JAKARTA),
    numbers=frozenset(
        ["081230060440", "081945770577", "085755351666", "082234694804", "03435643756", "0343410188"],
    ),
    others=frozenset({"pajak@pasuruan.example"}),
    services=("pbb-p2", "bphtb", "pajak-daerah-lain"),
)
TITLES = {
    (BPJS.id, "id"): "Loket BPJS Ketenagakerjaan tutup sejak 23 Maret 2020 sampai pemberitahuan lebih lanjut",
    (BPJS.id, "en"): "BPJS Ketenagakerjaan counter closed since 23 March 2020 until further notice",
    (BKD.id, "id"): "Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020",
    (BKD.id, "en"): "Tax hall counter closed 23 March – 5 April 2020",
}
PERIODS = {
    (BPJS.id, "id"): "sejak 23 Maret 2020 sampai pemberitahuan lebih lanjut",
    (BPJS.id, "en"): "since 23 March 2020 until further notice",
    (BKD.id, "id"): "23 Maret – 5 April 2020",
    (BKD.id, "en"): "23 March – 5 April 2020",
}
REOPENING = {
    (BPJS.id, "id"): "Tanggal buka lagi belum ditentukan.",
    (BPJS.id, "en"): "The day of reopening is not yet known.",
    (BKD.id, "id"): "Loket Kantor Pajak Daerah buka lagi Senin, 6 April 2020 pukul 07.30.",
    (BKD.id, "en"): "Tax hall counter opens again on Monday, 6 April 2020 at 07:30.",
}
PATHS = {
    "id": {"home": "", "services": "layanan", "offices": "kantor", "notices": "pengumuman"}
    | {"poster": "poster", "broadcast": "siaran.txt", "press": "pers.txt"},
    "en": {"home": "en/", "services": "en/services", "offices": "en/offices", "notices": "en/notices"}
    | {"poster": "poster", "broadcast": "broadcast.txt", "press": "press.txt"},
}
SITE = "https://loket.pasuruan.example/"


class Mouths:
    """All that tells of one closure in one language."""

    def __init__(self, site: Path, fact: Fact, code: str) -> None:
        paths = PATHS[code]
        notice = f"{paths['notices']}/{fact.id}"
        self.fact, self.key = fact, (fact.id, code)
        self.notice_address = f"{SITE}{notice}/"
        self.html = {name: self._html(site / folder) for name, folder in self._pages(paths, notice).items()}
        self.services = {name: self._html(site / paths["services"] / name) for name in fact.services}
        self.broadcast = (site / notice / paths["broadcast"]).read_text(encoding="utf-8")
        self.press = (site / notice / paths["press"]).read_text(encoding="utf-8")
        self.entry = self._entry((site / paths["home"] / "feed.xml").read_bytes())
        self.event = self._event((site / paths["home"] / "calendar.ics").read_bytes())
        self.contacts: Any = json.loads((site / "contacts.json").read_bytes())
        self.closure = next(item for item in self.contacts["closures"] if item["id"] == fact.id)

    def _pages(self, paths: dict[str, str], notice: str) -> dict[str, str]:
        office = f"{paths['offices']}/{self.fact.office}"
        archive = paths["notices"]
        return {"home": paths["home"], "office": office, "notices": archive, "notice": notice} | {
            "poster": f"{notice}/{paths['poster']}"
        }

    @staticmethod
    def _html(folder: Path) -> str:
        return (folder / "index.html").read_text(encoding="utf-8")

    def _entry(self, feed: bytes) -> Any:
        return next(item for item in feedparser.parse(feed).entries if item.link == self.notice_address)

    def _event(self, calendar: bytes) -> Any:
        events = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
        return next(item for item in events if str(item.get("url")) == self.notice_address)

    def data(self, html: str) -> Any:
        """The JSON-LD of a page."""
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
        assert block
        return json.loads(block[1])

    def live(self, html: str) -> list[tuple[datetime, str]]:
        """The coming changes of the counter, as the page's script has them."""
        block = re.search(r'id="live">(.*?)</script>', html, re.DOTALL)
        assert block
        found = changes(json.loads(block[1]), self.fact.counter)
        return [(datetime.fromtimestamp(minute * 60, JAKARTA), state) for minute, state in found]


@pytest.fixture(
    params=[(fact, code) for fact in (BPJS, BKD) for code in ("id", "en")], ids=lambda p: f"{p[0].id}-{p[1]}"
)
def mouths(request: pytest.FixtureRequest, built_site: Path) -> Mouths:
    return Mouths(built_site, *request.param)


def shown(html: str) -> str:
    """The text of a page's main part, without data for scripts, the items of a list told apart."""
    main = "<main" + html.split("<main", 1)[1].split("</main>", 1)[0]
    text = re.sub(r"<script.*?</script>", "", main, flags=re.DOTALL).replace("</li>", " · </li>")
    return " ".join(WebPage(text).text.split())


def numbers_in(text: str) -> set[str]:
    """Telephone numbers as people dial them at home, without marks between the digits."""
    return {re.sub(r"\D", "", found) for found in re.findall(r"\(?\b0\d[\d() -]{6,}\d", text)}


def linked(html: str) -> set[str]:
    """The numbers, addresses and web pages of the links to tap, as people type them."""
    links = [link.split("?")[0] for link in WebPage(html).links]
    calls = [re.fullmatch(r"(?:tel:\+|https://wa\.me/)62(\d+)", link) for link in links]
    mails = {link.removeprefix("mailto:") for link in links if link.startswith("mailto:")}
    webs = {link for link in links if link.startswith("https://") and "wa.me" not in link}
    return {f"0{call[1]}" for call in calls if call} | mails | webs


def alert_of(html: str, title: str) -> str:
    """The closure's own part of a page."""
    found = [part.split("</section>", 1)[0] for part in html.split("<section ")[1:]]
    return next(part for part in found if title in part)


def test_the_title_is_the_same_in_every_mouth(mouths: Mouths) -> None:
    """One sentence on all pages, in the group, in the press, in feed, calendar and JSON-LD."""
    title = TITLES[mouths.key]
    pages = mouths.html | mouths.services
    assert [name for name, html in pages.items() if name != "poster" and title not in shown(html)] == []
    assert f"<title>{title} – " in mouths.html["poster"]
    assert (mouths.broadcast.split("\n")[0], mouths.press.split("\n")[0]) == (f"*{title}*", title)
    assert (mouths.entry.title, str(mouths.event["summary"])) == (title, title)
    assert mouths.data(mouths.html["notice"])["name"] == title


def test_the_period_is_the_same_in_every_mouth(mouths: Mouths) -> None:
    """The dates as people read them stand wherever more than the title is told."""
    period = PERIODS[mouths.key]
    texts = [shown(mouths.html[name]) for name in ("notice", "poster", "home", "office", "notices")]
    texts += [*map(shown, mouths.services.values()), mouths.broadcast, mouths.press]
    texts += [mouths.entry.summary, mouths.entry.content[0].value, str(mouths.event["description"])]
    assert [text for text in texts if period not in text] == []


def test_no_other_date_of_the_closure_is_told(mouths: Mouths) -> None:
    """In poster, texts and feed there stand the first day, the last day, the day of reopening, and none else."""
    texts = [shown(mouths.html["poster"]), mouths.broadcast, mouths.press, mouths.entry.content[0].value]
    days = {day for text in texts for day in re.findall(r"(\d{1,2}) (?:Maret|March|April)", text)}
    known = [mouths.fact.first, mouths.fact.last, mouths.fact.opens]
    assert days == {str(day.day) for day in known if day}


def test_machines_are_told_the_same_dates(mouths: Mouths) -> None:
    """Calendar, JSON-LD of service, office and notice, and contacts.json, as dates."""
    fact, data = mouths.fact, mouths.data(mouths.html["notice"])
    ends = fact.last + timedelta(days=1) if fact.last else None
    assert mouths.event["dtstart"].dt == fact.first
    assert mouths.event["dtend"].dt == (ends or fact.first + timedelta(days=1))
    assert mouths.event.get("rrule", {}).get("freq") == (None if ends else ["DAILY"])
    assert data["datePosted"] == fact.first.isoformat()
    expires = data.get("expires")
    assert (datetime.fromisoformat(expires) if expires else None) == (midnight(ends) if ends else None)
    assert mouths.closure["from"] == fact.first.isoformat()
    assert mouths.closure.get("until") == (fact.last.isoformat() if fact.last else None)


def midnight(on: date) -> datetime:
    return datetime.combine(on, datetime.min.time(), JAKARTA)


def special_dates(data: Any, counter: str) -> list[tuple[str, str | None]]:
    """When JSON-LD says that the counter keeps special hours, which are none."""
    if isinstance(data, list):
        return [found for item in data for found in special_dates(item, counter)]
    if not isinstance(data, dict):
        return []
    own = str(data.get("@id", "")).endswith(f"#counter/{counter}")
    told = data.get("specialOpeningHoursSpecification", []) if own else []
    assert all((item["opens"], item["closes"]) == ("00:00", "00:00") for item in told)
    here = [(item["validFrom"], item.get("validThrough")) for item in told]
    return here + [found for item in data.values() for found in special_dates(item, counter)]


def test_search_engines_are_told_the_special_hours(mouths: Mouths) -> None:
    """The page of the office and of each service: shut from the first to the last day, once, and no end invented."""
    fact = mouths.fact
    expected = (fact.first.isoformat(), fact.last.isoformat() if fact.last else None)
    for html in (mouths.html["office"], *mouths.services.values()):
        told = special_dates(mouths.data(html), fact.counter)
        assert [dates for dates in told if dates[0] < "2020-04-06"] == [expected]


def test_the_ways_that_stay_open_are_the_same_in_every_mouth(mouths: Mouths) -> None:
    """No number more and none less, compared without the marks between digits."""
    texts = {"poster": shown(mouths.html["poster"]), "broadcast": mouths.broadcast, "press": mouths.press}
    texts |= {"feed": mouths.entry.content[0].value, "calendar": str(mouths.event["description"])}
    assert {name: numbers_in(text) for name, text in texts.items()} == dict.fromkeys(texts, mouths.fact.numbers)
    for other in mouths.fact.others:
        written = other.removeprefix("https://")
        assert [name for name, text in texts.items() if written not in text] == []
    instead = mouths.html["notice"].split("<h2", 2)[1]
    assert linked(instead) == mouths.fact.numbers | mouths.fact.others


def test_each_service_leads_with_its_own_part_of_them(mouths: Mouths) -> None:
    """The alert of a service holds the ways of that service alone; all its services together hold all of them."""
    alerts = {name: alert_of(html, TITLES[mouths.key]) for name, html in mouths.services.items()}
    found = {name: linked(alert) for name, alert in alerts.items()}
    assert set().union(*found.values()) == mouths.fact.numbers | mouths.fact.others
    assert mouths.fact.others <= set.intersection(*found.values())
    told = [number for links in found.values() for number in links & mouths.fact.numbers]
    assert sorted(told) == sorted(mouths.fact.numbers)


def test_contacts_json_names_the_same_ways(mouths: Mouths) -> None:
    """`stays_open` leads to channels with these numbers and addresses."""
    channels = {channel["id"]: channel for channel in mouths.contacts["channels"]}
    kept = [channels[name] for name in mouths.closure["stays_open"]]
    assert {f"0{way['number'].removeprefix('+62')}" for way in kept if "number" in way} == mouths.fact.numbers
    assert {way.get("url") or way["address"] for way in kept if {"url", "address"} & way.keys()} == mouths.fact.others
    assert mouths.closure["channels"] == [mouths.fact.counter]


def test_the_reopening_is_the_same_in_every_mouth(mouths: Mouths) -> None:
    """In words in press and poster, as instants for the badge; unknown in all where it is unknown."""
    assert REOPENING[mouths.key] in mouths.press
    moment = re.search(r"(?:Senin|Monday), 6 April 2020 (?:pukul|at) 07.30", mouths.press)
    if moment:
        assert moment[0] in shown(mouths.html["poster"])
    for html in (mouths.html["home"], mouths.html["office"], *mouths.services.values()):
        changes = mouths.live(html)
        assert changes[0] == (midnight(FOUNDING_DAY.date()), "closed")
        assert next((at for at, state in changes if state == "open"), None) == mouths.fact.opens


def test_what_ends_disappears_at_the_same_minute(mouths: Mouths) -> None:
    """On home, office and service the alert ends with the last day; without an end it stays."""
    last = mouths.fact.last
    until = f'data-until="{int(midnight(last + timedelta(days=1)).timestamp()) // 60}"' if last else ""
    for html in (mouths.html["home"], mouths.html["office"], mouths.html["notices"], *mouths.services.values()):
        alert = alert_of(html, TITLES[mouths.key])
        opening = alert.split(">", 1)[0]
        assert until in opening
        assert ("data-until" in opening) == bool(last)


def test_the_table_of_the_coming_days_agrees(mouths: Mouths) -> None:
    """Closed on each date of the closure, and open on the morning on which all others say so."""
    for html in mouths.services.values():
        rows = re.findall(r'<tr data-until="(\d+)"><th scope="row">.*?</th><td>(.*?)</td>', html)
        days = {datetime.fromtimestamp(int(end) * 60, JAKARTA).date() - timedelta(days=1): hours for end, hours in rows}
        assert min(days) == FOUNDING_DAY.date()
        opening = [on for on, hours in days.items() if re.match(r"\d", re.sub("<[^>]*>", "", hours))]
        assert opening == ([mouths.fact.opens.date()] if mouths.fact.opens else [])
