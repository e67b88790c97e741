"""search: the files that a browser searches in."""

import dataclasses
import gzip
import hashlib
import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.services import entries
from generator.directory import Directory, language
from generator.search import Entry, SearchFiles, entries_of, index_path, search_files
from generator.search.forms import forms_of
from generator.search.spelling import words_in
from tests.building import ROOT
from tests.generator.search.reading import found, numbers_of, pieces_of, terms_of

INDONESIAN, ENGLISH = language("id"), language("en")
TITLES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=20, unique=True)


def entry(title: str, *weak: str) -> Entry:
    return Entry(f"{title}/", title, "Kantor", (title,), weak)


def indexed(*made: Entry) -> SearchFiles:
    return search_files(made, INDONESIAN)


@pytest.fixture(scope="module")
def services() -> list[Entry]:
    """Ten thousand, whose texts hold more words than a phone is given at once."""
    return entries(10_000, (ROOT / "docs" / "panduan-petugas.md").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def regency(services: list[Entry]) -> SearchFiles:
    return search_files(services, INDONESIAN)


@given(TITLES)
def test_each_word_of_a_title_finds_its_record(titles: list[str]) -> None:
    """Whatever staff call a service, in whatever script."""
    files = indexed(*map(entry, titles))
    for title in titles:
        assert all(found(files, word).get(title) == 0 for word in words_in(title))


def test_a_root_finds_the_words_made_of_it() -> None:
    """The word itself ranks above a form of it, and a strong text above a weak one."""
    files = indexed(entry("Bayar"), entry("Pembayaran"), entry("A", "bayar"), entry("B", "dibayarkan"))
    assert found(files, "bayar") == {"Bayar": 0, "Pembayaran": 1, "A": 2, "B": 3}


def test_a_filler_of_a_description_is_not_listed() -> None:
    """In a title it is."""
    assert found(indexed(entry("Apa dan siapa"), entry("A", "ini dan itu")), "dan") == {"Apa dan siapa": 0}


def test_equal_entries_give_equal_files() -> None:
    """In whatever order they come."""
    assert indexed(entry("A"), entry("B")) == indexed(entry("B"), entry("A"))


def test_no_page_changes_with_the_index() -> None:
    """The head keeps its name, so that pages need not wait for it."""
    assert indexed(entry("A")).index == indexed(entry("B")).index == index_path(INDONESIAN) == "search/id.json"


def test_a_piece_is_named_after_its_content(regency: SearchFiles) -> None:
    """Browsers keep a file of assets/ for ever. A head comes after its pieces, as they may be written."""
    *pieces, head = regency.files
    assert head == regency.index
    for name in pieces:
        assert hashlib.sha256(regency.files[name].encode()).hexdigest()[:12] == name.split(".")[1]


def test_one_new_word_changes_few_files(services: list[Entry], regency: SearchFiles) -> None:
    """After a description was edited, what phones and servers have of the rest stays good."""
    one = services[4321]
    edited = [*services[:4321], one._replace(weak=(*one.weak, "malam")), *services[4322:]]
    files = search_files(edited, INDONESIAN).files
    assert len(files.items() - regency.files.items()) <= 4


def test_a_small_site_has_one_file(pasuruan: Directory) -> None:
    """Five services and two offices come with the first request."""
    for words in (INDONESIAN, ENGLISH):
        files = search_files(entries_of(pasuruan, words), words)
        assert list(files.files) == [files.index]
        assert len(gzip.compress(files.files[files.index].encode())) < 3000


def test_nothing_to_find_is_an_index_too() -> None:
    """An office may have no service yet."""
    assert found(indexed(), "bayar") == {}


def test_a_language_without_rules_has_no_word_forms() -> None:
    """A third language is a catalogue away, and searches by whole words."""
    files = search_files([entry("Pembayaran")], dataclasses.replace(INDONESIAN, code="xx"))
    assert found(files, "bayar") == {}
    assert found(files, "pembayaran") == {"Pembayaran": 0}


def test_no_piece_is_heavy(regency: SearchFiles) -> None:
    """Also not that of a word which every record holds, and not the head, which knows the commonest words alone."""
    weights = {name: len(gzip.compress(text.encode())) for name, text in regency.files.items()}
    assert weights.pop(regency.index) < 25_000
    assert max(weights.values()) < 3_000
    assert len(found(regency, "desa")) == 10_000


def test_few_words_are_all_at_hand(services: list[Entry]) -> None:
    """Drawers are for what would be too much at once."""
    files = indexed(*services[:100])
    assert pieces_of(json.loads(files.files[files.index]))["drawers"] == []


def test_a_rare_word_is_found_too(services: list[Entry], regency: SearchFiles) -> None:
    """In the drawer that its beginning leads to."""
    at_hand = set(terms_of(json.loads(regency.files[regency.index])["terms"]))
    for told in services[::1000]:
        rare = sorted({word for text in told.weak for word in words_in(text)} - at_hand - forms_of("id").fillers)
        assert told.title in found(regency, rare[0])


def test_the_head_names_every_piece(regency: SearchFiles) -> None:
    """Nothing is published that no page can reach, and nothing is asked for that is not there."""
    head = json.loads(regency.files[regency.index])
    pieces = pieces_of(head)
    assert {regency.index, *chain(*pieces.values())} == regency.files.keys()
    assert len(list(numbers_of(head["starts"]))) == len(pieces["postings"])
    assert len(list(terms_of(head["begins"]))) == len(pieces["drawers"]) > 0
    terms = list(terms_of(head["terms"]))
    assert terms == sorted(set(terms))


def test_services_and_offices_are_found_where_their_pages_are(pasuruan: Directory) -> None:
    """In each language its own names, addresses and words."""
    told = {item.path: item for item in entries_of(pasuruan, ENGLISH)}
    assert told["en/services/pbb-p2/"].title == "Land and building tax (PBB-P2)"
    assert told["en/services/pbb-p2/"].where == "Revenue office of Pasuruan Regency"
    assert {"PBB", "SPPT"} <= set(told["en/services/pbb-p2/"].strong)
    assert (told["en/offices/bkd/"].where, "BKD" in told["en/offices/bkd/"].strong) == ("Office", True)
    assert "layanan/jht/" in {item.path for item in entries_of(pasuruan, INDONESIAN)}


def test_a_service_that_is_no_more_is_not_found(pasuruan: Directory) -> None:
    """As it is in no list."""
    gone = {**pasuruan.services, "jht": dataclasses.replace(pasuruan.services["jht"], status="defunct")}
    left = entries_of(dataclasses.replace(pasuruan, services=gone), INDONESIAN)
    assert "layanan/jht/" not in {item.path for item in left}
