"""home: what is open first, and no more than a cheap phone can bear."""

import dataclasses
import json
import re

from generator.directory import Directory, Organization
from generator.page import Page
from generator.page_kinds.home import MOST_OF_A_GROUP, MOST_OFFICES, home_pages
from tests.building import good, plain
from tests.generator.full import FULL
from tests.generator.written import body, writer, written


def home(directory: Directory) -> Page:
    return next(page for page in home_pages(writer(directory)) if page.kind == "home")


def with_services(directory: Directory, count: int, category: str | None) -> Directory:
    one = dataclasses.replace(directory.services["pbb-p2"], category=category)
    services = [dataclasses.replace(one, id=f"l-{number}", name=plain(f"L {number}")) for number in range(count)]
    return dataclasses.replace(directory, services={item.id: item for item in services})


def test_a_long_group_leads_to_its_own_page(pasuruan: Directory) -> None:
    """Twelve services are shown whole; of thirteen, twelve and the way to all."""
    shown = {count: home(with_services(pasuruan, count, "pajak")).body for count in (12, 13)}
    assert [len(re.findall(r'<h3><a href="[^"]*/l-\d+/"', text)) for text in shown.values()] == [MOST_OF_A_GROUP] * 2
    assert ['href="kelompok/pajak/"' in text for text in shown.values()] == [False, True]


def test_every_service_is_within_reach_of_the_first_page(pasuruan: Directory) -> None:
    """Also those of a long group without a category: the list from A to Z is always there."""
    assert 'href="layanan/"' in home(with_services(pasuruan, 13, None)).body


def test_the_hours_of_twelve_offices_stand_on_the_first_page(pasuruan: Directory) -> None:
    """Of thirteen the first twelve of the file, and the way to all."""
    offices = [Organization(id=f"k-{number}", name=plain(f"K {number}")) for number in range(13)]
    for count in (12, 13):
        few = dataclasses.replace(pasuruan, organizations={item.id: item for item in offices[:count]}, services={})
        shown = home(few).body
        assert re.findall(r'<h3><a href="kantor/([^"]*)/"', shown) == [item.id for item in offices[:MOST_OFFICES]]
        assert ('href="kantor/"' in shown) == (count == 13)


def test_few_offices_need_no_list(pasuruan: Directory) -> None:
    """The founding case has two."""
    assert 'href="kantor/"' not in home(pasuruan).body


def test_a_form_with_hours_is_no_way_of_the_first_page() -> None:
    """Its button would lead to a form that is not there."""
    assert 'href="#pertanyaan"' not in home(good(FULL)).body


def test_every_badge_has_its_changes_in_the_page(pasuruan: Directory) -> None:
    """On each page: whose state is shown, of that the block holds the changes, and of nothing else."""
    for directory in (pasuruan, good(FULL)):
        for path, text in written(directory).items():
            found = re.search(r'id="live">(.*?)</script>', text)
            told = set(json.loads(found[1].replace("\\u003c", "<"))["channels"]) if found else set()
            badges = set(re.findall(r'data-channel="([^"]*)"', body(text))) if path.endswith(".md") else set()
            assert badges <= told, path
