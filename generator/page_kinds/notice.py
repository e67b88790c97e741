"""The page of each announcement, and the archive of all."""

from collections.abc import Iterator

from generator.frame import Page
from generator.news import Announcement, ended
from generator.writer import Writer


def notice_pages(writer: Writer) -> Iterator[Page]:
    yield writer.page(
        "notices",
        writer.path("notices"),
        title=writer.words("page.notices"),
        description=writer.words("page.notices"),
        archive=ended(writer.told, writer.now.date()),
    )
    for item in writer.told:
        yield _page(writer, item)


def _page(writer: Writer, item: Announcement) -> Page:
    return writer.page(
        "notice",
        writer.path("notices", item.id),
        title=item.title,
        description=item.text,
        live=[*item.channels, *item.instead],
        item=item,
        holds=item in writer.holding,
        services=[service for service in writer.services if service.id in item.services],
    )
