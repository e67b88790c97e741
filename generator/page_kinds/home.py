"""The first page, what is open now before all else, and the page for wrong addresses. Pure."""

from collections.abc import Iterator

from generator import groups
from generator.directory import Organization, Service, home_path
from generator.frame import NOT_FOUND
from generator.page import Page
from generator.writer import Writer

MOST_CARDS = 36
"""Services that stand on the first page with their ways; with more, it leads to topics, offices and the search."""
WAYS_OF_A_CARD = 3
"""Ways to tap of each service on the first page: the first that its own page names."""
MOST_OFFICES = 12
"""Offices whose hours stand on the first page; with more, each has them on its own."""
MOST_STATES = 8
"""Present states above all else; with more, each stands with its office, so that the search is within sight."""
MOST_NEWS = 6
"""Announcements of a rank on the first page; the rest are on the page of all."""


def home_pages(writer: Writer) -> Iterator[Page]:
    yield _home(writer)
    if writer.is_default:
        yield _not_found(writer)


def _home(writer: Writer) -> Page:
    directory, words = writer.directory, writer.words
    offices = list(directory.organizations.values())
    keeping = {office.id: _opening_and_closing(writer, office) for office in offices[:MOST_OFFICES]}
    is_small = len(writer.services) <= MOST_CARDS
    states = list(dict.fromkeys(channel for channels in keeping.values() for channel in channels))
    grave = [item for item in writer.holding if item.level == "major"]
    other = [item for item in writer.holding if item.level != "major"]
    return writer.page(
        "home",
        lambda language: home_path(directory.site, language),
        title=writer.say(directory.site.name),
        description=words("page.home_description"),
        live=[*states, *(_channels(writer.services) if is_small else ())],
        data=writer.linked.home(words),
        grave=grave[:MOST_NEWS],
        other=other[:MOST_NEWS],
        has_more_news=len(grave) > MOST_NEWS or len(other) > MOST_NEWS,
        groups=groups.by_heading(directory, writer.services) if is_small else (),
        topics=() if is_small else groups.by_category(directory, writer.services),
        ways_of_a_card=WAYS_OF_A_CARD,
        offices=offices[:MOST_OFFICES],
        has_more_offices=len(offices) > MOST_OFFICES,
        keeping=keeping,
        states=states if len(states) <= MOST_STATES else (),
    )


def _opening_and_closing(writer: Writer, office: Organization) -> list[str]:
    """The channels of an office that keep hours, or that a closure shuts: counters first, as its services name them.

    Without the form, which is on each service's own page.
    """
    channels = _channels(writer.services_of(office.id))
    known = {name: writer.directory.channels[name] for name in channels}
    shut = {name for item in writer.holding if item.kind == "closure" for name in item.channels}
    telling = [name for name, item in known.items() if (item.schedule or name in shut) and item.type != "form"]
    return list(dict.fromkeys([*(name for name, item in known.items() if item.type == "counter"), *telling]))


def _channels(services: list[Service]) -> list[str]:
    return list(dict.fromkeys(channel for service in services for channel in service.channels))


def _not_found(writer: Writer) -> Page:
    return writer.page(
        NOT_FOUND,
        lambda _words: f"{NOT_FOUND}/",
        title=writer.words("page.not_found"),
        description=writer.words("page.not_found_lead"),
        at_any_depth=True,
    )
