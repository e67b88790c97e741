"""A crowd at the window, in a process of its own: so many connections, each sending its next form after an answer.

`python -m benchmarks.crowd PORT CONNECTIONS SECONDS PAUSE_SECONDS SERVICE` prints what it met as JSON. It speaks just
enough HTTP for that, so that it is never what is measured: of an answer it reads the status and finds the end.
"""

import asyncio
import json
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1"
WARM_SECONDS = 1.0
"""Not counted: connections open, caches fill."""
_LENGTH = re.compile(rb"\r\ncontent-length: ([0-9]+)", re.IGNORECASE)


class Met(NamedTuple):
    """Answers a second; the seconds that half, 99 of 100 and all waited at most; answers by their status."""

    per_second: float
    median: float
    p99: float
    longest: float
    statuses: dict[str, int]


def meet(port: int, *, connections: int, seconds: float, pause_seconds: float = 0, service: str = "pbb-p2") -> Met:
    """Sends a crowd and waits for it to come back."""
    with sent(port, connections=connections, seconds=seconds, pause_seconds=pause_seconds, service=service) as crowd:
        return told_by(crowd)


@contextmanager
def sent(
    port: int, *, connections: int, seconds: float, pause_seconds: float = 0, service: str = "pbb-p2"
) -> Iterator["subprocess.Popen[str]"]:
    """A crowd that is at the window while the block runs, and for as long as it was told to be."""
    numbers = [str(number) for number in (port, connections, seconds, pause_seconds)]
    command = [sys.executable, "-m", "benchmarks.crowd", *numbers, service]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as crowd:  # noqa: S603 our own module
        yield crowd


def told_by(crowd: "subprocess.Popen[str]") -> Met:
    """What it met, once it is back."""
    told, _ = crowd.communicate()
    return Met(**json.loads(told))


class _Visitor(asyncio.Protocol):
    """One connection. Every form that it sends has a text of its own."""

    def __init__(self, number: int, pause_seconds: float, service: str) -> None:
        self.number, self.pause_seconds, self.service = number, pause_seconds, service
        self.answers: list[tuple[float, float, bytes]] = []
        self._come = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._send()

    def _send(self) -> None:
        self._began = time.perf_counter()
        self.transport.write(_request(self.service, f"{self.number}.{len(self.answers)}"))

    def data_received(self, data: bytes) -> None:
        self._come += data
        head, end, body = self._come.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if end and len(body) >= (int(length[1]) if length else 0):
            self.answers.append((self._began, time.perf_counter(), head[9:12]))
            self._come = b""
            self._pause()

    def _pause(self) -> None:
        if self.pause_seconds:
            asyncio.get_running_loop().call_later(self.pause_seconds, self._send)
        else:
            self._send()


def _request(service: str, about: str) -> bytes:
    form = {
        "service": service,
        "name": "Siti",
        "email": "siti@example.com",
        "phone": "0812 3456 7890",
        "language": "id",
    }
    asked = f"Apakah tunggakan PBB tahun {about} bisa dicicil, dan apa saja yang harus saya bawa ke loket?\r\n" * 3
    body = urlencode(form | {"message": asked, "token": f"t{about}", "topic": "", "took": "41"}).encode()
    head = (
        f"POST /inquiries HTTP/1.1\r\nHost: {HOST}\r\nAccept: text/html,*/*\r\nUser-Agent: crowd\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _stand(port: int, connections: int, seconds: float, pause_seconds: float, service: str) -> Met:
    visitors = [_Visitor(number, pause_seconds, service) for number in range(connections)]
    loop, began = asyncio.get_running_loop(), time.perf_counter()
    for number, visitor in enumerate(visitors):
        await loop.create_connection(lambda: visitor, HOST, port)  # noqa: B023 called at once
        await asyncio.sleep(pause_seconds / connections if number else 0)
    await asyncio.sleep(WARM_SECONDS + seconds)
    for visitor in visitors:
        visitor.transport.abort()
    return _met([answer for visitor in visitors for answer in visitor.answers], began + WARM_SECONDS, seconds)


def _met(answers: list[tuple[float, float, bytes]], since: float, seconds: float) -> Met:
    counted = [answer for answer in answers if since <= answer[1] < since + seconds]
    waited = sorted(ended - began for began, ended, _ in counted)
    statuses = Counter(status.decode() for _, _, status in counted)
    p99 = statistics.quantiles(waited, n=100)[98]
    return Met(len(waited) / seconds, statistics.median(waited), p99, waited[-1], dict(statuses))


if __name__ == "__main__":
    port, connections, seconds, pause, service = sys.argv[1:]
    met = asyncio.run(_stand(int(port), int(connections), float(seconds), float(pause), service))
    sys.stdout.write(json.dumps(met._asdict()))
