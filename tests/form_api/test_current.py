"""A changed contacts.yml is taken up by itself; a broken one is told, and the last good one serves on."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from form_api import current
from form_api.current import CurrentDirectory
from form_api.settings import Secret
from form_api.shelf import Shelf
from generator.directory import DirectoryError, load

NOW = datetime(2020, 3, 24, 3, tzinfo=UTC)
GOOD = """\
version: 1
include: [contacts.d/*.yml]
site: {url: https://kantor.example, name: Kantor}
organizations: [{id: kantor, name: Kantor}]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "contacts.d").mkdir()
    write(tmp_path / "contacts.d" / "a.yml", "categories: [{id: pajak, name: Pajak}]\n")
    return write(tmp_path / "contacts.yml", GOOD)


def write(file: Path, text: str) -> Path:
    """As an editor saves: another file in its place."""
    draft = file.with_suffix(".draft")
    draft.write_text(text, encoding="utf-8")
    return draft.replace(file)


def taken_up(file: Path) -> CurrentDirectory:
    return CurrentDirectory(file, lambda: NOW)


def test_a_change_is_taken_up(file: Path) -> None:
    """Without a restart; where nothing was saved nothing is read."""
    current = taken_up(file)
    assert not current.look()
    write(file, GOOD.replace("name: Kantor}\norg", "name: Balai}\norg"))
    assert current.look()
    assert current().site.name.say("id") == "Balai"


@pytest.mark.parametrize("name", ["a.yml", "b.yml"])
def test_a_change_of_an_included_file_is_taken_up(file: Path, name: str) -> None:
    """Also one that is new."""
    current = taken_up(file)
    write(file.parent / "contacts.d" / name, "categories: [{id: air, name: Air}]\n")
    assert current.look()
    assert "air" in current().categories


def test_a_broken_file_is_refused_and_the_last_good_one_serves_on(file: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Loudly, once for each save, with the place of the first problem; the mended one is taken up."""
    current = taken_up(file)
    before = current()
    write(file, GOOD + "meja: []\n")
    assert [current.look(), current.look()] == [False, False]
    assert current() is before
    assert current.rejected is not None
    assert (current.rejected.since, current.rejected.problems) == (NOW, 1)
    assert "contacts.yml:5:1" in current.rejected.first
    assert caplog.text.count("contacts-refused problems=1") == 1
    write(file, GOOD)
    assert current.look()
    assert current.rejected is None


def test_a_file_that_is_gone_for_a_moment_is_no_end(file: Path) -> None:
    """As while a disk is mounted anew."""
    current = taken_up(file)
    gone = file.rename(file.with_name("weg"))
    assert not current.look()
    assert current.rejected is not None
    gone.rename(file)
    assert current.look()


def test_the_first_one_must_be_good(file: Path) -> None:
    """There is no last good one to serve on with."""
    write(file, "version: 2\n")
    with pytest.raises(DirectoryError):
        taken_up(file)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "var" / "directory", Secret("cukup panjang untuk rahasia"))


def with_shelf(file: Path, shelf: Shelf) -> CurrentDirectory:
    """As a service that starts when its directory was read before."""
    shelf.keep(replace(load(file), include=("as it was kept",)))
    return CurrentDirectory(file, lambda: NOW, shelf)


def test_what_was_read_before_is_not_read_again(file: Path, shelf: Shelf) -> None:
    """A service with ten thousand services answers a second after its start."""
    current = with_shelf(file, shelf)
    assert current().include == ("as it was kept",)
    assert not current.look()
    assert dict(current().categories) == dict(load(file).categories)


def test_a_change_is_read_by_another_process(file: Path, shelf: Shelf) -> None:
    """What it has read lies on the shelf, for the next start too."""
    current = with_shelf(file, shelf)
    write(file.parent / "contacts.d" / "b.yml", "categories: [{id: air, name: Air}]\n")
    assert current.look()
    assert list(current().categories) == ["pajak", "air"]
    assert shelf.find(load(file).sha256) is not None


def test_another_process_tells_what_is_wrong_as_this_one_would(file: Path, shelf: Shelf) -> None:
    """With the place of the first problem; the last good one serves on, and the mended one is taken up."""
    current = with_shelf(file, shelf)
    write(file, GOOD + "meja: []\n")
    assert not current.look()
    plain = taken_up(write(file, GOOD))
    write(file, GOOD + "meja: []\n")
    plain.look()
    assert current.rejected == plain.rejected
    write(file, GOOD + "# mended\n")
    assert current.look()
    assert current.rejected is None


def test_where_no_other_process_can_it_is_read_here(file: Path, shelf: Shelf, caplog: pytest.LogCaptureFixture) -> None:
    """A change is taken up all the same."""
    current = with_shelf(file, shelf)
    shelf.file.unlink()
    shelf.file.mkdir()
    write(file, GOOD.replace("name: Kantor}\norg", "name: Balai}\norg"))
    assert current.look()
    assert current().site.name.say("id") == "Balai"


def test_what_is_read_at_once_is_not_kept(file: Path, shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small office has no further file; what takes long lies there at its next start."""
    CurrentDirectory(file, lambda: NOW, shelf)
    assert not shelf.file.exists()
    monkeypatch.setattr(current, "LONG_SECONDS", 0)
    CurrentDirectory(file, lambda: NOW, shelf)
    assert shelf.find(load(file).sha256) is not None
