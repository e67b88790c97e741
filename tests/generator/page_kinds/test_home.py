"""home: what is open first, and no more than a cheap phone can bear."""

import dataclasses
import json
import re

from generator.directory import Directory, Organization, language
from generator.page import Page
from generator.page_kinds.home import MOST_CARDS, MOST_NEWS, MOST_OFFICES, MOST_STATES, home_pages
from tests.building import good, plain
from tests.generator.full import FULL
from tests.generator.written import body, writer, written


def home(directory: Directory) -> Page:
    return next(page for page in home_pages(writer(directory)) if page.kind == "home")


def with_services(directory: Directory, count: int, category: str | None) -> Directory:
    one = dataclasses.replace(directory.services["pbb-p2"], category=category)
    services = [dataclasses.replace(one, id=f"l-{number}", name=plain(f"L {number}")) for number in range(count)]
    return dataclasses.replace(directory, services={item.id: item for item in services})


def test_a_big_government_is_led_to_topics(pasuruan: Directory) -> None:
    """So many services stand there with their ways; of one more, the topics with their numbers."""
    shown = {count: home(with_services(pasuruan, count, "pajak")).body for count in (MOST_CARDS, MOST_CARDS + 1)}
    assert [len(re.findall(r'<h3><a href="[^"]*/l-\d+/"', text)) for text in shown.values()] == [MOST_CARDS, 0]
    assert [language("id")("page.topics") in text for text in shown.values()] == [False, True]
    assert ['href="kelompok/pajak/"' in text for text in shown.values()] == [True, True]
    assert f"({MOST_CARDS + 1})" in shown[MOST_CARDS + 1]


def test_a_crisis_does_not_fill_the_first_page(pasuruan: Directory) -> None:
    """Of many closures the first ones, and the way to all."""
    one = pasuruan.closures["loket-tutup-2020-03"]
    many = {f"c-{number}": dataclasses.replace(one, id=f"c-{number}") for number in range(MOST_NEWS + 1)}
    for count in (MOST_NEWS, MOST_NEWS + 1):
        shown = home(dataclasses.replace(pasuruan, closures=dict(list(many.items())[:count]))).body
        assert shown.count("alert__title") == MOST_NEWS
        assert (language("id")("page.all_notices") in shown) == (count > MOST_NEWS)


def test_a_number_that_a_closure_shuts_is_among_the_states(pasuruan: Directory) -> None:
    """It has no hours of its own, and who looks wants to know that it is shut."""
    one = dataclasses.replace(pasuruan.closures["loket-tutup-2020-03"], channels=("wa-pbb-1",))
    shown = home(dataclasses.replace(pasuruan, closures={one.id: one})).body
    assert "WhatsApp 0812-3006-0440" in shown.partition('class="states"')[2].partition("</ul>")[0]


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


def test_a_channel_of_two_offices_has_one_state(pasuruan: Directory) -> None:
    """A hotline for all: who looks is told once."""
    bound = dataclasses.replace(pasuruan.services["jht"], channels=("loket-bpjs", "loket-bkd"))
    shown = home(dataclasses.replace(pasuruan, services={**pasuruan.services, "jht": bound})).body
    assert states_of(shown).count('data-channel="loket-bkd"') == 1


def with_counters(directory: Directory, count: int) -> Directory:
    """An office with so many counters."""
    one = directory.channels["loket-bkd"]
    counters = {f"l-{number}": dataclasses.replace(one, id=f"l-{number}") for number in range(count)}
    service = dataclasses.replace(directory.services["pbb-p2"], channels=tuple(counters))
    return dataclasses.replace(directory, channels={**directory.channels, **counters}, services={service.id: service})


def test_many_states_do_not_push_the_search_away(pasuruan: Directory) -> None:
    """With more than fit above it, each stands with its office."""
    for count, on_top in ((MOST_STATES, MOST_STATES), (MOST_STATES + 1, 0)):
        shown = home(with_counters(pasuruan, count)).body
        assert states_of(shown).count("data-channel") == on_top
        assert shown.count('data-channel="l-0"') == 1


def states_of(shown: str) -> str:
    return shown.partition('class="states"')[2].partition("</ul>")[0]


def test_hours_that_are_assumed_say_so(pasuruan: Directory) -> None:
    """The note of a schedule stands wherever its hours do, also where they are told in short."""
    files = written(pasuruan)
    for path in ("index.md", "kontak/index.md"):
        assert body(files[path]).count("Jam ini perkiraan") == body(files[path]).count("Sabtu–Minggu") == 2
