"""Closures, special hours and notices that came, went and changed."""

from datetime import date

import pytest

from generator.changes import Change, compare, kinds
from generator.changes.kinds import Shift
from generator.directory import Closure
from tests.building import closure, office, plain, special, week
from tests.generator.changes.versions import TODAY, Edit, changes, edited, with_records

HOURS = week({"Mo-Fr": "08:00-15:00"})


def told(old: list[Closure], new: list[Closure], today: date = TODAY) -> list[Change]:
    return compare(office(HOURS, old), office(HOURS, new), today)


def banjir(first: str, last: str | None, name: str = "banjir") -> Closure:
    return closure(first, last, id=name, channels=("loket",))


@pytest.mark.parametrize(
    ("old", "new", "shift"),
    [
        (("2020-03-20", "2020-03-27"), ("2020-03-20", "2020-03-31"), Shift.PROLONGED),
        (("2020-03-20", "2020-03-27"), ("2020-03-20", None), Shift.PROLONGED),
        (("2020-03-20", "2020-03-20"), ("2020-03-20", "2020-03-31"), Shift.PROLONGED),
        (("2020-03-20", None), ("2020-03-20", "2020-03-31"), Shift.SHORTENED),
        (("2020-03-20", None), ("2020-03-20", "2020-03-24"), Shift.SHORTENED),
        (("2020-03-20", None), ("2020-03-20", "2020-03-23"), Shift.ENDED),
        (("2020-03-20", "2020-03-27"), ("2020-03-26", "2020-03-27"), Shift.MOVED),
        (("2020-04-01", "2020-04-02"), ("2020-04-08", "2020-04-09"), Shift.MOVED),
    ],
)
def test_another_period(old: tuple[str, str | None], new: tuple[str, str | None], shift: Shift) -> None:
    """Longer, shorter, over, or on other days, seen from 24 March."""
    (change,) = told([banjir(*old)], [banjir(*new)])
    assert isinstance(change, kinds.PeriodChanged)
    assert change.shift is shift


def test_what_is_over_in_both_versions_is_silent() -> None:
    """Whatever is put right in the archive; on its last day a closure still counts."""
    old, new = banjir("2020-03-01", "2020-03-10"), banjir("2020-03-02", "2020-03-09")
    assert told([old], [new]) == told([old], []) == told([], [new]) == []
    assert len(told([], [old], date(2020, 3, 10))) == 1


def test_an_old_record_that_is_written_over_is_a_new_announcement() -> None:
    """The clerk took last month's closure and gave it new dates."""
    (change,) = told([banjir("2020-03-01", "2020-03-10")], [banjir("2020-04-01", "2020-04-02")])
    assert isinstance(change, kinds.Announced)


def test_a_closure_under_another_id_is_the_same_closure() -> None:
    """By what it shuts and when; if it lasts longer, it was prolonged."""
    assert told([banjir("2020-03-20", "2020-03-27", "a")], [banjir("2020-03-20", "2020-03-27", "b")]) == []
    (change,) = told([banjir("2020-03-20", "2020-03-27", "a")], [banjir("2020-03-20", "2020-03-31", "b")])
    assert isinstance(change, kinds.PeriodChanged)


def test_naming_the_counter_or_its_building_is_the_same() -> None:
    """What is shut is told, not how the file says it."""
    named = closure("2020-03-20", None, id="a", channels=("loket",))
    assert told([named], [closure("2020-03-20", None, id="a", locations=("gedung",))]) == []
    assert told([named], [closure("2020-03-20", None, id="a", organizations=("kantor",))]) == []


def test_another_level_is_silent_and_another_reason_is_not() -> None:
    """Where it stands on the page is no news; why it is shut is."""
    known = {"id": "a", "channels": ("loket",)}
    old = closure("2020-03-20", None, **known)
    assert told([old], [closure("2020-03-20", None, **known, level="minor")]) == []
    (change,) = told([old], [closure("2020-03-20", None, **known, reason=plain("Gempa"))])
    assert isinstance(change, kinds.RecordRewritten)


def test_a_new_number_among_what_stays_open_is_told() -> None:
    """Even of a channel that no service names."""
    line = "  - {id: siaga, type: phone, number: 112}\n"
    channel = ("channels:\n  - {id: loket-bpjs", f"channels:\n{line}  - {{id: loket-bpjs")
    (change,) = changes(channel, ("stays_open: [antrian-bpjs,", "stays_open: [siaga, antrian-bpjs,"))
    assert isinstance(change, kinds.StaysOpenChanged)
    assert [channel.id for channel in change.added] == ["siaga"]


def test_a_channel_that_comes_under_special_hours_is_told() -> None:
    """The record stayed as it is; whom it concerns did not."""
    hours = special("2020-03-30", "2020-04-03", {"Mo": "09:00-10:00"}, id="a", channels=("loket",))
    both = special("2020-03-30", "2020-04-03", {"Mo": "09:00-10:00"}, id="a", channels=("loket", "wa"))
    (change,) = compare(office(HOURS, [hours]), office(HOURS, [both]), TODAY)
    assert isinstance(change, kinds.ConcernChanged)
    assert [channel.id for channel in change.added] == ["wa"]


@pytest.mark.parametrize(
    ("old", "new"), [("services: [jht]", "services: [jkm]"), ("services: [jht]", "organizations: [bkd]")]
)
def test_a_notice_that_concerns_others_is_told(old: str, new: str) -> None:
    """It leaves the pages of some services and comes to those of others."""
    (change,) = compare(edited(_notice(old)), edited(_notice(new)), TODAY)
    assert isinstance(change, kinds.NoticeRedirected)


def test_a_notice_under_another_id_is_the_same_notice() -> None:
    """By its title and text."""
    assert compare(edited(_notice("services: [jht]")), edited(_notice("services: [jht]", "b")), TODAY) == []


def test_a_notice_that_names_the_same_services_otherwise_ordered_is_silent() -> None:
    """The order of lists says nothing."""
    orders = ("jht, jkm, pbb-p2, bphtb", "bphtb, jkm, pbb-p2, jht")
    old, new = (edited(_notice(f"services: [{names}]")) for names in orders)
    assert compare(old, new, TODAY) == []


def _notice(concerns: str, name: str = "a") -> Edit:
    said = "level: minor, posted: 2020-03-20, title: {id: A, en: A}, text: {id: A, en: A}"
    return with_records("notices", f"{{id: {name}, {said}, {concerns}}}")
