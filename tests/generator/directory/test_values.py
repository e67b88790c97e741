"""The small values: every way that staff write one is understood, and nothing else."""

from collections.abc import Callable
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Interval, Telephone, Text, WrongTextError, values
from generator.directory.values import Duration

PARSERS: list[Callable[[str], Any]] = [
    values.slug, values.interval, values.weekdays, values.calendar_date, values.duration, values.email_address,
    values.web_address, values.time_zone, values.truth, values.whole_number, values.latitude,
    lambda text: values.telephone(text, "ID"),
]  # fmt: skip


def rule_of(parse: Callable[[str], Any], text: str) -> str:
    with pytest.raises(WrongTextError) as caught:
        parse(text)
    return caught.value.rule


@pytest.mark.parametrize(
    "text",
    ["08:00-15:30", "8.00-15.30", "08.00 - 15.30", "8:00–15:30", "08:00 — 15:30", "08.00 s.d. 15.30", "08.00 sd 15.30",
     "08.00 S.D. 15.30", "08:00 s. d. 15:30", "08.00 s/d 15.30", "8.00 sampai 15.30", " 08:00-15:30 "],
)  # fmt: skip
def test_hours_are_understood_as_people_write_them(text: str) -> None:
    """Point or colon, one digit or two, hyphen, dash or `s.d.`: all are the same hours."""
    assert values.interval(text) == Interval(8 * 60, 15 * 60 + 30)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("8.00-15.30-", "interval"),
        ("08:00", "interval"),
        ("8-15", "interval"),
        ("08:0-15:30", "interval"),
        ("08:00-15:30 WIB", "interval"),
        ("٠٨:٠٠-١٥:٣٠", "interval"),
        ("08:60-09:00", "interval-time"),
        ("08:00-24:01", "interval-time"),
        ("25:00-08:00", "interval-time"),
        ("08:00-08:00", "interval-order"),
        ("22:00-02:00", "interval-order"),
    ],
)
def test_what_are_no_hours_is_refused(text: str, rule: str) -> None:
    """A slip in the hours is never read as other hours."""
    assert rule_of(values.interval, text) == rule


def test_a_day_ends_at_24_00() -> None:
    """The last minute of a day can be told, and an interval is written as it is read."""
    assert values.interval("00:00-24:00") == (0, 1440)
    assert str(values.interval("7.30-24.00")) == "07:30-24:00"
    assert [values.wall_time(minute) for minute in (0, 450, 1440)] == [time(0), time(7, 30), time(0)]


@given(start=st.integers(0, 1439), end=st.integers(1, 1440))
def test_every_interval_reads_back(start: int, end: int) -> None:
    """What is written from an interval reads as the same interval, or is refused as backward."""
    text = str(Interval(start, end))
    assert rule_of(values.interval, text) == "interval-order" if end <= start else values.interval(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "days"), [("Mo", (0,)), ("Su", (6,)), ("Mo-Th", (0, 1, 2, 3)), ("Sa-Su", (5, 6)), ("Fr-Fr", (4,))]
)
def test_weekdays_count_from_monday(text: str, days: tuple[int, ...]) -> None:
    """A weekday or a range, both ends included."""
    assert values.weekdays(text) == days


@pytest.mark.parametrize(
    ("text", "rule"),
    [("mo", "weekday-near"), ("Senin", "weekday-near"), ("hari kerja", "weekday"),
     ("Mo-", "weekday"), ("-Mo", "weekday"), ("", "weekday"),
     ("Mo,Tu", "weekday"), ("Mo-We-Fr", "weekday"), ("Fr-Mo", "weekday-order")],
)  # fmt: skip
def test_what_is_no_weekday_is_refused(text: str, rule: str) -> None:
    """A range that goes round the week is refused rather than guessed."""
    assert rule_of(values.weekdays, text) == rule


def test_dates_are_real_days() -> None:
    """Year, month, day; 29 February only in its years; years that are plainly a slip are refused."""
    assert values.calendar_date("2024-02-29") == date(2024, 2, 29)
    assert rule_of(values.calendar_date, "2023-02-29") == "date-missing"
    assert rule_of(values.calendar_date, "2020-13-01") == "date-missing"
    assert rule_of(values.calendar_date, "20-03-2020") == "date"
    assert rule_of(values.calendar_date, "2020-3-2") == "date"
    assert [rule_of(values.calendar_date, text) for text in ("1999-12-31", "2200-01-01")] == ["date-year"] * 2


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("2 working days", Duration(2, "working_days")),
        ("1 working day", Duration(1, "working_days")),
        ("5 hari kerja", Duration(5, "working_days")),
        ("30 days", Duration(30, "days")),
        ("1 day", Duration(1, "days")),
        ("30 hari", Duration(30, "days")),
        ("30 minutes", Duration(30, "minutes")),
        ("1 minute", Duration(1, "minutes")),
        ("15 menit", Duration(15, "minutes")),
    ],
)
def test_durations_are_understood_in_both_languages(text: str, duration: Duration) -> None:
    """Working days are never mistaken for days."""
    assert values.duration(text) == duration


@pytest.mark.parametrize(
    "text", ["2", "days", "2 weeks", "two days", "2days", "-1 days", "99999 days", "2 hari kerja."]
)
def test_what_is_no_duration_is_refused(text: str) -> None:
    """A unit that is not known is not guessed."""
    assert rule_of(values.duration, text) == "duration"


@pytest.mark.parametrize(
    ("text", "e164", "national"),
    [
        ("0812-3006-0440", "+6281230060440", "0812-3006-0440"),
        ("(0343) 410 188", "+62343410188", "(0343) 410188"),
        ("(0343) 5643 756", "+623435643756", "(0343) 5643756"),
        ("+62 343 410188", "+62343410188", "(0343) 410188"),
        ("112", "112", "112"),
        ("+65 6123 4567", "+6561234567", "+65 6123 4567"),
    ],
)
def test_telephone_numbers_are_dialled_and_read_aloud(text: str, e164: str, national: str) -> None:
    """A number is dialled with its country, and read as people at home read it; short numbers stay short."""
    assert values.telephone(text, "ID") == Telephone(e164, national)


@pytest.mark.parametrize(
    ("text", "rule"),
    [("0812-3OO6-0440", "phone-letter"), ("410188", "phone"), ("0812", "phone"), ("-", "phone"), ("9" * 300, "phone")],
)
def test_what_can_not_be_dialled_is_refused(text: str, rule: str) -> None:
    """A number without its area code, too short, too long or with a letter reaches nobody."""
    assert rule_of(lambda typed: values.telephone(typed, "ID"), text) == rule


@pytest.mark.parametrize(
    "text", ["a@b.example", "pajak.lain@pasuruan.example", "o'neil+x@kantor.go.id", "root@localhost"]
)
def test_addresses_pass_by_their_syntax_alone(text: str) -> None:
    """Whether a mailbox exists only its mail server knows."""
    assert values.email_address(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "a", "a@", "@b.example", "a b@c.example", "a@b@c.example", "a@-b.example", "a@b..example",
     "a@b.example\nBcc: c@d.example", "Kantor <a@b.example>", "a@b.example,c@d.example",
     "a" * 250 + "@b.example", "é@b.example"],
)  # fmt: skip
def test_what_could_break_a_letter_is_no_address(text: str) -> None:
    """One plain address and nothing around it: no second one, no name, no line end."""
    assert rule_of(values.email_address, text) == "email"


@pytest.mark.parametrize(
    "text",
    ["kantor.go.id", "ftp://kantor.go.id", "javascript:alert(1)", "https://", "https:///x", "http://[::1", "https://a:b",
     "https://a.example/<x>", 'https://a.example/"', "https://a.example/a b", "//a.example"],
)  # fmt: skip
def test_what_is_no_web_address_is_refused(text: str) -> None:
    """A link leads to a page on the web, and can't carry a script or break out of its attribute."""
    assert rule_of(values.web_address, text) == "url"


def test_web_addresses_pass_as_they_are() -> None:
    """Port, path and query stay."""
    for text in ("https://kantor.go.id", "http://127.0.0.1:8000/x?y=1#z"):
        assert values.web_address(text) == text


def test_time_zones_are_those_of_the_tz_database() -> None:
    """Indonesia's three zones are known; an abbreviation, a path or a folder is no zone."""
    for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"):
        assert values.time_zone(name) == ZoneInfo(name)
    for text in ("WIB", "Asia", "../etc/passwd", "/etc/localtime", "Asia/Jakarta\0", "x" * 5000):
        assert rule_of(values.time_zone, text) == "timezone"


@pytest.mark.parametrize(
    ("parse", "good", "bad", "rule"),
    [
        (values.slug, ["a", "jam-loket", "2020-03"], ["", "Jam", "jam_loket", "-a", "a-", "a--b", "é", "a\n"], "slug"),
        (values.truth, ["true", "Yes", "ya", "no", "TIDAK", "false"], ["1", "on", "kadang"], "truth"),
        (values.whole_number, ["0", "70", "007"], ["-1", "1.5", "1e3", "٣", "1" * 13], "number"),
        (values.longitude, ["-7.6453", "112", "-180"], ["181", "7,6", "7.", "+7", "nan"], "degrees"),
        (values.latitude, ["-7.6453", "90", "-90"], ["90.1", "112", "-91"], "degrees"),
        (values.positive_number, ["1", "70"], ["0", "00"], "number-positive"),
        (values.currency, ["IDR", "USD"], ["Rp", "idr", "RPH"], "currency"),
        (values.language_code, ["id", "en", "jv", "zh-Hant"], ["indonesia!", "xx-??", "q"], "language-code"),
        (
            values.file_pattern,
            ["contacts.d/*.yml", "kantor/bkd.yaml", "d/*/[a-m]*.yml"],
            ["/etc/x.yml", "../x.yml", "d/../../x.yml", "**/*.yml", "d\\x.yml", "C:x.yml", "d//x.yml", "d/*", ".yml"],
            "include-pattern",
        ),
    ],
)
def test_plain_values(parse: Callable[[str], object], good: list[str], bad: list[str], rule: str) -> None:
    """What is meant is read; what might be meant is refused."""
    for text in good:
        parse(text)
    assert [rule_of(parse, text) for text in bad] == [rule] * len(bad)


def test_a_text_answers_in_the_language_asked_for() -> None:
    """Else in the default language, else in one that it has."""
    both = Text("id", {"id": "Loket", "en": "Counter"})
    assert [both.say(code) for code in ("id", "en", "jv")] == ["Loket", "Counter", "Loket"]
    assert Text("id", {"en": "Counter"}).language_for("jv") == "en"


@given(text=st.text(max_size=40))
def test_a_parser_refuses_and_never_crashes(text: str) -> None:
    """Whatever is typed is read or refused by name."""
    for parse in PARSERS:
        try:
            parse(text)
        except WrongTextError as wrong:
            assert wrong.rule  # noqa: PT017 the promise is about the error
