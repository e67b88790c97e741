"""What a build writes of a directory, without rendering: pages as sources, and their faults as a visitor would find."""

import html
import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from benchmarks.at_once import pages
from generator import renderer
from generator.assets import ASSETS as ASSETS_OF_SITE
from generator.assets import page_templates
from generator.directory import Directory, Timetables, language, private_mailboxes
from generator.inspection import Fault, dead_links, inspect
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.writer import Writer
from tests.building import FOUNDING_DAY

ASSETS = {name: f"assets/{name}" for name in ASSETS_OF_SITE}


def pages_given(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many pages the renderer is given, each time that it begins; the list grows."""
    given: list[int] = []
    begin = renderer.begin

    def counted(pages: Path, *rest: Any) -> renderer.Rendering:
        given.append(len(list(pages.rglob("*.md"))))
        return begin(pages, *rest)

    monkeypatch.setattr(renderer, "begin", counted)
    return given


def written(directory: Directory, now: datetime = FOUNDING_DAY) -> dict[str, str]:
    """All that the renderer is given, by path."""
    return pages(directory, now, page_templates(), ASSETS)


def writer(directory: Directory, code: str = "id", now: datetime = FOUNDING_DAY) -> Writer:
    """The writer of one language, for the pages of one kind."""
    timetables = Timetables(directory)
    live = LiveBlocks(directory, now, timetables)
    linked = LinkedData(directory, timetables, now)
    return Writer(directory, now, page_templates(), ASSETS, language(code), timetables, live, linked)


def front_matter(source: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(source.split("\n")[1])
    return found


def body(source: str) -> str:
    return source.split("\n---\n\n", 1)[1]


def faults_of(files: dict[str, str], private: frozenset[str] = frozenset()) -> list[str]:
    """What the inspection finds in these pages within a bare frame, which holds every link of the real one."""
    finished = dict.fromkeys(ASSETS.values(), "") | {
        name.removesuffix(".md") + ".html" if name.endswith(".md") else name: framed(text)
        if name.endswith(".md")
        else text
        for name, text in files.items()
    }
    return [str(fault) for fault in site_faults(finished, private)]


def site_faults(files: Mapping[str, str], private: frozenset[str]) -> list[Fault]:
    """What a build finds in these files, by their paths, before it publishes them."""
    found = inspect(files, private)
    return [*found.faults, *dead_links(found.links, files)]


def faults_of_all(directory: Directory, now: datetime = FOUNDING_DAY) -> list[str]:
    """The faults of everything that a directory becomes."""
    return faults_of(written(directory, now), private_mailboxes(directory))


def framed(source: str) -> str:
    """A finished page, as far as it can be had without the renderer."""
    told = front_matter(source)
    links = [told["home"], told["feed"], told["calendar"], *told["assets"].values()]
    links += [item["link"] for name in ("menu", "foot", "others") for item in told[name]]
    anchors = "".join(f'<a href="{html.escape(link)}"></a>' for link in links)
    main = "" if "template" in told else '<p id="isi"></p>'
    data = f'<script type="application/ld+json">{told["data"]}</script>' if told["data"] else ""
    head = f'<html lang="{told["language"]}"><title>{html.escape(told["title"])}</title>{data}'
    return f"{head}{anchors}{main}{body(source)}</html>"
