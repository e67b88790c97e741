"""templates: what Jinja makes of ours, made in fewer steps."""

from types import SimpleNamespace

import pytest
from jinja2 import DictLoader, UndefinedError
from markupsafe import Markup

from generator.templates import FrameTemplates, PageTemplates, Templates


def told(template: str, **given: object) -> str:
    templates = Templates(loader=DictLoader({"page": template}), autoescape=True)
    return templates.get_template("page").render(**given)


def test_what_is_called_is_given_what_the_template_says_and_no_more() -> None:
    """In a loop, in a macro and by name too."""
    calls = (
        "{% macro twice(x) %}{{ say(x, y=x) }}{% endmacro %}{% for x in [1, 2] %}{{ twice(x) }}{{ say(x) }}{% endfor %}"
    )
    found = told(calls, say=lambda *given, **named: f"{given}{named}")
    assert found.replace("&#39;", "") == "(1,){y: 1}(1,){}(2,){y: 2}(2,){}"


def test_a_call_with_a_list_of_what_is_given_is_a_call_too() -> None:
    """None of ours has one yet; whoever writes the first finds it working."""
    assert told("{{ say(*some, **more) }}", say="{}-{x}".format, some=[1], more={"x": 2}) == "1-2"


@pytest.mark.parametrize("order", [("<b>", Markup("<b>")), (Markup("<b>"), "<b>")])
def test_a_text_is_escaped_and_html_is_not(order: tuple[str, str]) -> None:
    """Also where both have the same letters, and whichever comes first."""
    assert told("{{ first }} {{ second }}", first=order[0], second=order[1]).split() == [
        "<b>" if isinstance(text, Markup) else "&lt;b&gt;" for text in order
    ]


def test_what_is_no_text_is_shown_as_one() -> None:
    """Numbers, nothing, and a list with marks in it."""
    assert told("{{ number }}{{ nothing }}{{ list }}", number=1, nothing=None, list=["<"]) == "1None[&#39;&lt;&#39;]"


def test_a_call_of_what_is_not_there_is_refused() -> None:
    """A page that lacks a piece would be published without anybody seeing it."""
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        told("{{ nobody(1) }}")


def test_what_is_imported_is_made_once_and_knows_nothing_of_the_page() -> None:
    """A macro that takes from the page what it was not given would be wrong on the next one."""
    parts = "{{ count() }}{% macro part(x) %}{{ x }}{{ title }}{% endmacro %}"
    made = iter("ab")
    templates = Templates(loader=DictLoader({"parts": parts, "page": "{% import 'parts' as p %}{{ p.part(1) }}"}))
    templates.globals["count"] = lambda: next(made)
    assert [templates.get_template("page").render(title="!") for _ in range(3)] == ["1", "1", "1"]
    assert list(made) == ["b"]


def test_what_a_template_says_on_several_lines_comes_on_one() -> None:
    """Its line ends and indents are one blank each; what is shown stays as it is."""
    said = '<p>\n  {{ text }}  <b>c  d</b>\n\n  {% if text %}\n    <i\n      id="e">{% endif %}\n</p>\n'
    templates = PageTemplates(loader=DictLoader({"page": said}), trim_blocks=True, lstrip_blocks=True)
    assert templates.get_template("page").render(text="a\n b") == '<p> a\n b <b>c d</b>  <i id="e"></p>'


def test_what_an_object_lacks_is_refused() -> None:
    """A page that says nothing where it should say something would be published without anybody seeing it."""
    templates = PageTemplates(loader=DictLoader({"page": "{{ way.name }}{{ way.nothing }}"}))
    with pytest.raises(AttributeError, match="nothing"):
        templates.get_template("page").render(way=SimpleNamespace(name="x"))


def test_a_frame_asks_a_dictionary_for_what_it_holds() -> None:
    """Also where that has the name of something else that dictionaries have; what it lacks is refused."""
    templates = FrameTemplates(loader=DictLoader({"page": "{{ page.items }}", "more": "{{ page.more }}"}))
    assert templates.get_template("page").render(page={"items": "x"}) == "x"
    with pytest.raises(KeyError, match="more"):
        templates.get_template("more").render(page={"items": "x"})
