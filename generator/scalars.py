"""Each kind of scalar as editors see it: what its text is like, and what else YAML 1.2 may make of it. Pure.

Where the reader sees text, editors see 67126 as a number and true as a truth, of which no pattern can judge the text.
So a kind may take a number that the reader refuses, and never refuses one that the reader takes.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from re import Pattern
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from babel.numbers import list_currencies
from phonenumbers import SUPPORTED_REGIONS

from generator.directory import spelling, values


class Spelling(NamedTuple):
    """One kind of scalar. `rule` names the message that `check` has for one that is wrong; `types` are JSON's."""

    rule: str
    pattern: str
    types: tuple[str, ...] = ("string",)
    bounds: Mapping[str, int] = {}
    examples: tuple[str, ...] = ()


def _whole(form: str | Pattern[str]) -> str:
    return f"^(?:{form if isinstance(form, str) else form.pattern})$"


def _any_of(codes: Iterable[str]) -> str:
    """A pattern rather than an enum: editors show every value of an enum at each hover, and these are hundreds."""
    return _whole("|".join(sorted(codes)))


WORDS = ("string", "number", "boolean")
"""What any text may be taken for."""
_WHOLE_NUMBER = ("integer", "string")
_NUMBER = ("number", "string")
_DIALLED = ("string", "number")
_MOST = 10**12 - 1
_ABOVE_ZERO = f"(?!0+$){spelling.WHOLE_NUMBER.pattern}"
_WITHOUT_LETTERS = rf"[{spelling.SPACE}]*[^A-Za-z{spelling.SPACE}][^A-Za-z]*"
_TRUTH = f"{spelling.YES.pattern}|{spelling.NO.pattern}"
_SITE_BOUNDS = {"maxLength": values.MAX_SITE_LENGTH}
_ZONE = "[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*"
_INDONESIA = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")

SPELLINGS: Mapping[str, Spelling] = {
    "words": Spelling("text-expected", spelling.NOT_BLANK.pattern, WORDS),
    "slug": Spelling("slug", _whole(spelling.SLUG), WORDS, {"maxLength": values.MAX_ID_LENGTH, "minimum": 0}),
    "whole_number": Spelling("number", _whole(spelling.WHOLE_NUMBER), _WHOLE_NUMBER, {"minimum": 0, "maximum": _MOST}),
    "positive_number": Spelling("number", _whole(_ABOVE_ZERO), _WHOLE_NUMBER, {"minimum": 1, "maximum": _MOST}),
    "day_count": Spelling(
        "number", _whole(spelling.WHOLE_NUMBER), _WHOLE_NUMBER, {"minimum": 0, "maximum": values.MOST_DAYS}
    ),
    "latitude": Spelling("degrees", _whole(spelling.LATITUDE), _NUMBER, {"minimum": -90, "maximum": 90}),
    "longitude": Spelling("degrees", _whole(spelling.LONGITUDE), _NUMBER, {"minimum": -180, "maximum": 180}),
    "truth": Spelling("truth", _whole(_TRUTH), ("boolean", "string")),
    "calendar_date": Spelling("date", _whole(spelling.DATE)),
    "interval": Spelling("interval", _whole(spelling.INTERVAL), examples=("08:00-15:30",)),
    "duration": Spelling("duration", _whole(spelling.DURATION), examples=("2 working days", "30 days", "30 minutes")),
    "time_zone": Spelling("timezone", _whole(_ZONE), examples=_INDONESIA),
    "telephone": Spelling("phone", _whole(_WITHOUT_LETTERS), _DIALLED),
    "whatsapp_number": Spelling("phone", _whole(_WITHOUT_LETTERS), _DIALLED),
    "mailbox": Spelling("email", _whole(spelling.MAILBOX), bounds={"maxLength": values.MAX_ADDRESS_LENGTH}),
    "web_address": Spelling("url", _whole(spelling.WEB_ADDRESS)),
    "site_address": Spelling("url-site", _whole(spelling.SITE_ADDRESS), bounds=_SITE_BOUNDS),
    "origin": Spelling("url-origin", _whole(spelling.ORIGIN), bounds=_SITE_BOUNDS),
    "region_code": Spelling("region", _any_of(SUPPORTED_REGIONS), examples=("ID",)),
    "currency": Spelling("currency", _any_of(list_currencies()), examples=("IDR",)),
    "language_code": Spelling("language-code", _whole(spelling.LANGUAGE_CODE)),
    "file_pattern": Spelling(
        "include-pattern",
        _whole(spelling.FILE_PATTERN),
        bounds={"maxLength": values.MAX_PATTERN_LENGTH},
        examples=("contacts.d/*.yml",),
    ),
}
"""By the name of their parser in `values`; `words` are any text."""

PARSERS: Mapping[Any, str] = {
    str: "words",
    int: "whole_number",
    bool: "truth",
    date: "calendar_date",
    ZoneInfo: "time_zone",
    values.Interval: "interval",
    values.Duration: "duration",
    values.Telephone: "telephone",
}
"""Which of them a plain type is."""
