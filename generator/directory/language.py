"""The words of a language: labels, messages, path words, dates and times. Whoever speaks to people asks here.

A language is a file under `languages/`, which translators edit; dates and weekdays come from CLDR through Babel.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.directory.problems import Problem
from generator.directory.values import DAY_MINUTES, Duration, Interval, Week, wall_time

_FOLDER = Path(__file__).parent / "languages"


@cache
def available_languages() -> tuple[str, ...]:
    """The codes of the languages that the software speaks (BCP 47)."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.yml")))


@cache
def language(code: str) -> "Language":
    """The words of `code`, one of `available_languages()`."""
    with (_FOLDER / f"{code}.yml").open(encoding="utf-8") as file:
        catalogue = yaml.load(file, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 texts alone
    return Language(code, dict(_flat("", catalogue)))


@cache
def _babel() -> Any:
    """Loaded when somebody speaks of a date: `check` does not, and would wait as long as for a small directory."""
    import babel.dates  # noqa: PLC0415
    import babel.numbers  # noqa: PLC0415

    return babel


@cache
def _locale(tag: str) -> Any:
    return _babel().Locale.parse(tag, sep="-")


@lru_cache(maxsize=10_000)
def _dated(tag: str, on: dt.date, form: str) -> str:
    """A date in a form of CLDR, worked out once: a site tells the same days on thousands of pages."""
    return str(_babel().dates.format_date(on, form, _locale(tag)))


@cache
def _timed(tag: str, minute: int) -> str:
    shown = str(_babel().dates.format_time(wall_time(minute), "short", locale=_locale(tag)))
    return shown.replace("00", "24", 1) if minute == DAY_MINUTES else shown


@lru_cache(maxsize=10_000)
def _interval(tag: str, interval: Interval) -> str:
    """As a date: the same hours stand in all tables of a site."""
    return f"{_timed(tag, interval.start)}–{_timed(tag, interval.end)}"


@lru_cache(maxsize=10_000)
def _money(tag: str, amount: int, currency: str) -> str:
    """As a date: the same fees stand on a service's page and in its standard, and few are a site's own."""
    numbers, locale = _babel().numbers, _locale(tag)
    return str(numbers.format_currency(amount, currency, locale=locale, format="¤#,##0", currency_digits=False))


@lru_cache(maxsize=10_000)
def _is_one(tag: str, amount: int) -> bool:
    """Whether so many are told in the singular."""
    return bool(_locale(tag).plural_form(amount) == "one")


@cache
def _weekdays(tag: str) -> tuple[str, ...]:
    names = _babel().dates.get_day_names("wide", locale=_locale(tag))
    return tuple(str(names[number]) for number in range(7))


def _flat(prefix: str, tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    """`page: {hours: Jam}` as `page.hours: Jam`."""
    leaves: list[tuple[str, str]] = []
    for key, value in tree.items():
        leaves += _flat(f"{prefix}{key}.", value) if isinstance(value, dict) else [(f"{prefix}{key}", str(value))]
    return leaves


@dataclass(frozen=True)
class Language:
    """One language's words, by dotted key."""

    code: str
    words: Mapping[str, str]

    @cached_property
    def locale(self) -> Any:
        """What CLDR knows of the language, as Babel's `Locale`."""
        return _locale(self.words["locale"])

    def __call__(self, key: str, /, **blanks: object) -> str:
        """The words under `key`, with their blanks filled. Raises: KeyError for a key or a blank that is not there."""
        text = self.words[key]
        return text.format_map(blanks) if "{" in text else text

    def explain(self, problem: Problem) -> str:
        """A problem in plain words: what was typed, what is wrong, what to write."""
        return self(f"problems.{problem.rule}", **problem.details)

    def date(self, on: dt.date) -> str:
        return self._date(on, "d MMMM y")

    def weekday_and_date(self, on: dt.date) -> str:
        return f"{self.weekday(on.weekday())}, {self.date(on)}"

    def short_date(self, on: dt.date) -> str:
        """For a table: `Sel 24 Mar 2020`."""
        return self._date(on, "EEE d MMM y")

    def _date(self, on: dt.date, form: str) -> str:
        return _dated(self.words["locale"], on, form)

    def dates(self, first: dt.date, last: dt.date) -> str:
        """A period, both days included: `23 Maret – 5 April 2020`."""
        if first == last:
            return self.date(first)
        shared = "d" if (first.year, first.month) == (last.year, last.month) else "d MMMM"
        begin = self._date(first, shared if first.year == last.year else "d MMMM y")
        return f"{begin} – {self.date(last)}"

    def time(self, minute: int) -> str:
        """A minute of the day as people read it; 1440 is told as 24:00 would be."""
        return _timed(self.words["locale"], minute)

    def interval(self, interval: Interval) -> str:
        return _interval(self.words["locale"], interval)

    def instant(self, at: dt.datetime) -> str:
        """An instant in the zone that it carries: weekday, date and time of day."""
        return self("moment", day=self.weekday_and_date(at.date()), time=self.time(at.hour * 60 + at.minute))

    def weekday(self, number: int) -> str:
        return _weekdays(self.words["locale"])[number]

    def language_name(self, code: str) -> str:
        """A language as this one calls it: `Jawa`, `Javanese`. `code` is one that CLDR knows (BCP 47)."""
        return str(_babel().Locale.parse(code, sep="-").get_display_name(self.locale) or code)

    def duration(self, duration: Duration) -> str:
        if _is_one(self.words["locale"], duration.amount):
            return self(f"duration_of_one.{duration.unit}", amount=duration.amount)
        return self(f"duration.{duration.unit}", amount=duration.amount)

    def money(self, amount: int, currency: str) -> str:
        """Whole units of a currency (ISO 4217); nothing to pay is told in words."""
        if amount == 0:
            return self("page.free")
        return _money(self.words["locale"], amount, currency)

    def decimal(self, amount: float) -> str:
        """With one digit behind the comma: `7,5`."""
        return str(_babel().numbers.format_decimal(amount, "#,##0.0", locale=self.locale))

    def enumeration(self, parts: Sequence[str]) -> str:
        """`a, b dan c`."""
        if len(parts) < 2:
            return "".join(parts)
        return self("enumeration", first=", ".join(parts[:-1]), last=parts[-1])

    def week(self, week: Week) -> list[tuple[str, str]]:
        """Rows of a table of hours: neighbouring weekdays with equal hours as one row, closed days told too."""
        rows: list[tuple[int, int, tuple[Interval, ...]]] = []
        for day in range(7):
            hours = week.get(day, ())
            if rows and rows[-1][2] == hours:
                rows[-1] = (rows[-1][0], day, hours)
            else:
                rows.append((day, day, hours))
        return [(self._weekdays(first, last), self.hours(hours)) for first, last, hours in rows]

    def named_days(self, week: Week) -> list[tuple[str, str]]:
        """The rows of the weekdays that are named, and no others."""
        return [(self.weekday(day), self.hours(week[day])) for day in sorted(week)]

    def _weekdays(self, first: int, last: int) -> str:
        return self.weekday(first) if first == last else f"{self.weekday(first)}–{self.weekday(last)}"

    def hours(self, hours: tuple[Interval, ...]) -> str:
        """The intervals of a day, or that it is closed."""
        return ", ".join(map(self.interval, hours)) if hours else self("state.closed")
