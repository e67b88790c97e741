"""writer: what pages share is made once, and shows nowhere."""

from dataclasses import replace
from functools import partial

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import DictLoader, Environment

from generator.directory import Directory, Language
from generator.writer import on_few_lines, one_line
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


@given(LINES, LINES, LINES)
def test_a_piece_on_few_lines_is_the_same_on_one(before: str, piece: str, after: str) -> None:
    """Whatever it stands between, and however a text breaks its lines."""
    assert one_line(before + on_few_lines(piece) + after) == one_line(before + piece + after)
    assert len(on_few_lines(piece).splitlines()) <= 3


def _at(path: str, _words: Language) -> str:
    return path
