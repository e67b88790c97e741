"""What `holidays` proposes, and that it can be pasted."""

from datetime import date

import pytest

from generator.answers.holidays import as_entries
from generator.arguments import WrongArgumentError
from generator.directory import language
from generator.proposals import proposals
from tests.building import MINIMAL, good

BOTH = MINIMAL.replace("name: Kantor}\n", "name: Kantor, languages: [id, en]}\n", 1)


def entries(year: int, languages: tuple[str, ...] = ("id", "en"), known: tuple[date, ...] = ()) -> str:
    return as_entries(proposals(year, "ID", languages), year, known, language("id"))


@pytest.mark.parametrize("year", [2020, 2026, 2027, 2035])
def test_what_is_proposed_can_be_pasted(year: int) -> None:
    """The entries are a section of contacts.yml, all of them days of that year, each once and in order."""
    calendar = good(BOTH + entries(year) + "\n").calendar
    assert [day.date for day in calendar] == sorted({day.date for day in calendar})
    assert {day.date.year for day in calendar} == {year}
    assert date(year, 8, 17) in {day.date for day in calendar if day.kind == "holiday"}


def test_joint_leave_is_told_from_holidays() -> None:
    """Source: SKB 3 Menteri on 2026, as the package holds it: 23 and 24 March follow Idul Fitri."""
    kinds = {day.date: day.kind for day in good(BOTH + entries(2026) + "\n").calendar}
    assert [kinds[date(2026, 3, day)] for day in (19, 20, 21, 23)] == [
        "holiday",
        "joint_leave",
        "holiday",
        "joint_leave",
    ]


def test_an_estimate_is_marked() -> None:
    """A date that the package worked out says so to staff, and to citizens until staff have confirmed it."""
    lines = entries(2035).splitlines()
    marked = [line for line in lines if line.endswith("  # perkiraan")]
    assert any("Idul Fitri (perkiraan)" in line for line in marked)
    assert [line for line in marked if "(perkiraan)" not in line] == []
    assert not any("2035-08-17" in line for line in marked)


def test_a_year_without_a_decree_says_that_joint_leave_is_missing() -> None:
    """Nobody takes the list for complete."""
    assert "Cuti bersama 2035 belum diketahui" in entries(2035)
    assert "belum diketahui" not in entries(2026)


def test_what_the_calendar_has_is_not_repeated() -> None:
    """Pasting twice, or after entering some by hand, makes no duplicates."""
    said = entries(2026, known=(date(2026, 1, 1),))
    assert "2026-01-01" not in said
    assert "1 tanggal sudah ada" in said


def test_names_are_in_the_sites_languages() -> None:
    """A site in Indonesian alone gets no other language, which the check would refuse."""
    assert good(MINIMAL + entries(2026, ("id",)) + "\n").calendar[0].name.by_language == {"id": "Tahun Baru Masehi"}


def test_another_region_has_its_own_days_and_no_joint_leave() -> None:
    """Joint leave is Indonesian; other governments' special days are not guessed at."""
    found = proposals(2026, "MY", ("en",))
    assert {proposal.kind for proposal in found} == {"holiday"}
    assert date(2026, 8, 31) in {proposal.on for proposal in found}


@pytest.mark.parametrize(("year", "region"), [(1999, "ID"), (2200, "ID"), (2026, "XX")])
def test_what_nobody_knows_is_refused(year: int, region: str) -> None:
    """A year out of reach, or a region without a calendar."""
    with pytest.raises(WrongArgumentError):
        proposals(year, region, ("id",))
