"""Directory -> {path: text}: every page of the site as a source for the renderer, and the files for machines. Pure."""

import json
from collections.abc import Mapping
from datetime import datetime

from jinja2 import Environment

from generator.directory import Directory, Timetables, absolute, language
from generator.frame import Page, sitemap, source
from generator.live import LiveBlocks
from generator.page_kinds import KINDS
from generator.public import public_directory
from generator.writer import Writer


def pages(directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str]) -> dict[str, str]:
    """What the renderer is given, by path: `....md` for each page, and finished files for machines.

    `assets` maps the name of a stylesheet, script or picture to its path on the site.
    """
    found: dict[str, str] = {}
    written: list[Page] = []
    timetables = Timetables(directory)
    live_blocks = LiveBlocks(directory, now, timetables)
    for code in directory.site.languages:
        writer = Writer(directory, now, templates, assets, language(code), timetables, live_blocks)
        written += [page for kind in KINDS for page in kind(writer)]
    for page in written:
        found[f"{page.path}index.md"] = source(directory, page, assets)
    found["contacts.json"] = json.dumps(public_directory(directory), ensure_ascii=False, indent=1) + "\n"
    found["sitemap.xml"] = sitemap(directory, written)
    found["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {absolute(directory.site, 'sitemap.xml')}\n"
    return found
