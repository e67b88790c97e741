"""A backlog of letters, carried into a mail server on this machine, against writing the same letters and carrying none.

Both in one process, from its start to its end: `deliver` as it is, and `python -m benchmarks.draining FOLDER KEY`,
which reads the backlog at once, and composes each letter down to the bytes that go over the line.
"""

import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.intake import peer
from benchmarks.timing import seconds_of
from form_api.inquiry import read_inquiry
from form_api.letter import Links, compose
from form_api.outbox import NewInquiry, Outbox
from form_api.records import Inquiry
from form_api.reference import new_reference
from form_api.sealing import Sealer, new_key
from form_api.settings import Secret
from generator.directory import load
from tests.building import ROOT
from tests.form_service import FormService
from tests.mail_server import HOST, free_port

LETTERS = 10_000
_TOGETHER = 500
_LOOK_SECONDS = 0.5
"""Looking costs the couriers time."""
_ASKED = "Apakah tunggakan PBB tahun TAHUN bisa dicicil, dan apa saja yang harus saya bawa ke loket?\n" * 3
DIRECTORY = load(ROOT / "contacts.yml")
LINKS = Links("https://kantor.example/inquiries/K7M4-PX9R/received?key=0123456789abcdef0123456789abcdef")


def run(rounds: int, say: Callable[[str], None]) -> None:
    """Measures and says what came out."""
    with tempfile.TemporaryDirectory() as name, peer("mailserver", mail := free_port()):
        measured = [_measured(Path(name, str(number)), mail) for number in range(rounds)]
    drained, composed = (median(column) for column in zip(*measured, strict=True))
    ratio = median(drain / writing for drain, writing in measured)
    say(f"{'a backlog of letters; baseline: composing them alone':<58} {'ours':>9} {'baseline':>9} {'ratio':>8}")
    say(f"{f'{LETTERS} letters, one process':<58} {drained:7.2f} s {composed:7.2f} s {ratio:6.2f} x")


def _measured(folder: Path, mail: int) -> tuple[float, float]:
    key = new_key()
    outbox = _filled(folder, key)
    composed = seconds_of([sys.executable, "-m", "benchmarks.draining", str(folder), key])
    service = FormService(folder, site=None, MAIL_URL=f"smtp://{HOST}:{mail}?tls=none", KEY=key)
    began = time.perf_counter()
    with service.running("deliver"):
        while outbox.next_due():
            time.sleep(_LOOK_SECONDS)
        drained = time.perf_counter() - began
    outbox.close()
    return drained, composed


def _filled(folder: Path, key: str) -> Outbox:
    outbox = Outbox(_store(folder), Sealer([Secret(key)]))
    for first in range(0, LETTERS, _TOGETHER):
        asked = [_question(number) for number in range(first, first + _TOGETHER)]
        outbox.commit_all([outbox.storing(new, lambda: new_reference(secrets.randbelow)) for new in asked])
    return outbox


def _question(number: int) -> NewInquiry:
    typed = {"service": "pbb-p2", "name": "Siti Aminah", "email": "siti@warga.example", "phone": "", "language": "id"}
    found = read_inquiry(DIRECTORY, typed | {"message": _ASKED.replace("TAHUN", str(number))})
    assert isinstance(found, Inquiry)
    return NewInquiry(inquiry=found, desk="meja-pbb", at=datetime.now(UTC))


def _store(folder: Path) -> str:
    return f"sqlite:///{folder}/var/outbox.db"


def _compose_all(folder: Path, key: str) -> None:
    outbox, directory = Outbox(_store(folder), Sealer([Secret(key)])), DIRECTORY
    references = [entry.reference for entry in outbox.all()]
    for inquiry in outbox.whole(references).values():
        desk = directory.desks[inquiry.desk]
        for mailbox in desk.to:
            compose(directory, inquiry, desk, mailbox, links=LINKS).as_bytes()
    outbox.close()


if __name__ == "__main__":
    _compose_all(Path(sys.argv[1]), sys.argv[2])
