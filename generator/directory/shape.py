"""Values with places -> the records of `model`, by the models' own type hints. Knows no rule between two records.

Reading never stops at a fault: each is noted with its place, and what could not be read becomes `UNREADABLE`.
"""

import dataclasses
import itertools
import typing
from collections import abc
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from typing import Any, NamedTuple, get_args, get_origin
from zoneinfo import ZoneInfo

from generator.directory import typed, values
from generator.directory.model import ByType, InRegion, Ref, Written
from generator.directory.problems import Place, Problem, WrongTextError
from generator.directory.slips import ODD_SPACE
from generator.directory.spelling import LANGUAGE_CODE
from generator.directory.typed import LIST_LENGTH, Scalar, Value, quote

UNREADABLE: Any = object()
MOST_SOUGHT = 1000
"""For how many unknown keys the nearest known one is sought."""


class Reference(NamedTuple):
    """An id that must exist in `section`."""

    place: Place
    section: str
    id: str


class _Way(NamedTuple):
    """How the values of a hint are read."""

    hint: Any
    read: Callable[[Value], Any]


class Field(NamedTuple):
    key: str
    name: str
    hint: Any
    mandatory: bool
    filled: bool


@cache
def fields_of(record: type) -> tuple[Field, ...]:
    """The keys of a record, in the order of the model."""
    hints = typing.get_type_hints(record, include_extras=True)
    return tuple(
        Field(item.name.rstrip("_"), item.name, hints[item.name], _is_mandatory(item), "filled" in item.metadata)
        for item in dataclasses.fields(record)
        if not item.metadata.get("not_in_file")
    )


@cache
def keys_of(record: type, also: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The keys of a record, and others that it may have."""
    return (*also, *(item.key for item in fields_of(record)))


def holds(hint: Any, is_wanted: Callable[[Any], bool]) -> bool:
    """Whether a hint, or anything within it (an item of a list, a field of a record), is wanted."""
    if is_wanted(hint):
        return True
    is_record = isinstance(hint, type) and dataclasses.is_dataclass(hint)
    parts = [item.hint for item in fields_of(hint)] if is_record else get_args(hint)
    return any(holds(part, is_wanted) for part in parts)


def _is_mandatory(item: dataclasses.Field[Any]) -> bool:
    return item.default is dataclasses.MISSING and item.default_factory is dataclasses.MISSING


class Reader:
    """Reads a directory's values; `problems` and `references` grow as it goes.

    `readable` holds the good records of lists that have bad ones too, by the place of the list.
    """

    def __init__(self, *, default_language: str, languages: Sequence[str], region: str) -> None:
        self.default_language = default_language
        self.languages = languages
        self.region = region
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self.readable: dict[Place, Mapping[str, Any]] = {}
        self._sought = 0
        self._ways: dict[int, _Way] = {}
        self._scalars: Mapping[Any, Callable[[str], Any]] = {
            str: str,
            int: values.whole_number,
            bool: values.truth,
            date: values.calendar_date,
            ZoneInfo: values.time_zone,
            values.Interval: values.interval,
            values.Duration: values.duration,
            values.Telephone: lambda text: values.telephone(text, region),
        }

    def note(self, place: Place, rule: str, **details: Any) -> Any:
        self.problems.append(Problem(place, rule, details=details))
        return UNREADABLE

    def read(self, hint: Any, value: Value) -> Any:
        """The value as `hint` asks for it, or UNREADABLE with the problem noted."""
        if is_empty(value):
            return self.note(value.place, "empty")
        way = self._ways.get(id(hint)) or self._remember(hint)
        return way.read(value)

    def _remember(self, hint: Any) -> "_Way":
        """Hints are told apart by identity, which some of them have alone; so each is kept."""
        way = self._ways[id(hint)] = _Way(hint, self._way_of(hint))
        return way

    def _way_of(self, hint: Any) -> Callable[[Value], Any]:
        """How a value of this hint is read."""
        if hint == values.Week:
            return self._week
        if isinstance(hint, type) and hint in self._scalars:
            return partial(self._scalar, self._scalars[hint])
        if get_origin(hint):
            return self._generic(get_origin(hint), get_args(hint))
        return self._text if hint is values.Text else partial(self.record, hint)

    def _generic(self, origin: Any, arguments: tuple[Any, ...]) -> Callable[[Value], Any]:
        if origin is typing.Annotated:
            return self._annotated(*arguments)
        if origin is typing.Literal:
            return partial(self._one_of, arguments)
        if origin is tuple:
            return partial(self._items, arguments[0])
        if origin is abc.Mapping:
            return partial(self._by_id, arguments[1])
        return self._way_of(next(choice for choice in arguments if choice is not type(None)))

    def record(self, kind: type, value: Value, also_known: tuple[str, ...] = ()) -> Any:
        if not isinstance(value, typed.Mapping):
            return self.note(value.place, "record-expected", quote=shown(value))
        complete = self._refuse_unknown(value, keys_of(kind, also_known))
        found = self.parts(kind, value)
        complete &= self._refuse_backward_period(found, value)
        if not complete or any(part is UNREADABLE for part in found.values()):
            return UNREADABLE
        return kind(**found)

    def parts(self, kind: type, value: typed.Mapping) -> dict[str, Any]:
        """What was typed for each field, by the field's name; UNREADABLE for a mandatory one that is missing."""
        found: dict[str, Any] = {}
        for item in fields_of(kind):
            if item.key in value.items:
                found[item.name] = self.read(item.hint, value.items[item.key])
            elif item.mandatory:
                found[item.name] = self.note(value.place, "key-missing", key=item.key)
        return found

    def _refuse_backward_period(self, found: Mapping[str, Any], value: typed.Mapping) -> bool:
        first, last = found.get("from_", found.get("posted")), found.get("until")
        if not (isinstance(first, date) and isinstance(last, date) and last < first):
            return True
        self.note(value.items["until"].place, "period-order", quote=last.isoformat(), start=first.isoformat())
        return False

    def sections(self, kind: type, root: typed.Mapping) -> dict[str, Any]:
        """The readable sections, and the good records of others, so that the rules between records can judge them."""
        self._refuse_unknown(root, keys_of(kind))
        found = self.parts(kind, root)
        for item in fields_of(kind):
            if found.get(item.name) is UNREADABLE and item.key in root.items:
                found[item.name] = self.readable.get(root.items[item.key].place, UNREADABLE)
        return {name: part for name, part in found.items() if part is not UNREADABLE}

    def _refuse_unknown(self, value: typed.Mapping, known: Collection[str]) -> bool:
        unknown = [key for key in value.items if key not in known]
        told = quote(", ".join(known), LIST_LENGTH) if unknown else ""
        for key in unknown:
            near = get_close_matches(key, known, n=1, cutoff=0.6) if self._seeks() else []
            rule = "key-unknown-near" if near else "key-unknown"
            self.note(value.key_place(key), rule, quote=quote(key), near=quote(near[0]) if near else "", known=told)
        return not unknown

    def _seeks(self) -> bool:
        """Whether the nearest key is sought, which takes time: only so often in one directory."""
        self._sought += 1
        return self._sought <= MOST_SOUGHT

    def _annotated(self, inner: Any, *marks: Any) -> Callable[[Value], Any]:
        for mark in marks:
            match mark:
                case Ref(section):
                    return partial(self._reference, section)
                case InRegion(parser):
                    return partial(self._scalar, partial(getattr(values, parser), region=self.region))
                case Written(parser):
                    return partial(self._scalar, getattr(values, parser))
                case ByType(classes):
                    return partial(self._by_type, classes)
        return self._way_of(inner)

    def _reference(self, section: str, value: Value) -> Any:
        text = self._scalar(str, value)
        if text is not UNREADABLE and ODD_SPACE.search(text):
            return self.note(value.place, "odd-space")
        if text is not UNREADABLE:
            self.references.append(Reference(value.place, section, text))
        return text

    def _by_type(self, classes: Mapping[str, type], value: Value) -> Any:
        if not isinstance(value, typed.Mapping):
            return self.note(value.place, "record-expected", quote=shown(value))
        if "type" not in value.items:
            return self.note(value.place, "key-missing", key="type")
        kind = self._one_of(tuple(classes), value.items["type"])
        return self.record(classes[kind], value, ("type",)) if kind is not UNREADABLE else UNREADABLE

    def _one_of(self, choices: tuple[str, ...], value: Value) -> Any:
        text = self._scalar(str, value)
        if text is UNREADABLE or text in choices:
            return text
        near = get_close_matches(text, choices, n=1, cutoff=0.5)
        rule = "choice-near" if near else "choice"
        return self.note(value.place, rule, quote=quote(text), near=near[0] if near else "", known=", ".join(choices))

    def _items(self, hint: Any, value: Value) -> Any:
        if not isinstance(value, typed.Sequence):
            return self.note(value.place, "list-expected", quote=shown(value))
        items = [self.read(hint, item) for item in value.items]
        self._refuse_repeated(value)
        return UNREADABLE if any(item is UNREADABLE for item in items) else tuple(items)

    def _by_id(self, hint: Any, value: Value) -> Any:
        if isinstance(value, typed.Mapping) and value.items:
            return self.note(value.place, "dash-missing", quote=quote(next(iter(value.items))))
        if not isinstance(value, typed.Sequence):
            return self.note(value.place, "list-expected", quote=shown(value))
        records = [self.read(hint, item) for item in value.items]
        repeated = self._note_repeated_ids(value)
        found = {record.id: record for record in records if record is not UNREADABLE}
        if repeated or len(found) < len(records):
            self.readable[value.place] = found
            return UNREADABLE
        return found

    def _note_repeated_ids(self, records: typed.Sequence) -> bool:
        """Compares the ids as they were typed, so that a record with other faults counts too."""
        found = [item.items.get("id") for item in records.items if isinstance(item, typed.Mapping)]
        first: dict[str, Place] = {}
        repeated = False
        for item in found:
            if isinstance(item, Scalar) and not item.empty and first.setdefault(item.text, item.place) != item.place:
                self.note(item.place, "duplicate-id", quote=quote(item.text), first=str(first[item.text]))
                repeated = True
        return repeated

    def _refuse_repeated(self, listed: typed.Sequence) -> None:
        """In a list of plain words each stands once."""
        seen: set[str] = set()
        for item in listed.items:
            if isinstance(item, Scalar) and not item.empty and item.text in seen:
                self.note(item.place, "listed-twice", quote=quote(item.text))
            seen.add(item.text if isinstance(item, Scalar) else "")

    def _scalar(self, parse: Callable[[str], Any], value: Value) -> Any:
        if not isinstance(value, Scalar):
            return self.note(value.place, "text-expected")
        if value.empty or not value.text.strip():
            return self.note(value.place, "empty")
        try:
            return parse(value.text)
        except WrongTextError as wrong:
            rule = "odd-space" if ODD_SPACE.search(value.text) else wrong.rule
            return self.note(value.place, rule, quote=quote(value.text), **wrong.details)

    def _text(self, value: Value) -> Any:
        if isinstance(value, typed.Mapping):
            return self._by_language(value) if value.items else self.note(value.place, "empty")
        text = self._scalar(str, value)
        if text is UNREADABLE:
            return text
        return values.Text(self.default_language, {self.default_language: text.strip()}, plain=True)

    def _by_language(self, value: typed.Mapping) -> Any:
        if not any(code in value.items for code in self.languages):
            return self._without_language(value)
        complete = self._refuse_unknown(value, self.languages)
        spoken = {code: self._scalar(str, words) for code, words in value.items.items()}
        if not complete or any(words is UNREADABLE for words in spoken.values()):
            return UNREADABLE
        return values.Text(self.default_language, {code: words.strip() for code, words in spoken.items()})

    def _without_language(self, value: typed.Mapping) -> Any:
        """A language that the site does not speak; else a text that a colon cut in two."""
        key = next(iter(value.items))
        place = value.key_place(key)
        if LANGUAGE_CODE.fullmatch(key):
            known = quote(", ".join(self.languages), LIST_LENGTH)
            return self.note(place, "language-unlisted", quote=quote(key), known=known)
        return self.note(place, "colon-in-text", quote=quote(key))

    def _week(self, value: Value) -> Any:
        if not isinstance(value, typed.Mapping):
            return self.note(value.place, "week-expected", quote=shown(value))
        week: dict[int, tuple[values.Interval, ...]] = {}
        complete = True
        for key, hours in value.items.items():
            days = self._scalar(values.weekdays, Scalar(key, False, hours.file, hours.key_at))
            intervals = self._hours(hours)
            if days is UNREADABLE or intervals is UNREADABLE:
                complete = False
                continue
            complete &= self._no_overlap(intervals, hours)
            if twice := set(days) & set(week):
                complete = self.note(value.key_place(key), "weekday-twice", day=values.WEEKDAYS[min(twice)]) is None
            week |= dict.fromkeys(days, tuple(sorted(intervals)))
        return week if complete else UNREADABLE

    def _hours(self, hours: Value) -> Any:
        """A day's intervals; a word such as `tutup` in their place is told how a closed day is written."""
        if isinstance(hours, typed.Sequence):
            return self._items(values.Interval, hours)
        rule = "hours-empty" if is_empty(hours) else "hours-list"
        return self.note(hours.place, rule, quote=shown(hours))

    def _no_overlap(self, intervals: Sequence[values.Interval], hours: Value) -> bool:
        assert isinstance(hours, typed.Sequence)
        placed = sorted(zip(intervals, hours.items, strict=True), key=lambda pair: pair[0])
        clashes = [
            (first, second, item)
            for (first, _), (second, item) in itertools.pairwise(placed)
            if second.start < first.end
        ]
        for first, second, item in clashes:
            self.note(item.place, "interval-overlap", quote=str(second), other=str(first))
        return not clashes


def is_empty(value: Value) -> bool:
    """Whether nothing was typed."""
    return isinstance(value, Scalar) and value.empty


def shown(value: Value) -> str:
    """What was typed, as a message quotes it."""
    if isinstance(value, Scalar):
        return quote(value.text)
    return "[…]" if isinstance(value, typed.Sequence) else "{…}"
