"""inspection: each fault that would reach a visitor is found before publishing."""

import pytest

from tests.generator.written import site_faults

GOOD = '<!doctype html><html lang="id"><title>T</title><h1 id="a">T</h1>{}</html>'


def faults(html: str, name: str = "index.html", **files: str) -> list[str]:
    written = {name: html, **files}
    return [fault.what for fault in site_faults(written, frozenset({"meja@kantor.example"}))]


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ('<a href="layanan/">x</a>', "links to 'layanan/', which is not there"),
        ('<a href="#b">x</a>', "links to '#b', which it does not have"),
        ("<h1>Dua</h1>", "has 2 headings of the first rank, not one"),
        ("<script>1</script>", "holds an inline <script>, which the Content-Security-Policy refuses"),
        ("<style>a{}</style>", "holds an inline <style>, which the Content-Security-Policy refuses"),
        ('<p style="x">', "holds the attribute style, which the Content-Security-Policy refuses"),
        ('<p onclick="x">', "holds the attribute onclick, which the Content-Security-Policy refuses"),
        ('</html><p onclick="x">', "holds the attribute onclick, which the Content-Security-Policy refuses"),
        ('<a href="javascript:x">x</a>', "holds a javascript: address, which the Content-Security-Policy refuses"),
        ('<p id="a">', "has the id 'a' more than once"),
        ("meja@kantor.example", "tells a desk's mailbox"),
        ('<script type="application/ld+json">{"a": }</script>', 'holds data that is no JSON: {"a": }'),
        ('<script type="application/json"> </script>', "holds data that is no JSON: nothing"),
    ],
)
def test_a_fault_is_found(part: str, what: str) -> None:
    """Each way to be wrong has its sentence."""
    assert faults(GOOD.format(part)) == [what]


def test_a_page_without_language_or_title_is_found() -> None:
    """A screen reader needs the one, a list of tabs the other."""
    assert faults("<html><h1>T</h1></html>") == ["lacks a language", "lacks a title"]


@pytest.mark.parametrize("html", ["", " ", "<!-- x -->", "<!doctype html>", "<"])
def test_a_page_without_a_tag_lacks_everything(html: str) -> None:
    """It is refused, and nothing breaks."""
    assert faults(html) == ["has 0 headings of the first rank, not one", "lacks a language", "lacks a title"]


def test_what_is_right_is_left_alone() -> None:
    """Data blocks, outside links, links to folders, files and anchors are no faults."""
    part = '<a href="https://x.example/">x</a><a href="#a">x</a>'
    part += '<script type="application/json">{}</script><script type="application/ld+json">[{"a": 1}]</script>'
    assert faults(GOOD.format(part + '<a href="a.txt">x</a><a href="./">x</a>'), **{"a.txt": "x"}) == []


def test_a_link_upwards_is_followed() -> None:
    """From layanan/x/ to the home page and back."""
    home = {"index.html": GOOD.format("")}
    assert faults(GOOD.format('<a href="../../">x</a><a href="../y/">x</a>'), "layanan/x/index.html", **home) == [
        "links to '../y/', which is not there"
    ]


def test_a_link_out_of_the_site_is_found() -> None:
    """Where the site stands under a folder of a host, each `..` beyond its first page leads out of it."""
    for link in ("../a.txt", "../../a.txt", "../../../a.txt"):
        assert faults(GOOD.format(f'<a href="{link}">x</a>'), **{"a.txt": "x"}) == [
            f"links to '{link}', which is not there"
        ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("info.meja@kantor.example", False),
        ("meja@kantor.example.org", False),
        ("meja@kantor.example-baru.id", False),
        ("Tulis ke meja@kantor.example.", True),
        ("MEJA@Kantor.example", True),
        ("'meja@kantor.example' */meja@kantor.example/* `meja@kantor.example`", True),
        ('<a href="mailto:meja@kantor.example?subject=x">', True),
    ],
)
def test_a_mailbox_is_found_as_a_whole_address(text: str, told: bool) -> None:
    """A public address that merely holds a desk's within it may be published; the desk's own never, however written."""
    assert faults(GOOD.format(text)) == ["tells a desk's mailbox"] * told


@pytest.mark.parametrize("kind", ["application/json", "application/ld+json"])
@pytest.mark.parametrize(
    "written", ["\\nmeja@kantor.example", "\\u003cmeja@kantor.example>", "m\\u0065ja@kantor.example"]
)
def test_a_mailbox_in_data_is_found_behind_an_escape(kind: str, written: str) -> None:
    """JSON writes a new line or a bracket with letters, which look as if they belonged to the address."""
    block = f'{{"a": ["{written}"]}}'
    part = f'<script type="{kind}">{block}</script>'
    assert faults(GOOD.format(part), **{"contacts.json": block}) == ["tells a desk's mailbox"] * 2
