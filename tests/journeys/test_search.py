"""A citizen searches: in real Chromium under the strict policy, on good and bad networks, with and without script."""

import gzip
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from benchmarks.searching import GUIDE, fetched_for
from benchmarks.services import entries
from generator.directory import Directory, available_languages, language
from generator.search import Entry, entries_of, search_files
from generator.search.forms import forms_of
from generator.search.spelling import words_in
from tests.generator.search.test_forms import ENGLISH_FAMILIES, FAMILIES
from tests.search_page import SCRIPT, served, write_page

PBB, BPHTB = "Pajak Bumi dan Bangunan (PBB-P2)", "Bea Perolehan Hak atas Tanah dan Bangunan (BPHTB)"
JHT, JKM = "Klaim Jaminan Hari Tua (JHT)", "Klaim Jaminan Kematian (JKM)"
START = 'document.querySelectorAll("form[data-search]").forEach(prepare);'

FETCHED_TWICE = "async (urls) => { for (const url of [...urls, ...urls]) await (await fetch(url)).json(); }"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone's screen; a fault of the script fails the test, and so does what the policy refuses."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda said: pytest.fail(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()


@pytest.fixture(scope="module", params=available_languages())
def site(
    request: pytest.FixtureRequest, pasuruan: Directory, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of Pasuruan's search page in one language."""
    yield from _site(tmp_path_factory.mktemp("small"), entries_of(pasuruan, language(request.param)), request.param)


@pytest.fixture(scope="module")
def small(pasuruan: Directory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same in Indonesian alone."""
    yield from _site(tmp_path_factory.mktemp("small"), entries_of(pasuruan, language("id")), "id")


@pytest.fixture(scope="module")
def services() -> list[Entry]:
    """Ten thousand."""
    return entries(10_000, GUIDE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def regency(services: list[Entry], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Their index is in pieces."""
    yield from _site(tmp_path_factory.mktemp("big"), services, "id")


def _site(folder: Path, found: list[Entry], code: str) -> Iterator[str]:
    write_page(folder, found, code)
    with served(folder) as address:
        yield f"{address}/cari/"


def typed(page: Page, query: str) -> None:
    page.get_by_role("searchbox").fill(query)


def searched(page: Page, address: str, query: str) -> list[str]:
    """The titles that are shown for a query, the best first."""
    page.goto(address)
    typed(page, query)
    expect(page.get_by_role("status")).to_be_attached()  # the script is there
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    return page.locator(".search__results a").all_inner_texts()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("pbb-p2", PBB),
        ("PBBP2", PBB),
        ("pbb p2", PBB),
        ("pbb", PBB),
        ("pajk bumi", PBB),
        ("bngunan pajak", PBB),
        ("bagaimana cara mencairkan jht?", JHT),
        ("pencarian jht", JHT),
        ("jaminn kematain", JKM),
        ("mati", JKM),
        ("perolehan", BPHTB),
        ("jual bel", BPHTB),
        ("membayarkan bea", BPHTB),
        ("jht xyzzy", JHT),
    ],
)
def test_what_is_meant_comes_first(page: Page, small: str, query: str, first: str) -> None:
    """Abbreviations, word forms, typing errors, beginnings of words, whole questions, and words that nothing holds."""
    assert searched(page, small, query)[0] == first


@pytest.mark.parametrize("query", ["taxes", "tax", "txaes"])
def test_english_words_have_their_own_forms(page: Page, site: str, query: str) -> None:
    """Each language is searched by its own rules, in its own pages."""
    is_english = page.goto(site) is not None and page.locator("html").get_attribute("lang") == "en"
    titles = searched(page, site, query)
    assert ("Other local taxes" in titles) == is_english


def test_the_surer_comes_first(page: Page, tmp_path: Path) -> None:
    """The word itself, then a form of it, then a word that begins so; the title before the description."""
    titles = ["Z bayar", "A pembayaran", "A bayarlangsung"]
    told = [Entry("a/", title, "Kantor", (title,), ()) for title in titles] + [Entry("a/", "A", "", ("A",), ("bayar",))]
    for address in _site(tmp_path, told, "id"):
        assert searched(page, address, "bayar") == [*titles, "A"]
        assert searched(page, address, "byar") == ["Z bayar", "A pembayaran", "A"]


def test_a_result_leads_to_its_page_and_says_whose_it_is(page: Page, small: str) -> None:
    """With the number of results told to who can't see them."""
    assert searched(page, small, "pbb")[0] == PBB
    first = page.locator(".search__results li").first
    assert first.locator("a").evaluate("link => link.href") == small.replace("cari/", "layanan/pbb-p2/")
    assert first.locator(".search__where").inner_text() == "Badan Keuangan Daerah Kabupaten Pasuruan"
    count = page.locator(".search__results li").count()
    expect(page.get_by_role("status")).to_have_text(f"Hasil: {count}")
    assert page.locator(".search__all").is_hidden()


def test_nothing_found_leads_to_the_list(page: Page, small: str) -> None:
    """No dead end."""
    assert searched(page, small, "xyzzy") == []
    expect(page.get_by_role("status")).to_have_text(language("id")("search.none"))
    assert page.locator(".search__all").evaluate("link => link.href") == small.replace("cari/", "daftar/")
    assert page.locator(".search__all").is_visible()
    assert page.locator(".search__results").is_hidden()


def test_words_that_no_record_holds_together_say_so(page: Page, small: str) -> None:
    """The nearest is told as the nearest."""
    searched(page, small, "kematian reklame")
    expect(page.get_by_role("status")).to_contain_text("Yang paling mendekati: 3")


def test_nothing_is_fetched_before_somebody_comes(page: Page, small: str) -> None:
    """Who does not search pays nothing; who does needs one file of data."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rsplit(".", 1)[-1]))
    page.goto(small)
    page.wait_for_load_state("networkidle")
    assert "json" not in asked
    typed(page, "pbb")
    expect(page.locator(".search__results a").first).to_have_text(PBB)
    assert asked.count("json") == 1


def test_what_was_typed_before_the_script_came_is_searched(page: Page, small: str) -> None:
    """A slow network loses no keystroke."""
    waiting: list[Route] = []
    page.route("**/search.js", lambda route: waiting.append(route))  # noqa: PLW0108 playwright marks what it is given
    page.goto(small)
    with page.expect_request("**/search.js"):
        typed(page, "bphtb")
    while not waiting:
        page.wait_for_timeout(10)  # the request is told before it is handed over
    waiting[0].continue_()
    expect(page.locator(".search__results a").first).to_have_text(BPHTB)


def test_a_question_in_the_address_is_searched(page: Page, small: str) -> None:
    """Who sent the form before the script was there, and lands on the list of all."""
    page.goto(f"{small}?q=bphtb")
    expect(page.locator(".search__results a").first).to_have_text(BPHTB)
    assert page.get_by_role("searchbox").input_value() == "bphtb"


def test_an_older_answer_never_replaces_a_newer_one(page: Page, regency: str) -> None:
    """The first query's pieces come last: they change nothing."""
    held: list[Route] = []
    released: list[bool] = []
    page.goto(regency)
    typed(page, "legalisasi")
    expect(page.locator(".search__results a").first).to_contain_text("Legalisasi")
    page.route("**/search-id-*.json", lambda route: route.continue_() if released else held.append(route))
    with page.expect_request("**/search-id-postings*"):
        typed(page, "surat")
    expect(page.locator(".search__results")).to_be_hidden()
    expect(page.get_by_role("status")).to_have_text(language("id")("search.searching"))
    typed(page, "legalisasi")
    expect(page.locator(".search__results a").first).to_contain_text("Legalisasi")
    released.append(True)
    for route in held:
        route.continue_()
    page.evaluate(FETCHED_TWICE, [route.request.url for route in held])
    assert all("Legalisasi" in title for title in page.locator(".search__results a").all_inner_texts())
    assert page.get_by_role("status").inner_text() == "Hasil: 333"


def test_a_network_that_fails_is_told_and_asked_again(page: Page, small: str) -> None:
    """With another way meanwhile; the next keystroke tries once more."""
    page.route("**/search/id.json", lambda route: route.abort())
    page.goto(small)
    typed(page, "pbb")
    expect(page.get_by_role("status")).to_have_text(language("id")("search.failed"))
    expect(page.locator(".search__all")).to_be_visible()
    page.unroute("**/search/id.json")
    typed(page, "pbb ")
    expect(page.locator(".search__results a").first).to_have_text(PBB)
    expect(page.locator(".search__all")).to_be_hidden()


def test_an_index_that_is_gone_is_a_failure(page: Page, small: str) -> None:
    """A page that stood open while a new site was published asks for a file that is no more."""
    page.route("**/search/id.json", lambda route: route.fulfill(status=404, body="gone"))
    page.goto(small)
    typed(page, "pbb")
    expect(page.get_by_role("status")).to_have_text(language("id")("search.failed"))


def test_an_emptied_field_shows_nothing(page: Page, small: str) -> None:
    """Neither results nor a number of them."""
    assert searched(page, small, "pbb")
    typed(page, "")
    expect(page.locator(".search__results")).to_be_hidden()
    expect(page.get_by_role("status")).to_be_empty()


def test_the_keyboard_alone_will_do(page: Page, small: str) -> None:
    """Field, Enter, and the next stop is the first result; after the results the page goes on."""
    page.goto(small)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.labels[0].textContent") == "Cari layanan atau kantor"
    page.keyboard.type("bphtb")
    expect(page.get_by_role("status")).to_be_attached()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == BPHTB


def test_without_script_the_form_leads_to_the_list(browser: Browser, small: str) -> None:
    """The question goes along in the address."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(small)
    page.get_by_role("searchbox").fill("pbb p2")
    page.get_by_role("button", name="Cari").click()
    assert page.url == small.replace("cari/", "daftar/?q=pbb+p2")
    assert page.locator("ol").count() == 0
    context.close()


def test_more_results_come_when_asked_for(page: Page, regency: str) -> None:
    """Ten at first; the focus goes to the eleventh."""
    assert len(searched(page, regency, "surat")) == 10
    page.get_by_role("button", name="Tampilkan lebih banyak").click()
    expect(page.locator(".search__results a")).to_have_count(20)
    expect(page.locator(".search__results a").nth(10)).to_be_focused()


@pytest.mark.parametrize("query", ["surat", "pajk", "sewa balai sukorejo", "pendaftaran objek pajak baru"])
def test_a_phone_pays_at_most_100_kb_among_ten_thousand(page: Page, regency: str, query: str) -> None:
    """Script, head and pieces, headers too, for every beginning of the query that was typed on the way."""
    assert sum(fetched_for(page, regency, query).values()) <= 100_000


def test_no_query_costs_more_than_60_kb(page: Page, regency: str, services: list[Entry]) -> None:
    """Whole titles, words of descriptions that stand in one drawer each, and typing errors: not typed but pasted."""
    chance = random.Random(4)
    queries = ["surat keterangan tidak mampu desa", "keljarsui pealaprou", "bngunan pengaduan perpustakan"]
    for service in chance.sample(services, 8):
        told = [word for text in service.weak for word in words_in(text)]
        queries += [service.title, " ".join(chance.sample(told, 3)), " ".join(word[1:] for word in told[-2:])]
    for query in queries:
        assert sum(fetched_for(page, regency, query, delay=0).values()) <= 60_000, query


def test_a_new_index_is_searched_a_minute_later(page: Page, pasuruan: Directory, tmp_path: Path) -> None:
    """Also in a page that stood open meanwhile; before, nobody is asked again."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/id.json") else None)
    page.clock.install()
    for address in _site(tmp_path, entries_of(pasuruan, language("id")), "id"):
        assert searched(page, address, "pbb")[0] == PBB
        write_page(tmp_path, [Entry("x/", "Xilofon", "Kantor", ("Xilofon",), ())], "id")
        page.clock.run_for(50_000)
        typed(page, "pbb p2")
        page.clock.run_for(1_000)
        assert len(asked) == 1
        page.clock.run_for(10_000)
        typed(page, "xilofon")
        page.clock.run_for(1_000)
        expect(page.locator(".search__results a")).to_have_text(["Xilofon"])


def test_pieces_that_are_gone_are_those_of_an_older_index(page: Page, tmp_path: Path) -> None:
    """A page that stood open while a site was published finds what is there now."""
    told = entries(1_000, GUIDE.read_text(encoding="utf-8"))
    for address in _site(tmp_path, told, "id"):
        assert len(searched(page, address, "surat")) == 10
        shutil.rmtree(tmp_path / "assets")
        write_page(tmp_path, [*told, Entry("x/", "Xilofon", "Kantor", ("Xilofon",), ())], "id")
        typed(page, "xilofon")
        expect(page.locator(".search__results a")).to_have_text(["Xilofon"])


def test_the_script_weighs_little() -> None:
    """Less than a picture would."""
    assert len(gzip.compress(SCRIPT.read_bytes())) < 5_000


@pytest.mark.parametrize("code", available_languages())
def test_script_and_generator_know_the_same_words_and_forms(page: Page, code: str) -> None:
    """One source of rules, two readers: on words of people, and on ones that nobody would think of."""
    forms, chance = forms_of(code), random.Random(8)
    made = ["".join(chance.choices("abdegikmnprstuy ’é", k=chance.randint(1, 14))) for _ in range(2000)]
    texts = [
        *made,
        *" ".join(FAMILIES + ENGLISH_FAMILIES).split(),
        "Qur’an",
        "e-KTP",
        "İstanbul",
        "ﬁrma",
        "x²",
        "kelu\u00adarga",
        "𞤀𞤣",
    ]
    words = [words_in(text) for text in texts]
    source = SCRIPT.read_text(encoding="utf-8")
    assert START in source
    page.add_script_tag(content=source.replace(START, "window.parts = { read, formsOf, wordsIn };"))
    files = search_files([], language(code))
    head = json.loads(files.files[files.index])
    told = page.evaluate(
        """([head, texts]) => {
          parts.read(head);
          return texts.map((text) => parts.wordsIn(text).flat().map((word) => [word, parts.formsOf(head, word)]));
        }""",
        [head, texts],
    )
    for text, found, given in zip(texts, words, told, strict=True):
        only_in_the_index = {"ektp"} if text == "e-KTP" else set()
        assert {word for word, _ in given} == set(found) - only_in_the_index, text
        assert all(sorted(given_forms) == sorted(forms.all_forms(word)) for word, given_forms in given), text
