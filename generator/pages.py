"""Directory -> {path: text}: every page of the site as a source for the renderer, and the files for machines. Pure."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from jinja2 import Environment

from generator.directory import Directory, Timetables, absolute, language
from generator.directory.addresses import handout_path
from generator.frame import sheet, sitemap
from generator.handouts import broadcast, press_text
from generator.history import History
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.page_kinds import KINDS
from generator.public import SCHEMA_NAME, public_directory
from generator.public_schema import public_schema_as_text
from generator.search import index_path
from generator.security_txt import security_txt
from generator.sheets import Sheet
from generator.subscriptions import subscriptions
from generator.writer import Writer


class Written(NamedTuple):
    """`sheets`: the pages, in their order; `files`: finished ones for machines, by path."""

    sheets: list[Sheet]
    files: dict[str, str]


def pages(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str], before: History
) -> dict[str, str]:
    """All that is written, by path: `....md` for each page, as the renderer is given it, and the files for machines."""
    written = write(directory, now, templates, assets, before)
    return {f"{sheet.path}index.md": sheet.source for sheet in written.sheets} | written.files


def write(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str], before: History
) -> Written:
    """Every page of the site, and the files for machines.

    `assets` maps the name of a stylesheet, script or picture to its path on the site; `before` is what the build before
    this one told to calendars and feeds.
    """
    writers = list(_writers(directory, now, templates, assets))
    made = [page for writer in writers for kind in KINDS for page in kind(writer)]
    found: dict[str, str] = {}
    for writer in writers:
        found |= dict(_handouts(writer))
    found |= subscriptions(directory, {writer.words.code: writer.told for writer in writers}, before, now)
    found |= _for_machines(directory) | {"sitemap.xml": sitemap(directory, made)} | dict(security_txt(directory, now))
    return Written([sheet(directory, page, assets) for page in made], found)


def _writers(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str]
) -> Iterator[Writer]:
    """One for each language; what is alike in all of them is worked out once."""
    timetables = Timetables(directory)
    live_blocks = LiveBlocks(directory, now, timetables)
    linked = LinkedData(directory, timetables, now)
    for words in map(language, directory.site.languages):
        yield Writer(directory, now, templates, assets, words, index_path(words), timetables, live_blocks, linked)


def _handouts(writer: Writer) -> Iterator[tuple[str, str]]:
    """The texts of each announcement that are copied out of the site."""
    site, words = writer.directory.site, writer.words
    for notice_id, facts in writer.handed_out.items():
        yield handout_path(site, words, "broadcast", notice_id), broadcast(facts)
        yield handout_path(site, words, "press", notice_id), press_text(facts)


def _for_machines(directory: Directory) -> dict[str, str]:
    site = directory.site
    return {
        "contacts.json": json.dumps(public_directory(directory), ensure_ascii=False, indent=1) + "\n",
        SCHEMA_NAME: public_schema_as_text(language(site.default_language), site.languages),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {absolute(site, 'sitemap.xml')}\n",
    }
