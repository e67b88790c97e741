"""A disk that is full: nobody is given a reference for what could not be stored, and nothing before is lost."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.faults.service import HastyService
from tests.form_api.photographs import photograph
from tests.mail_server import HOST, MailServer
from tests.parts import program, root

TYPED = {"service": "pbb-p2", "phone": "0812-3456-7890"}
SETTINGS: dict[str, Any] = {"SECRET": "rahasia-sekali-1234", "DIGEST_AT": "23:59"}
NUMBER = "https://wa.me/6281230060440"


def ask(service: HastyService, text: str) -> httpx2.Response:
    return httpx2.post(f"{service.address}/inquiries", data=TYPED | {"message": text}, trust_env=False, timeout=30)


def reference_of(answer: httpx2.Response) -> str:
    """The one that a citizen was given, by the address of the receipt."""
    assert answer.status_code == 303
    return str(answer.headers["location"]).removeprefix("/inquiries/").partition("?")[0]


def test_a_full_disk_costs_no_question(tmp_path: Path) -> None:
    """503 with the office's numbers while no file can grow; taken again without a restart when there is room."""
    service = HastyService(tmp_path, **SETTINGS)
    with service:
        before = ask(service, "Sebelum penuh?")
        _, hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (4096, hard))
        full = ask(service, "Saat penuh?")
        health = httpx2.get(f"{service.address}/health", trust_env=False, timeout=30)
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        after = ask(service, "Sesudah penuh?")
    assert [answer.status_code for answer in (before, full, health, after)] == [303, 503, 503, 303]
    assert NUMBER in full.text
    assert "Saat penuh?" in full.text
    assert len(service.references()) == 2


def test_an_outbox_that_is_gone_gives_no_reference(tmp_path: Path) -> None:
    """503 while its file is not where it was, also for who watches; taken again without a restart when it is back."""
    service = HastyService(tmp_path, **SETTINGS)
    store, away = tmp_path / "var" / "outbox.db", tmp_path / "away.db"
    with service:
        before = ask(service, "Sebelum hilang?")
        store.rename(away)
        gone = ask(service, "Saat hilang?")
        health = httpx2.get(f"{service.address}/health", trust_env=False, timeout=30)
        away.rename(store)
        after = ask(service, "Sesudah hilang?")
    assert [answer.status_code for answer in (before, gone, health, after)] == [303, 503, 503, 303]
    assert NUMBER in gone.text
    assert len(service.references()) == 2


def hand_in(service: HastyService, receipt: str, document: str) -> httpx2.Response:
    path, _, query = receipt.partition("?")
    files = {document: (f"{document}.jpg", photograph(800, 600))}
    address = f"{service.address}{path}/documents?{query}"
    return httpx2.post(address, files=files, headers={"Accept": "application/json"}, trust_env=False, timeout=30)


def test_a_full_disk_costs_no_document_that_had_arrived(tmp_path: Path) -> None:
    """503 for the one that finds no room, which is told so; those before are there, and it can be sent again."""
    service = HastyService(tmp_path, **SETTINGS)
    claim = {"service": "jht", "purpose": "submission", "phone": "0812-3456-7890"}
    with service:
        receipt = httpx2.post(f"{service.address}/inquiries", data=claim, trust_env=False).headers["location"]
        before = hand_in(service, receipt, "ktp")
        _, hard = resource.prlimit(service.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (4096, hard))
        full = hand_in(service, receipt, "kk")
        resource.prlimit(service.pid, resource.RLIMIT_FSIZE, (hard, hard))
        after = hand_in(service, receipt, "kk")
    assert [answer.status_code for answer in (before, full, after)] == [200, 503, 200]
    assert "tetap tersimpan" in full.json()["detail"]
    assert after.json()["documents"] == ["kk", "ktp"]


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Two megabytes of a real file system."""
    folder.mkdir()
    mount, umount = program("mount", "mount"), program("umount", "mount")
    if subprocess.run([mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False).returncode:
        pytest.skip("nothing can be mounted here; the limit of a file's size stands for it")
    try:
        yield folder
    finally:
        subprocess.run([umount, folder], check=True)


def fill(folder: Path) -> Path:
    """Writes until nothing more fits. Gives the file that takes the room."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(512))
        except OSError:
            return ballast


def test_each_reference_given_around_a_full_disk_has_its_letter(tmp_path: Path) -> None:
    """A file system runs full under questions: who got a reference has a letter, before and after; who got 503 none."""
    root("mounting a small disk")
    with small_disk(tmp_path / "disk") as disk, MailServer() as mail:
        service = HastyService(disk, MAIL_URL=f"smtp://{HOST}:{mail.port}?tls=none", **SETTINGS)
        with service:
            given = [reference_of(ask(service, f"Sebelum {number}?")) for number in range(5)]
            ballast = fill(disk)
            answers = [ask(service, f"Penuh {number}? {'x' * 3000}") for number in range(30)]
            ballast.unlink()
            given += [reference_of(answer) for answer in answers if answer.status_code == 303]
            given += [reference_of(ask(service, f"Sesudah {number}?")) for number in range(5)]
            carried = {item.letter["X-Loket-Reference"] for item in mail.letters(len(given))}
        assert carried == set(given) == service.references()
    assert {answer.status_code for answer in answers} <= {303, 503}
    assert all(NUMBER in answer.text for answer in answers if answer.status_code == 503)
    assert answers[-1].status_code == 503
