"""A letter and a mailbox -> what the mail server said: Accepted, TryLater or Refused. The only user of aiosmtplib."""

import asyncio
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from form_api.outcomes import Accepted, Outcome, Refused, TryLater, Unreachable
from form_api.settings import SmtpServer

LETTER_SECONDS = 40
STEP_SECONDS = 20
GOODBYE_SECONDS = 2


class Courier(Protocol):
    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        """Carries one letter to one mailbox. Raises nothing: what goes wrong is an outcome."""
        ...


@dataclass(frozen=True, slots=True)
class SmtpCourier:
    """Carries letters to a mail server, one recipient each, so that every outcome is about one mailbox."""

    server: SmtpServer
    step_seconds: float = STEP_SECONDS
    letter_seconds: float = LETTER_SECONDS

    async def carry(self, letter: EmailMessage, *, sender: str, mailbox: str) -> Outcome:
        client = self._client()
        try:
            async with asyncio.timeout(self.letter_seconds):
                await client.connect()
                outcome = await _hand_over(client, letter, sender, mailbox)
            await _say_goodbye(client)
        except aiosmtplib.SMTPResponseException as error:
            # Greeting, STARTTLS, login, sender: about us or the server, not about this mailbox.
            return Unreachable(error.message, error.code)
        except (aiosmtplib.SMTPException, TimeoutError, OSError, ValueError) as error:
            return Unreachable(f"{type(error).__name__}: {error}")
        finally:
            client.close()
        return outcome

    def _client(self) -> aiosmtplib.SMTP:
        server = self.server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.tls == "implicit",
            start_tls=server.tls == "starttls",
            username=server.user or None,
            password=server.password.reveal() or None,
            timeout=self.step_seconds,
            tls_context=ssl.create_default_context() if server.tls != "none" else None,
        )


async def _hand_over(client: aiosmtplib.SMTP, letter: EmailMessage, sender: str, mailbox: str) -> Outcome:
    try:
        _, said = await client.sendmail(sender, [mailbox], letter.as_bytes())
    except aiosmtplib.SMTPRecipientsRefused as error:
        # aiosmtplib 5.1 raises this for 451 and 550 alike.
        return _by_code(error.recipients[0].code, error.recipients[0].message)
    except aiosmtplib.SMTPDataError as error:
        return _by_code(error.code, error.message)
    return Accepted(250, said)


async def _say_goodbye(client: aiosmtplib.SMTP) -> None:
    """Out of politeness: what the server has said of the letter stands, whatever it says to this."""
    with suppress(aiosmtplib.SMTPException, OSError, TimeoutError):
        async with asyncio.timeout(GOODBYE_SECONDS):
            await client.quit()


def _by_code(code: int, text: str) -> Outcome:
    """Source: RFC 5321, section 4.2.1: 4yz may succeed when it is tried again, 5yz will not.

    530 and 535 ask for a login (RFC 4954, section 6), and the class X.7 is about policy (RFC 3463, section 3.8): they
    judge us, as a relay does that is set wrongly, and not the mailbox.
    """
    judges_us = code in {530, 535} or text.startswith("5.7.")
    return Refused(code, text) if 500 <= code < 600 and not judges_us else TryLater(text, code)
