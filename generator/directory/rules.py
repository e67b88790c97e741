"""The rules between records: what one class of `model` can't say by itself. Yields problems, raises nothing. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from generator.directory.form import OTHER_TOPIC
from generator.directory.hours import Timetable
from generator.directory.language import available_languages
from generator.directory.model import Closure, Directory, SpecialHours
from generator.directory.places import Places
from generator.directory.problems import Place, Problem
from generator.directory.routing import desks_for, mailboxes_told, private_mailboxes
from generator.directory.timetables import Timetables
from generator.directory.typed import LIST_LENGTH, quote

SHARED_DOMAINS = frozenset(
    "ac.id biz.id co.id desa.id go.id kop.id mil.id my.id net.id or.id ponpes.id sch.id web.id".split()  # noqa: SIM905
)
"""Domains under which anybody of a kind registers a name, so that they are nobody's own. Source: PANDI, 2026-11-23."""


def judge(directory: Directory, places: Places) -> Iterator[Problem]:
    """Every rule, on records of which each finds whatever it names: those that don't are left out beforehand."""
    for rule in _RULES:
        yield from rule(directory, places)


def _languages(directory: Directory, places: Places) -> Iterator[Problem]:
    known = available_languages()
    if not directory.site.languages:
        yield _problem(places.in_section("site", "languages"), "empty")
    for index, code in enumerate(directory.site.languages):
        if code not in known:
            place = places.in_section("site", "languages", index)
            yield _problem(place, "language-unknown", quote=code, known=", ".join(known))


def _sender(directory: Directory, places: Places) -> Iterator[Problem]:
    """Source: lesson 5; a sender of a foreign domain is refused by DMARC (RFC 7489), silently."""
    if directory.inquiry is None or not directory.site.url:
        return
    domain = directory.inquiry.from_.rpartition("@")[2].lower()
    host = (urlsplit(directory.site.url).hostname or "").lower()
    above = f".{host}".endswith(f".{domain}") and "." in domain and domain not in SHARED_DOMAINS
    if not (above or domain == host or domain.endswith(f".{host}")):
        place = places.in_section("inquiry", "from")
        yield _problem(place, "sender-domain", quote=directory.inquiry.from_, host=quote(host))


def _desks(directory: Directory, places: Places) -> Iterator[Problem]:
    told: set[str] = set()
    for desk in directory.desks.values():
        if not desk.to:
            yield _problem(places.of("desks", desk.id, "to"), "desk-without-mailbox", quote=desk.id)
        circle = _circle_of(directory, desk.id)
        if circle and not told.intersection(circle):
            chain = quote(" > ".join([*circle, desk.id]), LIST_LENGTH)
            yield _problem(places.of("desks", desk.id, "fallback"), "fallback-cycle", quote=desk.fallback, chain=chain)
        told.update(circle)


def _circle_of(directory: Directory, desk_id: str) -> list[str]:
    """The desks from this one round to itself; none where its fallbacks come to an end, or never come back."""
    passed = {desk_id: None}
    following = directory.desks[desk_id].fallback
    while following and following not in passed:
        passed[following] = None
        following = directory.desks[following].fallback
    return list(passed) if following == desk_id else []


def _question_forms(directory: Directory, places: Places) -> Iterator[Problem]:
    if places.has("inquiry"):
        return
    for channel in directory.channels.values():
        if channel.type == "form":
            yield _problem(places.of("channels", channel.id), "form-without-inquiry", quote=channel.id)


def _closures(directory: Directory, places: Places) -> Iterator[Problem]:
    timetables = Timetables(directory)
    for closure in directory.closures.values():
        if not timetables.shut_by(closure) and not closure.channels and places.has_only(directory.channels, "channels"):
            yield _problem(places.of("closures", closure.id), "closure-of-nothing", quote=closure.id)
        if not closure.stays_open:
            yield _problem(places.of("closures", closure.id, "stays_open"), "stays-open-empty", quote=closure.id)
        for index, channel_id in enumerate(closure.stays_open):
            if _shut_throughout(timetables.of_channel(directory.channels[channel_id]), closure):
                place = places.of("closures", closure.id, "stays_open", index)
                yield _problem(place, "stays-open-closed", quote=channel_id, closure=closure.id)


def _shut_throughout(timetable: Timetable, closure: Closure) -> bool:
    """Unknown hours count as reachable: whoever asks may be answered."""
    return not timetable.is_reachable_between(closure.from_, closure.until)


def _idle_records(directory: Directory, places: Places) -> Iterator[Problem]:
    """Records that would change nothing for anybody."""
    for special in directory.special_hours.values():
        if not (special.channels or special.schedules):
            yield _problem(places.of("special_hours", special.id), "special-of-nothing", quote=special.id)
        if not special.regular.keys() & weekdays_between(special.from_, special.until):
            yield _problem(places.of("special_hours", special.id, "regular"), "special-never", quote=special.id)
    for service in directory.services.values():
        if not service.channels:
            yield _problem(places.of("services", service.id, "channels"), "service-unreachable", quote=service.id)


def _reserved_ids(directory: Directory, places: Places) -> Iterator[Problem]:
    """Ids that travel in the question form beside the names of its own fields; those of documents `within` tells."""
    for topic_id in directory.inquiry.topics if directory.inquiry else ():
        if topic_id == OTHER_TOPIC:
            yield _problem(places.in_section("inquiry", "topics"), "id-reserved", quote=topic_id)


def _submissions(directory: Directory, places: Places) -> Iterator[Problem]:
    """A queue needs working days."""
    for service in (service for service in directory.services.values() if service.submission):
        desk = next(iter(desks_for(directory, service, None)), None) if directory.inquiry else None
        schedule = directory.schedules[desk.schedule] if desk and desk.schedule else None
        if desk and not any((schedule.regular or {}).values() if schedule else ()):
            place = places.of("services", service.id, "submission")
            yield _problem(place, "submission-without-hours", quote=service.id, desk=desk.id)


def _last_intakes(directory: Directory, places: Places) -> Iterator[Problem]:
    for schedule in directory.schedules.values():
        if schedule.last_intake and schedule.last_intake.unit != "minutes":
            place = places.of("schedules", schedule.id, "last_intake")
            yield _problem(place, "last-intake-unit", quote=schedule.id)


def _overlapping_specials(directory: Directory, places: Places) -> Iterator[Problem]:
    by_target: defaultdict[tuple[str, str], list[SpecialHours]] = defaultdict(list)
    told: set[str] = set()
    for later in (record for record in directory.special_hours.values() if record.kind != "extra"):
        targets = [*(("channel", name) for name in later.channels), *(("schedule", name) for name in later.schedules)]
        for target in targets:
            first = next((earlier for earlier in reversed(by_target[target]) if _clash(earlier, later)), None)
            if first and later.id not in told:
                told.add(later.id)
                yield _problem(places.of("special_hours", later.id), "special-overlap", quote=later.id, other=first.id)
            by_target[target].append(later)


def _clash(one: SpecialHours, other: SpecialHours) -> bool:
    shared = weekdays_between(max(one.from_, other.from_), min(one.until, other.until))
    return bool(shared & one.regular.keys() & other.regular.keys())


def weekdays_between(first: date, last: date) -> set[int]:
    """The weekdays that occur from `first` to `last`, both included, from Monday 0; none where `last` is earlier."""
    return {(first + timedelta(days=number)).weekday() for number in range(min(7, (last - first).days + 1))}


def _announcement_ids(directory: Directory, places: Places) -> Iterator[Problem]:
    """Closures, special hours and notices each have a page under one folder, so their ids are one family."""
    seen: dict[str, str] = {}
    sections = {"closures": directory.closures, "special_hours": directory.special_hours, "notices": directory.notices}
    for section, records in sections.items():
        for record_id in records:
            if record_id in seen:
                place = places.of(section, record_id, "id")
                yield _problem(place, "announcement-id", quote=record_id, section=seen[record_id])
            seen[record_id] = section


def _private_mailboxes(directory: Directory, places: Places) -> Iterator[Problem]:
    """A desk's mailbox is never published, so it may stand in no text that is."""
    private = private_mailboxes(directory)
    for text in places.addressed():
        for box in sorted(mailboxes_told(text.text, private)):
            yield _problem(text.place, "mailbox-public", quote=box)


def _calendar(directory: Directory, places: Places) -> Iterator[Problem]:
    seen: set[date] = set()
    for index, day in enumerate(directory.calendar):
        if day.date in seen:
            yield _problem(places.item("calendar", index), "calendar-twice", quote=day.date.isoformat())
        seen.add(day.date)


def _problem(place: Place, rule: str, **details: object) -> Problem:
    return Problem(place, rule, details=details)


_RULES: tuple[Callable[[Directory, Places], Iterator[Problem]], ...] = (
    _languages,
    _sender,
    _desks,
    _question_forms,
    _closures,
    _idle_records,
    _reserved_ids,
    _submissions,
    _last_intakes,
    _overlapping_specials,
    _announcement_ids,
    _private_mailboxes,
    _calendar,
)
