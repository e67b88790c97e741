"""The pages of one language in the making: what all of them share, and how a template becomes a page. Pure.

It knows no kind of page: those stand in `generator/page_kinds/`, a module each.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, partial
from textwrap import shorten
from types import SimpleNamespace
from typing import Any, TypeVar

from jinja2 import Environment
from markupsafe import Markup

from generator import views
from generator.bundles import DATED, Own
from generator.compact import in_script
from generator.directory import (
    Channel,
    Directory,
    Language,
    Service,
    Text,
    Timetables,
    home_path,
    inquiries_address,
    language,
    page_path,
)
from generator.directory.links import QUESTION_ANCHOR, channel_full_name
from generator.directory.timetables import grouped
from generator.handouts import Facts, facts_of
from generator.linked_data import LinkedData
from generator.live import LiveBlocks, minutes_of_midnight
from generator.news import Announcement, announcements, as_posted, in_force_or_coming
from generator.page import Page, links_from
from generator.search import index_path

Made = TypeVar("Made")


@dataclass
class Writer:
    """Writes pages of a directory in the language of `words`, as of `now`.

    `assets`: names of files -> their paths.
    """

    directory: Directory
    now: datetime
    templates: Environment
    assets: Mapping[str, str]
    words: Language
    timetables: Timetables
    live_blocks: LiveBlocks
    linked: LinkedData
    _known: dict[tuple[str, Hashable], Any] = field(default_factory=dict)

    @cached_property
    def told(self) -> list[Announcement]:
        """All that is announced, the newest first."""
        today = self.now.date()
        return [as_posted(item, today) for item in announcements(self.directory, self.words)]

    @cached_property
    def holding(self) -> list[Announcement]:
        """What ends after the build: the script hides each when it has ended."""
        return in_force_or_coming(self.told, self.now.date())

    @cached_property
    def services(self) -> list[Service]:
        return [service for service in self.directory.services.values() if service.is_listed]

    def services_of(self, office_id: str) -> list[Service]:
        """Those of an office, in the order of the file."""
        return self._by_office.get(office_id, [])

    def news_of(self, service_id: str) -> list[Announcement]:
        """What is announced of a service and has not ended, in the order of `holding`."""
        return self._by_service.get(service_id, [])

    @cached_property
    def _by_office(self) -> Mapping[str, list[Service]]:
        return grouped((service.organization, service) for service in self.services)

    @cached_property
    def _by_service(self) -> Mapping[str, list[Announcement]]:
        return grouped((service_id, item) for item in self.holding for service_id in dict.fromkeys(item.services))

    @cached_property
    def _by_channel(self) -> Mapping[str, list[Announcement]]:
        return grouped((channel, item) for item in self.holding for channel in dict.fromkeys(item.channels))

    def news_by(self, own: Own) -> list[Announcement]:
        """What is announced by these records, the newest first."""
        ids = {record_id for section in DATED for record_id in own[section]}
        return [item for item in self.told if item.id in ids]

    def handed_out(self, item: Announcement) -> Facts:
        """What leaves the site of an announcement."""
        return self.made("facts", item.id, lambda: facts_of(self.directory, item, self.words, self.timetables))

    @property
    def is_default(self) -> bool:
        return self.words.code == self.directory.site.default_language

    def say(self, text: Text) -> str:
        return text.say(self.words.code)

    def ways(self, channel_ids: Iterable[str]) -> list[views.Way]:
        """The channels as citizens meet them; each is worked out once for all pages."""
        return [self._way(channel_id) for channel_id in channel_ids]

    def coming(self, channel_ids: Iterable[str]) -> list[views.ComingDays]:
        """The next dates of the channels that open and close."""
        names = tuple(channel_ids)
        return self.made("coming", names, lambda: self._coming(names))

    def _coming(self, channel_ids: Iterable[str]) -> list[views.ComingDays]:
        channels = [self.directory.channels[channel_id] for channel_id in channel_ids]
        return views.grouped_days(
            (channel_full_name(self.directory, channel, self.words), self._days(channel)) for channel in channels
        )

    def _way(self, channel_id: str) -> views.Way:
        channel, shut = self.directory.channels[channel_id], self._by_channel.get(channel_id, ())
        return self.made("way", channel_id, lambda: views.way(self.directory, channel, shut, self.words))

    def _days(self, channel: Channel) -> tuple[views.ComingDay, ...]:
        return views.coming_days(self.timetables.of_channel(channel), self.now.date(), self.words.code)

    def made(self, kind: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """What is the same for all pages of this writer, made when it is first asked for."""
        if (kind, key) not in self._known:
            self._known[kind, key] = make()
        made: Made = self._known[kind, key]
        return made

    def path(self, kind: Any, record_id: str = "") -> Callable[[Language], str]:
        """Where a page lives, in each language."""
        return lambda words: page_path(self.directory.site, words, kind, record_id)

    def page(  # noqa: PLR0913 what every page has, by name
        self,
        template: str,
        path_in: Callable[[Language], str],
        *,
        title: str,
        description: str = "",
        live: Iterable[str] = (),
        at_any_depth: bool = False,
        only_here: bool = False,
        stands_for: str = "",
        data: dict[str, Any] | None = None,
        published: date | None = None,
        **shown: Any,
    ) -> Page:
        """A page whose body is `template` with what is `shown`; `live` are the channels whose state it tells.

        `only_here`: no other language has this page, as a page of a letter. The rest is as in Page.
        """
        codes = [self.words.code] if only_here else self.directory.site.languages
        paths = {code: path_in(language(code)) for code in codes}
        link = links_from(self.directory.site, paths[self.words.code], at_any_depth=at_any_depth)
        alike = self.made("common", link(""), lambda: self._common(link))
        common = alike | {"title": title, "live": self._live(live)}
        body = self.templates.get_template(f"{template}.html").render(common | shown | {"c": SimpleNamespace(**common)})
        return Page(
            kind=template,
            title=title,
            description=summary(description),
            words=self.words,
            paths=paths,
            at_any_depth=at_any_depth,
            stands_for=stands_for,
            data=in_script(data) if data else "",
            published=published,
            body=one_line(body),
        )

    def _common(self, link: Callable[[str], str]) -> dict[str, Any]:
        """What every template may ask for; `link` makes of a path of the site a link from the page."""
        site = self.directory.site
        return {
            "t": self.words,
            "say": self._said,
            "lines": self._lines,
            "link": link,
            "path_of": lambda kind, record_id="": page_path(site, self.words, kind, record_id),
            "home": home_path(site, self.words),
            "ways": self.ways,
            "once": partial(self._once, link("")),
            "begins": self._begins,
            "until": self._until,
            "since_day": self._minutes_of,
            "search": SimpleNamespace(index=index_path(self.words), script=self.assets["search.js"]),
            "action": inquiries_address(site),
            "upload": self.assets["upload.js"],
            "anchor": QUESTION_ANCHOR,
        }

    def _once(self, begin: str, macro: Any, key: Hashable, *given: Any) -> Markup:
        """What a macro makes for these keys, made once for all pages of which each link within the site begins alike.

        `given` may hold nothing else that belongs to a page alone.
        """
        return self.made(f"piece {macro.name}", (begin, key), lambda: Markup(macro(*given)))  # noqa: S704 a macro escapes

    def _said(self, text: Text) -> str:
        """The text in the reader's language; in another, where it has only that, and marked so."""
        return views.marked(self.say(text), text.language_for(self.words.code), self.words)

    def _lines(self, text: Text) -> list[str]:
        """The text's paragraphs, each marked as `say` does."""
        code = text.language_for(self.words.code)
        return [views.marked(line, code, self.words) for line in self.say(text).splitlines() if line.strip()]

    def _live(self, channel_ids: Iterable[str]) -> str:
        names = tuple(dict.fromkeys(channel_ids))
        channels = (self.directory.channels[channel_id] for channel_id in names)
        return self.made("live", names, lambda: _as_data(self.live_blocks.block(channels, self.words)))

    def _until(self, item: Announcement) -> str:
        """The minute since 1970 (UTC) at which an announcement has ended; empty where it has no end."""
        return self._minutes_of(item.over_on) if item.over_on else ""

    def _begins(self, item: Announcement) -> str:
        """The minute at which an announcement begins to hold; empty where it held when the page was built."""
        return self._minutes_of(item.first) if item.first > self.now.date() else ""

    def _minutes_of(self, on: date) -> str:
        return str(minutes_of_midnight(on, self.now))


def _as_data(value: Any) -> Markup:
    return Markup(in_script(value))  # noqa: S704 no text in it ends the script


MOST_OF_SUMMARY = 160
"""Letters of a description that search engines show."""


def summary(text: str) -> str:
    """The beginning of a text on one line, at most as long as search engines show, cut between words."""
    told = " ".join(text.split())
    return told if len(told) <= MOST_OF_SUMMARY else shorten(told, width=MOST_OF_SUMMARY, placeholder=" …")


def one_line(html: str) -> str:
    """The body on one line, so that Markdown sees one block of HTML and leaves every character of it alone.

    What templates say is so already; what they show may be on more, and U+2028 ends a line too. Of a tab Markdown makes
    blanks, as many as there is room for.
    """
    return " ".join([line for line in map(str.strip, html.replace("\t", " ").splitlines()) if line])
