"""The outbox: what it has taken it keeps, once, word for word; and nobody works on the same inquiry twice."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.pool import Pool

from form_api.outbox import Outbox, OutboxError
from form_api.records import Attempt
from tests.form_api.questions import DAY, NOW, REFERENCE, asked, attempt, put, stored

SECOND = timedelta(seconds=1)
ODD = [
    "👩‍👩‍👧",
    "السلام عليكم",
    "\u202eterbalik",
    "a\u2028b\u2029c\x85d",
    "\r\n\t ",
    "'; DROP TABLE inquiries;--",
    "\0",
    "%s {0}",
]


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process writes and does not finish."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


def claimed(outbox: Outbox, at: Any = NOW, *, limit: int = 10) -> list[str]:
    return [item.reference for item in outbox.claim_due(at, lease_seconds=60, limit=limit)]


@pytest.mark.parametrize("text", ODD)
def test_what_is_stored_is_found_to_the_letter(outbox: Outbox, text: str) -> None:
    """Emoji, scripts from the right, rare line ends, marks of SQL: all come back as they went in."""
    put(outbox, asked(message=text, name=text))
    assert outbox.find(REFERENCE) == stored(message=text, name=text, token="")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    """Every text that UTF-8 can hold is kept as it is."""
    with TemporaryDirectory() as folder:
        outbox = Outbox(f"sqlite:///{folder}/outbox.db")
        put(outbox, asked(message=text))
        found = outbox.find(REFERENCE)
        outbox.close()
    assert found is not None
    assert found.message == text


def test_what_is_stored_outlives_the_process(outbox: Outbox, database: Path) -> None:
    """Another connection that opens the file later finds the inquiry and its attempts."""
    put(outbox, asked())
    outbox.attempted(REFERENCE, attempt("meja-pbb", "pbb@pasuruan.example", "later", 451, "nanti"))
    again = Outbox(f"sqlite:///{database}")
    assert again.find(REFERENCE) == stored(token="")
    assert again.attempts(REFERENCE) == [Attempt(NOW, "meja-pbb", "pbb@pasuruan.example", "later", 451, "nanti")]
    again.close()


def test_nothing_is_found_where_nothing_is(outbox: Outbox) -> None:
    """An unknown reference gives nothing, and an empty outbox is no error."""
    assert outbox.find(REFERENCE) is None
    assert (outbox.all(), outbox.attempts(REFERENCE), outbox.count_waiting(), claimed(outbox)) == ([], [], 0, [])
    assert outbox.next_due() is None


@pytest.mark.parametrize(
    ("again", "later", "is_resend"),
    [
        ({}, 0 * DAY, True),
        ({}, DAY - SECOND, True),
        ({}, DAY, False),
        ({}, -SECOND, True),  # a clock that was set back
        ({"message": "Bagaimana cara membayar PBB? Terima kasih."}, SECOND, False),
        ({"email": "budi@warga.example"}, SECOND, False),
        ({"service": "bphtb"}, SECOND, False),
        ({"token": "lain"}, SECOND, False),
        ({"token": ""}, SECOND, False),
        ({"language": "en"}, SECOND, False),
    ],
)
def test_the_same_question_within_a_day_is_a_resend(
    outbox: Outbox, again: dict[str, str], later: timedelta, is_resend: bool
) -> None:
    """A double click or a reload gets the first reference again; an edited text or a new day is a new inquiry."""
    put(outbox, asked(), NOW, reference="first")
    assert put(outbox, asked(**again), NOW + later, reference="second") == ("first" if is_resend else "second")
    assert len(outbox.all()) == (1 if is_resend else 2)


def test_without_a_token_the_same_question_is_a_resend_too(outbox: Outbox) -> None:
    """A browser without script sends no token: the content alone decides."""
    put(outbox, asked(token=""), reference="first")
    assert put(outbox, asked(token=""), NOW + SECOND, reference="second") == "first"


def test_a_resend_is_known_after_delivery_too(outbox: Outbox) -> None:
    """Reloading the page after the letter went out does not send it again."""
    put(outbox, asked(), reference="first")
    outbox.accepted("first", NOW)
    assert put(outbox, asked(), NOW + SECOND, reference="second") == "first"
    assert claimed(outbox, NOW + DAY) == []


def test_two_threads_that_store_the_same_at_once_store_it_once(database: Path) -> None:
    """Two clicks that reach two workers in the same instant get one reference."""
    outboxes = [Outbox(f"sqlite:///{database}") for _ in range(2)]
    for round_ in range(10):
        barrier = Barrier(2)

        def click(number: int, barrier: Barrier = barrier, text: str = str(round_)) -> str:
            barrier.wait()
            return put(outboxes[number], asked(message=text), reference=f"{text}-{number}")

        with ThreadPoolExecutor(2) as threads:
            assert len(set(threads.map(click, range(2)))) == 1
    assert len(outboxes[0].all()) == 10
    for outbox in outboxes:
        outbox.close()


def test_a_reference_is_given_once(outbox: Outbox) -> None:
    """Where chance gives a reference that is taken, it is asked again until one is free."""
    put(outbox, asked(), reference="first")
    chances = iter(["first", "first", "second", "third"])
    new = outbox.store(asked(message="lain"), desk="meja-pbb", now=NOW, new_reference=lambda: next(chances))
    assert new.reference == "second"
    assert {item.message for item in outbox.all()} == {asked().message, "lain"}


def test_a_claimed_inquiry_is_nobody_elses(outbox: Outbox, database: Path) -> None:
    """Two couriers never carry the same letter; when one dies, the lease runs out and another takes over."""
    put(outbox, asked())
    other = Outbox(f"sqlite:///{database}")
    assert claimed(outbox) == [REFERENCE]
    assert claimed(outbox, NOW + 59 * SECOND) == claimed(other, NOW + 59 * SECOND) == []
    assert claimed(other, NOW + 60 * SECOND) == [REFERENCE]
    assert claimed(outbox, NOW + 60 * SECOND) == []
    other.close()


def test_two_couriers_share_the_work(database: Path) -> None:
    """Whoever claims at once gets different inquiries, and each of them is claimed."""
    outboxes = [Outbox(f"sqlite:///{database}") for _ in range(2)]
    for number in range(20):
        put(outboxes[0], asked(message=str(number)), reference=f"r{number}")
    with ThreadPoolExecutor(2) as threads:
        taken = threads.map(lambda number: claimed(outboxes[number % 2], limit=5), range(4))
        assert sorted(chain(*taken)) == sorted(f"r{number}" for number in range(20))
    for outbox in outboxes:
        outbox.close()


def test_the_longest_waiting_is_claimed_first(outbox: Outbox) -> None:
    """A crowd does not keep the earliest waiting, and what is not due yet waits."""
    for minutes in (3, 1, 4, 2):
        put(outbox, asked(message=str(minutes)), NOW + timedelta(minutes=minutes), reference=f"r{minutes}")
    assert set(claimed(outbox, NOW + timedelta(minutes=3), limit=2)) == {"r1", "r2"}
    assert claimed(outbox, NOW + timedelta(minutes=3), limit=2) == ["r3"]


def test_what_is_put_off_waits_until_then(outbox: Outbox) -> None:
    """It is due at the instant that was said, and its rounds are counted."""
    put(outbox, asked())
    claimed(outbox)
    outbox.put_off(REFERENCE, NOW + 5 * SECOND)
    assert outbox.find(REFERENCE) == stored(token="", rounds=1, due_at=NOW + 5 * SECOND)
    assert outbox.next_due() == NOW + 5 * SECOND
    assert claimed(outbox, NOW + 4 * SECOND) == []
    assert claimed(outbox, NOW + 5 * SECOND) == [REFERENCE]
    assert outbox.next_due() == NOW + 65 * SECOND


def test_a_clock_that_was_ahead_holds_nothing_back(outbox: Outbox) -> None:
    """A question stored or claimed under a wrong date goes out as soon as the clock is right."""
    put(outbox, asked(), NOW + 300 * DAY)
    assert claimed(outbox, NOW + 300 * DAY) == [REFERENCE]
    assert claimed(outbox) == [REFERENCE]
    assert claimed(outbox) == []


@pytest.mark.parametrize("settled", ["accepted", "parked"])
def test_what_is_settled_is_claimed_no_more(outbox: Outbox, settled: str) -> None:
    """A letter that was accepted, or that an operator has to see to, is not carried again by itself."""
    put(outbox, asked())
    getattr(outbox, settled)(REFERENCE, NOW + SECOND)
    assert outbox.find(REFERENCE) == stored(token="", **{f"{settled}_at": NOW + SECOND})
    assert claimed(outbox, NOW + 365 * DAY) == []
    assert (outbox.count_waiting(), outbox.next_due()) == (0, None)


def test_an_operator_sends_a_parked_one_on_its_way_again(outbox: Outbox) -> None:
    """The refusals are forgotten, so that those desks are tried again; what was accepted stays accepted."""
    put(outbox, asked())
    for outcome in ("refused", "accepted", "later"):
        outbox.attempted(REFERENCE, attempt("meja-pbb", f"{outcome}@pasuruan.example", outcome))
    outbox.parked(REFERENCE, NOW)
    outbox.retried(REFERENCE, NOW + SECOND)
    assert [item.outcome for item in outbox.attempts(REFERENCE)] == ["accepted", "later"]
    assert claimed(outbox, NOW + SECOND) == [REFERENCE]


def test_the_newest_is_listed_first(outbox: Outbox) -> None:
    """An operator sees first what came last, settled or not."""
    for day in (1, 3, 2):
        put(outbox, asked(message=str(day)), NOW + day * DAY, reference=f"r{day}")
    outbox.accepted("r2", NOW + 3 * DAY)
    assert [item.reference for item in outbox.all()] == ["r3", "r2", "r1"]
    assert outbox.count_waiting() == 2


def test_every_connection_writes_through_to_the_disk(outbox: Outbox) -> None:
    """WAL with synchronous=FULL, on each connection that is used, in each thread: a commit returns after its fsync."""
    seen: list[tuple[str, int, int]] = []

    def look(connection: Any, _record: object, _proxy: object) -> None:
        pragmas = ("journal_mode", "synchronous", "foreign_keys")
        seen.append(tuple(connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas))

    event.listen(Pool, "checkout", look)
    try:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda number: put(outbox, asked(message=str(number)), reference=str(number)), range(8)))
        outbox.all()
    finally:
        event.remove(Pool, "checkout", look)
    assert set(seen) == {("wal", 2, 1)}
    assert len(seen) == 9


def test_a_locked_store_takes_nothing_and_says_so(impatient: Outbox, database: Path) -> None:
    """While another process holds the store, storing fails without a trace, and works again afterwards."""
    with locked(database), pytest.raises(OutboxError, match="locked"):
        put(impatient, asked())
    assert impatient.all() == []
    assert put(impatient, asked()) == REFERENCE


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE attempts; DROP TABLE inquiries",
        "CREATE TRIGGER full BEFORE INSERT ON inquiries BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END",
    ],
)
def test_an_error_holds_no_words_of_the_citizen(outbox: Outbox, database: Path, damage: str) -> None:
    """Whatever the database complains of, its text can stand in a log."""
    with closing(sqlite3.connect(database)) as other:
        other.executescript(damage)
    inquiry = asked()
    with pytest.raises(OutboxError) as error:
        put(outbox, inquiry)
    words = (inquiry.name, inquiry.email, inquiry.phone, inquiry.message, inquiry.token)
    assert not any(word in f"{error.value} {error.value!r}" for word in words)


def test_a_reference_that_runs_into_another_is_an_error(outbox: Outbox) -> None:
    """An attempt for an inquiry that does not exist is refused by the store itself."""
    with pytest.raises(OutboxError, match="FOREIGN KEY"):
        outbox.attempted("nobody", attempt("meja-pbb", "pbb@pasuruan.example", "later"))


def test_a_store_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    """A folder, a path below a file, or a file that is no database: each is an error of ours, with a reason."""
    (tmp_path / "file").write_text("this is no database, but long enough to be taken for one" * 100)
    (tmp_path / "folder").mkdir()
    for name in ("folder", "file", "file/outbox.db"):
        with pytest.raises(OutboxError, match=r"\w"):
            Outbox(f"sqlite:///{tmp_path / name}")


def test_the_store_is_made_where_it_is_not_there_yet(tmp_path: Path) -> None:
    """Its folder too, for the service's own user alone; opening it again keeps what is in it."""
    url = f"sqlite:///{tmp_path}/var/lib/outbox.db"
    outbox = Outbox(url)
    put(outbox, asked())
    outbox.close()
    again = Outbox(url)
    assert len(again.all()) == 1
    assert (tmp_path / "var" / "lib").stat().st_mode & 0o777 == 0o700
    again.close()
