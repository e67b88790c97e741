"""assets: what the templates of pages are asked for is there, or is named as missing."""

import pytest
from jinja2 import UndefinedError

from generator.assets import page_templates


def test_what_is_called_is_given_what_the_template_says_and_no_more() -> None:
    """In a loop, in a macro and by name too."""
    calls = (
        "{% macro twice(x) %}{{ say(x, y=x) }}{% endmacro %}{% for x in [1, 2] %}{{ twice(x) }}{{ say(x) }}{% endfor %}"
    )
    told = page_templates().from_string(calls).render(say=lambda *given, **named: f"{given}{named}")
    assert told.replace("&#39;", "") == "(1,){y: 1}(1,){}(2,){y: 2}(2,){}"


def test_a_call_of_what_is_not_there_is_refused() -> None:
    """A page that lacks a piece would be published without anybody seeing it."""
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        page_templates().from_string("{{ nobody(1) }}").render()
