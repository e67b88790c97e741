"""The SMTP courier against a real server: every outcome has a name, and nothing goes out in clear that must not."""

import ssl
import subprocess
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from form_api.courier import SmtpCourier, longest_seconds
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.settings import Secret, SmtpServer
from tests.form_api.couriers import BIG, MAILBOX, SENDER, all_carried, carried, letter, plain
from tests.mail_server import DROP, HOST, STALL, Answers, MailServer, free_port
from tests.parts import program
from tests.scripted_mail_server import ENDLESS, LISTEN, Script, ScriptedMailServer

PASSWORD = "rahasia-sekali-1234"


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
        ({"mail": "550 Pengirim ditolak"}, SenderRefused(550, "Pengirim ditolak")),
        ({"mail": "552 Terlalu besar"}, Refused(552, "Terlalu besar")),
        ({"rcpt": "421 Tutup"}, Unreachable("Tutup", 421)),
        ({"rcpt": "450 Sibuk"}, TryLater("Sibuk", 450)),
        ({"rcpt": "451 Nanti"}, TryLater("Nanti", 451)),
        ({"rcpt": "550 Tidak ada"}, Refused(550, "Tidak ada")),
        ({"rcpt": "552 Penuh"}, Refused(552, "Penuh")),
        ({"data": "421 Tutup"}, Unreachable("Tutup", 421)),
        ({"data": "450 Sibuk"}, TryLater("Sibuk", 450)),
        ({"data": "451 Nanti"}, TryLater("Nanti", 451)),
        ({"rcpt": "554 5.7.1 Relay ditolak"}, Unreachable("5.7.1 Relay ditolak", 554)),  # a relay that is set wrongly
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


@pytest.mark.parametrize("silence", [DROP, STALL])
@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_silence_before_the_end_is_nobodys_refusal(step: str, silence: str) -> None:
    """A connection that is cut, or a server that falls silent: the letter can't have arrived, and is tried again."""
    with ScriptedMailServer({step: silence}) as server:
        outcome = carried(plain(server), step_seconds=0.3)
    assert isinstance(outcome, Unreachable)
    assert (outcome.code, server.letters) == (None, [])
    assert outcome.text


@pytest.mark.parametrize("silence", [DROP, STALL, "999 ?", b"\xff\xfe\r\n", ENDLESS, "354 Lagi"])
def test_after_the_end_nobody_knows(silence: Any) -> None:
    """The whole letter is there and no answer that is one: it may be delivered or not, and that has its own name."""
    with ScriptedMailServer({"END": silence}) as server:
        outcome = carried(plain(server), answer_seconds=0.3)
    assert isinstance(outcome, Unknown)
    assert len(server.letters) == 1


@pytest.mark.parametrize("babble", ["999 ?", "Halo", b"\xff\xfe\r\n", b"\0\r\n", ENDLESS, b"250-a\r\n" * 9000, "150 ?"])
@pytest.mark.parametrize("step", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_babble_raises_nothing(step: str, babble: Any) -> None:
    """What is not SMTP is no answer: neither a yes nor a no."""
    with ScriptedMailServer({step: babble, "HELO": babble}) as server:
        outcome = carried(plain(server), step_seconds=0.5)
    assert isinstance(outcome, Unreachable)
    assert server.letters == []


@pytest.mark.parametrize("answer", ["421 Tutup", "450 Sibuk", "550 Tidak", "554 5.7.1 Bukan kamu"])
@pytest.mark.parametrize("step", ["GREETING", "EHLO"])
def test_a_server_that_does_not_let_us_in_refuses_no_mailbox(step: str, answer: str) -> None:
    """Its words and its code are kept for the operator."""
    with ScriptedMailServer({step: answer, "HELO": answer}) as server:
        assert carried(plain(server)) == Unreachable(answer[4:], int(answer[:3]))


def test_a_server_older_than_ehlo_is_served() -> None:
    """Some relays know HELO alone."""
    with ScriptedMailServer({"EHLO": "502 Apa?"}) as server:
        assert carried(plain(server)) == Accepted(250, "OK")


def test_a_server_that_is_slow_at_every_step_has_a_limit() -> None:
    """However patient each step is, a letter has a time of its own, after which others get their turn."""
    with ScriptedMailServer({"RCPT": STALL}) as server:
        outcome = carried(plain(server), step_seconds=60, letter_seconds=0.3)
    assert outcome == Unreachable("the mail server gave no answer in time, at the step 'rcpt'")


def test_a_big_letter_has_more_time() -> None:
    """14 MB pass on a line of 256 kbit/s, and the server has ten minutes to look at them."""
    assert longest_seconds(14_000_000) - longest_seconds(0) == 14_000_000 * 8 / 256_000
    assert longest_seconds(0) > 600


def test_a_big_letter_arrives_whole() -> None:
    """Piece by piece, as the line takes it, and every byte of it."""
    big = letter(BIG)
    with MailServer() as server:
        assert all_carried(SmtpCourier(plain(server)), [big]) == [Accepted(250, "OK")]
        assert server.received[0].content == big.as_bytes()


def test_a_server_that_says_no_in_the_middle_is_heard() -> None:
    """`552` before the end of the letter is a refusal; the connection is not used again."""
    with ScriptedMailServer({"DATA": ("354 Ya", LISTEN, "552 5.3.4 Terlalu besar", STALL)}) as server:
        courier = SmtpCourier(plain(server))
        assert all_carried(courier, [letter(BIG)]) == [Refused(552, "5.3.4 Terlalu besar")]


def test_a_yes_in_the_middle_is_none() -> None:
    """A server that accepts what it can't have read is not believed."""
    with ScriptedMailServer({"DATA": ("354 Ya", LISTEN, "250 OK", STALL)}) as server:
        outcomes = all_carried(SmtpCourier(plain(server)), [letter(BIG)])
    assert outcomes == [Unreachable("what it said is not SMTP: OK")]


def test_a_server_that_falls_silent_after_its_yes_has_accepted() -> None:
    """No letter is sent twice because a server forgot to say goodbye."""
    with MailServer(Answers(quit=STALL)) as server:
        assert carried(plain(server), step_seconds=0.3) == Accepted(250, "OK")


def test_a_server_that_is_not_there_is_tried_again() -> None:
    """A refused connection is nobody's refusal."""
    assert isinstance(carried(SmtpServer(HOST, free_port(), "none")), Unreachable)


@pytest.mark.parametrize(
    "mailbox",
    [
        "pbb é@x.example",
        "a@x.example>\r\nDATA",
        "a b@x.example",
        "x",
        "",
        "@x",
        "a@",
        "\ud800@x.example",
        "<a@x.example>",
        "a(b)c@x.example",
    ],
)
def test_a_mailbox_that_no_server_takes_is_refused(mailbox: str) -> None:
    """What would end the address or the line never reaches the server, and the next mailbox gets its turn."""
    with ScriptedMailServer() as server:
        assert carried(plain(server), mailbox) == Refused(553, "this mailbox is no address")
        assert isinstance(carried(plain(server), sender="a b@x.example"), SenderRefused)
        assert server.heard == []


@pytest.mark.parametrize("mailbox", ["pbb..x@pasuruan.example", '"a b"@x.example', "é@x.example"])
def test_a_mailbox_is_named_as_it_stands(mailbox: str) -> None:
    """Or not at all: nobody else gets the letter."""
    with MailServer() as server:
        assert isinstance(carried(plain(server), mailbox), Accepted | Refused)
        assert {received.mailbox for received in server.received} <= {mailbox}


def test_a_mailbox_beyond_ascii_needs_a_server_that_knows_it() -> None:
    """It is refused where SMTPUTF8 is not offered, and written as UTF-8 where it is."""
    with ScriptedMailServer() as server:
        assert isinstance(carried(plain(server), "é@x.example"), Refused)
    with ScriptedMailServer({"EHLO": ("250-mail.test", "250 SMTPUTF8")}) as server:
        assert carried(plain(server), "é@x.example") == Accepted(250, "OK")


def test_the_null_sender_is_written_as_such() -> None:
    """A server that refuses it says so of the sender, and not of the mailbox."""
    with MailServer() as server:
        assert carried(plain(server), sender="") == Accepted(250, "OK")
        assert server.received[0].sender == "<>"
    with ScriptedMailServer({"MAIL": "501 5.1.7 Tanpa pengirim"}) as server:
        assert carried(plain(server), sender="") == SenderRefused(501, "5.1.7 Tanpa pengirim")


def test_a_letter_that_can_not_be_written_waits() -> None:
    """A fault of ours in one letter raises nothing, and is no word about the server."""
    broken = EmailMessage(policy=SMTP)
    broken.set_payload(object())  # type: ignore[call-overload]
    with ScriptedMailServer() as server:
        (outcome,) = all_carried(SmtpCourier(plain(server)), [broken])
    assert isinstance(outcome, TryLater)


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
        assert "refuses our user or password" in outcome.text
        assert "salah" not in outcome.text
        assert server.heard.count("AUTH") == 1


@pytest.mark.parametrize("kind", ["starttls", "implicit"])
def test_a_certificate_that_nobody_trusts_gets_nothing(tls: ssl.SSLContext, kind: Any) -> None:
    """Whoever sits between us and the mail server learns neither the password nor a letter."""
    with MailServer(tls=tls, implicit=kind == "implicit", password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, kind, "loket", Secret(PASSWORD)))
        assert isinstance(outcome, Unreachable)
        assert "certificate is not trusted" in outcome.text
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
        assert "TLS" in outcome.text or kind == "implicit"
        assert set(server.heard) <= {"QUIT"}


@pytest.mark.usefixtures("trusted")
def test_a_server_that_wants_a_password_refuses_nobodys_mailbox(tls: ssl.SSLContext) -> None:
    """Without a user in the settings such a server answers 530 to everything; the letters wait for the setting."""
    with MailServer(tls=tls, password=PASSWORD) as server:
        outcome = carried(SmtpServer(HOST, server.port, "starttls"))
        assert isinstance(outcome, Unreachable)
        assert outcome.code == 530
        assert "wants a login" in outcome.text


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("hello", "words"),
    [
        ("250 STARTTLS\r\n454 TLS", "gives no TLS"),
        (("250-x", "250 STARTTLS"), "refuses TLS"),
        ("250 x", "gives no TLS"),
    ],
)
def test_trouble_with_tls_is_told_plainly(hello: Any, words: str) -> None:
    """An operator reads what is wrong, and that the settings require it."""
    with ScriptedMailServer({"EHLO": hello, "STARTTLS": "454 4.7.0 Tidak bisa"}) as server:
        outcome = carried(SmtpServer(HOST, server.port, "starttls", "loket", Secret(PASSWORD)))
    assert isinstance(outcome, Unreachable)
    assert words in outcome.text
    assert "AUTH" not in server.heard[0]


ECHO = "AGxva2V0AHJhaGFzaWEtc2VrYWxpLTEyMzQ="
"""What the courier sends as its login, which some servers repeat."""


@pytest.mark.parametrize(
    "answer", [f"535 5.7.8 {ECHO}", f"454 4.7.0 {ECHO}", f"500 {PASSWORD}", f"{ECHO}", f"999 {PASSWORD}", DROP, STALL]
)
@pytest.mark.parametrize("method", ["PLAIN", "LOGIN", "CRAM-MD5", "XYZ"])
def test_no_trouble_with_the_login_tells_the_password(answer: str, method: str) -> None:
    """Whatever the server repeats: the operator reads that it is the login, and nobody reads the password."""
    with ScriptedMailServer({"EHLO": ("250-mail.test", f"250 AUTH {method}"), "AUTH": answer}) as server:
        outcome = carried(SmtpServer(HOST, server.port, "none", "loket", Secret(PASSWORD)), step_seconds=0.3)
    assert isinstance(outcome, Unreachable)
    assert "user" in outcome.text or "login" in outcome.text
    assert PASSWORD not in outcome.text
    assert ECHO not in outcome.text


@pytest.mark.parametrize("challenge", ["334 ?", "334 !!!", b"334 \xff\r\n", "334 PDI0NjA5Pg=="])
def test_a_strange_challenge_raises_nothing(challenge: str) -> None:
    """A login that can't be answered is a failed one."""
    script: Script = {"EHLO": ("250-mail.test", "250 AUTH CRAM-MD5"), "AUTH": challenge}
    with ScriptedMailServer(script) as server:
        assert isinstance(
            carried(SmtpServer(HOST, server.port, "none", "loket", Secret(PASSWORD))), Unreachable | Accepted
        )
