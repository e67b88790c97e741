"""The SMTP courier against a real server: every outcome has a name, and nothing goes out in clear that must not."""

import asyncio
import selectors
import ssl
import subprocess
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from form_api.courier import SmtpCourier
from form_api.outcomes import Accepted, Outcome, Refused, TryLater, Unreachable
from form_api.settings import Secret, SmtpServer
from tests.mail_server import DROP, HOST, STALL, Answers, MailServer, free_port
from tests.parts import program
from tests.waiting import wait_for

SENDER, MAILBOX = "noreply@pasuruan.example", "pbb@pasuruan.example"
PASSWORD = "rahasia-sekali-1234"


def letter(text: str = "Halo\n.\nFrom saya\n") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SENDER, MAILBOX, "Pertanyaan"
    made.set_content(text)
    return made


def carried(server: SmtpServer, mailbox: str = MAILBOX, **limits: float) -> Outcome:
    """What a courier says, once its connection is closed again: no socket is left but the loop's own."""
    sockets = selectors.DefaultSelector()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(sockets)) as runner:
        outcome = runner.run(SmtpCourier(server, **limits).carry(letter(), sender=SENDER, mailbox=mailbox))
        wait_for(lambda: runner.run(asyncio.sleep(0, len(sockets.get_map()) == 1)), "the connection to close")
    return outcome


def plain(server: MailServer) -> SmtpServer:
    return SmtpServer(HOST, server.port, "none")


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A throw-away certificate for 127.0.0.1, and its key."""
    folder = tmp_path_factory.mktemp("ca")
    files = folder / "certificate.pem", folder / "key.pem"
    command = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", f"subjectAltName=IP:{HOST}", "-out", str(files[0]), "-keyout", str(files[1])]
    subprocess.run([program("openssl", "openssl"), *command.split(), *names], check=True, capture_output=True)
    return files


@pytest.fixture
def tls(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    return context


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """This machine trusts the throw-away certificate, as OpenSSL is told by its own variable."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({}, Accepted(250, "OK")),
        ({"mail": "421 Tutup"}, Unreachable("Tutup", 421)),
        ({"mail": "450 Nanti"}, Unreachable("Nanti", 450)),
        ({"mail": "550 Pengirim ditolak"}, Unreachable("Pengirim ditolak", 550)),  # about us, not about this mailbox
        ({"mail": "552 Penuh"}, Unreachable("Penuh", 552)),
        ({"rcpt": "421 Tutup"}, TryLater("Tutup", 421)),
        ({"rcpt": "450 Sibuk"}, TryLater("Sibuk", 450)),
        ({"rcpt": "451 Nanti"}, TryLater("Nanti", 451)),
        ({"rcpt": "550 Tidak ada"}, Refused(550, "Tidak ada")),
        ({"rcpt": "552 Penuh"}, Refused(552, "Penuh")),
        ({"data": "421 Tutup"}, TryLater("Tutup", 421)),
        ({"data": "450 Sibuk"}, TryLater("Sibuk", 450)),
        ({"data": "451 Nanti"}, TryLater("Nanti", 451)),
        ({"rcpt": "554 5.7.1 Relay ditolak"}, TryLater("5.7.1 Relay ditolak", 554)),  # a relay that is set wrongly
        ({"rcpt": "530 Masuk dulu"}, TryLater("Masuk dulu", 530)),
        ({"data": "550 Ditolak"}, Refused(550, "Ditolak")),
        ({"data": "552 Terlalu besar"}, Refused(552, "Terlalu besar")),
        ({"quit": DROP}, Accepted(250, "OK")),  # its yes counts, whatever comes after
        ({"quit": "421 Tutup"}, Accepted(250, "OK")),
    ],
    ids=lambda value: "-".join(f"{k}-{v}" for k, v in value.items()) or "accepted" if isinstance(value, dict) else "",
)
def test_what_the_server_says_is_what_is_noted(answers: dict[str, Any], outcome: Outcome) -> None:
    """Each answer at each step is one outcome: 4yz and what is about us is for later, 5yz about a mailbox is not."""
    with MailServer(Answers(**answers)) as server:
        assert carried(plain(server)) == outcome
        assert len(server.received) == isinstance(outcome, Accepted)


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("silence", [DROP, STALL])
def test_when_nobody_knows_the_letter_is_tried_again(step: str, silence: str) -> None:
    """A connection that is cut, or a server that falls silent, at any step: later, without a code."""
    answers: dict[str, Any] = {step: silence}
    with MailServer(Answers(**answers)) as server:
        outcome = carried(plain(server), step_seconds=0.3)
    assert isinstance(outcome, Unreachable)
    assert outcome.code is None
    assert outcome.text


def test_a_server_that_is_slow_at_every_step_has_a_limit() -> None:
    """However patient each step is, a letter has a time of its own, after which others get their turn."""
    with MailServer(Answers(data=STALL)) as server:
        outcome = carried(plain(server), step_seconds=60, letter_seconds=0.3)
    assert outcome == Unreachable("TimeoutError: ")


def test_a_server_that_falls_silent_after_its_yes_has_accepted() -> None:
    """No letter is sent twice because a server forgot to say goodbye."""
    with MailServer(Answers(quit=STALL)) as server:
        assert carried(plain(server), step_seconds=0.3) == Accepted(250, "OK")


def test_a_server_that_is_not_there_is_tried_again() -> None:
    """A refused connection is nobody's refusal."""
    assert isinstance(carried(SmtpServer(HOST, free_port(), "none")), Unreachable)


@pytest.mark.parametrize("mailbox", ["pbb..x@pasuruan.example", "pbb é@x.example", "é@x.example"])
def test_a_mailbox_that_no_server_takes_raises_nothing(mailbox: str) -> None:
    """Whatever stands in the directory, the outcome is an outcome: nobody else gets the letter."""
    with MailServer() as server:
        assert isinstance(carried(plain(server), mailbox), Accepted | Unreachable)
        assert {received.mailbox for received in server.received} <= {mailbox}


def test_a_letter_arrives_as_it_was_written() -> None:
    """Envelope and content are ours to the byte: a dot alone on its line does not end the letter."""
    with MailServer() as server:
        carried(plain(server))
        (received,) = server.received
    assert (received.sender, received.mailbox) == (SENDER, MAILBOX)
    assert received.content == letter().as_bytes()


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_letter_goes_out_encrypted_with_the_password(tls: ssl.SSLContext, kind: Any) -> None:
    """Either way of TLS: a certificate that is trusted, a login, and the letter."""
    with MailServer(tls=tls, implicit=kind == "implicit", password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, kind, "loket", Secret(PASSWORD)))
        assert outcome == Accepted(250, "OK")
        assert [received.encrypted for received in server.received] == [True]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_wrong_password_is_tried_again(tls: ssl.SSLContext, kind: Any) -> None:
    """It is our setting and no desk's refusal: the letters wait until an operator has mended it."""
    with MailServer(tls=tls, implicit=kind == "implicit", password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, kind, "loket", Secret("salah")))
        assert isinstance(outcome, Unreachable)
        assert (outcome.code, server.received) == (535, [])
        assert "salah" not in outcome.text


@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_certificate_that_nobody_trusts_gets_nothing(tls: ssl.SSLContext, kind: Any) -> None:
    """Whoever sits between us and the mail server learns neither the password nor a letter."""
    with MailServer(tls=tls, implicit=kind == "implicit", password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, kind, "loket", Secret(PASSWORD)))
        assert isinstance(outcome, Unreachable)
        assert server.heard == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_gets_nothing(tls: ssl.SSLContext) -> None:
    """A trusted certificate must be that of the host which the settings name."""
    with MailServer(tls=tls, password=PASSWORD) as server:
        outcome = carried(SmtpServer("localhost", server.port, "starttls", "loket", Secret(PASSWORD)))
        assert isinstance(outcome, Unreachable)
        assert server.heard == []


@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_without_encryption_nothing_is_said(kind: Any) -> None:
    """A server that offers no TLS where TLS is required hears neither password nor letter."""
    with MailServer() as server:
        outcome = carried(SmtpServer(HOST, server.port, kind, "loket", Secret(PASSWORD)), step_seconds=1)
        assert isinstance(outcome, Unreachable)
        assert set(server.heard) <= {"QUIT"}


@pytest.mark.usefixtures("trusted")
def test_a_server_that_wants_a_password_refuses_nobodys_mailbox(tls: ssl.SSLContext) -> None:
    """Without a user in the settings such a server answers 530 to everything; the letters wait for the setting."""
    with MailServer(tls=tls, password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, "starttls"))
        assert isinstance(outcome, Unreachable)
        assert outcome.code == 530
