"""What staff should know of a directory that can be published all the same. Yields warnings, raises nothing. Pure."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, get_args

from generator.directory.fields import Field, fields_of, holds
from generator.directory.model import Directory, SameInAllLanguages
from generator.directory.parts import Part
from generator.directory.places import Places
from generator.directory.problems import Place, Problem
from generator.directory.values import Text

OPEN_ENDED_DAYS = 90
ASSURED_DAYS = 90
DECREE_MONTH = 10
"""By October the joint decree on the next year's holidays is usually out, and the coming year is planned."""
_USED_BY_OTHERS = ("locations", "schedules", "channels", "categories", "desks")


def warn(directory: Directory, places: Places, parts: Sequence[Part], today: date | None) -> Iterator[Problem]:
    """Every warning, those that depend on a date only where `today` is told."""
    yield from (problem for part in parts for problem in part.unsaid)
    yield from _unused(directory, places, parts)
    if today is not None:
        yield from _open_ended(directory, places, today)
        yield from _assured(directory, places, today)
        yield from _without_holidays(directory, places, today)


def unsaid(part: Part, languages: Sequence[str]) -> Iterator[Problem]:
    """One warning for each record of a file and each language, with the keys whose texts have no words in it."""
    for place_of, record in _records(part, Places([part])) if len(languages) > 1 else ():
        missing: dict[str, list[str]] = {}
        for item in _wordy_fields(record.__class__):
            for language in _languages_without(getattr(record, item.name), languages, item.hint):
                missing.setdefault(language, []).append(item.key)
        for language, keys in missing.items():
            example = ", ".join(f"{code}: …" for code in languages)
            details = {"keys": ", ".join(keys), "language": language, "example": f"{{{example}}}"}
            yield Problem(place_of(keys[0]), "translation-missing", "warning", details)


def _records(part: Part, places: Places) -> Iterator[tuple[Callable[[str], Place], Any]]:
    """Every record, with what finds the place of one of its keys."""
    for section in fields_of(Directory):
        match part.sections.get(section.name):
            case Mapping() as records:
                for record_id, record in records.items():
                    yield partial(places.of, section.key, record_id), record
            case tuple() as days if section.key == "calendar":
                yield from ((partial(_of_item, places, section.key, index), day) for index, day in enumerate(days))
            case record if dataclasses.is_dataclass(record):
                yield partial(places.in_section, section.key), record


def _of_item(places: Places, section: str, index: int, _key: str) -> Place:
    """A day is one short line: it is told as a whole."""
    return places.item(section, index)


def _languages_without(value: Any, languages: Sequence[str], hint: Any) -> Iterable[str]:
    """The languages in which a text, or one inside a value, has no words."""
    if isinstance(value, Text):
        missing = [code for code in languages if code not in value.by_language]
        return () if missing and value.plain and _is_proper_name(hint) else missing
    found: dict[str, None] = {}
    for part, its_hint in _inside(value, hint):
        if missing_there := _languages_without(part, languages, its_hint):
            found |= dict.fromkeys(missing_there)
    return found


def _inside(value: Any, hint: Any) -> Iterable[tuple[Any, Any]]:
    """What may hold texts within a value, each with its hint."""
    if isinstance(value, tuple):
        return [(item, hint) for item in value]
    if dataclasses.is_dataclass(value):
        fields = _wordy_fields(value.__class__)
        return [(part, item.hint) for item in fields if (part := getattr(value, item.name)) is not None]
    return [(item, None) for item in value.values()] if isinstance(value, Mapping) else ()


@cache
def _wordy_fields(record: type) -> tuple[Field, ...]:
    """The fields of a record that hold texts, themselves or somewhere within."""
    return tuple(item for item in fields_of(record) if holds(item.hint, lambda part: part is Text))


def _is_proper_name(hint: Any) -> bool:
    return any(SameInAllLanguages in getattr(part, "__metadata__", ()) for part in (hint, *get_args(hint)))


def _unused(directory: Directory, places: Places, parts: Sequence[Part]) -> Iterator[Problem]:
    """A record that nothing names reaches no page: a number without a service is a number that nobody sees."""
    for section in _USED_BY_OTHERS:
        used = {name for part in parts for name in part.names.get(section, ())}
        for record_id in getattr(directory, section):
            if record_id not in used:
                details = {"quote": record_id, "section": section}
                yield Problem(places.of(section, record_id, "id"), "record-unused", "warning", details)


def _open_ended(directory: Directory, places: Places, today: date) -> Iterator[Problem]:
    for closure in directory.closures.values():
        days = (today - closure.from_) // timedelta(days=1)
        if closure.until is None and days > OPEN_ENDED_DAYS:
            details = {"quote": closure.id, "since": closure.from_.isoformat(), "days": days}
            yield Problem(places.of("closures", closure.id, "from"), "closure-open-ended", "warning", details)


def _assured(directory: Directory, places: Places, today: date) -> Iterator[Problem]:
    """Source: the design's `assured_date`, the last time a human checked the facts of an office."""
    for office in directory.organizations.values():
        if office.assured_date is None:
            continue
        days = (today - office.assured_date) // timedelta(days=1)
        details = {"quote": office.assured_date.isoformat(), "office": office.id, "days": days}
        if days > ASSURED_DAYS:
            yield Problem(places.of("organizations", office.id, "assured_date"), "assured-old", "warning", details)
        if days < 0:
            yield Problem(places.of("organizations", office.id, "assured_date"), "assured-ahead", "warning", details)


def _without_holidays(directory: Directory, places: Places, today: date) -> Iterator[Problem]:
    """A schedule that closes on holidays is wrong on each of them in a year whose calendar nobody has written."""
    if not any(schedule.regular and schedule.public_holidays == "closed" for schedule in directory.schedules.values()):
        return
    years = {day.date.year for day in directory.calendar}
    for year in years_to_plan(today):
        if year not in years:
            yield Problem(places.heading("calendar", "schedules"), "holidays-missing", "warning", {"year": year})


def years_to_plan(today: date) -> tuple[int, ...]:
    """The years of which an office should know the holidays."""
    return (today.year, today.year + 1) if today.month >= DECREE_MONTH else (today.year,)
