"""assets: what the templates of pages are asked for is there, or is named as missing."""

import pytest
from jinja2 import TemplateNotFound, UndefinedError

from generator.assets import page_templates


def test_a_value_that_is_not_there_is_refused() -> None:
    """A page that lacks a piece would be published without anybody seeing it."""
    with pytest.raises(UndefinedError, match="'nobody' is undefined"):
        page_templates().from_string("{{ nobody }}").render()


def test_a_picture_is_put_in_as_it_is() -> None:
    """Also in a macro, which knows nothing of the page."""
    icon = "{% macro way(kind) %}<li>{{ icon(kind) }}{% endmacro %}{{ way('phone') }}"
    assert page_templates().from_string(icon).render().startswith('<li><svg class="icon"')


def test_a_picture_that_is_not_there_is_refused() -> None:
    """A kind of channel comes with its picture."""
    with pytest.raises(TemplateNotFound, match="fax"):
        page_templates().from_string("{{ icon('fax') }}").render()
