"""tree: what is taken over is the file itself, and a copy where it can't be."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.tree import Tree

NAME = "layanan/ktp/index.html"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return made(tmp_path / "published", "new")


@pytest.fixture
def elsewhere() -> Iterator[Path]:
    """A folder on another disk, to which no link leads."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        yield Path(folder)


def made(folder: Path, content: str) -> Path:
    (folder / NAME).parent.mkdir(parents=True)
    (folder / NAME).write_text(content)
    return folder


def test_what_is_taken_over_is_the_same_file(published: Path, tmp_path: Path) -> None:
    """By another name, whether something stood there or not; what was compressed of that goes."""
    base = made(tmp_path / "old", "old")
    (base / f"{NAME}.gz").write_text("old")
    Tree(tmp_path / "in-old", published).complete_in(base, [], [NAME], [])
    Tree(tmp_path / "fresh", published).complete([], [NAME])
    for folder in ("in-old", "fresh"):
        assert (tmp_path / folder / NAME).samefile(published / NAME)
        assert [path.name for path in (tmp_path / folder / NAME).parent.iterdir()] == ["index.html"]


def test_what_can_not_be_linked_is_copied(published: Path, elsewhere: Path) -> None:
    """And no file that shares its content with what stood there changes: it may be the way back."""
    base, way_back = made(elsewhere / "old", "old"), made(elsewhere / "back", "")
    (way_back / NAME).unlink()
    (way_back / NAME).hardlink_to(base / NAME)
    Tree(elsewhere / "new", published).complete_in(base, [], [NAME], [])
    assert (elsewhere / "new" / NAME).read_text() == "new"
    assert (way_back / NAME).read_text() == "old"
