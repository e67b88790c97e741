"""The question form as data: what the site shows and the form API checks."""

import re

import pytest

from generator.directory import (
    ATTACHMENTS,
    HONEYPOT,
    MEDIA_TYPES,
    TOOK,
    Directory,
    available_languages,
    language,
    question_form,
)
from generator.directory.form import RESERVED_FIELDS
from tests.form_api.questions import with_files

# Parts of the names by which browsers and password managers guess at a field.
FILLED_BY_BROWSERS = re.compile(
    r"name|nama|mail|surel|phone|telp|hp|address|alamat|city|kota|zip|pos|country|url|user|pass"
)


@pytest.mark.parametrize("code", available_languages())
def test_files_are_asked_for_with_their_limits(code: str) -> None:
    """Types, number and size stand in the hint and in what the page says of a choice beyond them."""
    files = question_form(with_files(2, 7, "pdf, png"), None, language(code)).files
    assert files is not None
    assert all(part in files.hint for part in ("2", "7 MB", "PDF, PNG"))
    assert all(part in files.fault for part in ("2", "7 MB"))
    assert (files.name, files.max_files, files.max_total_bytes) == (ATTACHMENTS, 2, 7 * 1024 * 1024)
    assert files.accept == "application/pdf,image/png"


def test_no_files_are_asked_for_where_none_are_taken(pasuruan: Directory) -> None:
    """Without `inquiry.attachments` the form is the one that needs no multipart."""
    assert question_form(pasuruan, None, language("id")).files is None


def test_a_browser_knows_no_word_for_the_honeypot(pasuruan: Directory) -> None:
    """Its name is none that is filled in by itself; its label says what to do with it all the same."""
    honeypot = question_form(pasuruan, None, language("id")).honeypot
    assert honeypot == (HONEYPOT, "Biarkan kosong")
    assert not FILLED_BY_BROWSERS.search(HONEYPOT)


def test_what_the_form_sends_is_reserved(pasuruan: Directory) -> None:
    """No document can be called like a field of the form's own."""
    fields = {field.name for field in question_form(pasuruan, None, language("id")).fields}
    assert fields | {HONEYPOT, TOOK, ATTACHMENTS} <= RESERVED_FIELDS


def test_each_type_has_its_media_type() -> None:
    """What contacts.yml can name the page can ask for."""
    assert sorted(MEDIA_TYPES) == ["jpg", "pdf", "png"]
