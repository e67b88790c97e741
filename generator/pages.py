"""Directory -> {path: text}: every page of the site as a source for the renderer, and the files for machines. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from jinja2 import Environment

from generator.bundles import Own, whole
from generator.directory import Directory, Timetables, absolute, language
from generator.directory.addresses import handout_path
from generator.frame import sheet, sitemap, sitemap_entries
from generator.handouts import broadcast, press_text
from generator.history import History
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.page import Page
from generator.page_kinds import OF_ALL, OF_RECORDS
from generator.public import SCHEMA_NAME, public_directory
from generator.public_schema import public_schema_as_text
from generator.search import SearchFiles, entries_of, search_files
from generator.security_txt import security_txt
from generator.sheets import Sheet
from generator.subscriptions import subscriptions
from generator.writer import Writer

SITEMAP = "sitemap.xml"


class Setting(NamedTuple):
    """What every page of a build is written with. `day`: the local midnight as of which it tells.

    `assets` maps the name of a stylesheet, script or picture to its path on the site; `indexes` each language to the
    path of the first file that a search fetches.
    """

    day: datetime
    templates: Environment
    assets: Mapping[str, str]
    indexes: Mapping[str, str]


class Written(NamedTuple):
    """`pages`, in their order; `files`: finished ones for machines, by path."""

    pages: list[Page]
    files: dict[str, str]


def pages(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str], before: History
) -> dict[str, str]:
    """All that is written, by path: `....md` for each page, as the renderer is given it, and the files for machines."""
    sheets, files = whole_site(directory, now, templates, assets, before)
    return {f"{sheet.path}index.md": sheet.source for sheet in sheets} | files


def whole_site(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str], before: History
) -> tuple[list[Sheet], dict[str, str]]:
    """The site made at once and not by bundles: each page in its frame, and the files for machines by path."""
    searched = searched_in(directory)
    indexes = {code: files.index for code, files in searched.items()}
    writers = writers_of(directory, Setting(day_of(now), templates, assets, indexes))
    of_all, of_records = write_all(writers, searched, before, now), write_records(writers, whole(directory).own)
    made = [*of_all.pages, *of_records.pages]
    files = of_all.files | of_records.files | {SITEMAP: sitemap(sitemap_entries(directory.site, made))}
    return [sheet(directory.site, page, assets) for page in made], files


def searched_in(directory: Directory) -> dict[str, SearchFiles]:
    """What a search fetches, by language."""
    return {code: _searched(directory, code) for code in directory.site.languages}


def day_of(now: datetime) -> datetime:
    """Pages tell of a day, never of the minute at which they were built: equal days give equal pages."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def writers_of(directory: Directory, setting: Setting) -> list[Writer]:
    """One for each language; what is alike in all of them is worked out once."""
    timetables = Timetables(directory)
    live_blocks = LiveBlocks(directory, setting.day, timetables)
    linked = LinkedData(directory, timetables, setting.day)
    shared = (timetables, live_blocks, linked)
    return [
        Writer(directory, setting.day, setting.templates, setting.assets, language(code), index, *shared)
        for code, index in setting.indexes.items()
    ]


def write_all(
    writers: Sequence[Writer], searched: Mapping[str, SearchFiles], before: History, now: datetime
) -> Written:
    """What tells of the whole directory, but for the map of the site.

    `before` is what the build before this one told to calendars and feeds.
    """
    directory = writers[0].directory
    found: dict[str, str] = {}
    for files in searched.values():
        found |= files.files
    found |= subscriptions(directory, {writer.words.code: writer.told for writer in writers}, before, now)
    found |= _for_machines(directory) | dict(security_txt(directory, now))
    return Written([page for writer in writers for kind in OF_ALL for page in kind(writer)], found)


def write_records(writers: Sequence[Writer], own: Own) -> Written:
    """The pages of these records, and the texts of their announcements that are copied out of the site."""
    made = [page for writer in writers for kind in OF_RECORDS for page in kind(writer, own)]
    return Written(made, {path: text for writer in writers for path, text in _handouts(writer, own)})


def _searched(directory: Directory, code: str) -> SearchFiles:
    words = language(code)
    return search_files(entries_of(directory, words), words)


def _handouts(writer: Writer, own: Own) -> Iterator[tuple[str, str]]:
    """The texts of each announcement that are copied out of the site."""
    site, words = writer.directory.site, writer.words
    for item in writer.news_by(own):
        facts = writer.handed_out(item)
        yield handout_path(site, words, "broadcast", item.id), broadcast(facts)
        yield handout_path(site, words, "press", item.id), press_text(facts)


def _for_machines(directory: Directory) -> dict[str, str]:
    site = directory.site
    return {
        "contacts.json": json.dumps(public_directory(directory), ensure_ascii=False, indent=1) + "\n",
        SCHEMA_NAME: public_schema_as_text(language(site.default_language), site.languages),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {absolute(site, SITEMAP)}\n",
    }
