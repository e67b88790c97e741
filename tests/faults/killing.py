"""A service under load that is killed again and again, and a count of what became of every question."""

import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from email.message import EmailMessage
from itertools import cycle
from pathlib import Path
from typing import Any

import httpx2

from tests.faults.service import HastyService
from tests.form_api.letters import words_of
from tests.mail_server import DROP, HOST, LOSE, STALL, Answers, MailServer
from tests.waiting import wait_for

CROWD = 4
LONGEST_LIFE_SECONDS = 1.5
TROUBLES = (
    Answers(),
    Answers(data="451 Nanti"),
    Answers(rcpt="450 Sibuk"),
    Answers(data=DROP),
    Answers(mail="421 Tutup"),
    Answers(rcpt=DROP),
    Answers(data=LOSE),
    Answers(data=STALL),
)
UNHEARD_OF = 0.2
"""How many of the services are killed before they have answered anything, some while they make their store."""

UNBOUNDED: dict[str, Any] = {
    "SECRET": "rahasia-sekali-1234",
    "MOST_PER_ADDRESS": "1000000",
    "MOST_PER_MINUTE": "1000000",
    "MOST_REPLIES_PER_HOUR": "1000000",
}


@dataclass
class Asked:
    """What was promised: the text of each question by its reference; and what was typed, promised or not."""

    texts: dict[str, str] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)
    clashes: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def promised(self, reference: str, text: str) -> None:
        with self.lock:
            if self.texts.setdefault(reference, text) != text:
                self.clashes.append(reference)


@dataclass(frozen=True)
class Counts:
    """`lost`: references without a letter, or given twice. `altered`: letters whose text is not the question's.

    `strange`: letters of no reference that exists. `doubled`: questions under two references. `replied_twice`:
    references with two automatic replies.
    """

    rounds: int = 0
    references: int = 0
    letters: int = 0
    duplicates: int = 0
    replies: int = 0
    lost: int = 0
    altered: int = 0
    strange: int = 0
    doubled: int = 0
    replied_twice: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(mine + its for mine, its in zip(astuple(self), astuple(other), strict=True)))

    @property
    def broken(self) -> int:
        """How often a promise was broken. A duplicate breaks none."""
        return self.lost + self.altered + self.strange + self.doubled + self.replied_twice


def kill_and_count(folder: Path, rounds: int, seed: int) -> Counts:
    """Runs the rounds, lets everything drain, and counts."""
    asked = Asked()
    with MailServer() as mail:
        service = _service(folder, mail)
        with crowd([service.address], asked, seed):
            _kill_again_and_again(service, mail, rounds, random.Random(seed))
        mail.answers = Answers()
        service.start()
        wait_for(lambda: service.waiting() == 0, "the last letter", seconds=120)
        service.kill()
        return counted(rounds, asked, mail, service)


def _service(folder: Path, mail: MailServer) -> HastyService:
    return HastyService(folder, MAIL_URL=f"smtp://{HOST}:{mail.port}?tls=none", **UNBOUNDED)


def _kill_again_and_again(service: HastyService, mail: MailServer, rounds: int, chance: random.Random) -> None:
    for _ in range(rounds):
        mail.answers = chance.choice(TROUBLES)
        service.start(healthy=chance.random() >= UNHEARD_OF)
        threading.Event().wait(chance.uniform(0.05, LONGEST_LIFE_SECONDS))
        service.kill()


@contextmanager
def crowd(addresses: Sequence[str], asked: Asked, seed: int) -> Iterator[None]:
    """People who ask one thing after the other, each of the next service until there is a reference."""
    over = threading.Event()
    people = [threading.Thread(target=_ask, args=(addresses, asked, over, f"{seed}-{who}")) for who in range(CROWD)]
    for person in people:
        person.start()
    try:
        yield
    finally:
        over.set()
        for person in people:
            person.join()


def _ask(addresses: Sequence[str], asked: Asked, over: threading.Event, who: str) -> None:
    number = 0
    with httpx2.Client(trust_env=False, timeout=5) as client:
        for address in cycle(addresses):
            if over.is_set():
                return
            text = f"Pertanyaan {number} dari {who}: bagaimana? 👩‍👩‍👧"
            asked.typed.add(text)
            reference = _sent(client, address, text, f"{who}-{number}")
            if reference is None:
                over.wait(0.02)
                continue
            asked.promised(reference, text)
            number += 1


def _sent(client: httpx2.Client, address: str, text: str, token: str) -> str | None:
    fields = {"service": "pbb-p2", "message": text, "email": f"{token}@warga.example", "token": token}
    try:
        answer = client.post(f"{address}/inquiries", json=fields)
    except httpx2.TransportError:
        return None
    return str(answer.json()["reference"]) if answer.status_code == 201 else None


def counted(rounds: int, asked: Asked, mail: MailServer, service: HastyService) -> Counts:
    letters = [item.letter for item in mail.received]
    questions = [(letter["X-Loket-Reference"], _message(letter)) for letter in letters if is_question(letter)]
    replies = Counter(letter["X-Loket-Reference"] for letter in letters if letter["Auto-Submitted"] == "auto-replied")
    carried, known = {reference for reference, _ in questions}, service.references()
    return Counts(
        rounds=rounds,
        references=len(asked.texts),
        letters=len(questions),
        duplicates=len(questions) - len(carried),
        replies=replies.total(),
        lost=len((asked.texts.keys() | known) - carried) + len(asked.clashes),
        altered=sum(
            text != asked.texts.get(reference, text) or text not in asked.typed for reference, text in questions
        ),
        strange=len(carried - known),
        doubled=len(carried) - len({text for _, text in questions}),
        replied_twice=sum(count > 1 for count in replies.values()),
    )


def is_question(letter: EmailMessage) -> bool:
    return bool(letter["Auto-Submitted"] == "auto-generated" and letter["X-Loket-Reference"])


def _message(letter: EmailMessage) -> str:
    """What the citizen typed, which is one paragraph here: the last one above the line."""
    return words_of(letter).partition("\n\n-- \n")[0].rpartition("\n\n")[2]
