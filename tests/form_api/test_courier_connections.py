"""The courier's connections: kept while there is work, few, never used after a doubt, and closed politely."""

import asyncio
from contextlib import suppress
from email.message import EmailMessage

import pytest

from form_api.courier import SmtpCourier
from form_api.outcomes import Accepted, Outcome, Refused, Unreachable
from tests.form_api.couriers import MAILBOX, SENDER, all_carried, carried, letter, plain
from tests.mail_server import DROP, STALL
from tests.scripted_mail_server import Script, ScriptedMailServer
from tests.waiting import wait_for


def three_letters() -> list[EmailMessage]:
    return [letter(f"Surat {number}\n") for number in range(3)]


def test_a_connection_is_kept_while_there_is_work() -> None:
    """One greeting for many letters; each begins with a clean envelope, and the last one is followed by a goodbye."""
    with ScriptedMailServer() as server:
        assert all_carried(SmtpCourier(plain(server)), three_letters()) == [Accepted(250, "OK")] * 3
        first, again = ["EHLO", "MAIL", "RCPT", "DATA"], ["RSET", "MAIL", "RCPT", "DATA"]
        assert server.heard == [[*first, *again, *again, "QUIT"]]


def test_a_refusal_does_not_end_the_connection() -> None:
    """The next letter to another mailbox takes the same one, with the envelope emptied."""
    with ScriptedMailServer({"RCPT": "550 Tidak ada"}) as server:
        assert all_carried(SmtpCourier(plain(server)), three_letters()) == [Refused(550, "Tidak ada")] * 3
        assert len(server.heard) == 1


@pytest.mark.parametrize("doubt", [{"RCPT": "999 ?"}, {"DATA": "421 Tutup"}, {"END": "x"}, {"MAIL": "450 Nanti"}])
def test_after_a_doubt_a_connection_is_not_used_again(doubt: Script) -> None:
    """The letter after it begins afresh."""
    with ScriptedMailServer(doubt, {}) as server:
        outcomes = all_carried(SmtpCourier(plain(server)), three_letters())
        assert [type(outcome) for outcome in outcomes[1:]] == [Accepted, Accepted]
        assert len(server.heard) == 2


@pytest.mark.parametrize("end", [{"RSET": "421 Terlalu lama"}, {"RSET": DROP}, {"RSET": STALL}, {"RSET": "?"}])
def test_a_connection_that_died_at_rest_is_replaced_silently(end: Script) -> None:
    """The server closed it, or forgot it, before it heard of the next letter: that one takes a new connection."""
    with ScriptedMailServer(end, {}) as server:
        outcomes = all_carried(SmtpCourier(plain(server), step_seconds=0.3), three_letters())
        assert outcomes == [Accepted(250, "OK")] * 3
        assert (len(server.heard), len(server.letters)) == (2, 3)


def test_connections_that_the_server_cut_are_noticed() -> None:
    """Idle ones are cut by many servers without a word."""
    with ScriptedMailServer() as server:
        courier = SmtpCourier(plain(server))
        assert all_carried(courier, three_letters(), meanwhile=server.cut_all) == [Accepted(250, "OK")] * 3
        assert len(server.heard) == 3


def test_a_fresh_connection_is_not_replaced() -> None:
    """What a server says to a new one is its word: there is no second try in secret."""
    with ScriptedMailServer({"MAIL": "421 Penuh"}) as server:
        assert carried(plain(server)) == Unreachable("Penuh", 421)
        assert len(server.heard) == 1


def test_a_connection_that_rests_is_closed_politely() -> None:
    """After a while without work the server hears QUIT, without anybody asking for it."""
    with ScriptedMailServer() as server:
        said_goodbye = lambda: wait_for(lambda: "QUIT" in server.heard[-1], "the goodbye")  # noqa: E731
        courier = SmtpCourier(plain(server), idle_seconds=0)
        all_carried(courier, three_letters(), meanwhile=said_goodbye)
        assert [verbs[-1] for verbs in server.heard] == ["QUIT"] * 3


def test_letters_take_turns_on_few_connections() -> None:
    """A crowd of letters never opens more connections than it may."""

    async def crowd(courier: SmtpCourier) -> list[Outcome]:
        tries = (courier.carry(letter(), sender=SENDER, mailbox=MAILBOX) for _ in range(20))
        outcomes = await asyncio.gather(*tries)
        await courier.close()
        return outcomes

    with ScriptedMailServer() as server:
        assert asyncio.run(crowd(SmtpCourier(plain(server), max_connections=3))) == [Accepted(250, "OK")] * 20
        assert len(server.heard) <= 3


def test_a_courier_that_is_closed_keeps_nothing_open() -> None:
    """A letter that comes late still goes out, and its connection does not stay."""

    async def late(courier: SmtpCourier) -> Outcome:
        await courier.close()
        outcome = await courier.carry(letter(), sender=SENDER, mailbox=MAILBOX)
        await courier.close()
        return outcome

    with ScriptedMailServer() as server:
        assert asyncio.run(late(SmtpCourier(plain(server)))) == Accepted(250, "OK")
        assert server.heard[0][-1] == "QUIT"


def test_who_is_cancelled_leaves_no_connection() -> None:
    """The service stops in the middle of a letter: the line is cut before its end, so that no half letter arrives."""

    async def stopped(server: ScriptedMailServer) -> None:
        courier = SmtpCourier(plain(server))
        carrying = asyncio.create_task(courier.carry(letter(), sender=SENDER, mailbox=MAILBOX))
        await asyncio.to_thread(wait_for, lambda: server.heard and "RCPT" in server.heard[0], "RCPT")
        carrying.cancel()
        with suppress(asyncio.CancelledError):
            await carrying
        await courier.close()

    with ScriptedMailServer({"RCPT": STALL}) as server:
        asyncio.run(stopped(server))
        assert server.letters == []
