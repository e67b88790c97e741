"""contacts.yml -> site, on the founding case: the acceptance replay of 24 March 2020."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.web_page import WebPage

INSTEAD = {
    "pbb-p2": ["https://wa.me/6281230060440", "https://wa.me/6281945770577"],
    "bphtb": ["https://wa.me/6285755351666", "https://wa.me/6282234694804"],
    "pajak-daerah-lain": ["tel:+623435643756", "tel:+62343410188"],
    "jht": ["https://antrian.bpjsketenagakerjaan.go.id"],
    "jkm": ["https://antrian.bpjsketenagakerjaan.go.id"],
}


class Links(HTMLParser):
    """The links of the page's main part, in the order in which a reader meets them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html.split("<main", 1)[1].split("</main>", 1)[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if tag == "a" and name == "href"]


@pytest.mark.parametrize("service", INSTEAD)
@pytest.mark.parametrize("folder", ["layanan", "en/services"])
def test_the_first_thing_to_tap_is_what_stays_open(built_site: Path, service: str, folder: str) -> None:
    """On the day of the closure each service leads with the ways that work."""
    links = Links((built_site / folder / service / "index.html").read_text(encoding="utf-8")).found
    assert [link.split("?")[0] for link in links[: len(INSTEAD[service])]] == INSTEAD[service]


def test_the_closure_stands_on_the_page_in_full_dates(built_site: Path) -> None:
    """True on any day, also without a script."""
    page = (built_site / "layanan" / "pbb-p2" / "index.html").read_text(encoding="utf-8")
    assert "Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020" in page
    assert "hari ini" not in page


def test_whatsapp_opens_with_a_first_sentence(built_site: Path) -> None:
    """The citizen need not type what it is about."""
    page = (built_site / "layanan" / "pbb-p2" / "index.html").read_text(encoding="utf-8")
    assert "https://wa.me/6281230060440?text=Halo" in page


def test_the_home_page_names_both_closures_and_every_service(built_site: Path) -> None:
    """What is open, and how to reach it, comes first."""
    page = (built_site / "index.html").read_text(encoding="utf-8")
    assert page.index("Loket BPJS Ketenagakerjaan tutup sejak 23 Maret 2020") < page.index("layanan/jht/")
    assert all(f'href="./layanan/{service}/"' in page or f'href="layanan/{service}/"' in page for service in INSTEAD)


def test_every_page_is_in_the_sitemap_and_names_its_translation(built_site: Path) -> None:
    """Addresses are those under which citizens find them."""
    sitemap = (built_site / "sitemap.xml").read_text(encoding="utf-8")
    listed = set(re.findall(r"<loc>https://loket\.pasuruan\.example/(.*?)</loc>", sitemap))
    built = {path.parent.relative_to(built_site).as_posix() + "/" for path in built_site.rglob("index.html")}
    built = {path for path in built if not path.endswith("/poster/")}  # a poster stands for its notice
    assert listed == {"" if path == "./" else path for path in built}
    page = (built_site / "layanan" / "jht" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" hreflang="en" href="https://loket.pasuruan.example/en/services/jht/">' in page


def test_every_page_is_reached_from_the_first_by_links(built_site: Path) -> None:
    """But for the page that answers wrong addresses: what no link leads to nobody finds."""
    reached, waiting = set(), [built_site.resolve() / "index.html"]
    while waiting:
        file = waiting.pop()
        if file not in reached:
            reached.add(file)
            links = WebPage(file.read_text(encoding="utf-8")).links
            found = [(file.parent / link.partition("#")[0] / "index.html").resolve() for link in links]
            waiting += [page for page in found if page.is_file()]
    built = set(built_site.resolve().rglob("index.html"))
    assert sorted(built - reached) == []


def test_the_directory_is_there_for_machines(built_site: Path) -> None:
    """/contacts.json holds what the pages hold."""
    told = json.loads((built_site / "contacts.json").read_text(encoding="utf-8"))
    assert [service["id"] for service in told["services"]] == ["jht", "jkm", "pbb-p2", "bphtb", "pajak-daerah-lain"]
