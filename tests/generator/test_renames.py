"""Ids that were renamed since the site was published."""

from pathlib import Path

import pytest

from generator.public import public_directory_as_text
from generator.published import PublishedRecords, published_records, records_in
from generator.renames import with_renames
from tests.building import MINIMAL, good, reading

OFFICE = (
    MINIMAL
    + """\
channels: [{id: telepon, type: phone, number: 112}]
services: [{id: ktp, organization: kantor, name: KTP, channels: [telepon]}]
special_hours:
  - {id: malam, from: 2020-03-23, until: 2020-03-24, channels: [telepon], regular: {Mo: []}, kind: changed}
desks: [{id: meja, name: Meja, to: [meja@kantor.example]}]
inquiry: {default_desk: meja, from: a@kantor.example}
"""
)


def as_published(text: str) -> PublishedRecords:
    return records_in(public_directory_as_text(good(text)))


def told(before: str, after: str) -> list[tuple[int, str, str]]:
    """What is warned of when the site of one file is replaced by that of another: line, new id, old id."""
    found = with_renames(reading(after), as_published(before)).problems
    return [(item.place.line, item.details["quote"], item.details["old"]) for item in found]


@pytest.mark.parametrize(
    ("old", "new", "warned"),
    [
        ("id: ktp", "id: ktp-el", [(5, "ktp-el", "ktp")]),
        ("id: malam", "id: petang", [(7, "petang", "malam")]),
        ("id: kantor, name", "id: balai, name", [(3, "balai", "kantor")]),
        ("id: meja,", "id: loket,", [(8, "loket", "meja")]),
        ("id: ktp, organization: kantor, name: KTP", "id: kk, organization: kantor, name: KK", []),
        ("id: telepon", "id: tlp", []),
        ("name: KTP", "name: KTP elektronik", []),
    ],
)
def test_a_record_under_a_new_id_is_told(old: str, new: str, warned: list[object]) -> None:
    """By its name, or else by all that it says; another record is none, and a channel has no page of its own."""
    after = OFFICE.replace(old, new)
    for bare in ("organization: kantor", "channels: [telepon]", "default_desk: meja"):
        word = bare.split()[-1].strip("[]")
        if f"id: {word}" not in after:
            after = after.replace(bare, bare.replace(word, new.split()[1].strip(",")))
    assert told(OFFICE, after) == warned


def test_a_second_record_of_the_same_name_is_no_rename() -> None:
    """While the old id is still there, a new record is simply new."""
    second = OFFICE.replace(
        "services: [", "services: [{id: ktp-2, organization: kantor, name: KTP, channels: [telepon]}, "
    )
    assert told(OFFICE, second) == []


def test_a_broken_file_is_not_compared() -> None:
    """What can't be published breaks no link."""
    found = with_renames(reading(MINIMAL + "services: x\n"), as_published(OFFICE))
    assert [item.rule for item in found.problems] == ["list-expected"]


@pytest.mark.parametrize(
    "content", [None, "", "[]", "{", '{"services": 3}', '{"services": [1, {}, {"id": []}]}', "\xff"]
)
def test_a_site_that_is_not_ours_warns_of_nothing(content: str | None, tmp_path: Path) -> None:
    """Nothing published yet, or something else in its place, is no reason to stop."""
    if content is not None:
        (tmp_path / "contacts.json").write_text(content, encoding="latin-1")
    assert with_renames(reading(OFFICE), published_records(tmp_path)).problems == ()
