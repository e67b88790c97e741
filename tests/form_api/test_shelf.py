"""What was read is found again by its bytes, and nothing is believed that this installation has not written."""

from dataclasses import replace
from pathlib import Path

import pytest

from form_api.settings import Secret
from form_api.shelf import Shelf
from generator.directory import load, sum_of
from tests.building import ROOT
from tests.form_api.questions import PASURUAN

SECRET = Secret("cukup panjang untuk rahasia")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "var" / "directory", SECRET)


def test_what_was_kept_is_found(shelf: Shelf) -> None:
    """By the sum of its files, which is the directory's own."""
    shelf.keep(PASURUAN)
    found = shelf.find(sum_of(ROOT / "contacts.yml"))
    assert found is not None
    assert dict(found.services) == dict(PASURUAN.services)


def test_the_sum_is_the_directorys_own_with_included_files_too(tmp_path: Path) -> None:
    """In the order of their paths."""
    (tmp_path / "contacts.d").mkdir()
    for name in ("b", "a"):
        (tmp_path / "contacts.d" / f"{name}.yml").write_text(f"categories: [{{id: {name}, name: N}}]\n")
    main = tmp_path / "contacts.yml"
    main.write_text(
        "version: 1\ninclude: [contacts.d/*.yml]\nsite: {url: https://kantor.example, name: K}\n"
        "organizations: [{id: kantor, name: Kantor}]\n"
    )
    assert sum_of(main) == load(main).sha256


def test_other_files_are_not_found(shelf: Shelf) -> None:
    """Nor anything where nothing lies; nor the sum of files that can't be read."""
    assert shelf.find(PASURUAN.sha256) is None
    shelf.keep(replace(PASURUAN, sha256="another"))
    assert shelf.find(PASURUAN.sha256) is None
    assert sum_of(Path("tidak-ada.yml")) == ""


def test_it_is_this_users_alone(shelf: Shelf) -> None:
    """It holds the mailboxes of desks."""
    shelf.keep(PASURUAN)
    assert (shelf.file.stat().st_mode & 0o777, shelf.file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("place", [0, 40, 100, -1])
def test_one_altered_byte_is_refused(shelf: Shelf, place: int, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever can write the file but does not know the secret makes nothing run."""
    shelf.keep(PASURUAN)
    content = bytearray(shelf.file.read_bytes())
    content[place] ^= 1
    shelf.file.write_bytes(content)
    assert shelf.find(PASURUAN.sha256) is None
    assert ("shelf-refused" in caplog.text) == (place != 40)  # there stands what it is found by


def test_half_a_file_is_refused(shelf: Shelf) -> None:
    """As a full disk leaves one."""
    shelf.keep(PASURUAN)
    shelf.file.write_bytes(shelf.file.read_bytes()[:5000])
    assert shelf.find(PASURUAN.sha256) is None


def test_another_installations_file_is_refused(shelf: Shelf) -> None:
    """One that was copied over, or was written before the secret changed."""
    shelf.keep(PASURUAN)
    assert Shelf(shelf.file, Secret("yang lain, juga panjang")).find(PASURUAN.sha256) is None


def test_where_nothing_can_be_kept_it_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The service goes on: it reads again at its next start."""
    (tmp_path / "var").write_text("a file where a folder should be")
    Shelf(tmp_path / "var" / "directory", SECRET).keep(PASURUAN)
    assert "shelf-failed" in caplog.text
