"""A question's whole way, from the service's page to the desk's mailbox, through every kind of bad luck."""

import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from generator.directory import Directory, language
from tests.building import ROOT
from tests.form_api.letters import words_of
from tests.form_api.questions import KEY, REFERENCE
from tests.form_service import FormService
from tests.mail_server import HOST, Answers, MailServer, free_port
from tests.waiting import wait_for

SECRET = "rahasia-sekali-1234"
MESSAGE = "Selamat pagi,\n\nbagaimana cara membayar? 👩‍👩‍👧\n.\nTerima kasih."
CITIZEN = {"message": MESSAGE, "email": "siti@warga.example", "name": "Siti Aminah"}
NOT_YET = language("id")("reply.not_accepted")
SENT = ("terkirim", "dikirim", "diterima oleh")


def smtp(port: int) -> dict[str, Any]:
    """The settings of a service that sends to this port."""
    return {"MAIL_URL": f"smtp://{HOST}:{port}?tls=none", "SECRET": SECRET}


def asked(service: FormService, path: str = "/layanan/pbb-p2/", **typed: str) -> str:
    """Asks from a service's page. Gives the address of the receipt."""
    answer = service.send(service.page(path), **(CITIZEN | typed))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def reference_in(location: str) -> str:
    """The reference in the address of a receipt."""
    return location.removeprefix("/inquiries/").partition("?")[0]


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def service(
    mail_server: MailServer, built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FormService]:
    """The service beside its built site and a mail server."""
    with FormService(tmp_path_factory.mktemp("service"), site=built_site, **smtp(mail_server.port)) as running:
        yield running


def letter_about(mail_server: MailServer, reference: str) -> tuple[str, EmailMessage]:
    """The desk's mailbox and letter with this reference, once it has come; the reply to the citizen is another."""

    def look() -> tuple[str, EmailMessage] | None:
        found = [item for item in mail_server.received if is_about(item.letter, reference)]
        return (found[0].mailbox, found[0].letter) if found else None

    return wait_for(look, f"the letter {reference}")


def is_about(letter: EmailMessage, reference: str) -> bool:
    return bool(letter["X-Loket-Reference"] == reference and letter["Auto-Submitted"] == "auto-generated")


@pytest.mark.parametrize("language_", ["id", "en"])
@pytest.mark.parametrize("service_id", ["jht", "jkm", "pbb-p2", "bphtb", "pajak-daerah-lain"])
def test_a_question_reaches_the_desk_of_its_page(
    service: FormService, mail_server: MailServer, pasuruan: Directory, service_id: str, language_: str
) -> None:
    """From the page of each service, in each language, to the right mailbox, word for word, with the way to answer."""
    path = {"id": "/layanan/", "en": "/en/services/"}[language_]
    purpose = {"purpose": "question"} if pasuruan.services[service_id].submission else {}
    location = asked(service, f"{path}{service_id}/", **purpose)
    desk = pasuruan.desks[pasuruan.services[service_id].desk or ""]
    mailbox, letter = letter_about(mail_server, reference_in(location))
    assert mailbox == letter["To"].addresses[0].addr_spec == desk.to[0]
    assert letter["Reply-To"] == CITIZEN["email"]
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["From"].addresses[0].addr_spec == "noreply@pasuruan.example"
    assert f"\n\n{MESSAGE}\n\n-- \n" in words_of(letter)
    assert language(language_)("name") in words_of(letter)


def test_a_desk_that_refuses_has_a_fallback(tmp_path: Path, built_site: Path) -> None:
    """A mailbox that is gone for good: the letter reaches the fallback desk, which learns for whom it was."""
    with (
        MailServer(Answers(mailboxes={"bphtb@pasuruan.example": "550 Tidak ada"})) as mail_server,
        FormService(tmp_path, site=built_site, **smtp(mail_server.port)) as service,
    ):
        mailbox, letter = letter_about(mail_server, reference_in(asked(service, "/layanan/bphtb/")))
    assert mailbox == "umum@pasuruan.example"
    assert language("id")("letter.meant_for", desk="Meja BPHTB") in words_of(letter)


def test_the_log_of_the_service_holds_nothing_of_the_citizen(service: FormService, mail_server: MailServer) -> None:
    """What the running service writes names the reference, never a word, an address or the key of a receipt."""
    location = asked(service, message="Rahasia saya", name="Budi Hartono", email="budi@warga.example")
    letter_about(mail_server, reference_in(location))
    service.page(location)
    wait_for(lambda: f"accepted reference={location.split('/')[2][:9]}" in service.log, "the line in the log")
    written = ["Rahasia", "Budi", "budi@", *CITIZEN.values(), location.partition("key=")[2], SECRET]
    assert not any(text in service.log for text in written)


def test_without_a_mail_server_a_question_is_stored_and_arrives_later(tmp_path: Path, built_site: Path) -> None:
    """SMTP down, then the service killed: the receipt never said 'sent', and when both are back the letter arrives."""
    port = free_port()
    with FormService(tmp_path, site=built_site, **smtp(port)) as service:
        location = asked(service)
        noted = f"noted reference={reference_in(location)} kind=question"
        wait_for(lambda: noted in service.log, "the first try and its note")
        assert "outcome=unreachable" in service.log
        receipt = service.page(location).text
        assert NOT_YET in receipt
        assert not any(word in receipt.lower() for word in SENT)
        service.kill()
        service.start()
        assert NOT_YET in service.page(location).text
        with MailServer(port=port) as mail_server:
            _, letter = letter_about(mail_server, reference_in(location))
            assert MESSAGE in words_of(letter)
            wait_for(lambda: NOT_YET not in service.page(location).text, "the receipt to say that it was accepted")


STORE_AND_DIE = """
import os, signal, sys
from form_api.outbox import Outbox
from tests.form_api.questions import SEALER, asked, put
put(Outbox(sys.argv[1], SEALER), asked(service="jht"), desk="meja-jht")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_power_cut_between_storing_and_sending_loses_nothing(tmp_path: Path) -> None:
    """The process dies right after the commit: the next one, `serve` or `deliver`, finds the letter and carries it."""
    url = f"sqlite:///{tmp_path}/outbox.db"
    died = subprocess.run([sys.executable, "-c", STORE_AND_DIE, url], cwd=ROOT, check=False)
    assert died.returncode == -9
    with MailServer() as mail_server:
        service = FormService(tmp_path, DATABASE_URL=url, KEY=KEY.reveal(), **smtp(mail_server.port))
        with service.running("deliver"):
            mailbox, _ = letter_about(mail_server, REFERENCE)
            wait_for(lambda: f"noted reference={REFERENCE}" in service.log, "the note in the outbox")
        with service:  # which finds nothing left to do
            assert '"waiting":0' in service.page("/health").text
        letters = [item for item in mail_server.received if is_about(item.letter, REFERENCE)]
    assert (mailbox, len(letters)) == ("jht@pasuruan.example", 1)


def laid(folder: Path, reference: str) -> EmailMessage | None:
    """The desk's letter in a Maildir."""
    letters = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in folder.glob("*")]
    return next((letter for letter in letters if is_about(letter, reference)), None)


def test_letters_go_into_a_maildir_when_nothing_is_set(tmp_path: Path, built_site: Path) -> None:
    """With no setting but the directory the letter lies in var/mail seconds later; the receipt outlives a restart."""
    with FormService(tmp_path, site=built_site) as service:
        location = asked(service)
        letter = wait_for(lambda: laid(tmp_path / "var" / "mail" / "new", reference_in(location)), "the letter")
        assert letter["Delivered-To"] == "pbb@pasuruan.example"
        assert MESSAGE in words_of(letter)
        service.kill()
        service.start()
        assert reference_in(location) in service.page(location).text
