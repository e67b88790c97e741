"""search: the files that a browser searches in."""

import dataclasses
import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.services import entries
from generator.directory import Directory, language
from generator.search import Entry, SearchFiles, entries_of, search_files
from generator.search.spelling import words_in
from tests.building import ROOT
from tests.generator.search.reading import found, terms_of

INDONESIAN, ENGLISH = language("id"), language("en")
TITLES = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=20, unique=True)


def entry(title: str, *weak: str) -> Entry:
    return Entry(f"{title}/", title, "Kantor", (title,), weak)


def indexed(*made: Entry) -> SearchFiles:
    return search_files(made, INDONESIAN)


@pytest.fixture(scope="module")
def regency() -> SearchFiles:
    """Ten thousand services."""
    guide = (ROOT / "docs" / "panduan-petugas.md").read_text(encoding="utf-8")
    return search_files(entries(10_000, guide), INDONESIAN)


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


def test_equal_entries_give_equal_files_and_other_ones_another_name() -> None:
    """Browsers keep a file for ever, and its name changes with what is in it."""
    assert indexed(entry("A"), entry("B")) == indexed(entry("B"), entry("A"))
    assert indexed(entry("A")).index != indexed(entry("B")).index


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
    """Also not that of a word which every record holds; and all records can be told from a head of some kilobytes."""
    weights = {name: len(gzip.compress(text.encode())) for name, text in regency.files.items()}
    assert weights.pop(regency.index) < 15_000
    assert max(weights.values()) < 9_000
    assert len(found(regency, "desa")) == 10_000


def test_the_head_names_every_piece(regency: SearchFiles) -> None:
    """Nothing is published that no page can reach, and nothing is asked for that is not there."""
    head = json.loads(regency.files[regency.index])
    assert {regency.index, *head["postings"], *head["records"]} == regency.files.keys()
    assert len(head["starts"]) == len(head["postings"])
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
