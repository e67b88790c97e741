"""proofs: the renderer's pages, made beside the press or after it."""

from pathlib import Path

import pytest

from generator.directory import Directory
from generator.proofs import Proofs
from generator.renderer import RenderingError
from generator.sheets import Sheet
from tests.building import FOUNDING_DAY
from tests.generator.test_press import sheets


def first_of(kind: str, made: list[Sheet]) -> dict[str, Sheet]:
    return {kind: next(one for one in made if one.kind == kind)}


def test_what_comes_after_the_renderer_began_is_rendered_too(pasuruan: Directory, tmp_path: Path) -> None:
    """Of each kind one page; those of kinds that are known are left out, and nothing stays behind."""
    made = sheets(pasuruan)
    with Proofs(tmp_path, FOUNDING_DAY, ["privacy"]) as proofs:
        proofs.add(first_of("service", made) | first_of("privacy", made))
        proofs.begin()
        proofs.add({"service": made[-1]} | first_of("poster", made))
        pages = dict(proofs.pages())
    names = [first_of(kind, made)[kind].path + "index.html" for kind in ("service", "poster")]
    assert list(pages) == names
    assert all(b"<h1" in page for page in pages.values())
    assert list(tmp_path.iterdir()) == []


def test_a_renderer_that_nobody_waits_for_is_ended(pasuruan: Directory, tmp_path: Path) -> None:
    """A build that is refused while the renderer is at work leaves neither it nor its folder."""
    with Proofs(tmp_path, FOUNDING_DAY) as proofs:
        proofs.add(first_of("service", sheets(pasuruan)))
        proofs.begin()
    assert list(tmp_path.iterdir()) == []


def test_what_the_renderer_refuses_is_told(tmp_path: Path) -> None:
    """A link to a page that is not there, as in any other build of it."""
    with Proofs(tmp_path, FOUNDING_DAY) as proofs:
        proofs.add({"service": Sheet("service", "", {"language": "id"}, "[x](nowhere.md)")})
        with pytest.raises(RenderingError, match=r"nowhere\.md"):
            dict(proofs.pages())
    assert list(tmp_path.iterdir()) == []
