"""A disk that is full: nobody is given a reference for what could not be stored, and nothing before is lost."""

import resource
from pathlib import Path

import httpx2

from tests.faults.service import HastyService

TYPED = {"service": "pbb-p2", "phone": "0812-3456-7890"}


def ask(service: HastyService, text: str) -> httpx2.Response:
    return httpx2.post(f"{service.address}/inquiries", data=TYPED | {"message": text}, trust_env=False, timeout=30)


def test_a_full_disk_costs_no_question(tmp_path: Path) -> None:
    """503 with the office's numbers while no file can grow; taken again without a restart when there is room."""
    service = HastyService(tmp_path, SECRET="rahasia-sekali-1234", DIGEST_AT="23:59")
    with service:
        before = ask(service, "Sebelum penuh?")
        _, hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (4096, hard))
        full = ask(service, "Saat penuh?")
        health = httpx2.get(f"{service.address}/health", trust_env=False, timeout=30)
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        after = ask(service, "Sesudah penuh?")
    assert [answer.status_code for answer in (before, full, health, after)] == [303, 503, 503, 303]
    assert "https://wa.me/6281230060440" in full.text
    assert "Saat penuh?" in full.text
    assert len(service.references()) == 2
