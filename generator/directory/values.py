"""The small values of a directory and how staff write each. Pure; knows no records and no places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from re import Pattern
from typing import Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, shortnumberinfo

from generator.directory import spelling
from generator.directory.problems import WrongTextError

DAY_MINUTES = 24 * 60
FIRST_YEAR, LAST_YEAR = 2000, 2199  # far enough for any notice; near enough that no date arithmetic overflows
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_BETWEEN_DAYS = re.compile(r"\s*[-–—]\s*|\s+(?:s\.?\s?d\.?|s/d|sampai|to)\s+")
_DAY_NAMES = {
    day: {day.lower(), *names.split()}
    for day, names in zip(
        WEEKDAYS,
        (
            "senin sen mon monday",
            "selasa sel tue tuesday",
            "rabu rab wed wednesday",
            "kamis kam thu thursday",
            "jumat jum'at jum fri friday",
            "sabtu sab sat saturday",
            "minggu ahad min sun sunday",
        ),
        strict=True,
    )
}
MOST_DAYS = 9999
MAX_ID_LENGTH = 80  # an id is a folder of the site
MAX_PATTERN_LENGTH = 250  # a file is searched for folder by folder, and Python's stack has an end
MAX_SITE_LENGTH = 200  # every poster tells it in letters, and a QR code has an end
MAX_ADDRESS_LENGTH = 254  # RFC 5321, section 4.5.3.1.3, less the angle brackets


class Interval(NamedTuple):
    """Minutes since local midnight; contains `start` and not `end`, which may be 1440."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end)}"


Week = Mapping[int, tuple[Interval, ...]]
"""Weekday (0 is Monday) -> its intervals in order, without overlap; an empty tuple is a closed day."""


class Telephone(NamedTuple):
    """`e164` is dialled (`+62...`, or a short number as it is); `national` is read by people."""

    e164: str
    national: str


class Duration(NamedTuple):
    amount: int
    unit: Literal["minutes", "days", "working_days"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the languages that staff wrote them in; `plain` where no language was named."""

    default: str
    by_language: Mapping[str, str]
    plain: bool = False

    def say(self, language: str) -> str:
        return self.by_language[self.language_for(language)]

    def language_for(self, language: str) -> str:
        """The language that a reader of `language` is answered in."""
        if language in self.by_language:
            return language
        return self.default if self.default in self.by_language else next(iter(self.by_language))


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def wall_time(minute: int) -> time:
    """The time of day on which an interval begins or ends; 24:00 is told as 00:00."""
    return time(minute // 60 % 24, minute % 60)


def slug(text: str) -> str:
    if len(text) > MAX_ID_LENGTH or not spelling.SLUG.fullmatch(text):
        raise WrongTextError("slug")
    return text


def interval(text: str) -> Interval:
    found = spelling.INTERVAL_LIKE.fullmatch(text)
    if not found:
        raise WrongTextError("interval")
    if not spelling.INTERVAL.fullmatch(text):
        raise WrongTextError("interval-time")
    start_hour, start_minute, end_hour, end_minute = map(int, found.groups())
    start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
    if end <= start:
        raise WrongTextError("interval-order")
    return Interval(start, end)


def weekdays(text: str) -> tuple[int, ...]:
    """`Mo-Th` or `Fr` as numbers from Monday 0."""
    first, _, last = text.partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS or text.endswith("-"):
        near = _weekdays_meant(text)
        raise WrongTextError("weekday-near", near=near) if near else WrongTextError("weekday")
    start, end = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    if end < start:
        raise WrongTextError("weekday-order")
    return tuple(range(start, end + 1))


def _weekdays_meant(text: str) -> str:
    """`Mo-Th` for `Senin s.d. Kamis`, `Mon-Thu` or `mo – th`; empty where nobody can tell."""
    parts = [part.strip(" .") for part in _BETWEEN_DAYS.split(text.lower())]
    days = [next((day for day, names in _DAY_NAMES.items() if part in names), "") for part in parts]
    return "-".join(days) if all(days) and len(days) <= 2 else ""


def calendar_date(text: str) -> date:
    found = spelling.DATE_LIKE.fullmatch(text)
    if not found:
        raise WrongTextError("date")
    year, month, day = map(int, found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongTextError("date-year", first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise WrongTextError("date-missing") from error


def duration(text: str) -> Duration:
    found = spelling.DURATION.fullmatch(text)
    if not found:
        raise WrongTextError("duration")
    unit = {"m": "minutes", "w": "working_days"}.get(found[2][0], "days")
    if found[2] == "hari kerja":
        unit = "working_days"
    return Duration(int(found[1]), unit)  # type: ignore[arg-type]


def telephone(text: str, region: str) -> Telephone:
    """A number as phonenumbers knows it for `region`; short numbers such as 112 are good."""
    if any(char.isalpha() for char in text):
        raise WrongTextError("phone-letter")
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise WrongTextError("phone") from error
    if shortnumberinfo.is_valid_short_number_for_region(number, region):
        return Telephone(str(number.national_number), str(number.national_number))
    if number.extension or not phonenumbers.is_valid_number(number):
        raise WrongTextError("phone")
    return Telephone(phonenumbers.format_number(number, PhoneNumberFormat.E164), _read_aloud(number, region))


def whatsapp_number(text: str, region: str) -> Telephone:
    """As `telephone`, but none that only works within a country."""
    found = telephone(text, region)
    if not found.e164.startswith("+"):
        raise WrongTextError("phone")
    return found


def _read_aloud(number: PhoneNumber, region: str) -> str:
    abroad = phonenumbers.region_code_for_number(number) != region
    style = PhoneNumberFormat.INTERNATIONAL if abroad else PhoneNumberFormat.NATIONAL
    return phonenumbers.format_number(number, style)


def email_address(text: str) -> str:
    """An address by its syntax alone; whether it exists only its mail server knows."""
    if len(text) > MAX_ADDRESS_LENGTH or not spelling.EMAIL.fullmatch(text):
        raise WrongTextError("email")
    return text


def mailbox(text: str) -> str:
    """An address that letters of ours are sent to: none that a header would need quotes for, or take for a code."""
    if not spelling.MAILBOX.fullmatch(email_address(text)):
        raise WrongTextError("email")
    return text


def web_address(text: str) -> str:
    if not spelling.WEB_ADDRESS.fullmatch(text):
        raise WrongTextError("url")
    try:
        _ = urlsplit(text).port
    except ValueError as error:
        raise WrongTextError("url") from error
    return text


def site_address(text: str) -> str:
    """A web address that other addresses are made from."""
    if len(text) > MAX_SITE_LENGTH:
        raise WrongTextError("url-long", most=MAX_SITE_LENGTH)
    if not spelling.SITE_ADDRESS.fullmatch(web_address(text)):
        raise WrongTextError("url-site")
    return text


def origin(text: str) -> str:
    """A web address without a path. Source: RFC 6454, section 4."""
    if not spelling.ORIGIN.fullmatch(site_address(text)):
        raise WrongTextError("url-origin")
    return text.rstrip("/")


def region_code(text: str) -> str:
    """A region that telephone numbers are read for. Source: ISO 3166-1 alpha-2, as phonenumbers knows it."""
    if text not in phonenumbers.SUPPORTED_REGIONS:
        raise WrongTextError("region")
    return text


def time_zone(text: str) -> ZoneInfo:
    """A zone by its name in the tz database; none that means another thing on another machine, as `localtime` does."""
    area, _, place = text.partition("/")
    if text != "UTC" and (not place or area in {"posix", "right"}):
        raise WrongTextError("timezone")
    try:
        return ZoneInfo(text)  # by itself, since listing all of them takes 30 ms
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongTextError("timezone") from error


def file_pattern(text: str) -> str:
    """Files beside the one that names them, as `contacts.d/*.yml`; none outside its folder."""
    if len(text) > MAX_PATTERN_LENGTH or not spelling.FILE_PATTERN.fullmatch(text):
        raise WrongTextError("include-pattern")
    return text


def truth(text: str) -> bool:
    yes = spelling.YES.fullmatch(text) is not None
    if not yes and not spelling.NO.fullmatch(text):
        raise WrongTextError("truth")
    return yes


def whole_number(text: str) -> int:
    if not spelling.WHOLE_NUMBER.fullmatch(text):
        raise WrongTextError("number")
    return int(text)


def positive_number(text: str) -> int:
    """A bound or a count that would mean nothing as 0."""
    if whole_number(text) == 0:
        raise WrongTextError("number-positive")
    return int(text)


def day_count(text: str) -> int:
    """Days as a service takes, as many as a `duration` may say."""
    if whole_number(text) > MOST_DAYS:
        raise WrongTextError("number-days", most=MOST_DAYS)
    return int(text)


def latitude(text: str) -> float:
    return _degrees(text, spelling.LATITUDE, 90)


def longitude(text: str) -> float:
    return _degrees(text, spelling.LONGITUDE, 180)


def _degrees(text: str, form: Pattern[str], most: int) -> float:
    if not form.fullmatch(text):
        raise WrongTextError("degrees", most=most)
    return float(text)


def currency(text: str) -> str:
    """Source: ISO 4217, as CLDR lists it."""
    from babel.numbers import list_currencies  # noqa: PLC0415 slow to load, and few directories name a currency

    if text not in list_currencies():
        raise WrongTextError("currency")
    return text


def language_code(text: str) -> str:
    """Source: BCP 47, as far as CLDR knows the language."""
    if not spelling.LANGUAGE_CODE.fullmatch(text):
        raise WrongTextError("language-code")
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 as in `currency`

    try:
        Locale.parse(text, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise WrongTextError("language-code") from error
    return text
