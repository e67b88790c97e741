"""The press makes of every page the very bytes that the renderer makes, and a build sees where it does not."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from benchmarks.at_once import whole_site
from generator import renderer, site
from generator.assets import ASSETS as ASSETS_OF_SITE
from generator.assets import page_templates
from generator.directory import Directory, Reading
from generator.press import Press
from generator.sheets import Sheet
from tests.building import FOUNDING_DAY, good
from tests.generator.full import FULL
from tests.generator.good_files import Tree, as_yaml, good_files
from tests.generator.test_site import build, snapshot
from tests.generator.written import pages_given

ASSETS = {name: f"assets/{name}" for name in ASSETS_OF_SITE}


def sheets(directory: Directory) -> list[Sheet]:
    return whole_site(directory, FOUNDING_DAY, page_templates(), ASSETS)[0]


def rendered(made: list[Sheet], folder: Path) -> dict[str, str]:
    """What the renderer makes of these pages, by path."""
    for sheet in made:
        (folder / "pages" / sheet.path).mkdir(parents=True, exist_ok=True)
        (folder / "pages" / sheet.path / "index.md").write_text(sheet.source, encoding="utf-8")
    renderer.begin(folder / "pages", folder / "site", FOUNDING_DAY).finish()
    return {sheet.path: (folder / "site" / sheet.path / "index.html").read_text(encoding="utf-8") for sheet in made}


def assert_pressed_as_rendered(directory: Directory, folder: Path) -> None:
    press, made = Press(renderer.THEME), sheets(directory)
    assert {sheet.path: press.pressed(sheet) for sheet in made} == rendered(made, folder)


@pytest.mark.parametrize("text", [None, FULL], ids=["founding case", "every key"])
def test_every_page_is_what_the_renderer_makes(pasuruan: Directory, text: str | None, tmp_path: Path) -> None:
    """All kinds, in all languages, to the last byte: no version of the theme can part them silently."""
    assert_pressed_as_rendered(good(text) if text else pasuruan, tmp_path)


@settings(max_examples=4, suppress_health_check=list(HealthCheck))
@given(tree=good_files())
def test_no_text_parts_them(tree: Tree) -> None:
    """However odd: what Markdown would make of a star, a tab or a letter of another script."""
    with tempfile.TemporaryDirectory() as folder:
        assert_pressed_as_rendered(good(as_yaml(tree)), Path(folder))


@pytest.mark.parametrize("odd", ["\t", " \t", "\n", "\x85", "\u2028", "  ", "\xa0", "*", "&", "\\"])
def test_no_letter_parts_them(pasuruan: Directory, odd: str, tmp_path: Path) -> None:
    """In a name, which stands in title, body and data; one that did had each build of the site take minutes."""
    old = pasuruan.services["jkm"]
    told = replace(old.name, by_language={"id": f"Klaim{odd}JKM", "en": f"{odd}Claim"})
    service = replace(old, name=told, description=told)
    directory = replace(pasuruan, services={**pasuruan.services, "jkm": service})
    made = [sheet for sheet in sheets(directory) if "jkm" in sheet.path]
    press = Press(renderer.THEME)
    assert {sheet.path: press.pressed(sheet) for sheet in made} == rendered(made, tmp_path)


def test_a_renderer_that_makes_other_pages_makes_them_all(
    pasuruan: Directory, tmp_path: Path, built_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After an update of the theme the site is right and slow, until the press is mended."""
    said: list[str] = []
    pressed = Press.pressed

    def other(press: Press, sheet: Sheet) -> Any:
        return pressed(press, sheet) + ("<!-- -->" if sheet.kind == "service" else "")

    monkeypatch.setattr(Press, "pressed", other)
    site.build(Reading(pasuruan, ()), FOUNDING_DAY, tmp_path / "site", say=said.append)
    assert snapshot(tmp_path / "site") == snapshot(built_site)
    assert any("differ" in line for line in said)


def test_the_renderer_makes_one_page_of_each_kind(
    pasuruan: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many services there are: its time does not grow with them."""
    given_ = pages_given(monkeypatch)
    build(pasuruan, tmp_path / "site")
    kinds = {(sheet.kind, sheet.meta["language"]) for sheet in sheets(pasuruan)}
    assert given_ == [len(kinds)]
