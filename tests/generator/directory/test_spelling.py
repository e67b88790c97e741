"""The regular expressions: Python and the editors' ECMA 262 read them alike."""

import re
import sys

import pytest

from generator.directory import spelling

FORMS = {name: form for name, form in vars(spelling).items() if isinstance(form, re.Pattern)}
SYNTAX = set("^$\\.*+?()[]{}|/")
"""What may be escaped where ECMA 262 has its flag `u`. Source: ECMA-262, IdentityEscape."""


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_means_the_same_in_editors(name: str) -> None:
    """No flag, no class that Python and ECMA 262 fill differently, no escape or group that only Python knows."""
    form = FORMS[name]
    escapes = set(re.findall(r"\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)", form.pattern))
    groups = set(re.findall(r"(?<!\\)\(\?(.)", form.pattern))
    assert form.flags == re.UNICODE.value
    assert {escape for escape in escapes if len(escape) == 1} <= SYNTAX | set("trn")
    assert groups <= {":", "!"}


def test_space_is_what_strip_takes_away() -> None:
    """A text of nothing but space, of whichever kind, is a text without words."""
    spaces = {chr(code) for code in range(sys.maxunicode + 1) if chr(code).isspace()}
    assert {char for char in map(chr, range(sys.maxunicode + 1)) if not spelling.NOT_BLANK.search(char)} == spaces
