"""writer: what pages share is made once, and shows nowhere."""

from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from generator.directory import Directory, Language
from generator.writer import one_line
from tests.generator.written import writer

LINES = st.text(alphabet=" ab\t\n\r\x0b\x1c\u2028")


def test_a_piece_is_made_once_for_the_pages_from_which_links_begin_alike(pasuruan: Directory) -> None:
    """A page in a deeper folder has its own, so that a piece may link to other pages."""
    piece = '{% macro piece(c, number) %}<a href="{{ c.link("x/") }}">{{ number }}</a>{% endmacro %}'
    templates = Environment(loader=DictLoader({"t.html": piece + '{{ once(piece, "key", c, number) }}'}))
    own = replace(writer(pasuruan), templates=templates)
    pages = [own.page("t", partial(_at, path), title="", number=path) for path in ("a/", "b/", "b/c/")]
    assert [page.body for page in pages] == [
        '<a href="../x/">a/</a>',
        '<a href="../x/">a/</a>',
        '<a href="../../x/">b/c/</a>',
    ]


@given(LINES)
def test_what_a_page_shows_on_several_lines_stands_on_one(text: str) -> None:
    """However a text ends its lines: Markdown takes what stands behind a line end for text of its own.

    And of U+2028 browsers show nothing: the words beside it would be one.
    """
    assert len(one_line(f"<p>{text}</p>").splitlines()) == 1


def _at(path: str, _words: Language) -> str:
    return path
