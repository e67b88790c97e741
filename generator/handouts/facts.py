"""What poster, broadcast and press text tell of one announcement, gathered once for all three. Pure.

Every hour and every opening comes from the engine of hours, every name and number from the directory: nothing is told
here that the notice's own page could contradict.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Language,
    Service,
    Timetables,
    absolute,
    page_path,
)
from generator.directory.values import Week
from generator.handouts.lengths import one_line, paragraphs
from generator.handouts.ways import Contact, Group, contact, groups_of
from generator.news import Announcement, kept_week, told_apart

MOST_OFFICES = 3
MOST_OPENINGS = 3
PRESS_ORDER = ("email", "phone", "whatsapp")


@dataclass(frozen=True, slots=True)
class Facts:
    """One announcement in one language.

    `subject` is what it concerns, or the title of a notice; `openings` say what opens again and when, the first part
    empty where it is all of the subject. `instead` are the ids of the channels to use, which `groups` tell; `reason` is
    in paragraphs, `hours` rows of weekdays and hours, `place` a town or empty. `address` is that of the notice's
    page, in full; `contacts` are for those who want to ask more.
    """

    item: Announcement
    words: Language
    title: str
    subject: str
    reason: tuple[str, ...]
    hours: tuple[tuple[str, str], ...]
    instead: tuple[str, ...]
    groups: tuple[Group, ...]
    openings: tuple[tuple[str, str], ...]
    office: str
    place: str
    address: str
    contacts: tuple[Contact, ...]


def facts_of(directory: Directory, item: Announcement, words: Language, timetables: Timetables) -> Facts:
    """What is told of `item`. `timetables` are those of the directory, made once for all its announcements."""
    services = [directory.services[name] for name in item.services if directory.services[name].is_listed]
    channels = [directory.channels[name] for name in item.channels]
    instead = tuple(_instead(item, services, directory, timetables))
    return Facts(
        item=item,
        words=words,
        title=one_line(item.title),
        subject=words.enumeration(_names(directory, channels, words)) if channels else one_line(item.title),
        reason=_reason(directory, item, words),
        hours=_hours(directory, item, words, timetables),
        instead=instead,
        groups=groups_of(directory, instead, services, words),
        openings=_openings(directory, item, words, timetables),
        office=_office(directory, item, channels, words),
        place=_place(directory, item, channels),
        address=absolute(directory.site, page_path(directory.site, words, "notices", item.id)),
        contacts=_contacts(directory, item, services, words, timetables),
    )


def _names(directory: Directory, channels: Iterable[Channel], words: Language) -> list[str]:
    """As the title names them, each on one line."""
    return list(dict.fromkeys(map(one_line, told_apart(directory, channels, words))))


def _reason(directory: Directory, item: Announcement, words: Language) -> tuple[str, ...]:
    """The text without the rows of hours, which are told apart from it."""
    if item.kind in {"changed", "extra", "by_appointment"}:
        reason = directory.special_hours[item.id].reason
        return paragraphs(reason.say(words.code)) if reason else ()
    return paragraphs(item.text)


def _hours(
    directory: Directory, item: Announcement, words: Language, timetables: Timetables
) -> tuple[tuple[str, str], ...]:
    if item.kind in {"closure", "notice"}:
        return ()
    return joined_days(kept_week(directory, directory.special_hours[item.id], timetables), words)


def joined_days(week: Week, words: Language) -> tuple[tuple[str, str], ...]:
    """The weekdays that are named, neighbours with equal hours in one row: `Senin–Kamis`, `08.00–14.00`."""
    rows: list[tuple[int, int, str]] = []
    for day, (_, hours) in zip(sorted(week), words.named_days(week), strict=True):
        if rows and rows[-1][1] == day - 1 and rows[-1][2] == hours:
            rows[-1] = (rows[-1][0], day, hours)
        else:
            rows.append((day, day, hours))
    return tuple((_days(first, last, words), hours) for first, last, hours in rows)


def _days(first: int, last: int, words: Language) -> str:
    return words.weekday(first) if first == last else f"{words.weekday(first)}–{words.weekday(last)}"


def _instead(
    item: Announcement, services: Sequence[Service], directory: Directory, timetables: Timetables
) -> Sequence[str]:
    """What stays open; for an appointment, whatever reaches the services concerned, since somebody has to be asked."""
    if item.kind != "by_appointment":
        return item.instead
    return _reachable(item, services, directory, timetables)


def _reachable(
    item: Announcement, services: Sequence[Service], directory: Directory, timetables: Timetables
) -> list[str]:
    """The services' channels that nobody has to walk to and that are not shut throughout."""
    channel_ids = dict.fromkeys(channel for service in services for channel in service.channels)
    channels = [directory.channels[name] for name in channel_ids if name not in item.channels]
    return [
        channel.id
        for channel in channels
        if not isinstance(channel, Counter)
        and timetables.of_channel(channel).is_reachable_between(item.first, item.last)
    ]


def _openings(
    directory: Directory, item: Announcement, words: Language, timetables: Timetables
) -> tuple[tuple[str, str], ...]:
    """The first opening after a closure, by the engine, of each channel that it shuts and whose hours are known."""
    if item.kind != "closure" or item.last is None:
        return ()
    end = datetime.combine(item.last + timedelta(days=1), time(), directory.site.timezone)
    found: dict[datetime, list[Channel]] = {}
    for channel in (directory.channels[name] for name in item.channels):
        if opening := timetables.of_channel(channel).status(end).next_opening:
            found.setdefault(opening, []).append(channel)
    if len(found) == 1 and len(next(iter(found.values()))) == len(item.channels):
        return (("", words.instant(next(iter(found)))),)
    if len(found) > MOST_OPENINGS:
        return ()
    return tuple((words.enumeration(_names(directory, found[at], words)), words.instant(at)) for at in sorted(found))


def _office(directory: Directory, item: Announcement, channels: Sequence[Channel], words: Language) -> str:
    """Whose notice it is; the site's name where it is too many offices' or nobody's."""
    locations = [directory.locations[channel.location] for channel in channels if isinstance(channel, Counter)]
    concerned = [directory.services[name].organization for name in item.services]
    owners = item.organizations or [location.organization for location in locations] or concerned
    names = [one_line(directory.organizations[name].name.say(words.code)) for name in dict.fromkeys(owners)]
    if not 0 < len(names) <= MOST_OFFICES:
        return one_line(directory.site.name.say(words.code))
    return words.enumeration(names)


def _place(directory: Directory, item: Announcement, channels: Sequence[Channel]) -> str:
    """The town of what is concerned, or of its offices."""
    counters = {channel.location for channel in channels if isinstance(channel, Counter)}
    offices = {directory.services[name].organization for name in item.services} | {*item.organizations}
    located = [location for location in directory.locations.values() if location.organization in offices]
    candidates = [location for location in directory.locations.values() if location.id in counters] + located
    towns = [location.address.locality for location in candidates if location.address and location.address.locality]
    return one_line(towns[0]) if towns else ""


def _contacts(
    directory: Directory, item: Announcement, services: Sequence[Service], words: Language, timetables: Timetables
) -> tuple[Contact, ...]:
    """One address and one number at most, of those that answer."""
    reachable = [*item.instead, *_reachable(item, services, directory, timetables)]
    first: dict[str, Contact] = {}
    for channel in (directory.channels[name] for name in reachable):
        first.setdefault(channel.type, contact(directory, channel, services, words))
    return tuple(first[kind] for kind in PRESS_ORDER if kind in first)[:2]
