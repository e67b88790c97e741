"""A service that is told to go, as systemd does it: it finishes what it has in hand, and ends with 0."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults.service import HastyCourier, HastyService
from tests.faults.test_disk import ask
from tests.form_api.questions import KEY, asked, put
from tests.form_api.test_main import database
from tests.mail_server import HOST, KEEP, STALL, Answers, MailServer
from tests.postgres import Postgres
from tests.waiting import wait_for

SETTINGS: dict[str, Any] = {"SECRET": "rahasia-sekali-1234", "DIGEST_AT": "23:59", "KEY": KEY.reveal()}


def service_at(mail: MailServer, folder: Path, kind: type[HastyService] = HastyService, **given: str) -> HastyService:
    return kind(folder, MAIL_URL=f"smtp://{HOST}:{mail.port}?tls=none", **SETTINGS | given)


def test_a_letter_in_hand_is_finished(tmp_path: Path) -> None:
    """Its outcome is noted though it comes after the signal: nothing goes twice. The outbox is closed, the code 0."""
    with MailServer(Answers(data=KEEP)) as mail, service_at(mail, tmp_path) as service:
        assert ask(service, "Terakhir?").status_code == 303
        mail.letters(1)
        service.tell_to_stop()
        mail.let_go()
        assert service.ended() == 0
        assert not (tmp_path / "var" / "outbox.db-wal").exists()
        assert (service.waiting(), len(mail.received)) == (0, 1)


def test_couriers_alone_finish_too(tmp_path: Path) -> None:
    """`deliver` ends with 0 as well, with what it had in hand."""
    with MailServer(Answers(data=KEEP)) as mail:
        courier = service_at(mail, tmp_path, HastyCourier)
        with closing(database(tmp_path)) as outbox:
            put(outbox, asked())
        courier.start()
        mail.letters(1)
        courier.tell_to_stop()
        mail.let_go()
        assert (courier.ended(), courier.waiting(), len(mail.received)) == (0, 0, 1)


def test_a_mail_server_that_says_nothing_holds_nobody_up(tmp_path: Path) -> None:
    """Letters have so many seconds and no more; then they are for the next start. The code is 0 all the same."""
    with MailServer(Answers(data=STALL)) as mail, service_at(mail, tmp_path) as service:
        assert ask(service, "Terakhir?").status_code == 303
        wait_for(lambda: "DATA" in mail.heard, "a letter under way")
        assert service.stop() == 0
        assert service.waiting() == 1


def test_a_database_that_says_nothing_holds_nobody_up(tmp_path: Path) -> None:
    """Whatever hangs, the end comes before a supervisor kills: told in the log, with code 1."""
    with MailServer() as mail, Postgres() as postgres:
        with service_at(mail, tmp_path, DATABASE_URL=postgres.database("loket")) as service:
            postgres.freeze()
            service.tell_to_stop()
            assert service.ended() == 1
            assert "event=stopped-late" in service.log
        postgres.thaw()


@pytest.mark.parametrize("kind", [HastyService, HastyCourier])
def test_a_start_can_be_stopped(tmp_path: Path, kind: type[HastyService]) -> None:
    """At whatever point it is; nothing is half made."""
    with MailServer() as mail:
        service = service_at(mail, tmp_path, kind)
        service.start(healthy=False)
        wait_for((tmp_path / "var").exists, "the outbox's folder")
        assert service.stop() == 0
        assert service.references() == set()


@pytest.mark.parametrize("kind", [HastyService, HastyCourier])
def test_a_signal_that_python_lost_is_heard(
    tmp_path: Path, kind: type[HastyService], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It came while a module was being loaded: whoever begins to stay ends at once, with 0."""
    monkeypatch.setattr(kind, "module", "tests.faults.unheard")
    with MailServer() as mail:
        service = service_at(mail, tmp_path, kind)
        service.start(healthy=False)
        assert service.ended() == 0
    assert "Exception ignored" in service.log
