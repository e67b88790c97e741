"""What a build writes of a directory, without rendering: pages as sources, and their faults as a visitor would find."""

import html
import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from generator import site
from generator.directory import Directory, Timetables, language, private_mailboxes
from generator.inspection import inspect_site
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.pages import pages
from generator.site import page_templates
from generator.writer import Writer
from tests.building import FOUNDING_DAY

ASSETS = {name: f"assets/{name}" for name in site.ASSETS}


def written(directory: Directory, now: datetime = FOUNDING_DAY) -> dict[str, str]:
    """All that the renderer is given, by path."""
    return pages(directory, now, page_templates(), ASSETS, {})


def writer(directory: Directory, code: str = "id", now: datetime = FOUNDING_DAY) -> Writer:
    """The writer of one language, for the pages of one kind."""
    timetables = Timetables(directory)
    live = LiveBlocks(directory, now, timetables)
    linked = LinkedData(directory, timetables, now)
    return Writer(directory, now, page_templates(), ASSETS, language(code), "cari.json", timetables, live, linked)


def front_matter(source: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(source.split("\n")[1])
    return found


def body(source: str) -> str:
    return source.split("\n---\n\n", 1)[1]


def faults_of(files: dict[str, str], private: frozenset[str] = frozenset()) -> list[str]:
    """What the inspection finds in these pages within a bare frame, which holds every link of the real one."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items() | {(path, "") for path in ASSETS.values()}:
            path = Path(folder, name.removesuffix(".md") + ".html" if name.endswith(".md") else name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(_framed(text) if name.endswith(".md") else text, encoding="utf-8")
        return [str(fault) for fault in inspect_site(Path(folder), private)]


def faults_of_all(directory: Directory, now: datetime = FOUNDING_DAY) -> list[str]:
    """The faults of everything that a directory becomes."""
    return faults_of(written(directory, now), private_mailboxes(directory))


def _framed(source: str) -> str:
    told = front_matter(source)
    links = [told["home"], told["feed"], told["calendar"], *told["assets"].values()]
    links += [item["link"] for name in ("menu", "foot", "others") for item in told[name]]
    anchors = "".join(f'<a href="{html.escape(link)}"></a>' for link in links)
    main = "" if "template" in told else '<p id="isi"></p>'
    data = f'<script type="application/ld+json">{told["data"]}</script>' if told["data"] else ""
    head = f'<html lang="{told["language"]}"><title>{html.escape(told["title"])}</title>{data}'
    return f"{head}{anchors}{main}{body(source)}</html>"
