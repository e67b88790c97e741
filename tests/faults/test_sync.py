"""What `kill -9` can't show: the disk has the question before the citizen has the answer."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.form_service import FormService
from tests.parts import program
from tests.waiting import wait_for

CALLS = "fsync,fdatasync,sendto,sendmsg,write,recvfrom,read,pwrite64"
FIELDS = {"service": "pbb-p2", "message": "Berapa?", "phone": "0812-3456-7890"}
PHRASES = ("303 See Other", "201 Created")
LOG = r"\(\d+<[^>]*outbox\.db-wal>"
SYNC = rf"(?:fsync|fdatasync){LOG}"


def traced(folder: Path, asked: dict[str, Any], phrase: str) -> list[str]:
    """What the service does for one question, in order: `asked`, `written`, `synced` and `answered`, and no more."""
    record = folder / "trace"
    with FormService(folder, SECRET="rahasia-sekali-1234") as service, tracing(service, record):
        answer = httpx2.post(f"{service.address}/inquiries", trust_env=False, **asked)
        assert f"{answer.status_code} {answer.reason_phrase}" == phrase
        wait_for(lambda: phrase in record.read_text(errors="replace"), "the answer in the trace")
    return list(events_in(record.read_text(errors="replace").splitlines()))


@contextmanager
def tracing(service: FormService, record: Path) -> Iterator[None]:
    strace = program("strace", "strace")
    command = [strace, "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o", str(record), "-p", str(service.pid)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as tracer:
        assert tracer.stderr is not None
        tracer.stderr.readline()  # "attached"
        yield
        tracer.terminate()


def events_in(lines: list[str]) -> Iterator[str]:
    """A sync counts from its end, with success: strace shows the calls of several threads in halves."""
    syncing: set[str] = set()
    for line in lines:
        thread = line.partition(" ")[0]
        if re.search(SYNC, line) and "unfinished" in line:
            syncing.add(thread)
        elif re.search(rf"{SYNC}\)\s+= 0$", line):
            yield "synced"
        elif thread in syncing and re.search(r"<\.\.\. f(data)?sync resumed>\)\s+= 0$", line):
            syncing.discard(thread)
            yield "synced"
        elif re.search(rf"pwrite64{LOG}", line):
            yield "written"
        else:
            yield from _of_the_conversation(line)


def _of_the_conversation(line: str) -> Iterator[str]:
    if "POST /inquiries" in line:
        yield "asked"
    elif any(phrase in line for phrase in PHRASES):
        yield "answered"


@pytest.mark.parametrize(("asked", "phrase"), [({"data": FIELDS}, PHRASES[0]), ({"json": FIELDS}, PHRASES[1])])
def test_the_disk_has_the_question_before_the_answer_goes_out(
    tmp_path: Path, asked: dict[str, Any], phrase: str
) -> None:
    """For a form and for JSON: after the request the outbox's log is written and synced to its end, then answered."""
    events = traced(tmp_path, asked, phrase)
    after = events[events.index("asked") :]
    assert [event for event, _ in groupby(after)][:3] == ["asked", "written", "synced"]
    assert "answered" in after
