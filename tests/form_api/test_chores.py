"""What the clock brings: reminders when an answer is late, one digest a day, words whose time is over."""

import dataclasses
from datetime import UTC, datetime, time, timedelta

import pytest

from form_api.chores import Chores
from form_api.outbox import Outbox, events
from form_api.records import Step
from generator.directory import Directory
from tests.building import good
from tests.form_api.crews import Clock
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, claimed, put
from tests.form_api.submissions import REQUIRED, bring, claims_office, claims_text, submit

OFFICE = """\
version: 1
site: {url: https://kantor.example, name: Kantor}
organizations: [{id: kantor, name: Kantor, privacy: {retention: 30 days}}, {id: lain, name: Lain}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:30]}}]
channels: [{id: formulir, type: form}]
services:
  - {id: pbb-p2, organization: kantor, name: PBB, channels: [formulir], desk: meja}
  - {id: lama, organization: lain, name: Lama, channels: [formulir], desk: meja}
desks:
  - {id: meja, name: Meja, to: [meja@kantor.example], schedule: jam, reply_within: 2 working days}
  - {id: lain, name: Lain, to: [lain@kantor.example], schedule: jam, reply_within: 2 working days}
inquiry: {default_desk: meja, from: noreply@kantor.example, digest_to: kepala@kantor.example}
"""
WIB = timedelta(hours=7)


def chores(outbox: Outbox, at: datetime, directory: Directory | None = None) -> Chores:
    found = directory or good(OFFICE)
    return Chores(outbox, lambda: found, Clock(at), time(7, 0))


def local(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=UTC) - WIB


def held(outbox: Outbox, at: datetime = NOW, **given: str) -> None:
    """A question of Tuesday 24 March, 10 o'clock, that its desk has."""
    put(outbox, asked(**given), at, desk="meja")
    (errand,) = claimed(outbox, at)
    outbox.commit(events.accepted(REFERENCE, at))
    outbox.commit(events.closed(errand, at))


def queued(outbox: Outbox, at: datetime) -> list[str]:
    return [errand.kind for errand in claimed(outbox, at)]


@pytest.mark.parametrize(
    ("at", "kinds"),
    [
        (local(26, 15), []),  # Thursday, the second working day, before closing
        (local(26, 16), ["reminder"]),
        (local(27, 15), ["reminder"]),
        (local(27, 16), ["reminder", "escalation"]),
    ],
)
def test_a_late_answer_is_brought_up(outbox: Outbox, at: datetime, kinds: list[str]) -> None:
    """To the desk when its own time has passed, a working day later to the reader of the digest; each once."""
    held(outbox)
    for _ in range(3):
        chores(outbox, at).do_due()
    assert [kind for kind in queued(outbox, at) if kind != "digest"] == kinds


def test_the_desk_that_gets_it_late_is_reminded_too(outbox: Outbox) -> None:
    """After a hand-on the next desk has a day, then it is reminded, though the one before it was already."""
    held(outbox)
    chores(outbox, local(30, 12)).remind(good(OFFICE))
    outbox.commit(events.handed_on(REFERENCE, "lain", local(30, 13)))
    (errand,) = claimed(outbox, local(30, 13))
    outbox.commit_all([events.accepted(REFERENCE, local(30, 13)), events.closed(errand, local(30, 13))])
    kinds = []
    for at in (local(30, 14), local(31, 14)):
        chores(outbox, at).remind(good(OFFICE))
        kinds.append(queued(outbox, at))
    assert kinds == [[], ["reminder"]]


def test_a_confirmed_question_is_not_brought_up(outbox: Outbox) -> None:
    """The desk has pressed its button."""
    held(outbox)
    outbox.commit(events.confirmed(REFERENCE, NOW))
    chores(outbox, NOW + 30 * DAY).remind(good(OFFICE))
    assert queued(outbox, NOW + 30 * DAY) == []


def test_a_desk_that_promises_nothing_is_not_reminded(outbox: Outbox) -> None:
    """Without `reply_within` there is no time that could pass."""
    directory = good(OFFICE.replace(", reply_within: 2 working days", ""))
    held(outbox)
    chores(outbox, NOW + 30 * DAY, directory).remind(directory)
    assert queued(outbox, NOW + 30 * DAY) == []


@pytest.mark.parametrize(("at", "is_sent"), [(local(24, 6), False), (local(24, 7), True), (local(24, 23), True)])
def test_the_digest_goes_out_once_a_day(outbox: Outbox, at: datetime, is_sent: bool) -> None:
    """From its time of day on, in the office's zone, however many machines do their chores."""
    for _ in range(3):
        chores(outbox, at).do_due()
    assert queued(outbox, at) == (["digest"] if is_sent else [])


def test_the_next_day_has_a_digest_of_its_own(outbox: Outbox) -> None:
    """Whatever became of yesterday's."""
    for day in (24, 25):
        chores(outbox, local(day, 8)).do_due()
    assert queued(outbox, local(25, 8)) == ["digest", "digest"]


def test_words_are_erased_when_their_time_is_over(outbox: Outbox) -> None:
    """Thirty days after the mail server took the letter, as the office's privacy page says."""
    held(outbox)
    chores(outbox, NOW + 30 * DAY).do_due()
    assert outbox.whole([REFERENCE])[REFERENCE].message
    chores(outbox, NOW + 31 * DAY).do_due()
    assert not outbox.whole([REFERENCE])[REFERENCE].message


@pytest.mark.parametrize("step", ["complete", "verified", "paid", "returned"])
def test_documents_stay_while_the_desk_works_on_them(outbox: Outbox, step: Step) -> None:
    """Thirty days after the last that it said, where that is later than acceptance."""
    said = NOW + 20 * DAY
    submit(outbox)
    bring(outbox, *REQUIRED)
    (errand,) = claimed(outbox)
    outbox.commit_all([events.accepted(REFERENCE, NOW), events.closed(errand, NOW)])
    before = () if step != "paid" else (outbox.stepped(REFERENCE, "verified", NOW),)
    outbox.commit_all([*before, outbox.stepped(REFERENCE, step, said)])
    kept = []
    for at in (NOW + 31 * DAY, said + 29 * DAY, said + 31 * DAY):
        chores(outbox, at, claims_office()).erase_old(claims_office())
        kept.append(bool(outbox.documents(REFERENCE)))
    assert kept == [True, True, False]


def test_documents_that_no_desk_looked_at_are_erased_as_words_are(outbox: Outbox) -> None:
    """From acceptance on."""
    submit(outbox)
    bring(outbox, *REQUIRED)
    (errand,) = claimed(outbox)
    outbox.commit_all([events.accepted(REFERENCE, NOW), events.closed(errand, NOW)])
    chores(outbox, NOW + 31 * DAY, claims_office()).erase_old(claims_office())
    assert outbox.documents(REFERENCE) == []


@pytest.mark.parametrize("suspicions", [(), ("links",)])
def test_what_no_desk_has_is_never_erased_by_the_clock(outbox: Outbox, suspicions: tuple[str, ...]) -> None:
    """Waiting or in quarantine: only an operator takes it away."""
    put(outbox, asked(), desk="meja", suspicions=suspicions)
    chores(outbox, NOW + 3000 * DAY).do_due()
    assert outbox.whole([REFERENCE])[REFERENCE].message


def test_without_a_stated_retention_nothing_is_erased(outbox: Outbox) -> None:
    """The digest counts these, so that somebody states one."""
    held(outbox, service="lama")
    chores(outbox, NOW + 3000 * DAY).do_due()
    assert outbox.whole([REFERENCE])[REFERENCE].message


def test_chores_that_need_no_minute_are_not_done_each_minute(outbox: Outbox) -> None:
    """Looking through what is old costs reading; a clock that was set back makes nobody wait for it."""
    held(outbox)
    worker = chores(outbox, local(26, 15))
    worker.do_due()
    for at, kinds in ((local(26, 15) + timedelta(minutes=9), 0), (local(27, 15), 1)):
        worker.now = Clock(at)
        worker.do_due()
        assert sum(kind == "reminder" for kind in queued(outbox, at)) == kinds


def test_a_directory_that_takes_no_questions_has_chores_too(outbox: Outbox) -> None:
    """Nothing fails while `inquiry` is missing."""
    held(outbox)
    directory = dataclasses.replace(good(OFFICE), inquiry=None)
    chores(outbox, NOW + 300 * DAY, directory).do_due()
    assert queued(outbox, NOW + 300 * DAY) == []


def seen_to(outbox: Outbox, at: datetime, directory: Directory | None = None) -> list[str]:
    """What is due after somebody has seen to the incomplete submissions, three times over."""
    found = directory or claims_office()
    for _ in range(3):
        chores(outbox, at, found).see_to_incomplete(found)
    return queued(outbox, at)


@pytest.mark.parametrize(
    ("at", "kinds"),
    [
        (local(27, 15), []),  # Friday before closing: Nyepi, the Wednesday, is no working day
        (local(27, 16), ["incomplete"]),
        (NOW + 59 * DAY, ["incomplete"]),
        (NOW + 61 * DAY, []),
    ],
)
def test_who_still_owes_documents_is_told_once(outbox: Outbox, at: datetime, kinds: list[str]) -> None:
    """Two working days of the desk after storing; nobody who has forgotten it for two months is brought back."""
    submit(outbox)
    bring(outbox, "kartu")
    assert seen_to(outbox, at) == kinds


def test_chores_see_to_incomplete_submissions(outbox: Outbox) -> None:
    """With all else that the clock brings."""
    submit(outbox)
    chores(outbox, local(27, 16), claims_office()).do_due()
    assert sorted(queued(outbox, local(27, 16))) == ["digest", "incomplete"]


def test_a_desk_that_never_opens_keeps_nobody_uninformed(outbox: Outbox) -> None:
    """Two days on the calendar stand for its working days, as where another desk stands in that states no hours."""
    office = claims_office()
    desks = {name: dataclasses.replace(desk, schedule=None) for name, desk in office.desks.items()}
    directory = dataclasses.replace(office, desks=desks)
    submit(outbox)
    assert seen_to(outbox, NOW + DAY, directory) == []
    assert seen_to(outbox, NOW + 2 * DAY, directory) == ["incomplete"]


@pytest.mark.parametrize("fate", ["erased", "quarantined", "complete"])
def test_who_owes_no_documents_is_not_told(outbox: Outbox, fate: str) -> None:
    """What was erased, what an operator has not let through yet, and what is all here."""
    submit(outbox, suspicions=("links",) if fate == "quarantined" else ())
    if fate == "erased":
        outbox.commit(events.erased(REFERENCE, NOW))
    if fate == "complete":
        bring(outbox, *REQUIRED)
    assert "incomplete" not in seen_to(outbox, NOW + 9 * DAY)


def test_where_less_is_asked_for_the_desk_gets_its_letter(outbox: Outbox) -> None:
    """The office no longer wants an identity card: nobody has to send it, and nobody is told to."""
    less = good(claims_text().replace("ktp, document: KTP,", "ktp, required: false, document: KTP,"))
    submit(outbox)
    bring(outbox, "kartu")
    assert seen_to(outbox, NOW + DAY) == []
    assert seen_to(outbox, NOW + 9 * DAY, less) == ["question"]
    assert outbox.incomplete() == []


def test_without_desks_nothing_is_sent_off(outbox: Outbox) -> None:
    """A file whose `inquiry` is missing for a while makes no submission whole."""
    nobody = dataclasses.replace(claims_office(), inquiry=None, services={})
    submit(outbox)
    assert seen_to(outbox, NOW + 9 * DAY, nobody) == []
    assert [entry.reference for entry in outbox.incomplete()] == [REFERENCE]


def test_documents_that_took_months_are_brought_up_too(outbox: Outbox) -> None:
    """The desk has had them for days, however long ago the form was sent."""
    submit(outbox, at=NOW - 90 * DAY)
    bring(outbox, *REQUIRED)
    (errand,) = claimed(outbox)
    outbox.commit_all([events.accepted(REFERENCE, NOW), events.closed(errand, NOW)])
    chores(outbox, local(27, 16)).remind(claims_office())
    assert queued(outbox, local(27, 16)) == ["reminder"]
