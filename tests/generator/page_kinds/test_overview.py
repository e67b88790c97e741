"""overview: the list from A to Z, its letters where it is long, and the page of each category."""

import dataclasses
import re

import pytest

from generator.directory import Directory
from generator.page_kinds import overview
from generator.page_kinds.overview import MOST_ON_A_PAGE, overview_pages
from tests.building import plain
from tests.generator.written import body, faults_of, front_matter, writer, written


def with_services(directory: Directory, count: int) -> Directory:
    """So many services, their names spread over the letters A to J."""
    one = directory.services["pbb-p2"]
    services = [
        dataclasses.replace(one, id=f"l-{number}", name=plain(f"{chr(65 + number % 10)} {number}"))
        for number in range(count)
    ]
    return dataclasses.replace(directory, services={item.id: item for item in services})


def test_up_to_500_services_stand_on_one_page(pasuruan: Directory) -> None:
    """The letters lead to anchors of the same page."""
    alphabet = next(iter(overview_pages(writer(with_services(pasuruan, MOST_ON_A_PAGE)))))
    assert len(re.findall(r'href="[^"]*l-\d+/"', alphabet.body)) == MOST_ON_A_PAGE == 500
    assert set(re.findall(r'href="#(.)"', alphabet.body)) == set(re.findall(r'<h2 id="(.)"', alphabet.body))


def test_more_services_stand_on_a_page_for_each_letter(pasuruan: Directory) -> None:
    """The first page names the letters alone; every service is on one of theirs, once."""
    pages = [page for page in overview_pages(writer(with_services(pasuruan, 501))) if page.kind == "a-z"]
    assert [page.path for page in pages] == ["layanan/", *(f"abjad/{letter}/" for letter in "abcdefghij")]
    assert pages[0].body.count("l-") == 0
    listed = [name for page in pages for name in re.findall(r'href="[^"]*(l-\d+)/"', page.body)]
    assert (len(listed), len(set(listed))) == (501, 501)


def test_a_long_letter_goes_on_over_several_pages(pasuruan: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of names, each service once; every page names its first and last, and leads to all the others."""
    monkeypatch.setattr(overview, "MOST_ON_A_PAGE", 4)
    pages = [page for page in overview_pages(writer(with_services(pasuruan, 95))) if page.path.startswith("abjad/a/")]
    assert [page.path for page in pages] == ["abjad/a/", "abjad/a/2/", "abjad/a/3/"]
    listed = [re.findall(r'layanan/l-(\d+)/"', page.body) for page in pages]
    assert listed == [["0", "10", "20", "30"], ["40", "50", "60", "70"], ["80", "90"]]
    assert "A 40 – A 70" in pages[1].body
    assert pages[1].title == "Layanan berawalan A, halaman 2 dari 3"
    assert re.findall(r'abjad/a/([23]/)?"( aria-current="page")?>([^<]*)', pages[1].body)[1:] == [
        ("", "", "1"), ("2/", ' aria-current="page"', "2"), ("3/", "", "3"), ("3/", "", "Lanjut ke halaman 3 dari 3"),
    ]  # fmt: skip
    assert "Lanjut" not in pages[2].body


def test_a_long_category_goes_on_over_several_pages(pasuruan: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link is dead, and each page is the other language's page of the same number."""
    monkeypatch.setattr(overview, "MOST_ON_A_PAGE", 2)
    files = written(pasuruan)
    assert faults_of(files) == []
    second = files["en/topics/pajak/2/index.md"]
    assert re.findall(r'services/([^"/]+)/"', body(second)) == ["pajak-daerah-lain"]
    assert {item["address"].partition("/kelompok/")[2] for item in front_matter(second)["alternates"]} >= {"pajak/2/"}


def test_letters_are_no_translations_of_each_other(pasuruan: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No link is dead, no page claims to be one of another language, and that language's first page is a tap away."""
    monkeypatch.setattr(overview, "MOST_ON_A_PAGE", 4)
    files = written(pasuruan)
    assert faults_of(files) == []
    letters = {name: text for name, text in files.items() if name.startswith(("abjad/", "en/alphabet/"))}
    assert {"abjad/k/index.md", "abjad/b/index.md", "abjad/p/index.md", "en/alphabet/o/index.md"} <= letters.keys()
    for name, text in letters.items():
        told = front_matter(text)
        assert {item["language"] for item in told["alternates"]} == {told["language"]}
        home = "../../en/" if name.startswith("abjad/") else "../../../"
        assert [other["link"] for other in told["others"]] == [home]


def test_a_category_lists_its_services_with_their_office(pasuruan: Directory) -> None:
    """All of them and no others, in both languages under the same id."""
    files = written(pasuruan)
    for path, office in (("kelompok", "Badan Keuangan Daerah"), ("en/topics", "Revenue office")):
        shown = body(files[f"{path}/pajak/index.md"])
        listed = re.findall(r'href="[^"]*/(?:layanan|services)/([^"/]+)/"', shown)
        assert listed == ["pbb-p2", "bphtb", "pajak-daerah-lain"]
        assert shown.count(office) == 3


def test_a_hidden_service_stands_in_no_list(pasuruan: Directory) -> None:
    """What an office does no longer offer is not looked up; what is suspended is."""
    services = dict(pasuruan.services)
    services["bphtb"] = dataclasses.replace(services["bphtb"], status="defunct")
    services["pbb-p2"] = dataclasses.replace(services["pbb-p2"], status="temporarily_closed")
    told = "".join(page.body for page in overview_pages(writer(dataclasses.replace(pasuruan, services=services))))
    assert "bphtb" not in told
    assert "layanan/pbb-p2/" in told
