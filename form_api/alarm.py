"""What failed beside the form itself, as a backup at night: a letter to whoever reads the digest, in two languages.

Never asks the outbox, which may be what failed: the letter goes straight to the mail server.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from email.message import EmailMessage
from typing import NamedTuple

from form_api.courier import Courier
from form_api.outcomes import Outcome, Unknown
from form_api.sheet import Listing, Sheet, one_line
from form_api.stationery import Cover, letter_id, sender_of, write
from generator.directory import Directory, Language, Link, language

LANGUAGES = ("id", "en")
"""Whoever looks after a server need not speak the site's."""
BACKUPS = ("loket-backup.service", "backup")
"""As systemd calls it, and whoever has no systemd."""
_UNIT = ".service"


class Failure(NamedTuple):
    """`what`: a unit of systemd's, or any name. `result`: what systemd calls its end, empty where nobody said so."""

    what: str
    result: str
    machine: str
    at: datetime


async def ring(directory: Directory, failure: Failure, courier: Courier) -> Mapping[str, Outcome]:
    """A letter to each mailbox, and what became of it. Raises: ValueError where the directory takes no questions."""
    sender = sender_of(directory)
    try:
        return {
            mailbox: await courier.carry(as_letter(directory, failure, mailbox), sender=sender, mailbox=mailbox)
            for mailbox in who_is_told(directory)
        }
    finally:
        await courier.close()


def who_is_told(directory: Directory) -> tuple[str, ...]:
    """Whoever reads the digest; where nobody does, the default desk, which can pass it on."""
    if directory.inquiry is None:
        return ()
    if directory.inquiry.digest_to:
        return (directory.inquiry.digest_to,)
    return directory.desks[directory.inquiry.default_desk].to


def why_not(outcome: Outcome) -> str:
    """For the log: the code alone where there is one, for the server's words often repeat the mailbox."""
    match outcome:
        case Unknown():
            return outcome.text
        case _:
            return f"{type(outcome).__name__} {outcome.code}" if outcome.code else outcome.text


def as_letter(directory: Directory, failure: Failure, mailbox: str) -> EmailMessage:
    """Raises: ValueError where the directory takes no questions."""
    first = language(LANGUAGES[0])
    heading = _about(failure, first, "subject")
    cover = Cover(
        mailbox=mailbox,
        subject=heading,
        date=failure.at.astimezone(directory.site.timezone),
        message_id=letter_id(f"{failure.at:%Y%m%dT%H%M%SZ}", sender_of(directory), kind="alarm", mailbox=mailbox),
    )
    said = tuple(line for code in LANGUAGES for line in _told(directory, failure, language(code)))
    return write(directory, cover, Sheet(words=first, heading=heading, opening=said, lists=tuple(_commands(failure))))


def _told(directory: Directory, failure: Failure, words: Language) -> Iterator[str]:
    when = words.instant(failure.at.astimezone(directory.site.timezone))
    yield _about(failure, words, "lead", when=when)
    if failure.result:
        yield words("alarm.result", result=one_line(failure.result))
    yield words("alarm.remedy")


def _about(failure: Failure, words: Language, part: str, **more: str) -> str:
    key = f"alarm.{part}_backup" if failure.what in BACKUPS else f"alarm.{part}_other"
    return words(key, what=one_line(failure.what), machine=one_line(failure.machine), **more)


def _commands(failure: Failure) -> Iterator[Listing]:
    """The same in every language; none of systemd's for what it does not know."""
    if failure.what.endswith(_UNIT):
        unit = one_line(failure.what)
        typed = (f"journalctl -u {unit} --since yesterday", "df -h", f"systemctl start {unit}")
        heading = " / ".join(language(code)("alarm.commands") for code in LANGUAGES)
        yield Listing(heading, tuple(Link(command, "") for command in typed))
