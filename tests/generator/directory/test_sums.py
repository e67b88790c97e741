"""sums: whatever is edited in a section changes its sign."""

import pytest

from generator.directory.source import parse_data
from generator.directory.sums import section_sums
from tests.building import faults

BLOCK = """\
version: 1
services:
  - {id: ktp, name: KTP}
channels: [{id: wa}]
"""
FLOW = """\
{version: 1,
 services: [{id: ktp,
   name: KTP}], channels: [{id: wa}]}
"""
EDITED = "name: Kartu"


def sums(text: str) -> dict[str, str]:
    data = text.encode()
    return dict(section_sums(parse_data(data, "contacts.yml").root, data))


def changed(text: str) -> set[str]:
    before, after = sums(text), sums(text.replace("name: KTP", EDITED))
    return {section for section in before if before[section] != after[section]}


def test_an_edit_changes_the_sign_of_its_section_alone() -> None:
    """So that what was made from the others is taken over."""
    assert changed(BLOCK) == {"services"}


@pytest.mark.parametrize("text", [FLOW, BLOCK.replace("\n", "\r\n"), "\ufeff" + BLOCK], ids=["flow", "crlf", "mark"])
def test_no_edit_leaves_the_sign_of_its_section(text: str) -> None:
    """However it is typed: in braces, a section may end on the line on which the next begins."""
    assert "services" in changed(text)


def test_a_file_that_says_nothing_has_no_signs() -> None:
    """`{}` ended `check` as our fault; what it lacks is told instead."""
    assert sums("{}\n") == {}
    assert faults("{}\n") == [(1, 1, "key-missing"), (1, 1, "key-missing")]
