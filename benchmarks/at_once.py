"""The whole site made at once, and not by bundles: what MkDocs is measured with, and what tests hold builds against."""

from collections.abc import Mapping
from datetime import datetime

from jinja2 import Environment

from generator.bundles import whole
from generator.directory import Directory
from generator.frame import Frames, sitemap, sitemap_entries
from generator.overall import PARTS, SITEMAP, Past
from generator.pages import Setting, day_of, write_part, write_records, writers_of
from generator.sheets import Sheet


def pages(directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str]) -> dict[str, str]:
    """All that is written, by path: `....md` for each page, as the renderer is given it, and the files for machines."""
    sheets, files = whole_site(directory, now, templates, assets)
    return {f"{sheet.path}index.md": sheet.source for sheet in sheets} | files


def whole_site(
    directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str]
) -> tuple[list[Sheet], dict[str, str]]:
    """The site made at once and not by bundles: each page in its frame, and the files for machines by path."""
    setting = Setting(day_of(now), templates, assets)
    written = [write_part(name, directory, setting, Past(now)) for name in PARTS]
    written.append(write_records(writers_of(directory, setting), whole(directory).own))
    made = [page for one in written for page in one.pages]
    files = {path: text for one in written for path, text in one.files.items()}
    files[SITEMAP] = sitemap(sitemap_entries(directory.site, made))
    frames = Frames(directory.site, assets)
    return [frames.sheet(page) for page in made], files
