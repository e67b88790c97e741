"""Two form servers and two couriers on one PostgreSQL, each a process of its own, with each kind in trouble once."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from tests.faults.killing import UNBOUNDED, Asked, counted, crowd
from tests.faults.service import HastyCourier, HastyService
from tests.form_api.questions import KEY
from tests.mail_server import HOST, KEEP, Answers, MailServer
from tests.postgres import Postgres
from tests.waiting import wait_for

A_WHILE_SECONDS = 1.5
BEYOND_A_LEASE_SECONDS = 4
IN_HAND = 8
"""Letters that one process carries at an instant; of as many more the outcome may not be written yet."""
ALL_IN_HAND = 4 * IN_HAND
TROUBLES = 1 + 1 + 4 + 4 + 2
"""Processes that a letter was under way in when they, or the database, went."""


class Machines:
    """Four processes, all started at once on an empty database."""

    def __init__(self, folder: Path, postgres: Postgres, mail: MailServer) -> None:
        self.postgres = postgres
        where = {"DATABASE_URL": postgres.database("loket"), "MAIL_URL": f"smtp://{HOST}:{mail.port}?tls=none"}
        settings = UNBOUNDED | where | {"KEY": KEY.reveal()}
        self.servers = [HastyService(folder / f"server-{number}", **settings) for number in range(2)]
        self.couriers = [HastyCourier(folder / f"courier-{number}", **settings) for number in range(2)]

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with ExitStack() as stack:
            for machine in (*self.couriers, *self.servers):
                stack.callback(machine.kill)
                machine.start(healthy=False)
            self.wait_until(200)
            yield

    def wait_until(self, status: int) -> None:
        """Both servers say so; nobody does anything for it."""
        for server in self.servers:
            wait_for(lambda at=server.address: health(at) == status, f"/health to say {status}")  # type: ignore[misc]

    def kill_amidst_a_letter(self, mail: MailServer) -> None:
        """A courier dies after a mail server has taken a letter from it, and before it was told so."""
        mail.answers = Answers(data=KEEP)
        before = len(mail.received)
        wait_for(lambda: len(mail.received) >= before + ALL_IN_HAND, "letters in every hand")
        self.couriers[0].kill()
        mail.let_go()
        self.couriers[0].start(healthy=False)
        self.wait_until(200)

    def kill_and_start(self, machine: HastyService) -> None:
        machine.kill()
        a_while()
        machine.start(healthy=False)
        self.wait_until(200)

    def restart_the_database(self, end: Callable[[], None]) -> None:
        end()
        self.wait_until(503)
        self.postgres.start()
        self.wait_until(200)

    def sleep(self, *machines: HastyService) -> None:
        """Longer than a lease: others take over what these had claimed."""
        for machine in machines:
            os.kill(machine.pid, signal.SIGSTOP)
        a_while(BEYOND_A_LEASE_SECONDS)
        for machine in machines:
            os.kill(machine.pid, signal.SIGCONT)


def health(address: str) -> int | None:
    try:
        return httpx2.get(f"{address}/health", trust_env=False, timeout=30).status_code
    except httpx2.TransportError:
        return None


def is_well(address: str) -> bool:
    """The mail server too, and nothing waits."""
    told = httpx2.get(f"{address}/health", trust_env=False, timeout=30).json()
    return (told["status"], told["waiting"]) == ("ok", 0)


def a_while(seconds: float = A_WHILE_SECONDS) -> None:
    threading.Event().wait(seconds)


def test_several_machines_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A courier killed amidst its letters, a server killed, the database restarted and crashed, two asleep, under load.

    All are ready again by themselves, and /health says when they are not. Every reference has its letter, no citizen a
    second reply; twice goes what was under way in a trouble, at most.
    """
    asked = Asked()
    with MailServer() as mail, Postgres() as postgres:
        machines = Machines(tmp_path, postgres, mail)
        with machines.at_work():
            with crowd([server.address for server in machines.servers], asked, seed=3):
                a_while()
                machines.kill_amidst_a_letter(mail)
                machines.kill_and_start(machines.servers[0])
                machines.restart_the_database(postgres.stop)
                a_while()
                machines.restart_the_database(postgres.kill)
                a_while()
                machines.sleep(machines.couriers[1], machines.servers[1])
            wait_for(lambda: machines.servers[0].waiting() == 0, "the last letter", seconds=60)
            for server in machines.servers:
                wait_for(lambda at=server.address: is_well(at), "/health to say that all is well")  # type: ignore[misc]
        counts = counted(1, asked, mail, machines.servers[0])
    with capsys.disabled():
        sys.stdout.write(f"\n{counts}\n")
    assert min(counts.references, counts.replies) > 20
    assert counts.broken == 0, counts
    assert 0 < counts.duplicates <= TROUBLES * 2 * IN_HAND


def test_a_start_without_the_database_is_tried_again(tmp_path: Path) -> None:
    """Exit 1, which a supervisor starts again, and no traceback; once the database is there the same start is well."""
    with MailServer() as mail, Postgres() as postgres:
        machines = Machines(tmp_path, postgres, mail)
        postgres.stop()
        for machine in (machines.servers[0], machines.couriers[0]):
            machine.start(healthy=False)
            assert (machine.ended(), "Traceback" in machine.log) == (1, False)
        postgres.start()
        with machines.at_work():
            assert httpx2.get(f"{machines.servers[0].address}/health", trust_env=False).json()["status"] == "ok"
