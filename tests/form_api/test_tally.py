"""What a digest counts and names: each event in its period, and everything that waits for a person."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.records import Attempt, OutcomeName, StoredInquiry, Submission
from form_api.tally import WEEK, Digest, Period, Tally, digest_of, failing_mailboxes
from generator.directory import Directory
from tests.building import good
from tests.form_api.letters import BOX, PERIOD
from tests.form_api.questions import DAY, NOW, PASURUAN, stored

SINCE, UNTIL = PERIOD
HOUR = timedelta(hours=1)
OTHER_BOX = "umum@pasuruan.example"
EVENTS = ("accepted_at", "confirmed_at", "parked_at", "quarantined_at", "erased_at")


def digest(*entries: StoredInquiry, now: datetime = UNTIL, directory: Directory = PASURUAN) -> Digest:
    return digest_of(directory, entries, period=PERIOD, now=now)


def submitted(*, arrived_at: datetime | None = None, **events: Any) -> StoredInquiry:
    """A submission of nine days ago, whose required documents came at `arrived_at`."""
    place = Submission(day=NOW.date(), number=14, arrived_at=arrived_at)
    return stored(**{"stored_at": NOW - 9 * DAY, "submission": place} | events)


def tried(outcome: OutcomeName, at: datetime, *, box: str = BOX, desk: str = "meja-pbb") -> tuple[str, Attempt]:
    code = {"later": 452, "refused": 550, "accepted": 250}.get(outcome)
    return f"REF-{at:%H}", Attempt(at, desk, box, outcome, code, "")


def failing(*attempts: tuple[str, Attempt], now: datetime = NOW) -> list[tuple[str, str, datetime, str]]:
    found = failing_mailboxes(PASURUAN, attempts, now)
    return [(one.mailbox, one.answer, one.since, one.reference) for one in found]


@pytest.mark.parametrize(
    ("events", "counted"),
    [
        ({}, Tally(1, 0, 0, 1, 0, 0)),
        ({"accepted_at": NOW}, Tally(1, 1, 0, 0, 0, 0)),
        ({"accepted_at": NOW, "confirmed_at": NOW}, Tally(1, 1, 1, 0, 0, 0)),
        ({"parked_at": NOW}, Tally(1, 0, 0, 0, 1, 0)),
        ({"quarantined_at": NOW}, Tally(1, 0, 0, 0, 0, 1)),
        ({"erased_at": NOW}, Tally(1, 0, 0, 0, 0, 0)),
        ({"accepted_at": UNTIL}, Tally(1, 0, 0, 1, 0, 0)),
        ({"stored_at": SINCE - HOUR, "accepted_at": SINCE}, Tally(0, 1, 0, 0, 0, 0)),
        ({"stored_at": UNTIL}, Tally(0, 0, 0, 0, 0, 0)),
        ({"stored_at": SINCE}, Tally(1, 0, 0, 1, 0, 0)),
    ],
)
def test_an_event_counts_in_its_period(events: dict[str, Any], counted: Tally) -> None:
    """The first instant belongs to a period and the last does not; what waits is told as of its end."""
    assert digest(stored(**events)).total.now == counted


def test_a_period_stands_beside_the_week_before() -> None:
    """The same span, seven days earlier; what has happened since does not change what waited then."""
    past = stored(stored_at=NOW - WEEK, accepted_at=NOW - 3 * DAY)
    found = digest(past, stored())
    assert (found.total.now, found.total.before) == (Tally(1, 0, 0, 1, 0, 0), Tally(1, 0, 0, 1, 0, 0))
    assert digest(stored(stored_at=NOW - 8 * DAY, accepted_at=NOW - 8 * DAY)).is_empty is False


def test_services_come_as_in_the_directory() -> None:
    """Then those that have left it, then questions about none; a service without anything to tell is left out."""
    found = digest(*(stored(service=name) for name in ("", "lama", "bphtb", "jht", "bphtb")))
    assert [(row.service, row.now.received) for row in found.services] == [
        ("jht", 1),
        ("bphtb", 2),
        ("lama", 1),
        ("", 1),
    ]
    assert digest(stored(stored_at=NOW - 3 * DAY, accepted_at=NOW - 3 * DAY)).services == ()


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["jht", "pbb-p2", "", "lama"]),
            st.dictionaries(st.sampled_from(["stored_at", *EVENTS]), st.integers(-400, 400), max_size=5),
        ),
        max_size=12,
    )
)
def test_the_total_is_the_sum_of_the_services(drawn: list[tuple[str, dict[str, int]]]) -> None:
    """Whatever befell them; and a question is never in none of: settled, held, parked, or waiting."""
    entries = [
        stored(service=name, **{event: NOW + hours * HOUR for event, hours in events.items()}) for name, events in drawn
    ]
    found = digest(*entries, now=NOW + 500 * HOUR)
    for numbers in ("now", "before"):
        rows = [getattr(row, numbers) for row in found.services] or [Tally(0, 0, 0, 0, 0, 0)]
        assert getattr(found.total, numbers) == Tally(*map(sum, zip(*rows, strict=True)))
    named = {*found.waiting, *found.parked, *found.quarantined}
    assert {entry for entry in entries if not entry.accepted_at and not entry.erased_at} - named <= {
        entry for entry in entries if NOW + 500 * HOUR - entry.stored_at < DAY
    }


def test_what_waits_for_a_day_is_named() -> None:
    """From the very hour on, the oldest first; what waits for less is a number only."""
    old, older = stored(stored_at=NOW - DAY), stored(stored_at=NOW - 2 * DAY)
    assert digest(stored(stored_at=NOW - DAY + HOUR), old, older, now=NOW).waiting == (older, old)


@pytest.mark.parametrize(
    ("arrived", "in_numbers", "by_name"),
    [(None, 0, False), (NOW, 1, False), (NOW - DAY, 1, True), (UNTIL + HOUR, 0, False)],
)
def test_a_submission_waits_once_its_documents_are_here(
    arrived: datetime | None, in_numbers: int, by_name: bool
) -> None:
    """Before that it waits for its citizen and for no mail server, however long ago it was stored."""
    found = digest(submitted(arrived_at=arrived))
    assert (found.total.now.waiting, bool(found.waiting)) == (in_numbers, by_name)


@pytest.mark.parametrize(
    ("given", "lacks", "lacks_long"),
    [
        ({}, 1, 0),
        ({"stored_at": UNTIL - 14 * DAY}, 1, 0),
        ({"stored_at": UNTIL - 14 * DAY - HOUR}, 1, 1),
        ({"stored_at": UNTIL - 30 * DAY, "quarantined_at": NOW}, 0, 0),
        ({"erased_at": NOW}, 0, 0),
        ({"arrived_at": NOW}, 0, 0),
    ],
)
def test_what_lacks_documents_is_counted(given: dict[str, Any], lacks: int, lacks_long: int) -> None:
    """An operator sees to what lacks them for more than two weeks; what is in quarantine is named as that."""
    found = digest(submitted(**given))
    assert (len(found.lacking), len(found.lacking_long)) == (lacks, lacks_long)
    assert found.to_see_to == lacks_long + len(found.quarantined)
    assert not found.is_empty or not lacks


@pytest.mark.parametrize(("name", "event"), [("parked", "parked_at"), ("quarantined", "quarantined_at")])
def test_what_needs_an_operator_is_named_until_it_is_settled(name: str, event: str) -> None:
    """However long ago it was; no longer once a desk has it or it was erased."""
    ancient = stored(**{event: NOW - 300 * DAY, "stored_at": NOW - 301 * DAY})
    settled = [
        dataclasses.replace(ancient, accepted_at=NOW, confirmed_at=NOW),
        dataclasses.replace(ancient, erased_at=NOW),
    ]
    found = digest(ancient, *settled)
    assert getattr(found, name) == (ancient,)
    assert found.waiting == ()
    assert found.to_see_to == 1


@pytest.mark.parametrize(
    ("events", "late"),
    [
        ({"accepted_at": NOW}, True),
        ({"accepted_at": NOW, "confirmed_at": NOW}, False),
        ({"accepted_at": NOW, "erased_at": NOW}, False),
        ({"accepted_at": NOW, "desk": "meja-lama"}, True),
        ({}, False),
    ],
)
def test_what_a_desk_did_not_confirm_in_time_is_named(events: dict[str, Any], late: bool) -> None:
    """Once the answer that was promised is overdue, by the hours of the desk that it was meant for."""
    due = datetime.fromisoformat("2020-03-27T14:30+07:00")  # two working days later, past Nyepi
    found = digest(stored(**events), now=due + HOUR).unconfirmed
    assert [one.due for one in found] == ([due] if late else [])
    assert digest(stored(**events), now=due).unconfirmed == ()


def test_a_desk_has_its_time_from_the_documents_on() -> None:
    """Not from when a citizen began to look for them, nine days before."""
    due = datetime.fromisoformat("2020-03-27T14:30+07:00")
    late = submitted(arrived_at=NOW, accepted_at=NOW)
    found = [digest(late, now=at).unconfirmed for at in (due, due + HOUR)]
    assert [[one.due for one in each] for each in found] == [[], [due]]


def test_a_desk_that_promises_nothing_is_never_late() -> None:
    """Without `reply_within` no answer is overdue."""
    office = good("""\
version: 1
site: {url: https://kantor.example, name: Kantor}
organizations: [{id: kantor, name: Kantor, privacy: {retention: 30 days}}]
services: [{id: pbb-p2, organization: kantor, name: PBB, channels: [formulir], desk: meja-pbb}]
channels: [{id: formulir, type: form}]
desks: [{id: meja-pbb, organization: kantor, name: Meja, to: [a@kantor.example]}]
inquiry: {default_desk: meja-pbb, from: noreply@kantor.example}
""")
    found = digest(stored(accepted_at=NOW), stored(service="", accepted_at=NOW), now=NOW + 99 * DAY, directory=office)
    assert (found.unconfirmed, found.without_retention) == ((), 0)


@pytest.mark.parametrize(
    ("events", "count"),
    [({"accepted_at": NOW}, 1), ({"accepted_at": NOW, "service": ""}, 1), ({}, 0), ({"erased_at": NOW}, 0)],
)
def test_what_is_kept_without_end_is_counted(events: dict[str, Any], count: int) -> None:
    """Accepted, not erased, and its office states no retention: staff learn that they must state one."""
    assert digest(stored(**events)).without_retention == count


def test_nothing_is_nothing() -> None:
    """A digest of nothing says so; one old number is something."""
    assert digest().is_empty
    assert not digest(stored(stored_at=NOW - WEEK, accepted_at=NOW - WEEK)).is_empty


def test_a_full_mailbox_is_named_after_a_day() -> None:
    """ "Later" for 24 hours on end, over several letters; an hour before that it is not named yet."""
    tries = [tried("later", NOW - 3 * DAY), tried("unreachable", NOW - 2 * DAY), tried("later", NOW - HOUR)]
    assert failing(*reversed(tries)) == [(BOX, "later", NOW - 3 * DAY, "REF-02")]
    assert failing(tried("later", NOW - DAY)) == [(BOX, "later", NOW - DAY, "REF-03")]
    assert failing(tried("later", NOW - DAY + HOUR), tried("later", NOW)) == []


def test_a_mailbox_that_refuses_is_named_at_once() -> None:
    """Until it takes a letter again."""
    assert failing(tried("refused", NOW - HOUR)) == [(BOX, "refused", NOW - HOUR, "REF-02")]
    assert failing(tried("refused", NOW - HOUR), tried("accepted", NOW)) == []


def test_a_letter_that_was_taken_begins_anew() -> None:
    """What a mailbox said before it took a letter is forgiven."""
    before = [tried("later", NOW - 3 * DAY), tried("accepted", NOW - 2 * DAY)]
    assert failing(*before, tried("later", NOW - HOUR)) == []


@pytest.mark.parametrize("outcome", ["unreachable", "unknown", "accepted"])
def test_what_befell_the_connection_says_nothing_of_a_mailbox(outcome: OutcomeName) -> None:
    """A dead relay accuses no desk."""
    assert failing(tried(outcome, NOW - 3 * DAY), tried(outcome, NOW)) == []


def test_a_mailbox_that_is_no_longer_used_is_not_named() -> None:
    """Staff have changed the address: there is nothing left to see to. A citizen's own is never named."""
    assert (
        failing(tried("refused", NOW, box="lama@pasuruan.example"), tried("refused", NOW, box="citizen", desk="")) == []
    )
    assert len(failing(tried("refused", NOW), tried("refused", NOW, box=OTHER_BOX, desk="meja-umum"))) == 2


def test_a_period_has_its_week_before() -> None:
    """Seven days, to the second."""
    assert PERIOD.a_week_before == Period(SINCE - WEEK, UNTIL - WEEK)
    assert not PERIOD.holds(None)
