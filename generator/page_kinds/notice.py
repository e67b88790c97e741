"""The page of each announcement, and the archive of all. Pure."""

from collections.abc import Iterator
from datetime import date

from generator import groups
from generator.bundles import Own
from generator.calendar_entries import calendar_path
from generator.feed import feed_path
from generator.handouts import share_links
from generator.news import Announcement, ended
from generator.page import Page
from generator.writer import Writer


def notice_list(writer: Writer) -> Iterator[Page]:
    """All that is announced, and the archive."""
    site = writer.directory.site
    yield writer.page(
        "notices",
        writer.path("notices"),
        title=writer.words("page.notices"),
        description=writer.words("page.notices"),
        holding=writer.holding,
        ending=_ending(writer),
        archive=ended(writer.told, writer.now.date()),
        calendar=calendar_path(site, writer.words),
        feed=feed_path(site, writer.words),
    )


def notice_pages(writer: Writer, own: Own) -> Iterator[Page]:
    return (_page(writer, item) for item in writer.news_by(own))


def _ending(writer: Writer) -> list[Announcement]:
    """What the script moves to the archive when it has ended, the last to end first."""
    return sorted((item for item in writer.holding if item.last), key=lambda item: item.last or date.max, reverse=True)


def _page(writer: Writer, item: Announcement) -> Page:
    site, facts = writer.directory.site, writer.handed_out(item)
    concerned = set(item.services)
    services = [service for service in writer.services if service.id in concerned]
    return writer.page(
        "notice",
        writer.path("notices", item.id),
        title=item.title,
        description=item.text,
        live=[*item.channels, *facts.instead],
        data=writer.linked.notice(item, writer.words),
        published=item.posted,
        share=lambda link: share_links(site, facts, link, calendar_path(site, writer.words)),
        item=item,
        holds=item in writer.holding,
        services=services,
        instead=facts.instead,
        served=groups.served_by(services, facts.instead),
    )
