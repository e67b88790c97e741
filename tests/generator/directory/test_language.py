"""The words: every language says the same things, and says dates and hours as its readers do."""

import ast
import re
import string
from datetime import date, datetime
from pathlib import Path

import pytest

from generator.directory import Interval, Language, available_languages, language
from generator.directory.values import Duration
from tests.building import JAKARTA, ROOT, week

RULES_ARE_NAMED_IN = {"WrongTextError", "note", "_note", "_refuse", "Problem", "_problem", "_at_start"}
RULE = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
INDONESIAN, ENGLISH = language("id"), language("en")


def _blanks(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("code", available_languages())
def test_a_catalogue_has_every_word(code: str) -> None:
    """No page of one language falls back to another for want of a word, and no blank stays unfilled."""
    blanks = {key: _blanks(words) for key, words in language(code).words.items()}
    assert blanks == {key: _blanks(words) for key, words in INDONESIAN.words.items()}


@pytest.mark.parametrize("code", available_languages())
def test_no_word_is_missing_or_doubtful(code: str) -> None:
    """A translator's slip is found here: an empty word, an unnamed blank, a space too many at either end."""
    for key, words in language(code).words.items():
        assert words == words.strip() != "", key
        assert all(_blanks(words)), key


@pytest.mark.parametrize("code", available_languages())
def test_every_rule_has_a_message(code: str) -> None:
    """Whatever rule the reading of contacts.yml can raise, staff are told in words; and no message is left over."""
    raised = {rule for path in sorted((ROOT / "generator").rglob("*.py")) for rule in _rules_in(path)}
    told = {key.removeprefix("problems.") for key in language(code).words if key.startswith("problems.")}
    assert raised == told


def _rules_in(path: Path) -> set[str]:
    """Rule names are plain texts: arguments of the calls above, what `rule` is set to, the end of a syntax rule."""
    found: list[ast.AST] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr="_problem"), args=[_, _, named]):
                found.append(named)
            case ast.Call(func=ast.Name(id=called) | ast.Attribute(attr=called), args=given):
                found += given[:2] if called in RULES_ARE_NAMED_IN else []
            case ast.Assign(targets=[ast.Name(id="rule")], value=value):
                found += ast.walk(value)
            case ast.Return(value=ast.AST() as value) if path.name == "slips.py":
                found += ast.walk(value)
            case ast.Assign(targets=[ast.Name(id="_SAYINGS")], value=ast.Tuple(elts=pairs)):
                found += [pair.elts[1] for pair in pairs if isinstance(pair, ast.Tuple)]
    texts = {item.value for item in found if isinstance(item, ast.Constant) and isinstance(item.value, str)}
    return {text for text in texts if RULE.fullmatch(text)}  # a dotted key is a word of another section


@pytest.mark.parametrize(
    ("words", "expected"), [(INDONESIAN, ("Sel 24 Mar 2020", "1.234,5")), (ENGLISH, ("Tue 24 Mar 2020", "1,234.5"))]
)
def test_a_table_has_short_dates_and_numbers(words: Language, expected: tuple[str, str]) -> None:
    """As the readers of the language write them."""
    assert (words.short_date(date(2020, 3, 24)), words.decimal(1234.5)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (INDONESIAN, ["29 Februari 2020", "23 Maret – 5 April 2020", "30 Desember 2020 – 2 Januari 2021"]),
        (ENGLISH, ["29 February 2020", "23 March – 5 April 2020", "30 December 2020 – 2 January 2021"]),
    ],
)
def test_dates_are_written_in_full(words: Language, expected: list[str]) -> None:
    """A period names each year once, and a period of a day is that day."""
    leap = date(2020, 2, 29)
    periods = [(date(2020, 3, 23), date(2020, 4, 5)), (date(2020, 12, 30), date(2021, 1, 2))]
    assert [words.dates(leap, leap), *(words.dates(first, last) for first, last in periods)] == expected


@pytest.mark.parametrize(
    ("words", "expected"), [(INDONESIAN, ["00.00", "07.30–24.00"]), (ENGLISH, ["00:00", "07:30–24:00"])]
)
def test_midnight_begins_a_day_as_0_and_ends_it_as_24(words: Language, expected: list[str]) -> None:
    """Nobody reads an office that closes at midnight as closing when the day begins."""
    assert [words.time(0), words.interval(Interval(450, 1440))] == expected


def test_an_instant_is_told_in_the_zone_it_carries() -> None:
    """Weekday, date and time of day, as people speak of them."""
    at = datetime(2020, 3, 24, 10, 5, tzinfo=JAKARTA)
    assert INDONESIAN.instant(at) == "Selasa, 24 Maret 2020 pukul 10.05"
    assert ENGLISH.instant(at) == "Tuesday, 24 March 2020 at 10:05"


def test_a_week_is_told_in_as_few_rows_as_it_has_hours() -> None:
    """Neighbouring days with equal hours share a row, and closed days are told."""
    regular = week({"Mo-Tu": "07:30-12:00", "Fr": "08:00-11:30 13:00-14:30"})
    assert ENGLISH.week(regular) == [
        ("Monday–Tuesday", "07:30–12:00"),
        ("Wednesday–Thursday", "Closed"),
        ("Friday", "08:00–11:30, 13:00–14:30"),
        ("Saturday–Sunday", "Closed"),
    ]
    assert INDONESIAN.named_days(week({"Fr": "08:00-11:30", "Mo": ""})) == [
        ("Senin", "Tutup"),
        ("Jumat", "08.00–11.30"),
    ]


def test_a_list_is_joined_as_a_sentence() -> None:
    """None, one, two and more."""
    assert [INDONESIAN.enumeration(list(parts)) for parts in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a dan b",
        "a, b dan c",
    ]


def test_durations_and_fees() -> None:
    """A length of time has its unit, a fee its currency, and what costs nothing is free."""
    assert INDONESIAN.duration(Duration(2, "working_days")) == "2 hari kerja"
    assert [ENGLISH.duration(Duration(30, unit)) for unit in ("minutes", "days")] == ["30 minutes", "30 days"]
    assert [INDONESIAN.money(15000, "IDR"), INDONESIAN.money(0, "IDR")] == ["Rp15.000", "Gratis"]


def test_a_word_that_is_not_there_is_our_fault() -> None:
    """An unknown key, or a blank that nobody filled, is never shown to people: it raises."""
    for key in ("no.such.word", "live.open_until"):
        with pytest.raises(KeyError):
            ENGLISH(key)
