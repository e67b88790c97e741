"""Directory -> {path: text}: every page of the site as a source for the renderer, and the files for machines. Pure."""

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from textwrap import shorten
from typing import Any

from jinja2 import Environment

from generator import views
from generator.directory import (
    Directory,
    Language,
    Service,
    absolute,
    desks_for,
    home_path,
    inquiries_address,
    language,
    page_path,
    question_form,
)
from generator.directory.links import QUESTION_ANCHOR
from generator.frame import NOT_FOUND, Page, sitemap, source
from generator.live import LiveBlocks
from generator.news import Announcement, announcements, ended, in_force_or_coming
from generator.public import public_directory


def pages(directory: Directory, now: datetime, templates: Environment, assets: Mapping[str, str]) -> dict[str, str]:
    """What the renderer is given, by path: `....md` for each page, and finished files for machines.

    `assets` maps the name of a stylesheet, script or picture to its path on the site.
    """
    found: dict[str, str] = {}
    written: list[Page] = []
    live_blocks = LiveBlocks(directory, now)
    for code in directory.site.languages:
        written += _Writer(directory, now, templates, language(code), live_blocks).all()
    for page in written:
        found[f"{page.path}index.md"] = source(directory, page, assets)
    found["contacts.json"] = json.dumps(public_directory(directory), ensure_ascii=False, indent=1) + "\n"
    found["sitemap.xml"] = sitemap(directory, written)
    found["robots.txt"] = f"User-agent: *\nAllow: /\nSitemap: {absolute(directory.site, 'sitemap.xml')}\n"
    return found


@dataclass
class _Writer:
    """Writes the pages of one language."""

    directory: Directory
    now: datetime
    templates: Environment
    words: Language
    live_blocks: LiveBlocks

    @cached_property
    def told(self) -> list[Announcement]:
        return announcements(self.directory, self.words)

    @cached_property
    def holding(self) -> list[Announcement]:
        """What ends after the build: the script hides each when it has ended."""
        return in_force_or_coming(self.told, self.now.date())

    @property
    def services(self) -> list[Service]:
        return [service for service in self.directory.services.values() if service.is_listed]

    def all(self) -> list[Page]:
        listed = [
            self.home(),
            *(self.service(service) for service in self.services),
            *(self.office(organization_id) for organization_id in self.directory.organizations),
            self.notices(),
            *(self.notice(item) for item in self.told),
        ]
        is_default = self.words.code == self.directory.site.default_language
        return [*listed, self.not_found()] if is_default else listed

    def home(self) -> Page:
        channels = {channel for service in self.services for channel in service.channels}
        return self._page(
            "home",
            lambda words: home_path(self.directory.site, words),
            title=self.directory.site.name.say(self.words.code),
            description=self.words("page.home_description"),
            organizations=self.directory.organizations,
            groups=views.by_heading(self.directory, self.services, self.words),
            live=[channel for channel in self.directory.channels if channel in channels],
        )

    def service(self, service: Service) -> Page:
        desks = desks_for(self.directory, service, None)
        return self._page(
            "service",
            lambda words: page_path(self.directory.site, words, "services", service.id),
            title=service.name.say(self.words.code),
            description=_summary(service.description.say(self.words.code) if service.description else ""),
            service=service,
            organization=self.directory.organizations[service.organization],
            facts=views.facts(service, self.words),
            news=[item for item in self.holding if service.id in item.services],
            privacy=views.privacy(self.directory.organizations[service.organization], self.words),
            form=question_form(self.directory, service, self.words) if desks else None,
            desk=desks[0].name.say(self.words.code) if desks else "",
            live=service.channels,
        )

    def office(self, organization_id: str) -> Page:
        organization = self.directory.organizations[organization_id]
        services = [service for service in self.services if service.organization == organization_id]
        channels = [channel for channel in self.directory.channels if any(channel in s.channels for s in services)]
        concerned = {service.id for service in services}
        return self._page(
            "office",
            lambda words: page_path(self.directory.site, words, "offices", organization_id),
            title=organization.name.say(self.words.code),
            description=organization.description.say(self.words.code) if organization.description else "",
            organization=organization,
            services=services,
            channels=[channel for channel in channels if self.directory.channels[channel].type != "form"],
            news=[
                item for item in self.holding if concerned & set(item.services) or organization_id in item.organizations
            ],
            live=channels,
        )

    def notices(self) -> Page:
        return self._page(
            "notices",
            lambda words: page_path(self.directory.site, words, "notices"),
            title=self.words("page.notices"),
            description=self.words("page.notices"),
            archive=ended(self.told, self.now.date()),
            live=[],
        )

    def notice(self, item: Announcement) -> Page:
        return self._page(
            "notice",
            lambda words: page_path(self.directory.site, words, "notices", item.id),
            title=item.title,
            description=_summary(item.text),
            item=item,
            holds=item in self.holding,
            services=[service for service in self.services if service.id in item.services],
            live=[*item.channels, *item.instead],
        )

    def not_found(self) -> Page:
        return self._page(
            NOT_FOUND,
            lambda _words: f"{NOT_FOUND}/",
            title=self.words("page.not_found"),
            description=self.words("page.not_found_lead"),
            live=[],
            at_any_depth=True,
        )

    def _page(  # noqa: PLR0913 what every page has, by name
        self,
        template: str,
        path_in: Callable[[Language], str],
        *,
        title: str,
        description: str,
        live: Iterable[str],
        at_any_depth: bool = False,
        **shown: Any,
    ) -> Page:
        site = self.directory.site
        paths = {code: path_in(language(code)) for code in site.languages}
        page = Page(title, description, self.words, paths, at_any_depth)
        common = {
            "t": self.words,
            "say": lambda text: text.say(self.words.code),
            "link": lambda path: page.link(site, path),
            "path_of": lambda kind, record_id="": page_path(site, self.words, kind, record_id),
            "home": home_path(site, self.words),
            "told": self.holding,
            "ways": lambda channel_ids: views.ways(self.directory, channel_ids, self.holding, self.words),
            "until": self._until,
            "title": title,
            "action": inquiries_address(site),
            "live": self._live(live),
            "anchor": QUESTION_ANCHOR,
        }
        body = self.templates.get_template(f"{template}.html").render(common | shown)
        return dataclasses.replace(page, body=_one_line(body))

    def _live(self, channel_ids: Iterable[str]) -> str:
        channels = [self.directory.channels[channel_id] for channel_id in dict.fromkeys(channel_ids)]
        block = self.live_blocks.block(channels, self.words)
        return json.dumps(block, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")

    def _until(self, item: Announcement) -> str:
        """The minute since 1970 (UTC) at which an announcement has ended; empty where it has no end."""
        end = item.ends(self.now)
        return str(int(end.timestamp()) // 60) if end else ""


def _summary(text: str) -> str:
    """The beginning of a text, at most as long as search engines show, cut between words."""
    return shorten(text, width=160, placeholder=" …") if text else ""


def _one_line(html: str) -> str:
    """The body on one line, so that Markdown sees one block of HTML and leaves every character of it alone."""
    return " ".join(line.strip() for line in html.splitlines() if line.strip())
