"""published: the records that a published site tells of, each as it stands there."""

import json
from pathlib import Path
from typing import Any

from generator.directory import Directory
from generator.public import PUBLIC_NAME, public_directory_as_text
from generator.published import address_in, published_address, records_in
from tests.building import good, public_directory
from tests.generator.full import FULL


def with_ids(value: Any) -> dict[str, Any]:
    listed = value if isinstance(value, list) else []
    return {item["id"]: item for item in listed if "id" in item}


def test_each_line_is_a_record() -> None:
    """Of every section, whether the file has lines or is JSON as other programs write it."""
    directory = good(FULL)
    told, text = public_directory(directory), public_directory_as_text(directory)
    records = {section: listed for section, value in told.items() if (listed := with_ids(value))}
    for published in (text, json.dumps(told)):
        assert address_in(published) == directory.site.url
        found = records_in(published)
        read = {key: {name: found.record(key, name) for name in found.ids(key)} for key in found.sections}
        assert {key: value for key, value in read.items() if value} == records


def test_the_address_of_a_site_is_found_wherever_it_stands(tmp_path: Path) -> None:
    """At the beginning of what we write; and after everything else, where another program wrote the file."""
    directory = good(FULL)
    told, text = public_directory(directory), public_directory_as_text(directory)
    site = told.pop("site")
    for published in (text, json.dumps({**told, "more": " " * 20_000, "site": site})):
        (tmp_path / PUBLIC_NAME).write_text(published, encoding="utf-8")
        assert published_address(tmp_path) == directory.site.url
    (tmp_path / PUBLIC_NAME).unlink()
    assert published_address(tmp_path) == ""


def test_a_line_that_is_cut_is_a_record_of_nothing() -> None:
    """Whoever asks is told nothing, and does not fail."""
    text = public_directory_as_text(good(FULL))
    assert records_in(text[: text.index('"services": ') + 40]).of("services") == {}
    assert records_in('{\n"services": [\n{"id": "ktp", "na}\n]}\n').record("services", "ktp") == {}


def test_lines_of_records_that_say_what_they_said_are_taken_over(pasuruan: Directory) -> None:
    """And all others are written from the directory."""
    text = public_directory_as_text(pasuruan)
    lines = {"services": {"jht": '{"id": "jht"}', "gone": '{"id": "gone"}'}}
    old = records_in(text).of("services")["jht"]
    assert public_directory_as_text(pasuruan, lines) == text.replace(old, '{"id": "jht"}')
