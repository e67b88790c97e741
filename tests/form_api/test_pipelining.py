"""Where a mail server takes several commands at one go, it gets them so, and every outcome is what it was."""

import asyncio
from typing import Any

import pytest

from form_api.courier import SmtpCourier
from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unreachable
from form_api.settings import SmtpServer
from tests.form_api.couriers import MAILBOX, SENDER, all_carried, carried, letter, plain
from tests.mail_server import DROP, HOST, STALL
from tests.scripted_mail_server import Script, ScriptedMailServer

OFFERS: Script = {"EHLO": ("250-mail.test", "250 PIPELINING")}


def test_all_that_comes_before_the_letter_goes_out_at_one_go() -> None:
    """A server far away is waited for twice and not five times."""

    async def answer_late(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 mail.test\r\n")
        await reader.readline()
        writer.write(b"250-mail.test\r\n250 PIPELINING\r\n")
        for _ in range(3):  # nothing is answered before all three are there
            await reader.readline()
        writer.write(b"250 OK\r\n250 OK\r\n354 Go on\r\n")
        await reader.readuntil(b"\r\n.\r\n")
        writer.write(b"250 OK\r\n")
        writer.close()

    async def carry() -> Outcome:
        async with await asyncio.start_server(answer_late, HOST, 0) as server:
            courier = SmtpCourier(SmtpServer(HOST, server.sockets[0].getsockname()[1], "none"), step_seconds=5)
            return await courier.carry(letter(), sender=SENDER, mailbox=MAILBOX)

    assert asyncio.run(carry()) == Accepted(250, "OK")


def test_a_letter_after_another_begins_with_a_clean_envelope() -> None:
    """The same words in the same order, on one connection."""
    with ScriptedMailServer(OFFERS) as server:
        assert all_carried(SmtpCourier(plain(server)), [letter(), letter()]) == [Accepted(250, "OK")] * 2
        assert server.heard == [["EHLO", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA", "QUIT"]]


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ({"MAIL": "550 Bukan kamu", "RCPT": "503 ?"}, SenderRefused(550, "Bukan kamu")),
        ({"RCPT": "550 Tidak ada"}, Refused(550, "Tidak ada")),
        ({"RCPT": "451 Nanti"}, TryLater("Nanti", 451)),
        ({"DATA": "451 Nanti"}, TryLater("Nanti", 451)),
    ],
)
def test_the_first_no_counts_and_the_connection_stays(script: Script, outcome: Outcome) -> None:
    """What was asked at the same go is heard out, so that no later letter takes it for its own answer."""
    with ScriptedMailServer({**OFFERS, "DATA": "554 Tanpa penerima", **script}) as server:
        assert all_carried(SmtpCourier(plain(server)), [letter()] * 2) == [outcome] * 2
        assert len(server.heard) == 1


@pytest.mark.parametrize("answer", ["354 Go on", DROP, STALL, "250 OK"])
def test_a_refused_letter_is_not_sent_to_who_wants_it_all_the_same(answer: Any) -> None:
    """Nor is its connection used again, whatever becomes of the question for the letter."""
    with ScriptedMailServer({**OFFERS, "RCPT": "550 Tidak ada", "DATA": answer}, OFFERS) as server:
        outcomes = all_carried(SmtpCourier(plain(server)), [letter(), letter()])
        assert outcomes == [Refused(550, "Tidak ada"), Accepted(250, "OK")]
        assert (len(server.heard), len(server.letters)) == (2, 1)


@pytest.mark.parametrize("silence", [DROP, STALL, "999 ?"])
@pytest.mark.parametrize("step", ["MAIL", "RCPT", "DATA"])
def test_silence_before_the_letter_is_nobodys_refusal(step: str, silence: str) -> None:
    """As where each command is waited for."""
    with ScriptedMailServer({**OFFERS, step: silence}) as server:
        assert isinstance(carried(plain(server), step_seconds=0.3), Unreachable)
        assert server.letters == []


@pytest.mark.parametrize("end", ["421 Terlalu lama", DROP, STALL, "?"])
def test_a_connection_that_died_at_rest_is_replaced_silently(end: str) -> None:
    """It was asked for everything at once, and has not seen the letter."""
    with ScriptedMailServer({**OFFERS, "RSET": end}, OFFERS) as server:
        outcomes = all_carried(SmtpCourier(plain(server), step_seconds=0.3), [letter()] * 2)
        assert outcomes == [Accepted(250, "OK")] * 2
        assert (len(server.heard), len(server.letters)) == (2, 2)


@pytest.mark.parametrize("offers", [{}, OFFERS])
def test_who_speaks_out_of_turn_is_not_asked_again(offers: Script) -> None:
    """A yes too many could else be taken for the yes to a letter that was never read."""
    with ScriptedMailServer({**offers, "END": b"250 OK\r\n250 OK\r\n"}, {}) as server:
        assert all_carried(SmtpCourier(plain(server)), [letter()] * 2) == [Accepted(250, "OK")] * 2
        assert len(server.heard) == 2
