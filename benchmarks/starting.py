"""How soon `serve` answers with ten thousand services, and what a citizen feels of a contacts.yml that has changed."""

import json
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from statistics import median

from benchmarks import government
from benchmarks.crowd import Met, meet, sent, told_by
from benchmarks.intake import peer, unlimited
from benchmarks.timing import seconds_of
from tests.form_service import FormService
from tests.mail_server import HOST, free_port
from tests.waiting import wait_for

CONNECTIONS, PAUSE_SECONDS = 16, 0.1
SECONDS = 30.0
"""Longer than reading and unpacking take."""
SERVICE = "layanan-0-0"


def run(rounds: int, say: Callable[[str], None]) -> None:
    """Measures and says what came out."""
    with tempfile.TemporaryDirectory() as name, peer("mailserver", mail := free_port()):
        folder = Path(name)
        main = government.write(folder / "g", offices=1000, services=10, included=True)
        service = unlimited(folder / "var", mail, CONTACTS=str(main))
        first = _seconds_until_it_answers(service)
        later = [_seconds_until_it_answers(service) for _ in range(rounds)]
        loading = [seconds_of([sys.executable, "-c", "import form_api.__main__"]) for _ in range(rounds)]
        say(f"{'serve with 10000 services, until it answers; loading its code':<58} {'seconds':>9}")
        for what, seconds in (("the first time", [first]), ("later", later), ("loading the code alone", loading)):
            say(f"{what:<58} {median(seconds):7.2f} s")
        with service:
            _say_change([_calm_and_changed(service, main, number) for number in range(rounds)], say)


def _seconds_until_it_answers(service: FormService) -> float:
    began = time.perf_counter()
    service.start(healthy=False)
    wait_for(lambda: _answers(service), "an answer")
    took = time.perf_counter() - began
    service.kill()
    return took


def _answers(service: FormService) -> bool:
    return bool(_told(service).get("contacts_sha256"))


def _told(service: FormService) -> dict[str, str]:
    """What /health says; nothing while nobody listens."""
    connection = HTTPConnection(HOST, service.port, timeout=30)
    try:
        connection.request("GET", "/health")
        told: dict[str, str] = json.loads(connection.getresponse().read())
    except OSError:
        return {}
    finally:
        connection.close()
    return told


def _calm_and_changed(service: FormService, main: Path, number: int) -> tuple[Met, Met]:
    """What a crowd meets while nothing happens, and while a file is changed, read and taken up."""
    calm = meet(service.port, connections=CONNECTIONS, seconds=SECONDS, pause_seconds=PAUSE_SECONDS, service=SERVICE)
    before = _told(service)["contacts_sha256"]
    where = {"connections": CONNECTIONS, "seconds": SECONDS, "pause_seconds": PAUSE_SECONDS}
    with sent(service.port, **where, service=SERVICE) as crowd:  # type: ignore[arg-type]
        with (main.parent / "contacts.d" / "kantor-00007.yml").open("a", encoding="utf-8") as office:
            office.write(f"# {number}\n")
        changed = told_by(crowd)
    assert _told(service)["contacts_sha256"] != before, "it took longer than the crowd stood there"
    return calm, changed


def _say_change(measured: list[tuple[Met, Met]], say: Callable[[str], None]) -> None:
    say(f"{f'{CONNECTIONS} visitors, each {PAUSE_SECONDS} s after an answer':<58} {'p99':>9} {'longest':>9}")
    for what, column in zip(
        ("nothing changes", "a file is changed and taken up"), zip(*measured, strict=True), strict=True
    ):
        p99, longest = median(met.p99 for met in column), median(met.longest for met in column)
        say(f"{what:<58} {p99 * 1000:6.1f} ms {longest * 1000:6.1f} ms")
    say(f"{'p99, changed / calm':<58} {median(changed.p99 / calm.p99 for calm, changed in measured):7.2f} x")
