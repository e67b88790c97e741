"""panel: what the preview puts on top of a page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.assets import SOURCES
from generator.directory import Language, Place, Problem, language
from generator.preview.draft import Building, Built, Faulty, Outcome, Refused, Unforeseen
from generator.preview.panel import MOST_LISTED, panel, said, with_panel
from generator.preview.showing import templates_in
from tests.web_page import WebPage

TEMPLATES = templates_in(SOURCES / "preview")
INDONESIAN, ENGLISH = language("id"), language("en")
HOURS = Problem(Place("contacts.yml", 41, 20), "interval", details={"quote": "8.00-15.30-"})
ENDED = Problem(
    Place("contacts.yml", 9, 3),
    "closure-open-ended",
    "warning",
    {"quote": "tutup", "since": "2020-03-23", "days": 200},
)
OUTCOMES: list[Outcome] = [
    Building(),
    Built(23, 1.25, (ENDED,)),
    Faulty((ENDED, HOURS)),
    Refused("index.html: lacks a title"),
    Unforeseen("OSError: disk full"),
]


def shown(outcome: Outcome, words: Language = INDONESIAN, *, has_page: bool = True) -> WebPage:
    return WebPage(panel(outcome, words, TEMPLATES, has_page=has_page))


def test_a_problem_has_its_place_and_its_remedy() -> None:
    """What was typed, what is wrong, what to write, and how many there are, in the language asked for."""
    told = shown(Faulty((ENDED, HOURS)))
    assert "contacts.yml:41:20" in told.text
    assert "'8.00-15.30-' bukan jam layanan. Tulis seperti 08:00-15:30." in told.text
    assert INDONESIAN("check.count", errors=1, warnings=1) in told.text
    assert ENGLISH.explain(HOURS) in shown(Faulty((HOURS,)), ENGLISH).text


@pytest.mark.parametrize("outcome", [outcome for outcome in OUTCOMES if not isinstance(outcome, (Building, Built))])
def test_an_error_is_spoken_and_open(outcome: Outcome) -> None:
    """Screen readers say it at once, it needs no click, and the keyboard can scroll it."""
    html = panel(outcome, INDONESIAN, TEMPLATES, has_page=True)
    assert 'role="alert"' in html
    assert "<details open>" in html
    assert 'tabindex="0"' in html


def test_a_warning_waits_to_be_opened() -> None:
    """It is there, and neither speaks up nor covers the page."""
    html = panel(Built(23, 1.0, (ENDED,)), INDONESIAN, TEMPLATES, has_page=True)
    assert "contacts.yml:9:3" in html
    assert "alert" not in html
    assert "<details>" in html
    assert panel(Built(23, 1.0, ()), INDONESIAN, TEMPLATES, has_page=True) == ""


def test_what_lies_beneath_is_told() -> None:
    """The last good page, or none yet."""
    assert INDONESIAN("preview.last_good") in shown(Faulty((HOURS,))).text
    assert INDONESIAN("preview.no_page") in shown(Faulty((HOURS,)), has_page=False).text


def test_a_reason_is_shown_as_it_is() -> None:
    """Markup in it is text."""
    assert "<b>a</b> & b" in shown(Refused("<b>a</b> & b")).text
    assert "b" not in shown(Unforeseen("<b>a</b>")).tags


def test_thousands_of_problems_make_a_short_panel() -> None:
    """The first ones are listed, and how many more there are."""
    many = tuple(Problem(Place("contacts.yml", line, 1), "empty") for line in range(1, 1001))
    html = panel(Faulty(many), INDONESIAN, TEMPLATES, has_page=True)
    assert html.count("<li") == MOST_LISTED
    assert f"Masih ada {1000 - MOST_LISTED} lagi." in html
    assert INDONESIAN("check.count", errors=1000, warnings=0) in html


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"])))
def test_what_was_typed_is_never_markup(typed: str) -> None:
    """Whatever stands in the file or its name, the panel has the same elements, and none that the policy refuses."""
    problem = Problem(Place(typed, 1, 1), "interval", details={"quote": typed})
    told, usual = shown(Faulty((problem,))), shown(Faulty((HOURS,)))
    assert (told.tags, told.attributes) == (usual.tags, usual.attributes)
    assert f"'{typed}' bukan jam layanan." in told.text
    assert not {"style", "script"} & told.tags
    assert not any(name == "style" or name.startswith("on") for name in told.attributes)


@given(st.text(), st.sampled_from(["", "</body>", "</body>\n</html>", "</body></body>"]))
def test_a_page_keeps_all_that_it_had(before: str, end: str) -> None:
    """The panel, its stylesheet and its script come in one piece, before the end of the body where there is one."""
    page = before + end
    changed = with_panel(page, "<p>x</p>", "edition-1", INDONESIAN, TEMPLATES)
    head, _, tail = page.rpartition("</body>") if "</body>" in page else (page, "", "")
    added = changed.removeprefix(head).removesuffix(tail)
    assert changed.startswith(head)
    assert changed.endswith(tail)
    assert added.count("<script src=") == added.count('<link rel="stylesheet"') == 1
    assert 'data-edition="edition-1"' in added
    assert "<p>x</p>" in added


@pytest.mark.parametrize("words", [INDONESIAN, ENGLISH])
@pytest.mark.parametrize("outcome", OUTCOMES, ids=lambda outcome: type(outcome).__name__)
def test_nothing_in_a_panel_is_inline(outcome: Outcome, words: Language) -> None:
    """The preview keeps the policy that the pages are made for."""
    page = WebPage(with_panel("", panel(outcome, words, TEMPLATES, has_page=True), "e", words, TEMPLATES))
    assert "style" not in page.tags | page.attributes
    assert not any(name.startswith("on") for name in page.attributes)


def test_the_terminal_says_the_same() -> None:
    """Problems as `check` prints them; a line for each build, with its time; and nothing while it is on its way."""
    refused, unforeseen = OUTCOMES[3:]
    assert [said(outcome, ENGLISH, "10:05:03") for outcome in (refused, unforeseen)] == [
        "The pages can't be made\nindex.html: lacks a title",
        "This is a fault in Loket, not in your file\nOSError: disk full",
    ]
    assert said(Building(), ENGLISH, "10:05:03") == ""
    built = said(Built(23, 1.25, ()), INDONESIAN, "10:05:03")
    assert built == "10:05:03 Halaman diperbarui: 23 halaman dalam 1,2 detik."
    place, count = said(Faulty((HOURS,)), INDONESIAN, "10:05:03").splitlines()
    assert place.startswith("contacts.yml:41:20: '8.00-15.30-'")
    assert count == INDONESIAN("check.count", errors=1, warnings=0)


def test_the_preview_has_no_part_in_a_built_site(built_site: Path) -> None:
    """Its assets stand beside those of the site, and are published with none."""
    assert (SOURCES / "preview" / "preview.js").is_file()
    published = [path for path in built_site.rglob("*") if path.is_file()]
    assert [path for path in published if b"loket-preview" in path.read_bytes()] == []
    assert [path for path in published if path.name.startswith("preview")] == []
