"""`POST /inquiries` as `serve` takes it, with every check and the synced commit, against two endpoints that do less.

All are asked in turn by the same crowd; each round is a ratio of its own, and the medians are told.
"""

import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.crowd import Met, meet
from tests.form_service import FormService
from tests.mail_server import HOST, free_port
from tests.postfix import Postfix
from tests.waiting import wait_for

CONNECTIONS = 64
SECONDS = 5.0
NO_CEILINGS = dict.fromkeys(("MOST_PER_MINUTE", "MOST_PER_ADDRESS", "MOST_SAME_PER_HOUR"), "100000000")


class Round(NamedTuple):
    ours: Met
    bare: Met
    mailing: Met


def run(rounds: int, say: Callable[[str], None]) -> None:
    """Measures and says what came out. Needs root and Postfix, which the endpoint that mails calls."""
    with tempfile.TemporaryDirectory() as folder, _peers() as (bare, mailing, mail):
        measured = [
            Round(_met_by_us(Path(folder, str(number)), mail), _met(bare), _met(mailing)) for number in range(rounds)
        ]
    say(f"{f'POST /inquiries, {CONNECTIONS} connections':<58} {'a second':>9} {'p99':>9}")
    for name, column in zip(
        ("ours", "parses alone", "mails before it answers"), zip(*measured, strict=True), strict=True
    ):
        pace, wait = median(met.per_second for met in column), median(met.p99 for met in column)
        say(f"{name:<58} {pace:9.0f} {wait * 1000:6.1f} ms")
    _say_ratio("ours / parses alone", [(row.ours, row.bare) for row in measured], say)
    _say_ratio("ours / mails before it answers", [(row.ours, row.mailing) for row in measured], say)


def _say_ratio(what: str, pairs: list[tuple[Met, Met]], say: Callable[[str], None]) -> None:
    pace = median(ours.per_second / other.per_second for ours, other in pairs)
    wait = median(ours.p99 / other.p99 for ours, other in pairs)
    say(f"{what:<58} {pace:7.2f} x {wait:7.2f} x")


def _met_by_us(folder: Path, mail: int) -> Met:
    with unlimited(folder, mail) as service:
        return _met(service.port)


def unlimited(folder: Path, mail: int, **settings: str) -> FormService:
    """The service itself, which delivers to the mail server at that port. A crowd from one address needs no ceiling."""
    return FormService(folder, site=None, MAIL_URL=f"smtp://{HOST}:{mail}?tls=none", **NO_CEILINGS, **settings)


def _met(port: int) -> Met:
    met = meet(port, connections=CONNECTIONS, seconds=SECONDS)
    assert set(met.statuses) == {"303"}, met
    return met


@contextmanager
def _peers() -> Iterator[tuple[int, int, int]]:
    """Their ports: the endpoint that stores nothing, the one that mails, the mail server that ours delivers to."""
    bare, mailing, mail = free_port(), free_port(), free_port()
    with peer("bare", bare), peer("mailserver", mail), Postfix(mail) as relay, peer("mailing", mailing, relay.port):
        yield bare, mailing, mail


@contextmanager
def peer(which: str, port: int, *more: int) -> Iterator[None]:
    """One of the programs in `peers`, once it listens."""
    command = [sys.executable, "-m", "benchmarks.peers", which, str(port), *map(str, more)]
    with subprocess.Popen(command) as running:  # noqa: S603 our own module
        try:
            wait_for(lambda: _listens(port), f"the peer {which!r}")
            yield
        finally:
            running.kill()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0
