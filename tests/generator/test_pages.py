"""pages: what the renderer is given."""

import dataclasses
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks.at_once import pages
from generator.assets import ASSETS as ASSETS_OF_SITE
from generator.assets import page_templates
from generator.directory import Directory, available_languages, language
from tests.building import FOUNDING_DAY, ROOT, closure

ASSETS = {name: f"assets/{name}" for name in ASSETS_OF_SITE}
TEMPLATES = sorted([*(ROOT / "site_src").rglob("*.html"), *(ROOT / "form_api" / "templates").glob("*.html")])


@pytest.fixture(scope="module")
def written(pasuruan: Directory) -> dict[str, str]:
    return pages(pasuruan, FOUNDING_DAY, page_templates(), ASSETS)


def test_every_service_office_and_notice_has_a_page_in_each_language(written: dict[str, str]) -> None:
    """The addresses are those of the design, the default language at the root."""
    assert {path for path in written if path.endswith("pbb-p2/index.md")} == {
        "layanan/pbb-p2/index.md",
        "en/services/pbb-p2/index.md",
    }
    assert {"index.md", "en/index.md", "kantor/bkd/index.md", "en/offices/bkd/index.md"} <= written.keys()
    assert {"pengumuman/loket-tutup-2020-03/index.md", "en/notices/index.md", "sitemap.xml"} <= written.keys()


def test_equal_input_gives_equal_text(pasuruan: Directory, written: dict[str, str]) -> None:
    """Rule 9 of the hours: the same directory and the same now give the same bytes."""
    assert pages(pasuruan, FOUNDING_DAY, page_templates(), ASSETS) == written


def test_a_body_is_one_line_that_markdown_leaves_alone(written: dict[str, str]) -> None:
    """Front matter is one line of JSON, the body one block of HTML."""
    for path, text in written.items():
        if path.endswith(".md"):
            lines = text.strip().split("\n")
            assert (lines[0], lines[2], len(lines)) == ("---", "---", 5)
            assert lines[4].startswith(("<div ", "<div>"))


def test_the_claim_that_waits_is_not_lost(written: dict[str, str]) -> None:
    """Both BPJS pages say so, in both languages: many waited out of fear."""
    for service in ("jht", "jkm"):
        assert "Klaim Anda tidak hangus" in written[f"layanan/{service}/index.md"]
        assert "Your claim is not lost by waiting" in written[f"en/services/{service}/index.md"]


def test_the_assumed_hours_are_called_assumed(written: dict[str, str]) -> None:
    """Hours that the office did not publish are marked wherever they stand."""
    assert "Jam ini perkiraan" in written["layanan/jht/index.md"]
    assert "Jam ini perkiraan" in written["kantor/bkd/index.md"]


def with_closure(directory: Directory, **named: Any) -> dict[str, str]:
    """The pages of a directory whose one closure is this."""
    one = closure("2020-03-23", "2020-03-25", **named)
    return pages(dataclasses.replace(directory, closures={one.id: one}), FOUNDING_DAY, page_templates(), ASSETS)


def test_a_counter_that_stays_open_is_named_with_its_place(pasuruan: Directory) -> None:
    """What feet can reach has no link, and is told all the same."""
    written = with_closure(pasuruan, channels=("wa-pbb-1",), stays_open=("loket-bkd",))
    for path in ("layanan/pbb-p2/index.md", "pengumuman/tutup-2020-03-23/index.md"):
        instead = written[path].split("Yang tetap buka:", 1)[1].split("</ul>", 1)[0]
        assert "Loket Kantor Pajak Daerah, Kantor Pajak Daerah, Jalan Panglima Sudirman" in instead


def test_a_shut_whatsapp_is_marked_on_the_home_page(pasuruan: Directory) -> None:
    """No green button without the word that nobody answers there."""
    home = with_closure(pasuruan, channels=("wa-pbb-1",), stays_open=("wa-pbb-2",))["index.md"]
    assert "Tutup 23 – 25 Maret 2020" in home.split("wa.me/6281230060440", 1)[1].split("</li>", 1)[0]


def test_the_form_says_who_uses_what_is_written(written: dict[str, str]) -> None:
    """Purpose and controller stand at the form (UU 27/2022)."""
    form = written["layanan/jht/index.md"].split('id="pertanyaan"', 1)[1]
    assert "Yang Anda tulis hanya dipakai oleh BPJS Ketenagakerjaan Cabang Pasuruan. Menjawab pertanyaan Anda." in form


@pytest.mark.parametrize("code", available_languages())
def test_no_language_leaks_into_another(written: dict[str, str], code: str) -> None:
    """No heading of one language stands on a page of another (lesson 25)."""
    other = next(item for item in available_languages() if item != code)
    inside = [
        text for path, text in written.items() if path.endswith(".md") and path.startswith("en/") == (code == "en")
    ]
    for key in ("page.ways", "page.question_heading", "page.documents", "page.hours_unknown"):
        assert not [text for text in inside if f">{language(other)(key)}<" in text]


def without_code(template: Path) -> str:
    """The text of a template that a reader would see, without tags, attributes and expressions."""
    text = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"<[^>]*>", "", text)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_a_number_an_hour_or_a_date(template: Path) -> None:
    """Rule 7 of the hours: what people read comes from contacts.yml and the catalogues."""
    assert not re.search(r"\d", without_code(template))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_hides_one_in_an_attribute_or_expression(template: Path) -> None:
    """A hint in a field or a text in quotation marks is read by people too; a digit alone is a measure or a place."""
    written = re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"\d[\d.:,/ -]*\d", written) == []


def test_every_word_of_the_catalogue_is_spoken_somewhere() -> None:
    """A key that nothing asks for would be translated in vain."""
    sources = [*(ROOT / "generator").rglob("*.py"), *(ROOT / "form_api").rglob("*.py"), *TEMPLATES]
    spoken = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    made = re.findall(r"""f["']([a-z_]+\.[a-z_.]*\{[^"']*)["']""", spoken)
    patterns = [re.sub(r"\\{.*?\\}", ".+", re.escape(text)) for text in made]
    unasked = [key for key in language("id").words if key not in spoken and not key.startswith("live.")]
    assert [key for key in unasked if not any(re.fullmatch(pattern, key) for pattern in patterns)] == []
