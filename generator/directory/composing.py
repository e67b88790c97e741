"""The parser's events -> what was typed. Knows no files, and gives no text a meaning.

PyYAML's parser is read event by event rather than through a loader: a loader turns 17:45 into 1065, 0812 into an
octal number and `no` into False, and lets the last of two equal keys win. Here every scalar stays text.

All that is read goes through here, a million times in a large directory: hence types that are compared rather than
asked for, and `_make`, which is what a call of a named tuple does in half the time.
"""

from sys import intern
from typing import Any

import yaml

from generator.directory import slips
from generator.directory.problems import DirectoryError, Place, Problem
from generator.directory.typed import COLUMN_BITS, Mapping, Scalar, Sequence, Value, place_at, quote

MAX_DEPTH = 32
MAX_VALUES = 1_000_000
"""Far more than 8 MB of a directory hold, and few enough to be told of in the memory of a small machine."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = {"", "~", "null", "Null", "NULL"}  # YAML 1.2.2, section 10.3.2, where no quotation marks stand
_SCALAR, _ALIAS = yaml.ScalarEvent, yaml.AliasEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_SEQUENCE, _SEQUENCE_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent
_make = tuple.__new__


class Composer:
    """Puts together the values of one text; `problems` grow as it goes. Nested calls are bounded by MAX_DEPTH."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._parser = _LOADER(text)
        self._next = self._parser.get_event  # by itself, since `yaml.parse` asks twice for each event
        self._swallowed = slips.Swallowed(text, name)
        self._depth = 0
        self._left = MAX_VALUES
        self.problems: list[Problem] = []

    def compose(self) -> Value | None:
        """The first document; None where there is none. That another one follows is noted.

        Raises: yaml.MarkedYAMLError where the text is no YAML, DirectoryError where it exceeds a bound.
        """
        try:
            root = None
            while not isinstance(event := self._next(), yaml.StreamEndEvent):
                if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                    self._note(event, "second-document")
                    break
                if isinstance(event, yaml.NodeEvent):
                    root = self._value(event, 0)
            return root
        finally:
            self._parser.dispose()

    def _value(self, event: Any, key_at: int) -> Value:
        kind = type(event)
        if kind is _SCALAR:
            return self._scalar(event, key_at)
        if kind is _MAPPING:
            return self._mapping(event, key_at)
        if kind is _SEQUENCE:
            return self._sequence(event, key_at)
        self._note(event, "alias", quote=quote(f"*{event.anchor}"))
        return Scalar("", True, self._name, self._spot(event), key_at)

    def _sequence(self, start: Any, key_at: int) -> Sequence:
        at = self._opened(start)
        items = []
        while type(event := self._next()) is not _SEQUENCE_END:
            items.append(self._value(event, 0))
        self._depth -= 1
        return Sequence(tuple(items), self._name, at, key_at)

    def _mapping(self, start: Any, key_at: int) -> Mapping:
        at = self._opened(start)
        items: dict[str, Value] = {}
        has_second = False  # a second `id` begins a second record, whose dash was forgotten
        while type(event := self._next()) is not _MAPPING_END:
            key = self._value(event, 0)
            value = self._value(self._next(), key.at)
            if has_second or type(key) is not Scalar or key.empty or key.text in items or _stands_alone(key, value):
                has_second = self._refuse_pair(key, items, has_second)
            else:
                items[key.text] = value
        self._depth -= 1
        return Mapping(items, self._name, at, key_at)

    def _refuse_pair(self, key: Value, items: dict[str, Value], has_second: bool) -> bool:
        """Tells why a key and its value are left out, unless they belong to a second record; whether they begin one."""
        if not isinstance(key, Scalar) or key.empty:
            self.problems.append(Problem(key.place, "key-not-text"))
        elif not has_second and key.text in items:
            first = place_at(self._name, items[key.text].key_at)
            has_second = key.text == "id" and key.place.line > first.line
            rule = "dash-missing" if has_second else "duplicate-key"
            rule = "duplicate-section" if key.place.column == 1 else rule
            details = {"quote": quote(key.text), "first_line": first.line}
            self.problems.append(Problem(key.place, rule, details=details))
        elif not has_second:
            rule = slips.key_without_value(key.text)
            self.problems.append(Problem(key.place, rule, details={"quote": quote(key.text)}))
        return has_second

    def _opened(self, start: Any) -> int:
        """Where a list or a mapping begins, which is one level deeper."""
        if self._depth == MAX_DEPTH:
            raise DirectoryError([*self.problems, Problem(self._place(start), "too-deep")])
        self._depth += 1
        self._left -= 1
        if start.anchor or start.tag or self._left < 0:
            self._refuse(start)
        return self._spot(start)

    def _scalar(self, event: Any, key_at: int) -> Scalar:
        self._left -= 1
        if event.anchor or event.tag or self._left < 0:
            self._refuse(event)
        text = intern(event.value)  # most words of a directory stand in it many times
        start = event.start_mark
        line = start.line
        is_plain = event.implicit[0]  # without quotation marks
        if is_plain:
            end_line = event.end_mark.line
            if end_line != line or end_line in self._swallowed.with_remark:
                self.problems += self._swallowed.problems(start, event.end_mark)
        elif event.style == '"' and (escaped := slips.forbidden_in(text)):  # as "\x07"
            self._note(event, "control-character", code=slips.code_of(escaped[0]))
        at = line << COLUMN_BITS | start.column
        return _make(Scalar, (text, is_plain and text in _NOTHING, self._name, at, key_at))

    def _refuse(self, event: Any) -> None:
        """`&word` and `!word` before a text are YAML's own marks, and would be lost with the word."""
        if event.anchor or event.tag:
            self._note(event, "special-first")
        if self._left < 0:
            details = {"limit": MAX_VALUES}
            raise DirectoryError([*self.problems, Problem(self._place(event), "too-many-values", details=details)])

    def _spot(self, event: Any) -> int:
        mark = event.start_mark
        return int(mark.line << COLUMN_BITS | mark.column)

    def _place(self, event: Any) -> Place:
        return place_at(self._name, self._spot(event))

    def _note(self, event: Any, rule: str, **details: Any) -> None:
        self.problems.append(Problem(self._place(event), rule, details=details))


def _stands_alone(key: Scalar, value: Value) -> bool:
    """A key without a colon, as YAML takes what follows a comma within `{a: b, c}`."""
    return isinstance(value, Scalar) and not value.text and value.at == key.at + len(key.text)
