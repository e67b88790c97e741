"""YAML text -> values that know their place. Knows no desks, and gives no scalar a meaning.

PyYAML's parser is read event by event rather than through a loader: a loader turns 17:45 into 1065, 0812 into an
octal number and `no` into False, and lets the last of two equal keys win. Here every scalar stays text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import yaml

from generator.directory import slips
from generator.directory.problems import DirectoryError, Place, Problem
from generator.directory.slips import place_in

MAX_FILE_BYTES = 8 * 1024 * 1024
MAX_DEPTH = 32
MAX_VALUES = 1_000_000
"""Far more than 8 MB of a directory hold, and few enough to be told of in the memory of a small machine."""
QUOTE_LENGTH = 60
LIST_LENGTH = 400

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What YAML does not print (1.2.2, section 5.1), and marks that turn the direction of what follows.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_NOTHING = {"", "~", "null", "Null", "NULL"}  # YAML 1.2.2, section 10.3.2, where no quotation marks stand
_STARTS = {yaml.MappingStartEvent, yaml.SequenceStartEvent}
_ENDS = {yaml.MappingEndEvent, yaml.SequenceEndEvent}


class Scalar(NamedTuple):
    """A text as it was typed; `empty` where nothing was."""

    place: Place
    text: str
    empty: bool = False


class Sequence(NamedTuple):
    place: Place
    items: tuple["Value", ...]


class Mapping(NamedTuple):
    """Keys in the order of the file, each with its own place. A key that was typed twice keeps its first value."""

    place: Place
    items: dict[str, "Value"]
    keys: dict[str, Place]


Value: TypeAlias = Scalar | Sequence | Mapping


class ParsedFile(NamedTuple):
    """One file: its values, its bytes, and the problems that leave it readable."""

    root: Mapping
    data: bytes
    problems: list[Problem]


def scalars_of(value: Value) -> Iterator[Scalar]:
    """Every text inside a value, in the order of the file."""
    if isinstance(value, Scalar):
        yield value
        return
    for part in value.items.values() if isinstance(value, Mapping) else value.items:
        yield from scalars_of(part)


def records_of(root: Mapping, section: str) -> list[Mapping]:
    """The records of a section, in the order of the file; what is no record is passed over."""
    records = root.items.get(section)
    items = records.items if isinstance(records, Sequence) else ()
    return [item for item in items if isinstance(item, Mapping)]


def parse_file(path: Path) -> ParsedFile:
    """Reads one file. Its name in places is the one that it was called by.

    Raises: DirectoryError where the file can't be opened, is no text, is too large or is no YAML mapping.
    """
    name = str(path)
    try:
        data = _read(path)
    except FileNotFoundError as error:
        raise DirectoryError([_at_start(name, "file-missing")]) from error
    except PermissionError as error:
        raise DirectoryError([_at_start(name, "file-forbidden")]) from error
    except OSError as error:
        raise DirectoryError([_at_start(name, "file-unreadable", reason=error.strerror or str(error))]) from error
    if len(data) > MAX_FILE_BYTES:
        raise DirectoryError([_at_start(name, "file-too-large", megabytes=MAX_FILE_BYTES // 1024 // 1024)])
    text = _decode(data, name)
    mapping, problems = parse_text(text, name)
    return ParsedFile(mapping, data, problems)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def parse_text(text: str, name: str) -> tuple[Mapping, list[Problem]]:
    """Reads YAML text as `parse_file` does."""
    _refuse_forbidden(text, name)
    if found := slips.conflict(text, name):
        raise DirectoryError([found])
    builder = _Builder(name, slips.Swallowed(text, name))
    try:
        builder.build(_events(text))
    except yaml.MarkedYAMLError as error:
        raise DirectoryError([*builder.problems, slips.syntax(error, text, name)]) from error
    if not isinstance(builder.root, Mapping):
        place = min(builder.root.place, place_in(text, name)) if builder.root else Place(name, 1, 1)
        raise DirectoryError([*builder.problems, Problem(place, "not-a-directory")])
    return builder.root, builder.problems


def _events(text: str) -> Iterator[Any]:
    """The parser's events, each asked for once: `yaml.parse` asks twice."""
    parser = _LOADER(text)
    try:
        while not isinstance(event := parser.get_event(), yaml.StreamEndEvent):
            yield event
    finally:
        parser.dispose()


class _Builder:
    """Puts parser events together, with a stack of its own, so that no depth of nesting can exhaust Python's."""

    def __init__(self, name: str, swallowed: slips.Swallowed) -> None:
        self.name = name
        self.swallowed = swallowed
        self.left = MAX_VALUES
        self.problems: list[Problem] = []
        self.root: Value | None = None

    def build(self, events: Iterator[Any]) -> None:
        open_values: list[_Open] = []
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                self._note(event, "second-document")
                return
            done = self._take(event, type(event), open_values)
            if done is None:
                continue
            if open_values:
                open_values[-1].add(done, self.problems)
            else:
                self.root = done

    def _take(self, event: Any, kind: type, open_values: list["_Open"]) -> Value | None:
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind in _ENDS:
            return open_values.pop().close()
        if kind in _STARTS:
            if len(open_values) == MAX_DEPTH:
                raise DirectoryError([*self.problems, Problem(self._place(event), "too-deep", details={})])
            self._refuse_marks(event)
            open_values.append(_Open(self._place(event), kind is yaml.MappingStartEvent))
        if kind is yaml.AliasEvent:
            self._note(event, "alias", quote=quote(f"*{event.anchor}"))
            return Scalar(self._place(event), "", empty=True)
        return None

    def _scalar(self, event: Any) -> Scalar:
        self._refuse_marks(event)
        if event.style == '"' and (escaped := _FORBIDDEN.search(event.value)):  # as "\x07"
            self._note(event, "control-character", code=_code(escaped[0]))
        if event.implicit[0] and self.swallowed.may_be_in(event.start_mark, event.end_mark):
            self.problems += self.swallowed.problems(event.start_mark, event.end_mark)
        return Scalar(self._place(event), event.value, event.implicit[0] and event.value in _NOTHING)

    def _refuse_marks(self, event: Any) -> None:
        """`&word` and `!word` before a text are YAML's own marks, and would be lost with the word."""
        if event.anchor or event.tag:
            self._note(event, "special-first")
        self.left -= 1
        if self.left < 0:
            details = {"limit": MAX_VALUES}
            raise DirectoryError([*self.problems, Problem(self._place(event), "too-many-values", details=details)])

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def _note(self, event: Any, rule: str, **details: Any) -> None:
        self.problems.append(Problem(self._place(event), rule, details=details))


class _Open:
    """A mapping or a sequence whose end has not been read yet."""

    def __init__(self, place: Place, is_mapping: bool) -> None:
        self.place = place
        self.is_mapping = is_mapping
        self.values: list[Value] = []
        self.items: dict[str, Value] = {}
        self.keys: dict[str, Place] = {}
        self.key: Value | None = None
        self.has_second = False  # a second `id` begins a second record, whose dash was forgotten

    def add(self, value: Value, problems: list[Problem]) -> None:
        if not self.is_mapping:
            self.values.append(value)
        elif self.key is None:
            self.key = value
        else:
            self._add_pair(self.key, value, problems)
            self.key = None

    def _add_pair(self, key: Value, value: Value, problems: list[Problem]) -> None:
        if not isinstance(key, Scalar) or key.empty:
            problems.append(Problem(key.place, "key-not-text"))
        elif self.has_second:
            return
        elif key.text in self.items:
            details = {"quote": quote(key.text), "first_line": self.keys[key.text].line}
            self.has_second = key.text == "id" and key.place.line > self.keys["id"].line
            rule = "dash-missing" if self.has_second else "duplicate-key"
            rule = "duplicate-section" if key.place.column == 1 else rule
            problems.append(Problem(key.place, rule, details=details))
        elif _stands_alone(key, value):
            problems.append(Problem(key.place, slips.key_without_value(key.text), details={"quote": quote(key.text)}))
        else:
            self.items[key.text] = value
            self.keys[key.text] = key.place

    def close(self) -> Value:
        if self.is_mapping:
            return Mapping(self.place, self.items, self.keys)
        return Sequence(self.place, tuple(self.values))


def _stands_alone(key: Scalar, value: Value) -> bool:
    """A key without a colon, as YAML takes what follows a comma within `{a: b, c}`."""
    if not isinstance(value, Scalar) or value.text:
        return False
    return value.place == key.place._replace(column=key.place.column + len(key.text))


def quote(text: str, most: int = QUOTE_LENGTH) -> str:
    """What was typed, on one line and short enough for a message."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start]  # without the byte order mark, which is no column
        place = place_in(before.decode("utf-8", errors="replace"), name)
        raise DirectoryError([Problem(place, "not-utf8")]) from error


def _refuse_forbidden(text: str, name: str) -> None:
    if found := _FORBIDDEN.search(text):
        place = place_in(text[: found.start()], name)
        raise DirectoryError([Problem(place, "control-character", details={"code": _code(found[0])})])


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _at_start(name: str, rule: str, **details: Any) -> Problem:
    return Problem(Place(name, 1, 1), rule, details=details)
