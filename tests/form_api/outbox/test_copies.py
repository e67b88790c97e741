"""A copy of the store: of one instant, while others write, and from either kind of database to either."""

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from form_api.outbox import Outbox, OutboxError, copies, events
from form_api.outbox.database import Database
from form_api.outbox.tables import ERRANDS, INQUIRIES, METADATA, PULSE
from form_api.sealing import Sealer, SealError, new_key
from form_api.settings import Secret
from tests.form_api.questions import NOW, REFERENCE, SEALER, asked, attempt, claimed, put, whole
from tests.form_api.submissions import bring, submit

OTHER = "AAAA-AAAA"


def rows(url: str) -> dict[str, list[Any]]:
    """Everything that is in a store, but for the pulse."""
    with closing(Database(url)) as database, database.reading() as connection:
        tables = [table for table in METADATA.sorted_tables if table is not PULSE]
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in tables}


@pytest.fixture
def filled(outbox: Outbox) -> Outbox:
    """A question that was tried, and a submission with two documents."""
    put(outbox, asked(), reference=OTHER, wants_reply=True)
    outbox.commit(
        events.attempted(OTHER, "question", attempt("meja-pbb", "pbb@pasuruan.example", "later", 451, "Nanti"))
    )
    submit(outbox)
    bring(outbox, "kartu", "surat")
    return outbox


@pytest.fixture
def stores(url: str, tmp_path: Path, request: pytest.FixtureRequest) -> dict[str, str]:
    """An empty store of each kind, beside the one that is copied."""
    server = request.getfixturevalue("postgres")
    return {"sqlite": f"sqlite:///{tmp_path}/baru/outbox.db", "postgresql": server.database("loket_restored")}


def test_the_room_for_a_copy_is_known_before(filled: Outbox, url: str, tmp_path: Path) -> None:
    """Never less than it takes, also of what is in the log of the store alone."""
    assert filled.find(OTHER)
    room = copies.bytes_for_copy(url)
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    assert room >= (tmp_path / "copy.db").stat().st_size


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_copy_is_everything(filled: Outbox, url: str, tmp_path: Path, stores: dict[str, str], kind: str) -> None:
    """Row by row in every table, whichever databases it goes from and to; only replies are held back."""
    copied = copies.copy_out(url, tmp_path / "copy.db", SEALER)
    restored = copies.copy_in(tmp_path / "copy.db", stores[kind], SEALER, NOW)
    before, after = rows(url), rows(stores[kind])
    assert {name for name in before if before[name] != after[name]} == {"errands"}
    assert (copied.inquiries, restored.inquiries, len(after["errands"])) == (2, 2, 3)
    with closing(Outbox(stores[kind], SEALER)) as again:
        assert whole(again) == whole(filled)
        assert put(again, asked(message="Baru?"), reference="baru") == "baru"


def test_a_copy_is_of_one_instant(filled: Outbox, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that comes between two tables is in it as a whole or not at all."""
    names = map(str, range(1000))

    def read_after_another_came(*what: Any) -> Any:
        put(filled, asked(message=f"Sementara {next(names)}?"), reference=next(names))
        return select(*what)

    monkeypatch.setattr("form_api.outbox.copies.select", read_after_another_came)
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    with closing(Database(f"sqlite:///{tmp_path}/copy.db")) as copy, copy.reading() as connection:
        inquiries = set(connection.execute(select(INQUIRIES.c.reference)).scalars())
        assert set(connection.execute(select(ERRANDS.c.about)).scalars()) == inquiries >= {REFERENCE, OTHER}


def test_replies_are_held_and_letters_go_again(outbox: Outbox, url: str, tmp_path: Path) -> None:
    """What was on its way goes again and is listed; a citizen gets no second automatic reply."""
    put(outbox, asked(), wants_reply=True)
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    restored = copies.copy_in(tmp_path / "copy.db", f"sqlite:///{tmp_path}/baru.db", SEALER, NOW)
    assert restored.go_again == [copies.Letter("question", REFERENCE)]
    assert restored.held == [copies.Letter("reply", REFERENCE)]
    with closing(Outbox(f"sqlite:///{tmp_path}/baru.db", SEALER)) as again:
        assert {errand.kind: errand.has_begun for errand in claimed(again)} == {"question": False, "reply": True}


def test_what_a_store_holds_is_not_overwritten(
    filled: Outbox, url: str, tmp_path: Path, opened: Callable[[], Outbox]
) -> None:
    """Unless it is told to; then what it held is gone, and what was copied is there."""
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    put(filled, asked(message="Sesudahnya?"), reference="sesudah")
    filled.close()
    with pytest.raises(copies.OccupiedError, match="3 inquiries"):
        copies.copy_in(tmp_path / "copy.db", url, SEALER, NOW)
    restored = copies.copy_in(tmp_path / "copy.db", url, SEALER, NOW, replace=True)
    assert restored.inquiries == 2
    assert opened().find("sesudah") is None


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_nobody_works_with_what_is_replaced(
    filled: Outbox, url: str, tmp_path: Path, stores: dict[str, str], kind: str
) -> None:
    """While the service is up nothing is changed under its hands; once it is down, it is."""
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    with closing(Outbox(stores[kind], SEALER)) as up:
        put(up, asked(), reference="baru")
        with pytest.raises(OutboxError, match="stop them first"):
            copies.copy_in(tmp_path / "copy.db", stores[kind], SEALER, NOW, replace=True)
        assert [entry.reference for entry in up.all()] == ["baru"]
    assert copies.copy_in(tmp_path / "copy.db", stores[kind], SEALER, NOW, replace=True).inquiries == 2


def test_the_queue_numbers_that_were_given_are_told(filled: Outbox, url: str, tmp_path: Path) -> None:
    """Of today and later: who was given a higher one since then may meet somebody with the same."""
    copies.copy_out(url, tmp_path / "copy.db", SEALER)
    restored = copies.copy_in(tmp_path / "copy.db", f"sqlite:///{tmp_path}/baru.db", SEALER, NOW)
    (place,) = restored.places
    assert (place.day, place.given) == ("2020-03-24", 1)
    later = copies.copy_in(tmp_path / "copy.db", f"sqlite:///{tmp_path}/lain.db", SEALER, NOW + timedelta(days=9))
    assert later.places == []


def test_a_key_that_opens_nothing_makes_no_copy(filled: Outbox, url: str, tmp_path: Path) -> None:
    """A backup that nobody can open is found out while the right key can still be looked for."""
    with pytest.raises(SealError):
        copies.copy_out(url, tmp_path / "copy.db", Sealer([Secret(new_key())]))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_no_outbox_makes_no_copy(tmp_path: Path, stores: dict[str, str], kind: str) -> None:
    """Of a database that was made for Loket, and that `serve` never saw, an operator learns just that."""
    with pytest.raises(OutboxError, match="there is no outbox in that database"):
        copies.copy_out(stores[kind], tmp_path / "copy.db", SEALER)


def test_a_place_that_can_not_be_written_is_told(filled: Outbox, url: str) -> None:
    """As an error of the store, with the database's reason."""
    with pytest.raises(OutboxError, match=r"\w"):
        copies.copy_out(url, Path("/proc/tidak/ada.db"), SEALER)


def test_a_copy_that_is_damaged_is_found_out(filled: Outbox, url: str, tmp_path: Path) -> None:
    """Before anything is put anywhere."""
    copy = tmp_path / "copy.db"
    copies.copy_out(url, copy, SEALER)
    held = copy.read_bytes()
    copy.write_bytes(held[: len(held) // 2])
    with pytest.raises(OutboxError, match=r"\w"):
        copies.proved(copy, SEALER)
