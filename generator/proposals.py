"""Days that an office will probably be closed on, as the package `holidays` knows them. Decides nothing: staff confirm.

Islamic dates follow the moon and joint leave a yearly decree (SKB 3 Menteri), so both are known late; the package marks
the dates that it has worked out itself as estimated.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

import holidays

from generator.arguments import WrongArgumentError
from generator.directory.values import FIRST_YEAR, LAST_YEAR

_ESTIMATED = ("(perkiraan)", "(estimated)")
_LANGUAGES = {"en": "en_US"}
_KINDS: dict[str, Literal["holiday", "joint_leave"]] = {"public": "holiday", "government": "joint_leave"}
_WITH_JOINT_LEAVE = "ID"


class Proposal(NamedTuple):
    """A day and its name by language; `estimated`: worked out, and not announced by the government yet."""

    on: date
    kind: Literal["holiday", "joint_leave"]
    names: dict[str, str]
    estimated: bool


def proposals(year: int, region: str, languages: Sequence[str]) -> list[Proposal]:
    """The public holidays of a year, and joint leave where the region has it, in order of date.

    Raises: WrongArgumentError for a year or a region that nobody knows.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WrongArgumentError("problems.date-year", quote=year, first=FIRST_YEAR, last=LAST_YEAR)
    categories = ["public", "government"] if region == _WITH_JOINT_LEAVE else ["public"]
    found: dict[date, Proposal] = {}
    for category in categories:
        for on, names in _names(year, region, category, languages).items():
            estimated = any(mark in name for name in names.values() for mark in _ESTIMATED)
            found.setdefault(on, Proposal(on, _KINDS[category], names, estimated))
    if not found:
        raise WrongArgumentError("arguments.no_holidays_of_year", year=year)
    return [found[on] for on in sorted(found)]


def _names(year: int, region: str, category: str, languages: Sequence[str]) -> dict[date, dict[str, str]]:
    """Date -> language -> name; two holidays on a day are told as one name."""
    found: dict[date, dict[str, str]] = {}
    for code in languages:
        for on, name in _calendar(year, region, category, _LANGUAGES.get(code, code)).items():
            found.setdefault(on, {})[code] = name.replace("; ", " / ")
    return found


def _calendar(year: int, region: str, category: str, language: str) -> dict[date, str]:
    try:
        return dict(holidays.country_holidays(region, years=year, categories=(category,), language=language))
    except NotImplementedError as error:
        raise WrongArgumentError("arguments.no_holidays", quote=region) from error
