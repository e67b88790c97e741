"""What tells of the whole directory: each part from the sections that it names, and from no other. Pure.

So an edit of a section makes anew the parts that read it, and no page of the others can have changed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from generator.bundles import Own
from generator.directory import Directory, absolute, language
from generator.history import HISTORY_NAME, history_of
from generator.page import Page
from generator.page_kinds import contact_pages, home_pages, notice_list, office_list, overview_pages, privacy_pages
from generator.public import PUBLIC_NAME, SCHEMA_NAME, public_directory_as_text
from generator.public_schema import public_schema_as_text
from generator.published import records_in
from generator.search import search_of
from generator.security_txt import security_txt
from generator.writer import Writer

SITEMAP = "sitemap.xml"
SEARCH, SUBSCRIPTIONS, MACHINES = "search", "subscriptions", "machines"
GOING_ON = (SUBSCRIPTIONS, MACHINES)
"""Parts that take over what their published files say of what has not changed, while these are as they were made."""
_HOURS = ("locations", "schedules", "calendar", "channels", "closures", "special_hours")
_NAMES = ("organizations", "categories", "services")


class Written(NamedTuple):
    """`pages`, in their order; `files`: finished ones for machines, by path.

    `new`: where the rest of a file was taken over, as inspected as it was made, what is yet to be inspected of it.
    """

    pages: list[Page]
    files: dict[str, str]
    new: Mapping[str, str] = {}


class Past(NamedTuple):
    """What the build before this one left, for one at `now`, in the office's zone.

    `before`: the history that it published. `written` gives a file of its, by path, where the same program made it of
    the same site on the same day and nobody changed it since, else nothing; `changed`: the records that may say now
    what they did not then.
    """

    now: datetime
    before: str = ""
    written: Callable[[str], str] = lambda _name: ""
    changed: Sequence[Own] = ()


class Part(NamedTuple):
    """`reads`: the sections that it is given, beside `site`; empty: all."""

    reads: frozenset[str]
    write: Callable[[Sequence[Writer], Past], Written]


def _pages(kind: Callable[[Writer], Iterable[Page]], *reads: str) -> Part:
    return Part(frozenset(reads), partial(_written, kind))


def _written(kind: Callable[[Writer], Iterable[Page]], writers: Sequence[Writer], _past: Past) -> Written:
    return Written([page for writer in writers for page in kind(writer)], {})


def _searched(writers: Sequence[Writer], _past: Past) -> Written:
    return Written([], search_of(writers[0].directory))


def _subscribed(writers: Sequence[Writer], past: Past) -> Written:
    from generator.subscriptions import subscriptions  # noqa: PLC0415 loads icalendar, which no other part needs

    told = {writer.words.code: writer.told for writer in writers}
    is_its_own = past.written(HISTORY_NAME) == past.before  # a preview goes on from the history of another site
    written = past.written if is_its_own else lambda _path: ""
    return Written([], subscriptions(writers[0].directory, told, history_of(past.before), past.now, written))


def _for_machines(writers: Sequence[Writer], past: Past) -> Written:
    directory = writers[0].directory
    site, known = directory.site, _as_before(past)
    files = {
        PUBLIC_NAME: public_directory_as_text(directory, known),
        SCHEMA_NAME: public_schema_as_text(language(site.default_language), site.languages),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {absolute(site, SITEMAP)}\n",
    }
    new = {PUBLIC_NAME: public_directory_as_text(_without(directory, known))} if known else {}
    return Written([], files | dict(security_txt(directory, past.now)), new)


def _as_before(past: Past) -> Mapping[str, Mapping[str, str]]:
    """Section -> id -> the line of each record that says what it said."""
    published = records_in(past.written(PUBLIC_NAME))
    lines = {section: {**published.of(section)} for section in published.sections}
    for section, ids in ((section, ids) for own in past.changed for section, ids in own.items()):
        for record_id in ids:
            lines.get(section, {}).pop(record_id, None)
    return lines


def _without(directory: Directory, known: Mapping[str, Mapping[str, str]]) -> Directory:
    """The directory without these records, by section and id."""
    left: dict[str, Any] = {
        section: {name: record for name, record in getattr(directory, section).items() if name not in told}
        for section, told in known.items()
    }
    return replace(directory, **left)


PARTS: Mapping[str, Part] = {
    SUBSCRIPTIONS: Part(frozenset(["notices", *_HOURS]), _subscribed),
    MACHINES: Part(frozenset(), _for_machines),
    SEARCH: Part(frozenset(_NAMES), _searched),
    "home": _pages(home_pages),
    "contacts": _pages(contact_pages, "organizations", "services", *_HOURS),
    "notices": _pages(notice_list, "organizations", "notices", *_HOURS),
    "offices": _pages(office_list, "organizations"),
    "overview": _pages(overview_pages, *_NAMES),
    "privacy": _pages(privacy_pages, "organizations"),
}
"""In the order of the site's map. Those without a page in it stand first, since they take longest."""


def seen_by(part: Part, directory: Directory) -> Directory:
    """A directory of the sections that a part reads, and of nothing else."""
    if not part.reads:
        return directory
    given: dict[str, Any] = {name: getattr(directory, name) for name in part.reads}
    return Directory(**{"site": directory.site, "organizations": {}, **given})
