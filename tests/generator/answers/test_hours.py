"""What `hours` says, as text and for machines."""

from typing import Any

import pytest

from generator.answers.hours import hours_as_text, hours_of, why
from generator.arguments import WrongArgumentError
from generator.directory import Directory, language
from tests.building import at, closure, holiday, office, special, week


def asked(directory: Directory, channel: str, local: str, days: int = 0) -> dict[str, Any]:
    return hours_of(directory, directory.channels[channel], at(local), days)


def test_the_tax_hall_opens_when_its_closure_ends(pasuruan: Directory) -> None:
    """On 24 March 2020 it is closed until Monday 6 April, 07:30."""
    assert asked(pasuruan, "loket-bkd", "2020-03-24T10:00") == {
        "channel": "loket-bkd",
        "at": "2020-03-24T10:00+07:00",
        "state": "closed",
        "until": "2020-04-06T07:30+07:00",
        "next_opening": "2020-04-06T07:30+07:00",
        "reason": "loket-tutup-2020-03",
        "days": [],
    }


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("loket-bpjs", ("closed", None, None, "bpjs-tutup-2020-03")),
        ("wa-pbb-1", ("unknown", None, None, None)),
        ("telepon-bkd-2", ("unknown", None, None, None)),
        ("surel-bkd", ("open", None, "2020-03-24T10:00+07:00", None)),
    ],
)
def test_the_other_channels_of_the_founding_case(
    channel: str, expected: tuple[str | None, ...], pasuruan: Directory
) -> None:
    """BPJS is closed until further notice; hours that were not published are unknown; mail is taken at any hour."""
    told = asked(pasuruan, channel, "2020-03-24T10:00")
    assert (told["state"], told["until"], told["next_opening"], told["reason"]) == expected


def test_days_list_what_is_open_and_why(pasuruan: Directory) -> None:
    """The closure ends on a Sunday, Friday has its break, and Good Friday is named."""
    days = {
        day["date"]: (day["intervals"], day["reason"])
        for day in asked(pasuruan, "loket-bkd", "2020-04-03T10:00", 8)["days"]
    }
    assert list(days) == [f"2020-04-{number:02}" for number in range(3, 11)]
    assert days["2020-04-05"] == ([], "loket-tutup-2020-03")
    assert days["2020-04-06"] == ([["07:30", "15:30"]], None)
    assert days["2020-04-10"] == ([], "Wafat Isa Almasih")


def test_a_day_of_several_records_names_the_first_that_counts() -> None:
    """Hours up to midnight are told as 24:00, and those that touch as one."""
    extra = special("2020-03-24", "2020-03-24", {"Tu": "15:30-24:00"}, "extra")
    directory = office(week({"Mo-Fr": "08:00-15:30"}), [extra, holiday("2020-03-25"), closure("2020-03-26", None)])
    days = asked(directory, "loket", "2020-03-24T10:00", 3)["days"]
    assert [day["intervals"] for day in days] == [[["08:00", "24:00"]], [], []]
    assert [day["reason"] for day in days] == [extra.id, "Hari libur", "tutup-2020-03-26"]


def test_hours_as_text(pasuruan: Directory) -> None:
    """A dash stands where there is nothing to tell."""
    told = hours_as_text(asked(pasuruan, "loket-bpjs", "2020-03-22T10:00", 2), "", language("en"))
    assert told.splitlines() == [
        "loket-bpjs: Sunday, 22 March 2020 at 10:00",
        "closed",
        "changes: -",
        "opens next: -",
        "2020-03-22  -",
        "2020-03-23  -  (bpjs-tutup-2020-03)",
    ]


def test_text_says_why_in_the_readers_language(pasuruan: Directory) -> None:
    """The id of the closure stands beside its announcement in words; a day without a record needs none."""
    told = asked(pasuruan, "loket-bkd", "2020-03-24T10:00")
    assert hours_as_text(told, why(told, pasuruan, language("id")), language("id")).splitlines() == [
        "loket-bkd: Selasa, 24 Maret 2020 pukul 10.00",
        "closed: loket-tutup-2020-03",
        "Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020",
        "berubah: Senin, 6 April 2020 pukul 07.30",
        "buka berikutnya: Senin, 6 April 2020 pukul 07.30",
    ]
    assert why(asked(pasuruan, "surel-bkd", "2020-03-24T10:00"), pasuruan, language("id")) == ""


def test_days_are_bounded(pasuruan: Directory) -> None:
    """Nobody asks for less than none, or for so many that the answer never ends."""
    for days in (-1, 367):
        with pytest.raises(WrongArgumentError, match=r"arguments\.days"):
            asked(pasuruan, "loket-bkd", "2020-03-24T10:00", days)
