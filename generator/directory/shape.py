"""Values with places -> the records of `model`, by the models' own type hints. Knows no rule between two records. Pure.

Reading never stops at a fault: each is noted with its place, and what could not be read becomes `UNREADABLE`.
"""

import itertools
import typing
from collections import abc
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import partial
from typing import Any, NamedTuple, TypeAlias, get_args, get_origin
from zoneinfo import ZoneInfo

from generator.directory import typed, values
from generator.directory.fields import Field, fields_of
from generator.directory.model import ByType, InRegion, Ref, Written
from generator.directory.problems import Place, Problem, WrongTextError
from generator.directory.slips import ODD_SPACE
from generator.directory.spelling import LANGUAGE_CODE
from generator.directory.typed import LIST_LENGTH, Scalar, Value, quote

UNREADABLE: Any = object()
MOST_SOUGHT = 1000
"""For how many unknown keys the nearest known one is sought."""


class Reference(NamedTuple):
    """An id, as it was typed, that must exist in `section`."""

    section: str
    typed: Scalar


Way: TypeAlias = Callable[[Value], Any]
"""How the values of a hint are read: what they mean, or UNREADABLE with the problem noted."""


class _Form(NamedTuple):
    """How a record is read: its fields, each with its way, and the keys that it may have."""

    fields: tuple[tuple[Field, Way], ...]
    known: tuple[str, ...]
    known_keys: frozenset[str]


class Setting(NamedTuple):
    """By what values are read: the languages of the site, the first being the default, and its region."""

    languages: tuple[str, ...]
    region: str


class Reader:
    """Reads a directory's values; `problems` and `references` grow as it goes.

    `readable` holds the good records of lists that have bad ones too, by the place of the list.
    """

    def __init__(self, setting: Setting) -> None:
        self.languages, self.region = setting
        self.default_language = self.languages[0]
        self.problems: list[Problem] = []
        self.references: list[Reference] = []
        self.readable: dict[Place, Mapping[str, Any]] = {}
        self._sought = 0
        self._language_codes = frozenset(self.languages)
        self._ways: dict[int, tuple[Any, Way]] = {}
        self._forms: dict[tuple[type, tuple[str, ...]], _Form] = {}
        self._scalars: Mapping[Any, Callable[[str], Any]] = {
            str: str,
            int: values.whole_number,
            bool: values.truth,
            date: values.calendar_date,
            ZoneInfo: values.time_zone,
            values.Interval: values.interval,
            values.Duration: values.duration,
            values.Telephone: lambda text: values.telephone(text, self.region),
        }

    def note(self, place: Place, rule: str, **details: Any) -> Any:
        self.problems.append(Problem(place, rule, details=details))
        return UNREADABLE

    def _refuse(self, value: Value, rule: str) -> Any:
        """What is no text where none was expected; that nothing was typed is told as such."""
        return self.note(value.place, "empty") if is_empty(value) else self.note(value.place, rule, quote=shown(value))

    def _way(self, hint: Any) -> Way:
        """As `_way_of`, found out once. Hints are told apart by identity, which some have alone; so each is kept."""
        if id(hint) not in self._ways:
            self._ways[id(hint)] = hint, self._way_of(hint)
        return self._ways[id(hint)][1]

    def _way_of(self, hint: Any) -> Way:
        if hint == values.Week:
            return self._week
        if isinstance(hint, type) and hint in self._scalars:
            return partial(self._scalar, self._scalars[hint])
        if get_origin(hint):
            return self._generic(get_origin(hint), get_args(hint))
        return self._text if hint is values.Text else partial(self.record, hint)

    def _generic(self, origin: Any, arguments: tuple[Any, ...]) -> Way:
        if origin is typing.Annotated:
            return self._annotated(*arguments)
        if origin is typing.Literal:
            return partial(self._one_of, arguments)
        if origin is tuple:
            return partial(self._items, self._way(arguments[0]))
        if origin is abc.Mapping:
            return partial(self._by_id, self._way(arguments[1]))
        return self._way_of(next(choice for choice in arguments if choice is not type(None)))

    def record(self, kind: type, value: Value, also_known: tuple[str, ...] = ()) -> Any:
        if not isinstance(value, typed.Mapping):
            return self._refuse(value, "record-expected")
        told = len(self.problems)
        form = self._form(kind, also_known)
        complete = value.items.keys() <= form.known_keys or self._refuse_unknown(value, form.known)
        found = self._parts(form, value)
        complete &= self._refuse_backward_period(found, value)
        if len(self.problems) > told and not (complete and _all_readable(found.values())):
            return UNREADABLE
        return kind(**found)

    def _form(self, kind: type, also_known: tuple[str, ...] = ()) -> _Form:
        """Found out once for each kind of record."""
        form = self._forms.get((kind, also_known))
        if form is None:
            fields = tuple((item, self._way(item.hint)) for item in fields_of(kind))
            known = (*also_known, *(item.key for item in fields_of(kind)))
            form = self._forms[kind, also_known] = _Form(fields, known, frozenset(known))
        return form

    def _parts(self, form: _Form, value: typed.Mapping) -> dict[str, Any]:
        """What was typed for each field, by the field's name; UNREADABLE for a mandatory one that is missing."""
        found: dict[str, Any] = {}
        items = value.items
        for (key, name, _, mandatory, _), way in form.fields:
            if key in items:
                found[name] = way(items[key])
            elif mandatory:
                found[name] = self.note(value.place, "key-missing", key=key)
        return found

    def _refuse_backward_period(self, found: Mapping[str, Any], value: typed.Mapping) -> bool:
        first, last = found.get("from_", found.get("posted")), found.get("until")
        if not (isinstance(first, date) and isinstance(last, date) and last < first):
            return True
        self.note(value.items["until"].place, "period-order", quote=last.isoformat(), start=first.isoformat())
        return False

    def sections(self, kind: type, root: typed.Mapping, unread: Collection[str] = ()) -> dict[str, Any]:
        """The readable sections of one file, and the good records of others, so that rules can judge them.

        None is mandatory here, since it may stand in another file.
        """
        form = self._form(kind)
        self._refuse_unknown(root, form.known)
        found: dict[str, Any] = {}
        for (key, name, *_), way in form.fields:
            if key in root.items and key not in unread:
                value = way(root.items[key])
                found[name] = self.readable.get(root.items[key].place, UNREADABLE) if value is UNREADABLE else value
        return {name: value for name, value in found.items() if value is not UNREADABLE}

    def _refuse_unknown(self, value: typed.Mapping, known: Collection[str]) -> bool:
        """Whether all keys are known; each that isn't is told."""
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

    def _annotated(self, inner: Any, *marks: Any) -> Way:
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
        if text is UNREADABLE or not isinstance(value, Scalar):
            return UNREADABLE
        if not text.isascii() and ODD_SPACE.search(text):
            return self.note(value.place, "odd-space")
        self.references.append(Reference(section, value))
        return text

    def _by_type(self, classes: Mapping[str, type], value: Value) -> Any:
        if not isinstance(value, typed.Mapping):
            return self._refuse(value, "record-expected")
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

    def _items(self, way: Way, value: Value) -> Any:
        if not isinstance(value, typed.Sequence):
            return self._refuse(value, "list-expected")
        told = len(self.problems)
        items = tuple(map(way, value.items))
        readable = len(self.problems) == told or _all_readable(items)
        self._refuse_repeated(value)
        return items if readable else UNREADABLE

    def _by_id(self, way: Way, value: Value) -> Any:
        if isinstance(value, typed.Mapping) and value.items:
            return self.note(value.place, "dash-missing", quote=quote(next(iter(value.items))))
        if not isinstance(value, typed.Sequence):
            return self._refuse(value, "list-expected")
        records = [way(item) for item in value.items]
        repeated = self._note_repeated_ids(value)
        found: dict[str, Any] = {}
        for record in records:
            if record is not UNREADABLE:
                found.setdefault(record.id, record)
        if repeated or len(found) < len(records):
            self.readable[value.place] = found
            return UNREADABLE
        return found

    def _note_repeated_ids(self, records: typed.Sequence) -> bool:
        """Compares the ids as they were typed, so that a record with other faults counts too."""
        found = [item.items.get("id") for item in records.items if isinstance(item, typed.Mapping)]
        first: dict[str, Scalar] = {}
        repeated = False
        for item in found:
            if isinstance(item, Scalar) and not item.empty and first.setdefault(item.text, item) is not item:
                self.note(item.place, "duplicate-id", quote=quote(item.text), first=str(first[item.text].place))
                repeated = True
        return repeated

    def _refuse_repeated(self, listed: typed.Sequence) -> None:
        """In a list of plain words each stands once."""
        words = [item for item in listed.items if isinstance(item, Scalar) and not item.empty]
        seen: set[str] = set()
        for item in words if len({item.text for item in words}) < len(words) else ():
            if item.text in seen:
                self.note(item.place, "listed-twice", quote=quote(item.text))
            seen.add(item.text)

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
        text = self._words(value)
        return text if text is UNREADABLE else values.Text(self.default_language, {self.default_language: text}, True)

    def _by_language(self, value: typed.Mapping) -> Any:
        items = value.items
        if self._language_codes.isdisjoint(items):
            return self._without_language(value)
        told = len(self.problems)
        if not items.keys() <= self._language_codes:
            self._refuse_unknown(value, self.languages)
        spoken = {code: self._words(words) for code, words in items.items()}
        return values.Text(self.default_language, spoken) if len(self.problems) == told else UNREADABLE

    def _words(self, value: Value) -> Any:
        """A text that says something, without the space around it."""
        if not isinstance(value, Scalar):
            return self.note(value.place, "text-expected")
        return ("" if value.empty else value.text.strip()) or self.note(value.place, "empty")

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
            return self._refuse(value, "week-expected")
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
            return self._items(self._way(values.Interval), hours)
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


def _all_readable(parts: Iterable[Any]) -> bool:
    """Asked where something was told, which may be no fault of these."""
    return not any(part is UNREADABLE for part in parts)


def is_empty(value: Value) -> bool:
    """Whether nothing was typed."""
    return isinstance(value, Scalar) and value.empty


def shown(value: Value) -> str:
    """What was typed, as a message quotes it."""
    if isinstance(value, Scalar):
        return quote(value.text)
    return "[…]" if isinstance(value, typed.Sequence) else "{…}"
