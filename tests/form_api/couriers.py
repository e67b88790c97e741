"""Letters for the tests of the courier, and a courier that carries them and closes."""

import asyncio
import selectors
from collections.abc import Callable, Iterable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from form_api.courier import SmtpCourier
from form_api.outcomes import Outcome
from form_api.settings import SmtpServer
from tests.mail_server import HOST, MailServer
from tests.scripted_mail_server import ScriptedMailServer
from tests.waiting import wait_for

SENDER, MAILBOX = "noreply@pasuruan.example", "pbb@pasuruan.example"
BIG = ("Baris yang panjang sekali." * 30 + "\n") * 18_000
"""14 MB: more than a line takes at once."""


def letter(text: str = "Halo\n.\nFrom saya\n") -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = SENDER, MAILBOX, "Pertanyaan"
    made.set_content(text)
    return made


def carried(server: SmtpServer, mailbox: str = MAILBOX, sender: str = SENDER, **limits: Any) -> Outcome:
    """What a courier says, once it has closed again: no socket is left but the loop's own."""
    (outcome,) = all_carried(SmtpCourier(server, **limits), [letter()], mailbox, sender)
    return outcome


def all_carried(
    courier: SmtpCourier,
    letters: Iterable[EmailMessage],
    mailbox: str = MAILBOX,
    sender: str = SENDER,
    meanwhile: Callable[[], object] = lambda: None,
) -> list[Outcome]:
    """One after the other, with `meanwhile` after each; then the courier is closed."""

    async def carry_all() -> list[Outcome]:
        outcomes = []
        for one in letters:
            outcomes.append(await courier.carry(one, sender=sender, mailbox=mailbox))
            await asyncio.to_thread(meanwhile)
        await courier.close()
        return outcomes

    sockets = selectors.DefaultSelector()
    with asyncio.Runner(loop_factory=lambda: asyncio.SelectorEventLoop(sockets)) as runner:
        outcomes = runner.run(carry_all())
        wait_for(lambda: runner.run(asyncio.sleep(0, len(sockets.get_map()) == 1)), "the connections to close")
    return outcomes


def plain(server: MailServer | ScriptedMailServer) -> SmtpServer:
    return SmtpServer(HOST, server.port, "none")
