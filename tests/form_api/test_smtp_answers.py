"""The truth table: what each answer at each step means, and what no answer means."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.outcomes import Accepted, Refused, SenderRefused, TryLater, Unknown, Unreachable
from form_api.smtp_answers import LONGEST_TEXT, Step, answered, one_line, unanswered

STEPS: tuple[Step, ...] = get_args(Step)
BEFORE: tuple[Step, ...] = ("greeting", "hello", "tls", "login")
OF_A_MAILBOX: tuple[Step, ...] = ("rcpt", "data", "end")


@pytest.mark.parametrize("step", STEPS)
def test_a_yes_goes_on_and_the_last_one_accepts(step: Step) -> None:
    """Only the answer to the whole letter makes it the server's."""
    yes = answered(step, 354 if step == "data" else 250, "OK")
    assert yes == (Accepted(250, "OK") if step == "end" else None)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("code", [421, 521, 500, 502, 503, 504, 530, 534, 535, 538])
def test_what_is_about_the_conversation_is_about_no_mailbox(step: Step, code: int) -> None:
    """A server that takes nothing now, wants a login or does not understand us says nothing of a mailbox, anywhere."""
    assert isinstance(answered(step, code, "Tidak"), Unreachable)


@pytest.mark.parametrize("step", BEFORE)
@pytest.mark.parametrize("code", [450, 454, 501, 550, 552, 554, 599])
def test_before_the_envelope_nothing_is_about_a_letter(step: Step, code: int) -> None:
    """Greeting, EHLO, STARTTLS and AUTH: the server could not even be spoken to."""
    assert isinstance(answered(step, code, "5.1.1 Tidak"), Unreachable)


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (450, "Nanti", Unreachable),
        (452, "4.3.1 Penuh", Unreachable),
        (550, "Pengirim ditolak", SenderRefused),
        (550, "5.7.1 Bukan milikmu", SenderRefused),
        (555, "Parameter", SenderRefused),
        (552, "Terlalu besar", Refused),
        (554, "5.3.4 Terlalu besar", Refused),
        (550, "5.2.3 Terlalu besar", Refused),
    ],
)
def test_of_the_sender(code: int, text: str, kind: type) -> None:
    """MAIL is about us, and never about a mailbox; but a letter that is too large is too large for good."""
    assert isinstance(answered("mail", code, text), kind)


@pytest.mark.parametrize("step", OF_A_MAILBOX)
@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        (450, "Sibuk", TryLater),
        (451, "4.7.1 Greylisted", TryLater),
        (452, "4.2.2 Penuh", TryLater),
        (550, "Tidak ada", Refused),
        (551, "Pindah", Refused),
        (552, "5.2.2 Penuh", Refused),
        (554, "5.71.1 bukan kebijakan", Refused),
        (550, "5.1.8 Domain pengirim tidak ada", SenderRefused),
        (553, "5.1.7 Alamat pengirim", SenderRefused),
        (554, "5.7.1 Relay ditolak", Unreachable),
        (550, "4.7.1 bertentangan", Refused),
    ],
)
def test_of_a_mailbox(step: Step, code: int, text: str, kind: type) -> None:
    """4yz may succeed later, 5yz won't; but what a server says late of the sender, or of its policy, judges us."""
    assert isinstance(answered(step, code, text), kind)


@given(st.sampled_from(STEPS), st.integers(-1000, 1000).filter(lambda code: not 200 <= code < 600), st.text())
def test_what_is_not_smtp_is_no_answer(step: Step, code: int, text: str) -> None:
    """Garbage is read neither as a yes nor as a no."""
    assert isinstance(answered(step, code, text), Unknown if step == "end" else Unreachable)


@pytest.mark.parametrize("step", STEPS)
def test_silence_after_the_end_is_the_only_unknown(step: Step) -> None:
    """Before its end nobody can have the letter; after it the server may."""
    assert unanswered(step, "putus") == (Unknown("putus") if step == "end" else Unreachable("putus"))


@given(st.sampled_from(STEPS), st.integers(-10, 700), st.text(st.characters()))
def test_every_text_fits_a_line_and_a_store(step: Step, code: int, text: str) -> None:
    """Whatever bytes came: one line, printable, not too long, and valid as UTF-8."""
    outcome = answered(step, code, text)
    if outcome is not None:
        assert outcome.text.encode().decode() == outcome.text
        assert outcome.text.isprintable()
        assert len(outcome.text) <= LONGEST_TEXT


def test_bytes_that_are_no_text_are_replaced() -> None:
    """A server's Latin-1, as aiosmtplib hands it on, is kept as far as it can be read."""
    assert one_line("Bo\udceete\n pleine\x00") == "Bo\ufffdte pleine\ufffd"


def test_a_refused_login_is_told_plainly_and_quotes_nobody() -> None:
    """Some servers repeat the line that they refuse, with the password in it."""
    outcome = answered("login", 535, "5.7.8 AUTH PLAIN AGxva2V0AHJhaGFzaWE=")
    assert outcome == Unreachable(
        "the mail server refuses our user or password (535 5.7.8): see FORM_API_MAIL_URL", 535
    )
