"""A third language is a catalogue file away: nothing in the program knows which languages there are."""

import importlib
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.search import search_of
from tests.building import ROOT, good
from tests.generator.full import FULL
from tests.generator.written import body, faults_of_all, front_matter, written

CATALOGUES = ROOT / "generator" / "directory" / "languages"
MARK = "ꦲ"
"""Stands in every word of the third language, and in no other."""
UNMARKED = {"locale", "name", "paths"}
NAMES = {
    "Kantor Pelayanan",
    "Gedung A",
    "Gudang",
    "Kependudukan",
    "Kartu penduduk",
    "Kartu Keluarga",
    "Kabar",
    "KTP",
    "K",
}
"""What the file tells in Indonesian, and a letter of the alphabet."""


def translated(tree: Any) -> Any:
    """A catalogue in which every text bears the mark."""
    if isinstance(tree, dict):
        return {key: value if key in UNMARKED else translated(value) for key, value in tree.items()}
    return f"{MARK}{tree}"


@pytest.fixture
def _third(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of catalogues with Javanese in it."""
    room = importlib.import_module("generator.directory.language")
    folder = tmp_path / "languages"
    shutil.copytree(CATALOGUES, folder)
    catalogue = yaml.safe_load((CATALOGUES / "en.yml").read_text(encoding="utf-8"))
    javanese = translated(catalogue) | {"locale": "jv", "name": "Basa Jawa"}
    javanese["paths"] = {key: f"{word}-jv" for key, word in catalogue["paths"].items()}
    (folder / "jv.yml").write_text(yaml.safe_dump(javanese, allow_unicode=True), encoding="utf-8")
    monkeypatch.setattr(room, "_FOLDER", folder)
    _forget(room)
    yield
    _forget(room)


def _forget(room: Any) -> None:
    room.available_languages.cache_clear()
    room.language.cache_clear()


@pytest.fixture
def files(_third: None) -> dict[str, str]:
    """The site of a directory with every key, in three languages."""
    directory = good(FULL.replace("languages: [id, en]\n", "languages: [id, en, jv]\n"))
    return written(directory) | search_of(directory)


def tree(files: dict[str, str], code: str) -> dict[str, str]:
    """The pages of one language: of the first those in no other's folder."""
    pages = {path: text for path, text in files.items() if path.endswith(".md")}
    if code != "id":
        return {path: text for path, text in pages.items() if path.startswith(f"{code}/")}
    return {path: text for path, text in pages.items() if not path.startswith(("en/", "jv/"))}


def test_each_language_has_a_whole_tree(files: dict[str, str]) -> None:
    """As many pages as the others, each in its language, under its own words; the wrong addresses have one for all."""
    trees = {code: tree(files, code) for code in ("id", "en", "jv")}
    assert len(trees["jv"]) == len(trees["en"]) == len(trees["id"]) - 1
    assert {"jv/services-jv/ktp/index.md", "jv/notices-jv/tutup/poster-jv/index.md"} <= trees["jv"].keys()
    assert {f"jv/{name}" for name in ("calendar.ics", "feed.xml", "notices-jv/tutup/broadcast-jv.txt")} <= files.keys()
    for code, pages in trees.items():
        assert {front_matter(text)["language"] for text in pages.values()} == {code}


def test_each_page_names_the_same_page_in_the_others(files: dict[str, str]) -> None:
    """hreflang of all three, itself among them, and a link to tap for the two others in their own names."""
    for code in ("id", "en", "jv"):
        for path, text in tree(files, code).items():
            told = front_matter(text)
            if told["indexed"]:
                assert [item["language"] for item in told["alternates"]] == ["id", "en", "jv"], path
            assert [item["language"] for item in told["others"]] == [one for one in ("id", "en", "jv") if one != code]
    names = {item["name"] for item in front_matter(files["index.md"])["others"]}
    assert names == {"English", "Basa Jawa"}


def test_alternates_lead_to_each_other(files: dict[str, str]) -> None:
    """Search engines take them for true only where each page names the others, and each is there."""
    pages = {
        front_matter(text)["canonical"]: front_matter(text)["alternates"]
        for text in files.values()
        if text[:3] == "---"
    }
    for address, alternates in pages.items():
        assert [item["address"] for item in alternates if pages.get(item["address"]) != alternates] == [], address


def test_no_language_leaks_into_another(files: dict[str, str]) -> None:
    """The words of the third stand in its tree and in its search index, and nowhere else that people read."""
    ours = [path for path, text in files.items() if MARK in text and path != "history.json"]
    assert [path for path in ours if not path.startswith(("jv/", "assets/search-jv", "search/jv"))] == []
    assert [path for path in tree(files, "jv") if path not in ours] == []


def test_no_word_of_the_others_stands_in_the_third(files: dict[str, str]) -> None:
    """Every heading of the third language's pages is one of its own words, or a name that the file tells."""
    for path, text in tree(files, "jv").items():
        for heading in re.findall(r"<h[1-4][^>]*>(.*?)</h[1-4]>", body(text)):
            plain = re.sub(r"<[^>]*>", "", heading).strip()
            assert MARK in plain or plain in NAMES, f"{path}: {plain}"


def test_what_was_not_translated_says_in_which_language_it_is(files: dict[str, str]) -> None:
    """The names of the file stand in Indonesian, marked for whoever hears them read."""
    shown = body(files["jv/offices-jv/index.md"])
    assert '<span lang="id">Kantor Pelayanan</span>' in shown


@pytest.mark.usefixtures("_third")
def test_a_site_in_three_languages_has_no_fault() -> None:
    """As the inspection before publishing sees it."""
    assert faults_of_all(good(FULL.replace("languages: [id, en]\n", "languages: [id, en, jv]\n"))) == []
