"""How long the press takes for the pages of a site, against MkDocs with Material, and what a whole build takes."""

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from benchmarks import government
from benchmarks.at_once import whole_site
from generator import renderer, site
from generator.assets import ASSETS, page_templates
from generator.directory import Directory, Reading, load
from generator.press import Press
from generator.sheets import Sheet

NOW = datetime.fromisoformat("2026-12-20T10:00:00+07:00")
SIZES = (100, 300)
"""Services, ten in each office."""


def run(rounds: int, say: Callable[[str], None]) -> None:
    say("| services | pages | MkDocs | press | press / MkDocs | whole build | seconds a page |")
    say("|---:|---:|---:|---:|---:|---:|---:|")
    for services in SIZES:
        say(_row(services, rounds))


def _row(services: int, rounds: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        main = government.write(folder / "in", offices=services // 10, services=10, included=True)
        directory = load(main)
        sheets = _sheets(directory)
        rendered = _median(rounds, lambda: _render(sheets, folder / "mkdocs"))
        pressed = _median(rounds, lambda: _press(sheets))
        built = _median(rounds, lambda: _build(directory, folder / "site"))
    return (
        f"| {services} | {len(sheets)} | {rendered:.2f} s | {pressed:.2f} s | {pressed / rendered:.3f} "
        f"| {built:.2f} s | {built / len(sheets):.4f} |"
    )


def _sheets(directory: Directory) -> list[Sheet]:
    paths = {name: f"assets/{name}" for name in ASSETS}
    return whole_site(directory, NOW, page_templates(), paths)[0]


def _render(sheets: list[Sheet], folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for sheet in sheets:
        (folder / "pages" / sheet.path).mkdir(parents=True, exist_ok=True)
        (folder / "pages" / sheet.path / "index.md").write_text(sheet.source, encoding="utf-8")
    renderer.begin(folder / "pages", folder / "site", NOW).finish()


def _press(sheets: list[Sheet]) -> None:
    press = Press(renderer.THEME)
    for sheet in sheets:
        press.pressed(sheet)


def _build(directory: Directory, folder: Path) -> None:
    site.build(Reading(directory, ()), NOW, folder, say=lambda _line: None)


def _median(rounds: int, work: Callable[[], None]) -> float:
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
