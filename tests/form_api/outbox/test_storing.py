"""What the store has taken it keeps, once, word for word, and unreadable to whoever has the disk alone."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.outbox import NewInquiry, Outbox, OutboxError, events
from form_api.records import UploadedFile
from tests.form_api.questions import DAY, NOW, REFERENCE, SEALER, asked, attempt, claimed, put, stored, whole

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
PHOTO = UploadedFile(field="attachments", name="bukti bayar.jpg", type="jpg", content=bytes(range(256)) * 40)
LETTER = UploadedFile(field="attachments", name="سند.pdf", type="pdf", content=b"%PDF-")


@pytest.mark.parametrize("text", ODD)
def test_what_is_stored_is_found_to_the_letter(outbox: Outbox, text: str) -> None:
    """Emoji, scripts from the right, rare line ends, marks of SQL: all come back as they went in."""
    put(outbox, asked(message=text, name=text))
    assert whole(outbox) == stored(message=text, name=text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back(text: str) -> None:
    """Every text that UTF-8 can hold is kept as it is."""
    with TemporaryDirectory() as folder:
        outbox = Outbox(f"sqlite:///{folder}/outbox.db", SEALER)
        put(outbox, asked(message=text))
        found = whole(outbox)
        outbox.close()
    assert found is not None
    assert found.message == text


def test_files_come_back_in_their_order(outbox: Outbox) -> None:
    """Byte for byte, with the names that they had."""
    put(outbox, asked(files=(PHOTO, LETTER)))
    found = whole(outbox)
    assert found is not None
    assert found.files == (PHOTO, LETTER)


def test_an_entry_holds_no_word(outbox: Outbox) -> None:
    """Lists, receipts and digests are made of what names nobody."""
    put(outbox, asked(files=(PHOTO,)))
    told = repr(outbox.find(REFERENCE))
    assert not any(word in told for word in ("Siti", "siti@", "0812", "membayar", "bukti"))


def test_the_disk_alone_tells_no_word(tmp_path: Path) -> None:
    """Whoever finds the file, its log and its free pages, but not the key, reads nothing of what was written."""
    outbox = Outbox(f"sqlite:///{tmp_path}/outbox.db", SEALER)
    put(outbox, asked(files=(PHOTO,), message="Rahasia sekali"))
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    outbox.close()
    words = ("Rahasia", "Siti", "siti@warga", "0812-3456", "bukti bayar")
    assert [word for word in words if word.encode() in held] == []
    assert PHOTO.content[:64] not in held


def test_what_is_stored_outlives_the_process(outbox: Outbox, opened: Callable[[], Outbox]) -> None:
    """Another connection that opens the store later finds the inquiry and its attempts."""
    put(outbox, asked())
    tried = attempt("meja-pbb", "pbb@pasuruan.example", "later", 451, "nanti")
    outbox.commit(events.attempted(REFERENCE, "question", tried))
    again = opened()
    assert whole(again) == stored()
    assert again.attempts([REFERENCE]) == {REFERENCE: [tried]}


def test_nothing_is_found_where_nothing_is(outbox: Outbox) -> None:
    """An unknown reference gives nothing, and an empty outbox is no error."""
    assert outbox.find(REFERENCE) is None
    assert (outbox.all(), outbox.history(REFERENCE), claimed(outbox), outbox.whole([])) == ([], [], [], {})
    assert outbox.counts() == (0, 0, 0, None)
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


@pytest.mark.parametrize("files", [(), (LETTER,), (PHOTO, LETTER), (LETTER, PHOTO)])
def test_other_files_make_another_question(outbox: Outbox, files: tuple[UploadedFile, ...]) -> None:
    """Who forgot a file and sends again with it has asked something new."""
    put(outbox, asked(files=(PHOTO,)), reference="first")
    assert put(outbox, asked(files=files), reference="second") == "second"
    assert put(outbox, asked(files=files), reference="third") == "second"


def test_a_resend_is_known_after_delivery_too(outbox: Outbox) -> None:
    """Reloading the page after the letter went out does not send it again."""
    put(outbox, asked(), reference="first")
    (errand,) = claimed(outbox)
    outbox.commit(events.closed(errand, NOW))
    assert put(outbox, asked(), NOW + SECOND, reference="second") == "first"
    assert claimed(outbox, NOW + DAY) == []


def test_who_sends_the_same_at_once_is_stored_once(opened: Callable[[], Outbox]) -> None:
    """Two clicks that reach two machines in the same instant get one reference."""
    outboxes = [opened(), opened()]
    for text in map(str, range(10)):
        barrier = Barrier(2)

        def click(number: int, barrier: Barrier = barrier, text: str = text) -> str:
            barrier.wait()
            return put(outboxes[number], asked(message=text), reference=f"{text}-{number}")

        with ThreadPoolExecutor(2) as threads:
            assert len(set(threads.map(click, range(2)))) == 1
    assert len(outboxes[0].all()) == 10


def test_a_reference_is_given_once(outbox: Outbox) -> None:
    """Where chance gives a reference that is taken, it is asked again until one is free."""
    put(outbox, asked(), reference="first")
    chances = iter(["first", "first", "second", "third"])
    new = NewInquiry(inquiry=asked(message="lain"), desk="meja-pbb", at=NOW)
    assert outbox.commit(outbox.storing(new, lambda: next(chances))).entry.reference == "second"
    assert len(outbox.all()) == 2


def test_several_share_one_commit(outbox: Outbox) -> None:
    """All are on disk with one sync, a resend among them."""
    asks = [NewInquiry(inquiry=asked(message=text), desk="meja-pbb", at=NOW) for text in ("a", "b", "a")]
    names = iter(["first", "second", "third"])
    filed = outbox.commit_all([outbox.storing(new, lambda: next(names)) for new in asks])
    assert [(one.entry.reference, one.is_new) for one in filed] == [("first", True), ("second", True), ("first", False)]


@pytest.mark.parametrize("suspicions", [(), ("honeypot", "links")])
def test_what_is_told_of_a_new_question_is_what_is_found(outbox: Outbox, suspicions: tuple[str, ...]) -> None:
    """It is not read back for its answer; nothing else stands in the store for that."""
    new = NewInquiry(inquiry=asked(), desk="meja-pbb", at=NOW, suspicions=suspicions, wants_reply=True)
    filed = outbox.commit(outbox.storing(new, lambda: REFERENCE))
    assert filed.entry == outbox.find(REFERENCE)


def test_chance_may_give_one_reference_to_two_that_wait_together(outbox: Outbox) -> None:
    """The second of them is given another; neither takes the other's commit with it."""
    names = iter(["first", "first", "second"])
    asks = [NewInquiry(inquiry=asked(message=text), desk="meja-pbb", at=NOW) for text in ("a", "b")]
    filed = outbox.commit_all([outbox.storing(new, lambda: next(names)) for new in asks])
    assert [(one.entry.reference, one.is_new) for one in filed] == [("first", True), ("second", True)]
    assert len(outbox.all()) == 2


def test_a_suspicious_question_is_kept_and_not_carried(outbox: Outbox) -> None:
    """It has a reference and its reasons, and nobody gets a letter before an operator has looked."""
    put(outbox, asked(), suspicions=("honeypot", "links"), wants_reply=True)
    entry = outbox.find(REFERENCE)
    assert entry is not None
    assert (entry.quarantined_at, entry.suspicions, entry.due_at) == (NOW, ("honeypot", "links"), None)
    assert claimed(outbox, NOW + DAY) == []


@pytest.mark.parametrize(("email", "kinds"), [("siti@warga.example", ["question", "reply"]), ("", ["question"])])
def test_a_reply_needs_an_address(outbox: Outbox, email: str, kinds: list[str]) -> None:
    """Who gave a telephone number alone is sent no automatic reply."""
    put(outbox, asked(email=email), wants_reply=True)
    assert [errand.kind for errand in claimed(outbox)] == kinds


def test_a_locked_store_takes_nothing_and_says_so(tmp_path: Path) -> None:
    """While another process holds the store, storing fails without a trace, and works again afterwards."""
    outbox = Outbox(f"sqlite:///{tmp_path}/outbox.db", SEALER, busy_seconds=0.05)
    with closing(sqlite3.connect(tmp_path / "outbox.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(OutboxError, match="locked"):
            put(outbox, asked())
    assert outbox.all() == []
    assert put(outbox, asked()) == REFERENCE
    outbox.close()


@pytest.mark.parametrize(
    "damage",
    [
        "DROP TABLE documents; DROP TABLE submissions; DROP TABLE files; DROP TABLE inquiries",
        "ALTER TABLE inquiries DROP COLUMN topic",
    ],
)
def test_an_error_holds_no_words_of_the_citizen(outbox: Outbox, url: str, damage: str) -> None:
    """Whatever the database complains of, its text can stand in a log."""
    with outbox._database.writing() as connection:
        for statement in damage.split("; "):
            connection.exec_driver_sql(statement)
    inquiry = asked()
    with pytest.raises(OutboxError) as error:
        put(outbox, inquiry)
    words = (inquiry.name, inquiry.email, inquiry.phone, inquiry.message, inquiry.token, "gAAAA")
    assert not any(word in f"{error.value} {error.value!r}" for word in words)
