"""A changed contacts.yml is taken up by itself; a broken one is told, and the last good one serves on."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from form_api.current import CurrentDirectory
from generator.directory import DirectoryError

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
