"""Directory -> the pages of its records, and the whole site at once, as the renderer and the press take it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from jinja2 import Environment

from generator.bundles import Own, whole
from generator.directory import Directory, Timetables, language
from generator.directory.addresses import handout_path
from generator.frame import sheet, sitemap, sitemap_entries
from generator.handouts import broadcast, press_text
from generator.history import History
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.overall import PARTS, SITEMAP, Past, Written, seen_by
from generator.page_kinds import OF_RECORDS
from generator.sheets import Sheet
from generator.writer import Writer


class Setting(NamedTuple):
    """What every page of a build is written with. `day`: the local midnight as of which it tells.

    `assets` maps the name of a stylesheet, script or picture to its path on the site.
    """

    day: datetime
    templates: Environment
    assets: Mapping[str, str]


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
    setting = Setting(day_of(now), templates, assets)
    written = [write_part(name, directory, setting, Past(now, before)) for name in PARTS]
    written.append(write_records(writers_of(directory, setting), whole(directory).own))
    made = [page for one in written for page in one.pages]
    files = {path: text for one in written for path, text in one.files.items()}
    files[SITEMAP] = sitemap(sitemap_entries(directory.site, made))
    return [sheet(directory.site, page, assets) for page in made], files


def day_of(now: datetime) -> datetime:
    """Pages tell of a day, never of the minute at which they were built: equal days give equal pages."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def writers_of(directory: Directory, setting: Setting) -> list[Writer]:
    """One for each language; what is alike in all of them is worked out once."""
    timetables = Timetables(directory)
    live_blocks = LiveBlocks(directory, setting.day, timetables)
    linked = LinkedData(directory, timetables, setting.day)
    return [
        Writer(directory, *setting, language(code), timetables, live_blocks, linked)
        for code in directory.site.languages
    ]


def write_part(name: str, directory: Directory, setting: Setting, past: Past) -> Written:
    """One of the parts that tell of the whole directory."""
    part = PARTS[name]
    return part.write(writers_of(seen_by(part, directory), setting), past)


def write_records(writers: Sequence[Writer], own: Own) -> Written:
    """The pages of these records, and the texts of their announcements that are copied out of the site."""
    made = [page for writer in writers for kind in OF_RECORDS for page in kind(writer, own)]
    return Written(made, {path: text for writer in writers for path, text in _handouts(writer, own)})


def _handouts(writer: Writer, own: Own) -> Iterator[tuple[str, str]]:
    """The texts of each announcement that are copied out of the site."""
    site, words = writer.directory.site, writer.words
    for item in writer.news_by(own):
        facts = writer.handed_out(item)
        yield handout_path(site, words, "broadcast", item.id), broadcast(facts)
        yield handout_path(site, words, "press", item.id), press_text(facts)
