"""What `check` and `hours` say, as text and for machines."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from generator import answers
from generator.arguments import WrongArgumentError
from generator.directory import Directory, language
from tests.building import JAKARTA, MINIMAL, at, closure, holiday, office, special, week

WORDS = language("id")
NOW = datetime(2020, 3, 24, 3, 0, tzinfo=UTC)
COUNTED = (
    MINIMAL
    + """\
channels: [{id: a, type: form}, {id: b, type: web, url: x}]
desks: [{id: 'a,b%', name: A, to: []}]
"""
)


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with two faults, in the folder that we stand in."""
    (tmp_path / "contacts.yml").write_text(COUNTED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("contacts.yml")


def test_text_has_a_line_for_each_fault_and_counts_them(faulty: Path) -> None:
    """Place, what was typed, what is wrong, what to write, rule; and how many in all."""
    said, exit_code = answers.check(faulty, "text", WORDS, NOW.date())
    assert said.splitlines() == [
        "contacts.yml:4:57: 'x' bukan alamat web. Tulis lengkap, seperti https://kantor.go.id. [url]",
        "contacts.yml:5:14: 'a,b%' bukan id. Tulis huruf kecil, angka, dan tanda hubung, seperti jam-loket. [slug]",
        "2 kesalahan, 0 peringatan.",
    ]
    assert exit_code == 1


def test_github_gets_an_annotation_for_each_fault(faulty: Path) -> None:
    """A percent sign in what was typed does not break the line that GitHub reads."""
    said, exit_code = answers.check(faulty, "github", language("en"), NOW.date())
    first, second = said.splitlines()
    assert first.startswith("::error file=contacts.yml,line=4,col=57,title=url::'x' is not a web address.")
    assert "::'a,b%25' is not an id." in second
    assert exit_code == 1


def test_github_can_read_the_name_of_any_file(faulty: Path) -> None:
    """A comma or a colon in a file's name does not end the name."""
    said, _ = answers.check(faulty.rename("kantor, 50%: pusat.yml"), "github", language("en"), NOW.date())
    assert said.startswith("::error file=kantor%2C 50%25%3A pusat.yml,line=4,")


def test_json_is_a_list_of_faults(faulty: Path) -> None:
    """Every key of a fault, with its message in the language asked for."""
    found = json.loads(answers.check(faulty, "json", language("en"), NOW.date())[0])
    message = "'x' is not a web address. Write it in full, like https://office.go.id."
    expected = {"file": "contacts.yml", "line": 4, "column": 57, "rule": "url", "severity": "error", "message": message}
    assert found[0] == expected
    assert len(found) == 2


@pytest.mark.parametrize(
    ("form", "said"), [("text", "contacts.yml: tidak ada masalah."), ("github", ""), ("json", "[]")]
)
def test_a_file_without_a_fault(form: str, said: str, faulty: Path) -> None:
    """It is told in a word to people, and as nothing to machines; exit 0."""
    faulty.write_text(MINIMAL, encoding="utf-8")
    assert answers.check(faulty, form, WORDS, NOW.date()) == (said, 0)


def test_a_warning_alone_is_no_failure(pasuruan: Directory) -> None:
    """The project's own file, read years later, warns of the closure that nobody ended; exit 0."""
    assert pasuruan.closures["bpjs-tutup-2020-03"].until is None
    root = Path(__file__).parents[2]
    said, exit_code = answers.check(root / "contacts.yml", "json", WORDS, date(2026, 11, 22))
    assert [(item["rule"], item["severity"]) for item in json.loads(said)] == [("closure-open-ended", "warning")]
    assert exit_code == 0


def asked(directory: Directory, channel: str, local: str, days: int = 0) -> dict[str, Any]:
    return answers.hours_of(directory, directory.channels[channel], at(local), days)


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
    told = answers.hours_as_text(asked(pasuruan, "loket-bpjs", "2020-03-22T10:00", 2))
    assert told.splitlines() == [
        "loket-bpjs at 2020-03-22T10:00+07:00",
        "closed",
        "until: -",
        "next opening: -",
        "2020-03-22  -",
        "2020-03-23  -  (bpjs-tutup-2020-03)",
    ]


@pytest.mark.parametrize(
    ("typed", "at_"),
    [
        ("", "2020-03-24T10:00+07:00"),
        ("2020-03-24T10:00+07:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24T03:00Z", "2020-03-24T10:00+07:00"),
        ("2020-03-24T12:00+09:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24T10:00", "2020-03-24T10:00+07:00"),
        ("2020-03-24", "2020-03-24T00:00+07:00"),
    ],
)
def test_an_instant_is_read_in_the_offices_zone(typed: str, at_: str) -> None:
    """What names no zone is local, what names another is turned into ours, and nothing is now."""
    assert answers.written(answers.instant(typed, JAKARTA, NOW)) == at_


@pytest.mark.parametrize(
    "typed",
    ["tomorrow", "2020-02-30", "24-03-2020", "10:00", "1999-12-31T10:00", "2200-01-01", "0001-01-01T00:00+14:00"],
)
def test_what_is_no_instant_is_refused(typed: str) -> None:
    """The message quotes what was typed."""
    with pytest.raises(WrongArgumentError, match=re.escape(f"'{typed}'")):
        answers.instant(typed, JAKARTA, NOW)


def test_what_can_not_be_asked_is_refused(pasuruan: Directory) -> None:
    """An unknown channel is answered with those that are, and days are bounded."""
    with pytest.raises(WrongArgumentError, match=r"'loket' is not a channel\. These are: loket-bpjs, antrian-bpjs,"):
        answers.find_channel(pasuruan, "loket")
    for days in (-1, 367):
        with pytest.raises(WrongArgumentError, match="--days"):
            asked(pasuruan, "loket-bkd", "2020-03-24T10:00", days)
