"""A bad day, measured: the site and the form under a crowd, then with attackers beside it, and every letter counted."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.compressed import compress
from generator.directory import inspect
from generator.site import build
from tests.building import FOUNDING_DAY, ROOT
from tests.faults.killing import is_question
from tests.form_service import FormService
from tests.load.attacks import attack
from tests.load.crowds import Door, Processes, Told, crowd, question, visit
from tests.mail_server import HOST, MailServer
from tests.nginx import Nginx
from tests.postgres import Postgres
from tests.waiting import wait_for

PAGE = "/layanan/pbb-p2/"
MOST: dict[str, Any] = {"MOST_PER_MINUTE": "6000"}
"""The one setting that such a day needs; all else is as it comes."""
DRAIN_SECONDS = 600


@dataclass(frozen=True)
class Measured:
    """`lost`: references without a letter to their desk. `connections`: those of attackers."""

    visitors: Told
    questions: Told
    connections: int
    lost: int

    @property
    def is_well(self) -> bool:
        return not (self.visitors.errors or self.questions.errors or self.lost)

    def __str__(self) -> str:
        wrong = [*self.visitors.errors, *self.questions.errors][:5]
        told = f"visitors: {self.visitors}\nquestions: {self.questions}\nlost={self.lost}"
        return "\n".join([told, *([f"attackers' connections: {self.connections}"] if self.connections else []), *wrong])


class SmallServer:
    """nginx, and the form with its couriers, all on this machine, and the desks' mail server."""

    def __init__(self, nginx: Nginx, desks: MailServer) -> None:
        self.nginx, self.desks = nginx, desks
        page = nginx.ask("GET", PAGE).text
        found = sorted(set(re.findall(r'(?:src|href)="(?:\.\./)+(assets/[^"]+\.(?:css|js|svg))"', page)))
        self.paths = (PAGE, *(f"/{path}" for path in found))
        self._asked = self._read = 0
        self._at_desks: set[str] = set()

    def measured(self, *, visitors: float, questions: float, seconds: float, attacked: bool = False) -> Measured:
        """So many in a second, for so long; then waits until every letter is at its desk, or never comes."""
        door = Door(self.nginx.port, str(self.nginx.authority.authority), visitors, seconds, self.paths)
        first, self._asked = self._asked, self._asked + int(questions * seconds)
        with Processes(3) as processes:
            attackers = processes.start(attack, door) if attacked else None
            seen = processes.start(crowd, visit, door, first)
            asked: Told = processes.start(crowd, question, replace(door, per_second=questions), first).get()
            visited: Told = seen.get()
            connections = attackers.get() if attackers else 0
        return Measured(visited, asked, connections, self._lost(set(asked.references)))

    def _lost(self, references: set[str]) -> int:
        try:
            wait_for(lambda: references <= self._arrived(), "the last letter", seconds=DRAIN_SECONDS)
        except AssertionError:
            return len(references - self._arrived())
        return 0

    def _arrived(self) -> set[str]:
        """Each letter is read once, however often this is asked."""
        new = self.desks.received[self._read :]
        self._read += len(new)
        self._at_desks |= {str(letter["X-Loket-Reference"]) for item in new if is_question(letter := item.letter)}
        return self._at_desks


@contextmanager
def small_server(folder: Path, *, on_postgresql: bool = False) -> Iterator[SmallServer]:
    """With the site of the founding day, on SQLite unless told otherwise."""
    build(inspect(ROOT / "contacts.yml"), FOUNDING_DAY, folder / "site", say=lambda _line: None)
    compress(folder / "site")
    with ExitStack() as stack:
        desks = stack.enter_context(MailServer())
        where: dict[str, Any] = {"MAIL_URL": f"smtp://{HOST}:{desks.port}?tls=none", "TRUSTED_PROXIES": HOST}
        if on_postgresql:
            where["DATABASE_URL"] = stack.enter_context(Postgres()).database("loket")
        form = stack.enter_context(FormService(folder / "form", **MOST, **where))
        port = int(form.address.rpartition(":")[2])
        yield SmallServer(stack.enter_context(Nginx(folder / "nginx", site=folder / "site", form_ports=[port])), desks)
