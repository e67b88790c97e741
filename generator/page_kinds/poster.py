"""The poster of each announcement: a sheet of A4 for the gate, with a stylesheet of its own. Pure."""

from collections.abc import Iterator
from functools import partial

from generator.bundles import Own
from generator.directory import Language
from generator.directory.addresses import handout_path
from generator.directory.model import Site
from generator.handouts import poster_view
from generator.page import Page
from generator.writer import Writer


def poster_pages(writer: Writer, own: Own) -> Iterator[Page]:
    for item in writer.news_by(own):
        yield writer.page(
            "poster",
            partial(_path, writer.directory.site, item.id),
            title=item.title,
            description=item.text,
            stands_for=writer.path("notices", item.id)(writer.words),
            poster=poster_view(writer.handed_out(item)),
        )


def _path(site: Site, notice_id: str, words: Language) -> str:
    return handout_path(site, words, "poster", notice_id)
