"""The rules between records: what one class of `model` can't say by itself. Yields problems, raises nothing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from generator.directory import hours, source
from generator.directory.language import available_languages
from generator.directory.model import Channel, Closure, Directory, SpecialHours
from generator.directory.problems import Place, Problem, Severity
from generator.directory.routing import private_mailboxes
from generator.directory.shape import fields_of
from generator.directory.source import Scalar, Value, records_of, scalars_of
from generator.directory.values import email_addresses_in

OPEN_ENDED_DAYS = 90


class _Places(NamedTuple):
    """Finds where a record of the directory, or one of its values, was typed."""

    root: source.Mapping

    def of(self, section: str, record_id: str, key: str | None = None, index: int | None = None) -> Place:
        record = next(item for item in records_of(self.root, section) if _id_of(item) == record_id)
        return _inside(record, key, index)

    def in_section(self, section: str, key: str | None = None, index: int | None = None) -> Place:
        return _inside(self.root.items[section], key, index)


def _id_of(record: source.Mapping) -> str:
    found = record.items.get("id")
    return found.text if isinstance(found, Scalar) else ""


def _inside(value: Value, key: str | None, index: int | None) -> Place:
    if key is not None and isinstance(value, source.Mapping) and key in value.items:
        value = value.items[key]
    if index is not None and isinstance(value, source.Sequence):
        value = value.items[index]
    return value.place


def judge(
    sections: Mapping[str, Any], root: source.Mapping, *, today: date | None, references_hold: bool
) -> Iterator[Problem]:
    """Every rule whose sections could be read. `today` decides what depends on a date; None leaves it out."""
    if "site" not in sections:
        return
    directory = Directory(**({"organizations": {}} | dict(sections)))
    places = _Places(root)
    for rule, needed in _RULES_BY_THEMSELVES.items():
        if all(section in sections for section in needed if section in root.items):
            yield from rule(directory, places)
    if references_hold and all(section in sections for section in root.items if section in _SECTIONS):
        yield from _desks(directory, places)
        yield from _closures(directory, places)
    if today is not None:
        yield from _open_ended(directory, places, today)


def _languages(directory: Directory, places: _Places) -> Iterator[Problem]:
    known = available_languages()
    if not directory.site.languages:
        yield _problem(places.in_section("site", "languages"), "empty")
    for index, code in enumerate(directory.site.languages):
        if code not in known:
            place = places.in_section("site", "languages", index)
            yield _problem(place, "language-unknown", quote=code, known=", ".join(known))


def _sender(directory: Directory, places: _Places) -> Iterator[Problem]:
    """Source: lesson 5; a sender of a foreign domain is refused by DMARC (RFC 7489), silently."""
    if directory.inquiry is None:
        return
    domain = directory.inquiry.from_.rpartition("@")[2].lower()
    host = (urlsplit(directory.site.url).hostname or "").lower()
    if not (f".{host}".endswith(f".{domain}") or domain.endswith(f".{host}")):
        place = places.in_section("inquiry", "from")
        yield _problem(place, "sender-domain", quote=directory.inquiry.from_, host=host)


def _desks(directory: Directory, places: _Places) -> Iterator[Problem]:
    for desk in directory.desks.values():
        if not desk.to:
            yield _problem(places.of("desks", desk.id, "to"), "desk-without-mailbox", quote=desk.id)
        passed = [desk.id]
        following = desk.fallback
        while following and following not in passed:
            passed.append(following)
            following = directory.desks[following].fallback
        if following == desk.id:
            chain = " > ".join([*passed, following])
            yield _problem(places.of("desks", desk.id, "fallback"), "fallback-cycle", quote=desk.fallback, chain=chain)


def _question_forms(directory: Directory, places: _Places) -> Iterator[Problem]:
    if directory.inquiry is not None:
        return
    for channel in directory.channels.values():
        if channel.type == "form":
            yield _problem(places.of("channels", channel.id), "form-without-inquiry", quote=channel.id)


def _closures(directory: Directory, places: _Places) -> Iterator[Problem]:
    for closure in directory.closures.values():
        if not any(hours.shuts(directory, closure, channel) for channel in directory.channels.values()):
            yield _problem(places.of("closures", closure.id), "closure-of-nothing", quote=closure.id)
        if not closure.stays_open:
            yield _problem(places.of("closures", closure.id, "stays_open"), "stays-open-empty", quote=closure.id)
        for index, channel_id in enumerate(closure.stays_open):
            if _shut_throughout(directory, directory.channels[channel_id], closure):
                place = places.of("closures", closure.id, "stays_open", index)
                yield _problem(place, "stays-open-closed", quote=channel_id, closure=closure.id)


def _shut_throughout(directory: Directory, channel: Channel, closure: Closure) -> bool:
    """Unknown hours count as reachable: whoever asks may be answered."""
    timetable = hours.channel_timetable(directory, channel)
    return not timetable.is_reachable_between(closure.from_, closure.until)


def _idle_records(directory: Directory, places: _Places) -> Iterator[Problem]:
    """Records that would change nothing for anybody."""
    for special in directory.special_hours.values():
        if not (special.channels or special.schedules):
            yield _problem(places.of("special_hours", special.id), "special-of-nothing", quote=special.id)
    for service in directory.services.values():
        if not service.channels:
            yield _problem(places.of("services", service.id, "channels"), "service-unreachable", quote=service.id)


def _overlapping_specials(directory: Directory, places: _Places) -> Iterator[Problem]:
    records = [record for record in directory.special_hours.values() if record.kind != "extra"]
    for index, later in enumerate(records):
        for earlier in records[:index]:
            if _clash(earlier, later):
                place = places.of("special_hours", later.id)
                yield _problem(place, "special-overlap", quote=later.id, other=earlier.id)


def _clash(one: SpecialHours, other: SpecialHours) -> bool:
    first, last = max(one.from_, other.from_), min(one.until, other.until)
    shared = {(first + timedelta(days=number)).weekday() for number in range(min(7, (last - first).days + 1))}
    if not shared & one.regular.keys() & other.regular.keys():
        return False
    return bool(set(one.channels) & set(other.channels) or set(one.schedules) & set(other.schedules))


def _announcement_ids(directory: Directory, places: _Places) -> Iterator[Problem]:
    """Closures, special hours and notices each have a page under one folder, so their ids are one family."""
    seen: dict[str, str] = {}
    sections = {"closures": directory.closures, "special_hours": directory.special_hours, "notices": directory.notices}
    for section, records in sections.items():
        for record_id in records:
            if record_id in seen:
                place = places.of(section, record_id, "id")
                yield _problem(place, "announcement-id", quote=record_id, section=seen[record_id])
            seen[record_id] = section


def _private_mailboxes(directory: Directory, places: _Places) -> Iterator[Problem]:
    """A desk's mailbox is never published, so it may stand in no text that is."""
    private = private_mailboxes(directory)
    for section, value in places.root.items.items():
        if section not in {"desks", "inquiry"}:
            for scalar in (found for found in scalars_of(value) if "@" in found.text):
                for box in private.intersection(map(str.casefold, email_addresses_in(scalar.text))):
                    yield _problem(scalar.place, "mailbox-public", quote=box)


def _calendar(directory: Directory, places: _Places) -> Iterator[Problem]:
    seen: set[date] = set()
    for index, day in enumerate(directory.calendar):
        if day.date in seen:
            place = places.in_section("calendar", index=index)
            yield _problem(place, "calendar-twice", quote=day.date.isoformat())
        seen.add(day.date)


def _open_ended(directory: Directory, places: _Places, today: date) -> Iterator[Problem]:
    for closure in directory.closures.values():
        days = (today - closure.from_) // timedelta(days=1)
        if closure.until is None and days > OPEN_ENDED_DAYS:
            place = places.of("closures", closure.id, "from")
            details = {"quote": closure.id, "since": closure.from_.isoformat(), "days": days}
            yield _problem(place, "closure-open-ended", "warning", **details)


def _problem(place: Place, rule: str, severity: Severity = "error", **details: object) -> Problem:
    return Problem(place, rule, severity, details)


_SECTIONS = {item.key for item in fields_of(Directory)}
_RULES_BY_THEMSELVES: Mapping[Callable[[Directory, _Places], Iterator[Problem]], tuple[str, ...]] = {
    _languages: ("site",),
    _sender: ("site", "inquiry"),
    _question_forms: ("channels", "inquiry"),
    _idle_records: ("special_hours", "services"),
    _overlapping_specials: ("special_hours",),
    _calendar: ("calendar",),
    _announcement_ids: ("closures", "special_hours", "notices"),
    _private_mailboxes: ("channels", "desks"),
}
"""Which sections each rule looks at; the rules that follow references from record to record need all of them."""
