"""The form of /contacts.json: all that is published fits, and nothing that was never meant to be."""

import copy
import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from generator.directory import Directory, available_languages, language
from generator.public_schema import public_schema, public_schema_as_text
from tests.building import good, public_directory
from tests.generator.full import FULL
from tests.generator.good_files import Tree, as_yaml, good_files


@cache
def judge(languages: tuple[str, ...]) -> Draft202012Validator:
    """The form of a site is in its main language."""
    return Draft202012Validator(public_schema(language(languages[0]), languages))


def complaints(directory: Directory, told: dict[str, Any]) -> list[str]:
    """Where what is told of a directory does not fit its form."""
    found = judge(directory.site.languages).iter_errors(json.loads(json.dumps(told)))
    return [f"{error.json_path}: {error.message}"[:300] for error in found]


def fits(directory: Directory, told: dict[str, Any]) -> bool:
    return judge(directory.site.languages).is_valid(json.loads(json.dumps(told)))


@pytest.fixture(scope="module")
def full() -> Directory:
    return good(FULL)


@pytest.mark.parametrize("code", available_languages())
def test_it_is_a_schema(code: str) -> None:
    """In the dialect that it names, in any language, and its text is JSON."""
    found = public_schema(language(code), available_languages())
    Draft202012Validator.check_schema(found)
    assert found["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert json.loads(public_schema_as_text(language(code), available_languages())) == found


def test_what_is_published_fits(pasuruan: Directory, full: Directory) -> None:
    """The project's own directory, and one that uses every key."""
    assert complaints(pasuruan, public_directory(pasuruan)) == []
    assert complaints(full, public_directory(full)) == []


@given(tree=good_files())
def test_whatever_staff_may_write_fits_when_published(tree: Tree) -> None:
    """However odd, however little or much of it."""
    directory = good(as_yaml(tree))
    assert complaints(directory, public_directory(directory)) == []


def test_an_empty_list_fits_where_the_reader_takes_one() -> None:
    """It is not told at all, so its key is not asked for."""
    directory = good(FULL.replace("{types: [pdf, jpg], max_mb: 5}", "{types: [], max_mb: 5}"))
    assert complaints(directory, public_directory(directory)) == []


def records_in(data: Any) -> Iterator[dict[str, Any]]:
    """Each record of data, at any depth."""
    parts = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    if isinstance(data, dict):
        yield data
    for part in parts:
        yield from records_in(part)


def count_of_records(directory: Directory) -> range:
    return range(len(list(records_in(public_directory(directory)))))


def test_an_unknown_key_fits_nowhere(full: Directory) -> None:
    """Not in any record, nor as a weekday or a language; `to`, which holds a desk's mailboxes, least of all."""
    for number in count_of_records(full):
        told = copy.deepcopy(public_directory(full))
        list(records_in(told))[number]["to"] = ["meja@kantor.example"]
        assert not fits(full, told), list(records_in(told))[number]


def test_a_value_of_the_wrong_type_fits_nowhere(full: Directory) -> None:
    """A number for a text, a list for a record, a truth for a number: each value of each record in turn."""
    for number in count_of_records(full):
        for key, value in list(records_in(public_directory(full)))[number].items():
            told = copy.deepcopy(public_directory(full))
            list(records_in(told))[number][key] = None if isinstance(value, list) else [value]
            assert not fits(full, told), (key, value)


@pytest.mark.parametrize(
    ("section", "key", "value"),
    [
        ("channels", "type", "fax"),
        ("organizations", "id", "Kantor Baru"),
        ("closures", "from", "23 Maret 2020"),
        ("services", "status", "busy"),
        ("schedules", "regular", {"Mo": [["07:30"]]}),
        ("schedules", "regular", {"Mo": [["07:30", "24:30"]]}),
        ("schedules", "regular", {"Mo": [["07:30", "12:00", "13:00"]]}),
        ("schedules", "regular", {"Senin": []}),
        ("schedules", "last_intake", {"amount": 30, "unit": "hours"}),
        ("organizations", "name", {"fr": "Bureau"}),
        ("organizations", "name", {}),
    ],
)
def test_a_value_of_another_spelling_does_not_fit(full: Directory, section: str, key: str, value: object) -> None:
    """Each value has one spelling, as readers by machine need it."""
    told = public_directory(full)
    told[section][0][key] = value
    assert not fits(full, told)


@pytest.mark.parametrize("gone", ["$schema", "version", "services", "calendar", "sha256"])
def test_every_section_is_there(full: Directory, gone: str) -> None:
    """A section without records is an empty list."""
    told = public_directory(full)
    del told[gone]
    assert not fits(full, told)
