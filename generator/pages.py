"""Directory -> the pages of its records, and the whole site at once, as the renderer and the press take it. Pure."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from jinja2 import Environment

from generator.bundles import Own
from generator.directory import Directory, Timetable, Timetables, language
from generator.directory.addresses import handout_path
from generator.handouts import broadcast, press_text
from generator.linked_data import LinkedData
from generator.live import LiveBlocks
from generator.overall import PARTS, Past, Written, seen_by
from generator.page_kinds import OF_RECORDS
from generator.writer import Writer


class Setting(NamedTuple):
    """What every page of a build is written with. `day`: the local midnight as of which it tells.

    `assets` maps the name of a stylesheet, script or picture to its path on the site.
    """

    day: datetime
    templates: Environment
    assets: Mapping[str, str]


def day_of(now: datetime) -> datetime:
    """Pages tell of a day, never of the minute at which they were built: equal days give equal pages."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def writers_of(directory: Directory, setting: Setting, made: dict[Hashable, Timetable] | None = None) -> list[Writer]:
    """One for each language; what is alike in all of them is worked out once. `made` is as in Timetables."""
    timetables = Timetables(directory, made)
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
