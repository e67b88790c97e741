"""tags: a plain page is read by its pieces, and what is found is what the parser finds in the whole."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.tags import NotPlainError, parsed_tags, plain_tags, tags
from tests.building import at, good
from tests.generator.full import FULL
from tests.generator.good_files import as_yaml, good_files
from tests.generator.written import framed, written

PAGE = '<!doctype html>\n<html lang="id"><head><title>T</title></head><body dir="ltr">{}</body></html>\n'
PLAIN = [
    '<li class="way" id="a"><a href="#b">x</a></li>', '</li></ul></div>', '<table><li class="way"><p id="c"></table>',
    '<td id="d">', '<p id="e"><div id="f"></p>', '<a href="g"><a href="h">', '<form action="i"><form action="j">',
    '<select><p id="k"><option>', '<br/><img src="l" />', '<svg viewBox="0 0 1 1"><title>m</title><path d="M1"/></svg>',
    '<h1>n</h1>', '<p id="o" hidden\n class="p">', '<p onclick="x" style="y">', '<a href="?q&amp;r=&lt;&#39;&#34;">',
    '<p id="s">&nbsp;&middot; a > b -->', '<title>&amp; t</title>', '<textarea id="u">v</textarea>',
    '<script>1 &amp; 2</script>', '<script src="w" defer>\n</script>', '<style></style>', '<head><body><html>',
    '<script type="application/json">{"é": 1}</script>', '<template><p id="x"></template>', '<p id="">',
    '<svg viewBox="0 0 1 1" id="a"></svg>',
    """<form id="a" data-words='{"b": "&c;"}' action="d">""", """<script> data-words='a'</script>""", '</body>y</html>',
]  # fmt: skip
ODD = [
    '<', '<p', '</', '<p id="a', '<!--', '<!-- <p id="b"> -->', '<?c?>', '<![CDATA[d]]>', '<p id=e>', "<p id='f'>",
    '<p id="g"id="h">', '<p id="i" id="j">', '<P id="k">', '<p ID="l">', '<p onClick="m">', '<p id="&copy;">',
    '<p id="n\0">', '<p id="o\r">', '<p id="\ud800">', '<title>&nbsp;</title>', '<script>', '<textarea>', '<plaintext>',
    '<script><p id="p"></script>', '<script src="q"/>r</script>', '<script>s</style>', '<script>t</script >',
    '<style><p id="u"></style>', '<textarea><p id="v"></textarea>', '<title><p id="w"></title>', '<noscript>',
    '<xmp><p id="y"></xmp>', '<iframe><p id="z"></iframe>', '<noframes><p id="a1"></noframes>', '<p id="b1"c1">',
    "<form id='' data-words=''>", "<form a data-words='<'>", "<form b data-words='c>'>", "<form d data-words='e''>",
    "<form f data-words='g'h=''>", "<form i data-word='j'>", "<p data-words='k'>",
    "<script><form l data-words='m'></script>",
    '<p title="a > b">', '<p id>', '<p title="a > b" id="c">', '<p hidden"">',
    '<noembed><p id="d1"></noembed>', '<html id="e1">', '<html lang="en">', '<head id="f1">', '<body id="g1">',
]  # fmt: skip


@pytest.mark.parametrize("part", PLAIN)
def test_plain_parts_are_read_as_the_parser_does(part: str) -> None:
    """Wherever tags stand and whether they are ended or not: a tag is there, with what it says."""
    assert plain_tags(PAGE.format(part)) == parsed_tags(PAGE.format(part))


@pytest.mark.parametrize("part", ODD)
def test_what_is_not_plain_is_left_to_the_parser(part: str) -> None:
    """An end that lacks, a comment, text that looks like a tag, what readers drop or alter."""
    with pytest.raises((NotPlainError, UnicodeError)):
        plain_tags(PAGE.format(part))


def test_a_page_that_begins_with_text_is_left_to_the_parser() -> None:
    """Where it begins the page is open already, and its language is dropped."""
    with pytest.raises(NotPlainError):
        plain_tags('x<html lang="en">')


@given(st.lists(st.sampled_from([*PLAIN, *ODD, "x", '"', ">", "&", " "]), max_size=8), st.sampled_from([PAGE, "{}"]))
def test_any_page_is_read_as_the_parser_does(parts: list[str], page: str) -> None:
    """However the parts meet."""
    html = page.format("".join(parts))
    assert tags(html) == parsed_tags(html)


@given(good_files())
def test_the_pages_of_every_good_file_are_plain(tree: dict[str, Any]) -> None:
    """Whatever staff write, none of it makes the reading of a page slow, or other than the parser's."""
    directory = good(as_yaml(tree))
    assert_plain(written(directory, at("2005-06-01T10:00", directory.site.timezone)))


def test_the_pages_of_a_directory_with_every_key_are_plain() -> None:
    """Also those with every kind of part."""
    assert_plain(written(good(FULL)))


def assert_plain(files: dict[str, str]) -> None:
    pages = [framed(text) for name, text in files.items() if name.endswith(".md")]
    for html in pages:
        assert plain_tags(html) == parsed_tags(html)


def test_the_pages_of_a_site_are_read_as_the_parser_does(built_site: Path) -> None:
    """In their real frame, all of them by their pieces."""
    pages = [path.read_text(encoding="utf-8") for path in built_site.rglob("*.html")]
    assert [tags(html) for html in pages] == [parsed_tags(html) for html in pages]
    assert all(map(plain_tags, pages))
