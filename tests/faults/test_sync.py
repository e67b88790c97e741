"""What `kill -9` can't show: the disk has the question before the citizen has the answer."""

import re
import subprocess
from pathlib import Path

import httpx2

from tests.form_service import FormService
from tests.parts import program
from tests.waiting import wait_for

CALLS = "fsync,fdatasync,sendto,sendmsg,write,recvfrom,read"


def traced(folder: Path) -> list[str]:
    """The system calls of the service while it takes one question, in order: `synced` and `answered` alone."""
    strace = program("strace", "strace")
    record = folder / "trace"
    with FormService(folder, SECRET="rahasia-sekali-1234") as service:
        command = [strace, "-f", "-y", "-s", "64", "-e", f"trace={CALLS}", "-o", str(record), "-p", str(service.pid)]
        tracer = subprocess.Popen(command, stderr=subprocess.PIPE)
        assert tracer.stderr is not None
        tracer.stderr.readline()  # "attached"
        fields = {"service": "pbb-p2", "message": "Berapa?", "phone": "0812-3456-7890"}
        answer = httpx2.post(f"{service.address}/inquiries", data=fields, trust_env=False)
        assert answer.status_code == 303
        wait_for(lambda: "303 See Other" in record.read_text(errors="replace"), "the answer in the trace")
        tracer.terminate()
        tracer.wait()
        tracer.stderr.close()
    return [_event(line) for line in record.read_text(errors="replace").splitlines() if _event(line)]


def _event(line: str) -> str:
    if "POST /inquiries" in line:
        return "asked"
    if re.search(r"\b(fsync|fdatasync)\(\d+<[^>]*outbox\.db", line):
        return "synced"
    return "answered" if "303 See Other" in line else ""


def test_the_disk_has_the_question_before_the_answer_goes_out(tmp_path: Path) -> None:
    """Between the request and the 303 the outbox's log is synced, and not only afterwards."""
    events = traced(tmp_path)
    first = events.index("asked")
    assert "synced" in events[first : events.index("answered", first)]
