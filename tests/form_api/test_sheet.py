"""A letter's contents: text and HTML say the same, everything is escaped, and nothing is loaded from anywhere."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.sheet import Listing, Quoted, Sheet, Table, as_html, as_text, one_line
from generator.directory import Link, language
from tests.form_api.letters import every_letter, page_of
from tests.form_api.questions import stored
from tests.web_page import WebPage

HOSTILE = "</pre></title></style><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"
FULL = Sheet(
    words=language("id"),
    heading="Judul",
    opening=("Satu.", "Dua."),
    rows=(("Label", "nilai"),),
    button=Link("Tekan", "https://loket.example/x?key=1"),
    table=Table(("Masuk", "Gagal"), (("Semua", ("12 (3)", "0 (0)")), ("PBB", ("5 (1)", "0 (0)")))),
    lists=(Listing("Cara lain", (Link("Situs", "https://x.example"), Link("Telepon 1", "tel:1")), "Catatan."),),
    quoted=Quoted("Isi", "  a\n\nb "),
    closing=("Penutup.",),
)


def test_the_text_of_a_sheet() -> None:
    """Paragraphs apart, numbers under their headings, the quoted words to the letter, ours below the sign for it."""
    assert as_text(FULL) == (
        "Judul\n\nSatu.\n\nDua.\n\nLabel: nilai\n\nTekan:\nhttps://loket.example/x?key=1\n\n"
        " Masuk  Gagal\nSemua\n12 (3)  0 (0)\nPBB\n 5 (1)  0 (0)\n\n"
        "Cara lain:\n- Situs: https://x.example\n- Telepon 1\nCatatan.\n\n"
        "Isi:\n\n  a\n\nb \n\n-- \nPenutup.\n"
    )


def test_the_html_of_a_sheet_says_the_same() -> None:
    """Every word of the text is in the HTML, in the same order, and each link can be followed."""
    page = WebPage(as_html(FULL))
    said = ["Satu.", "Dua.", "Label", "nilai", "Tekan", "Masuk", "12 (3)", "PBB", "Situs", "Catatan.", "  a\n\nb "]
    places = [page.text.index(words) for words in [*said, "Penutup."]]
    assert places == sorted(places)
    assert page.links == ["https://loket.example/x?key=1", "https://x.example", "tel:1"]


def test_a_sheet_of_little_is_short() -> None:
    """What is not there leaves no gap and no empty list."""
    sheet = Sheet(words=language("en"), heading="Title", opening=("One.",))
    assert as_text(sheet) == "Title\n\nOne.\n"
    assert WebPage(as_html(sheet)).tags & {"table", "ul", "pre", "a", "h2"} == set()
    assert '<html lang="en">' in as_html(sheet)


@pytest.mark.parametrize("kind", ["question", "handed on", "reply", "reminder", "escalation", "digest"])
def test_no_letter_loads_or_runs_anything(kind: str) -> None:
    """No picture, no font, no script, no form: opening a letter tells nobody that it was opened."""
    html = page_of(every_letter(stored(message=HOSTILE, name=HOSTILE, phone=HOSTILE))[kind])
    page = WebPage(html)
    allowed = {"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", "p", "a", "pre", "ul", "li", "bdi"}
    assert page.tags <= allowed | {"table", "thead", "tbody", "tr", "th", "td"}
    assert not {name for name in page.attributes if name.startswith("on")} | page.attributes & {"src", "background"}
    assert not re.search(r"url\(|@import|javascript:", html)
    assert all(link.startswith(("https:", "mailto:", "tel:")) for link in page.links)


def test_hostile_words_stay_words() -> None:
    """Wherever they stand, they are shown as they were typed and are never markup or a template."""
    sheet = Sheet(
        words=language("id"),
        heading=HOSTILE,
        opening=(HOSTILE,),
        rows=((HOSTILE, HOSTILE),),
        lists=(Listing(HOSTILE, (Link(HOSTILE, ""),), HOSTILE),),
        quoted=Quoted(HOSTILE, HOSTILE),
    )
    page = WebPage(as_html(sheet))
    assert page.tags & {"script", "img"} == set()
    assert page.text.count(HOSTILE) == 10


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    """No character is lost, none makes a line, and each can be written in UTF-8."""
    line = one_line(text)
    assert len(line) == len(text)
    assert len(f"{line}.".splitlines()) == 1
    assert line.encode().decode() == line
    assert not [character for character in line if unicodedata.category(character) == "Cc"]


def test_halves_of_characters_are_marked() -> None:
    """What UTF-8 can't write stops no letter."""
    sheet = Sheet(words=language("id"), heading="a\ud800", quoted=Quoted("b", "c\udfff"))
    assert as_text(sheet).encode()
    assert as_html(sheet).encode()
