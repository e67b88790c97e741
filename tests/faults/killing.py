"""A service under load that is killed again and again, and a count of what became of every question."""

import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2

from tests.faults.service import HastyService
from tests.mail_server import DROP, HOST, Answers, MailServer
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
)


@dataclass
class Asked:
    """What was promised: the text of each question by its reference, and how often a reference was given."""

    texts: dict[str, str] = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def promised(self, reference: str, text: str) -> None:
        with self.lock:
            if self.texts.setdefault(reference, text) != text:
                self.clashes.append(reference)


@dataclass(frozen=True)
class Counts:
    """`lost`: references without a letter, or given twice. `altered`: letters whose text is not the question's.

    `strange`: letters of no reference that exists. `replied_twice`: references with two automatic replies.
    """

    rounds: int
    references: int
    letters: int
    duplicates: int
    lost: int
    altered: int
    strange: int
    replied_twice: int


def kill_and_count(folder: Path, rounds: int, seed: int) -> Counts:
    """Runs the rounds, lets everything drain, and counts."""
    chance = random.Random(seed)
    asked = Asked()
    with MailServer() as mail:
        url = f"smtp://{HOST}:{mail.port}?tls=none"
        service = HastyService(
            folder, MAIL_URL=url, SECRET="rahasia-sekali-1234", MOST_PER_ADDRESS="1000000", MOST_PER_MINUTE="1000000"
        )
        with _crowd(service.address, asked, seed):
            for _ in range(rounds):
                mail.answers = chance.choice(TROUBLES)
                service.start()
                threading.Event().wait(chance.uniform(0.05, LONGEST_LIFE_SECONDS))
                service.kill()
        mail.answers = Answers()
        service.start()
        wait_for(lambda: service.waiting() == 0, "the last letter", seconds=120)
        service.kill()
        return _counted(rounds, asked, mail, service)


@contextmanager
def _crowd(address: str, asked: Asked, seed: int) -> Iterator[None]:
    """People who ask one thing after the other, each again until there is a reference."""
    over = threading.Event()
    people = [threading.Thread(target=_ask, args=(address, asked, over, f"{seed}-{who}")) for who in range(CROWD)]
    for person in people:
        person.start()
    try:
        yield
    finally:
        over.set()
        for person in people:
            person.join()


def _ask(address: str, asked: Asked, over: threading.Event, who: str) -> None:
    number = 0
    with httpx2.Client(trust_env=False, timeout=5) as client:
        while not over.is_set():
            text = f"Pertanyaan {number} dari {who}: bagaimana?"
            reference = _sent(client, address, text, f"{who}-{number}")
            if reference is None:
                over.wait(0.02)
                continue
            asked.promised(reference, text)
            number += 1


def _sent(client: httpx2.Client, address: str, text: str, token: str) -> str | None:
    fields = {"service": "pbb-p2", "message": text, "email": "siti@warga.example", "token": token}
    try:
        answer = client.post(f"{address}/inquiries", json=fields)
    except httpx2.TransportError:
        return None
    return str(answer.json()["reference"]) if answer.status_code == 201 else None


def _counted(rounds: int, asked: Asked, mail: MailServer, service: HastyService) -> Counts:
    about = [(item.letter["X-Loket-Reference"], item.letter) for item in mail.received]
    letters = [(reference, letter) for reference, letter in about if letter["Auto-Submitted"] == "auto-generated"]
    questions = [(reference, letter) for reference, letter in letters if reference]
    replies = Counter(reference for reference, letter in about if letter["Auto-Submitted"] == "auto-replied")
    known = service.references()
    return Counts(
        rounds=rounds,
        references=len(asked.texts),
        letters=len(questions),
        duplicates=len(questions) - len({reference for reference, _ in questions}),
        lost=len(asked.texts.keys() - {reference for reference, _ in questions}) + len(asked.clashes),
        altered=sum(asked.texts.get(reference, "") not in _text(letter) for reference, letter in questions),
        strange=sum(reference not in known for reference, _ in questions),
        replied_twice=sum(count > 1 for count in replies.values()),
    )


def _text(letter: Any) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content())
