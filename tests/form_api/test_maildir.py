"""The Maildir courier: letters on disk that any mail program reads."""

import asyncio
import mailbox as mailboxes
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from form_api.letter import compose
from form_api.maildir import MaildirCourier
from form_api.outcomes import Accepted, Outcome, Unreachable
from generator.directory import Directory
from tests.form_api.letters import words_of
from tests.form_api.questions import stored

SENDER, MAILBOX = "noreply@pasuruan.example", "pbb@pasuruan.example"
MESSAGE = "Baris pertama.\n\nFrom saya\n.\n é 👩‍👩‍👧\n"


@pytest.fixture
def letter(pasuruan: Directory) -> EmailMessage:
    return compose(pasuruan, stored(message=MESSAGE), pasuruan.desks["meja-pbb"], MAILBOX)


def laid(folder: Path, *letters: EmailMessage) -> list[Outcome]:
    """Carries all of them at once."""

    async def carry() -> list[Outcome]:
        courier = MaildirCourier(folder)
        return await asyncio.gather(*(courier.carry(one, sender=SENDER, mailbox=MAILBOX) for one in letters))

    return asyncio.run(carry())


def test_a_letter_lies_in_the_maildir(tmp_path: Path, letter: EmailMessage) -> None:
    """It is in new/, whole, with its envelope in two headers; folders that are not there are made."""
    folder = tmp_path / "var" / "mail"
    assert laid(folder, letter) == [Accepted(250, "in the Maildir")]
    (file,) = (folder / "new").iterdir()
    content = file.read_bytes()
    assert b"\r" not in content
    found = message_from_bytes(content, policy=policy.default)
    assert found["Subject"] == letter["Subject"]
    assert (found["Return-Path"], found["Delivered-To"]) == (f"<{SENDER}>", MAILBOX)
    assert MESSAGE in words_of(found)
    assert not list((folder / "tmp").iterdir())


def test_a_mail_program_reads_it(tmp_path: Path, letter: EmailMessage) -> None:
    """Python's own reader of Maildirs finds the letter."""
    laid(tmp_path / "mail", letter)
    (found,) = mailboxes.Maildir(tmp_path / "mail", create=False)
    assert found["Message-ID"] == letter["Message-ID"]


def test_an_empty_folder_becomes_a_maildir(tmp_path: Path, letter: EmailMessage) -> None:
    """A folder that somebody made beforehand, or a volume that was mounted there, is good."""
    assert laid(tmp_path, letter) == [Accepted(250, "in the Maildir")]


def test_letters_laid_at_once_lie_side_by_side(tmp_path: Path, pasuruan: Directory) -> None:
    """No letter covers another."""
    desk = pasuruan.desks["meja-pbb"]
    letters = [compose(pasuruan, stored(message=str(number)), desk, MAILBOX) for number in range(20)]
    assert laid(tmp_path / "mail", *letters) == [Accepted(250, "in the Maildir")] * 20
    assert len(list((tmp_path / "mail" / "new").iterdir())) == 20


@pytest.mark.parametrize("name", ["file", "file/mail"])
def test_a_folder_that_can_not_be_is_tried_later(tmp_path: Path, letter: EmailMessage, name: str) -> None:
    """A full disk or a wrong path refuses nobody's letter: it waits, and the reason is noted."""
    (tmp_path / "file").touch()
    (outcome,) = laid(tmp_path / name, letter)
    assert isinstance(outcome, Unreachable)
    assert outcome.text
