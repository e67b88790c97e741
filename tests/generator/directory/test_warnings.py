"""Warnings: what can be published and still deserves a look; here the borders of each."""

from datetime import date

import pytest

from tests.building import MINIMAL, faults, warnings

OFFICE = (
    MINIMAL
    + """\
locations: [{id: gedung, organization: kantor, name: Gedung}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:30]}}]
channels: [{id: loket, type: counter, location: gedung, schedule: jam}, {id: wa, type: whatsapp, number: 08123006440}]
services: [{id: ktp, organization: kantor, name: KTP, channels: [loket, wa]}]
"""
)
"""A file of 7 lines without a warning where no day is told."""


@pytest.mark.parametrize(
    ("today", "warned"), [(date(2020, 6, 21), False), (date(2020, 6, 22), True), (date(2019, 1, 1), False)]
)
@pytest.mark.parametrize("until", ["", ", until: 2020-03-30"])
def test_a_closure_without_an_end_is_warned_of_after_90_days(today: date, until: str, warned: bool) -> None:
    """A closure that somebody forgot to end comes to light; one with an end ends by itself."""
    text = f"closures: [{{id: a, from: 2020-03-23{until}, channels: [loket], stays_open: [wa], reason: A}}]\n"
    found = [item for item in warnings(OFFICE + text, today) if item[2] == "closure-open-ended"]
    assert found == [(8, 26, "closure-open-ended")] * (warned and not until)


@pytest.mark.parametrize(
    ("assured", "told"),
    [
        ("2020-03-24", []),
        ("2019-12-25", []),  # 90 days ago
        ("2019-12-24", [(3, 58, "assured-old")]),
        ("2020-03-25", [(3, 58, "assured-ahead")]),
    ],
)
def test_facts_are_good_for_90_days(assured: str, told: list[object]) -> None:
    """After that somebody has to look again; and nobody can have looked tomorrow."""
    text = MINIMAL.replace("name: Kantor}]", f"name: Kantor, assured_date: {assured}}}]")
    assert warnings(text, date(2020, 3, 24)) == told
    assert warnings(text) == []


@pytest.mark.parametrize(
    ("today", "calendar", "count"),
    [
        (date(2020, 9, 30), "2020-12-25", 0),
        (date(2020, 10, 1), "2020-12-25", 1),
        (date(2020, 10, 1), "2021-01-01", 1),
        (date(2020, 3, 1), "2019-12-25", 1),
        (date(2020, 12, 31), "2019-12-25", 2),
    ],
)
def test_a_year_without_holidays_is_told_in_time(today: date, calendar: str, count: int) -> None:
    """This year's at any time, the next year's from October on, when the joint decree is usually out."""
    text = f"{OFFICE}calendar: [{{date: {calendar}, kind: holiday, name: Libur}}]\n"
    assert warnings(text, today) == [(8, 1, "holidays-missing")] * count


def test_who_works_on_holidays_needs_no_calendar() -> None:
    """Holidays matter only where a schedule closes on them, and not where its hours are unknown."""
    assert warnings(OFFICE, date(2020, 3, 24)) == [(5, 1, "holidays-missing")]
    open_then = OFFICE.replace("{id: jam, ", "{id: jam, public_holidays: open, ")
    unknown = OFFICE.replace(", regular: {Mo-Fr: [08:00-15:30]}", "")
    assert warnings(open_then, date(2020, 3, 24)) == warnings(unknown, date(2020, 3, 24)) == []


BOTH = OFFICE.replace("name: Kantor}\n", "name: {id: Kantor, en: Office}, languages: [id, en]}\n")


@pytest.mark.parametrize(
    ("languages", "text", "columns"),
    [
        ("[id]", "{id: a, name: Loket}", []),
        ("[id, en]", "{id: a, name: Loket}", [28]),
        ("[id, en]", "{id: a, name: {id: Loket}}", [28]),
        ("[id, en]", "{id: a, name: {en: Counter}}", [28]),
        ("[id, en]", "{id: a, name: {id: Loket, en: Loket}}", []),
    ],
)
def test_a_text_that_lacks_a_language_is_told(languages: str, text: str, columns: list[int]) -> None:
    """A plain text counts as one in the first language; a single language lacks none."""
    main = "version: 1\nsite: {url: https://kantor.example, name: {id: A, en: B}, languages: [id, en]}\n"
    main = main if languages == "[id, en]" else main.replace("{id: A, en: B}, languages: [id, en]", "A")
    assert warnings(f"{main}organizations: [{text}]\n") == [
        (3, column + 3, "translation-missing") for column in columns
    ]


def test_a_name_that_nobody_translates_may_be_plain() -> None:
    """An abbreviation, a search word and the controller's name are the same in every language."""
    privacy = "privacy: {controller: Kantor Desa}"
    main = "version: 1\nsite: {url: https://kantor.example, name: {id: A, en: B}, languages: [id, en]}\n"
    office = f"organizations: [{{id: a, name: {{id: A, en: B}}, alternate_name: KD, {privacy}}}]\n"
    assert warnings(main + office) == []
    assert len(warnings(main + office.replace("alternate_name: KD", "alternate_name: {id: KD}"))) == 1


@pytest.mark.parametrize(
    ("section", "record"),
    [
        ("locations", "{id: baru, organization: kantor, name: Baru}"),
        ("schedules", "{id: baru}"),
        ("channels", "{id: baru, type: phone, number: 112}"),
        ("categories", "{id: baru, name: Baru}"),
        ("desks", "{id: baru, name: Baru, to: [a@b.example]}"),
    ],
)
def test_what_nothing_names_is_told(section: str, record: str) -> None:
    """A new number that was not added to any service is on no page."""
    text = MINIMAL + f"{section}: [{record}]\n"
    assert [rule for _, _, rule in warnings(text)] == ["record-unused"]


def test_warnings_wait_until_there_is_no_fault() -> None:
    """Whoever has to mend the file is told that alone."""
    assert [rule for _, _, rule in faults(f"{MINIMAL}schedules: [{{id: jam}}]\nclosures: x\n")] == ["list-expected"]
