"""Slips of the hand: what the parser stumbled over, or swallowed, as the mistake that staff made. Knows no records."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from generator.directory import spelling
from generator.directory.problems import Place, Problem

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # YAML 1.1, section 4.2: what libyaml counts as a line
ODD_SPACE = re.compile("[\xa0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]")
"""Spaces that word processors and telephones write, and that only look like one."""
# What YAML does not print (1.2.2, section 5.1), and marks that turn the direction of what follows.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]"
)
_CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
_LOST_REMARK = re.compile(r"\S[ \t]+#[^\s#]")
_WORD = re.compile(r"[\w-]+")
_TIGHT_KEY = re.compile(r"(?:- +)?[a-z][a-z_]*:[^\s/]")
_TIGHT_DASH = re.compile(r"-[^\s-]")

# What libyaml says, and the rule whose message tells staff what to do about it.
_SAYINGS = (
    ("tab", "tab"),
    ("'\\t'", "tab"),
    ("mapping values are not allowed", "colon"),
    ("could not find expected ':'", "colon-missing"),
    ("unexpected end of stream", "quote-open"),
    ("did not find expected ',' or", "bracket-open"),
    ("parsing a flow node", "bracket-open"),
    ("did not find expected key", "indentation"),
    ("did not find expected '-' indicator", "indentation"),
    ("did not find expected alphabetic", "special-first"),
    ("cannot start any token", "special-first"),
)
_TOLD_AT_THE_BEGINNING = {"quote-open", "bracket-open", "colon-missing"}


def place_in(before: str, name: str) -> Place:
    """The place after so much of a file's text."""
    lines = LINE_END.split(before)
    return Place(name, len(lines), len(lines[-1]) + 1)


def forbidden_in(text: str) -> re.Match[str] | None:
    """The first character that may stand in no directory."""
    if text.replace("\n", "").isprintable():  # as nearly every text is; this asks ten times as fast
        return None
    return _FORBIDDEN.search(text)


def code_of(character: str) -> str:
    """How Unicode names it: `U+0007`."""
    return f"U+{ord(character):04X}"


def conflict(text: str, name: str) -> Problem | None:
    """The first mark that a version control left where it could not put two versions together."""
    found = _CONFLICT.search(text) if "<<<<<<<" in text or ">>>>>>>" in text else None
    return Problem(place_in(text[: found.start()], name), "conflict") if found else None


def syntax(error: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """What libyaml could not read."""
    mark = error.problem_mark or error.context_mark
    said = f"{error.problem or ''} {error.context or ''}"
    rule = next((rule for words, rule in _SAYINGS if words in said), "syntax")
    if rule in _TOLD_AT_THE_BEGINNING and error.context_mark:
        mark = error.context_mark
    if mark is None:
        return Problem(Place(name, 1, 1), rule)
    lines = LINE_END.split(text)
    if mark.line >= len(lines):  # libyaml counts a line more where the last one has no end
        return Problem(place_in(text, name), rule)
    return _told_by_lines(lines, mark.line, name) or _as_libyaml_says(rule, lines[mark.line], mark, name)


def _told_by_lines(lines: Sequence[str], number: int, name: str) -> Problem | None:
    """A slip that can be seen on the line, or on the one before it, which libyaml still took for good."""
    before = next((index for index in range(number - 1, -1, -1) if lines[index].strip()), number)
    for index, slip in ((number, _odd_space), (number, _tight), (before, _tight), (before, _odd_space)):
        if found := slip(lines[index]):
            column, rule = found
            return Problem(Place(name, index + 1, column + 1), rule)
    return None


def _odd_space(line: str) -> tuple[int, str] | None:
    found = ODD_SPACE.search(line)
    return (found.start(), "odd-space") if found else None


def _tight(line: str) -> tuple[int, str] | None:
    """`id:a` and `-id: a`, which lack a space."""
    indent = _indent(line)
    if _TIGHT_DASH.match(line, indent):
        return indent, "dash-space"
    return (indent, "colon-space") if _TIGHT_KEY.match(line, indent) else None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _as_libyaml_says(rule: str, line: str, mark: Any, name: str) -> Problem:
    """libyaml says the same words of several mistakes; the line tells which was made."""
    before, column = line[: mark.column].strip(), mark.column
    if line[column : column + 1] == "\t":
        rule = "tab"
    elif rule == "colon" and _WORD.fullmatch(before):
        rule = "indentation"
    elif rule == "indentation" and before:
        rule = "syntax"
    if rule == "indentation":
        column = _indent(line)
    return Problem(Place(name, mark.line + 1, column + 1), rule)


def key_without_value(key: str) -> str:
    """Why a key within `{a: b, c}` has no colon."""
    if spelling.INTERVAL_LIKE.fullmatch(key) or spelling.INTERVAL_LIKE.fullmatch(key.partition(": ")[2]):
        return "hours-brackets"
    return "colon-space" if _TIGHT_KEY.match(key) else "comma"


class Swallowed:
    """Finds what a plain text lost, or took in, without a word from libyaml."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        has_remark = (" #" in text or "\t#" in text) and _LOST_REMARK.search(text)
        self._lines: Sequence[str] = LINE_END.split(text) if has_remark else ()
        self.with_remark = {number for number, line in enumerate(self._lines) if _LOST_REMARK.search(line)}

    def problems(self, start: Any, end: Any) -> Iterator[Problem]:
        """What such a text lost or took in."""
        self._lines = self._lines or LINE_END.split(self._text)
        for number in range(start.line + 1, min(end.line + 1, len(self._lines))):
            line = self._lines[number]
            if line.lstrip(" ").startswith("- "):
                yield self._problem(number, _indent(line), "indentation")
        if end.line in self.with_remark and self._lines[end.line][end.column :].lstrip().startswith("#"):
            yield self._problem(end.line, self._lines[end.line].index("#", end.column), "remark")

    def _problem(self, line: int, column: int, rule: str) -> Problem:
        return Problem(Place(self._name, line + 1, column + 1), rule)
