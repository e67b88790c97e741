"""Reminder and escalation: which question, whose desk, since when; and no word of the citizen's."""

import dataclasses

import pytest

from form_api.letter import message_id
from form_api.records import Submission
from form_api.reminders import escalate, remind
from generator.directory import Directory, language
from tests.form_api.letters import BOX, RECEIVED, every_letter, everything_in, page_of, read_back, words_of
from tests.form_api.questions import DAY, NOW, TYPED, stored, two_desks
from tests.web_page import WebPage

SENDER = "noreply@pasuruan.example"


@pytest.mark.parametrize("kind", ["reminder", "escalation"])
def test_who_reads_it_learns_what_is_late(kind: str) -> None:
    """Reference, service, desk, when it came, by when an answer was due, and the button; in text and HTML."""
    letter = read_back(every_letter(stored())[kind])
    facts = ["K7M4-PX9R", "Pajak Bumi dan Bangunan (PBB-P2)", "Meja PBB-P2"]
    facts += ["Selasa, 24 Maret 2020 pukul 10.00", "Jumat, 27 Maret 2020 pukul 14.30"]
    for said in (words_of(letter), WebPage(page_of(letter)).text):
        assert all(fact in said for fact in facts)
    assert WebPage(page_of(letter)).links == [RECEIVED]
    assert f"\n{RECEIVED}\n" in words_of(letter)


@pytest.mark.parametrize("kind", ["reminder", "escalation"])
def test_no_word_of_the_citizen_is_repeated(kind: str) -> None:
    """Name, address, number and question stay in the first letter."""
    said = everything_in(read_back(every_letter(stored())[kind]))
    assert not [name for name in ("name", "email", "phone", "message") if TYPED[name] in said]


def test_a_reminder_stands_under_its_letter(pasuruan: Directory) -> None:
    """To the mailbox that has the question; the desk's mail program shows both as one conversation."""
    letter = read_back(remind(pasuruan, stored(), pasuruan.desks["meja-pbb"], BOX, received_link=RECEIVED))
    assert letter["To"] == "Meja PBB-P2 <pbb@pasuruan.example>"
    assert letter["Subject"] == "[K7M4-PX9R] Belum dikonfirmasi: Pajak Bumi dan Bangunan (PBB-P2)"
    assert letter["In-Reply-To"] == letter["References"] == message_id(stored(), BOX, SENDER)
    assert letter["Date"] == "Fri, 27 Mar 2020 14:30:00 +0700"


def test_an_escalation_goes_to_who_reads_the_digest(pasuruan: Directory) -> None:
    """It names the desk that was reminded in vain."""
    letter = read_back(escalate(pasuruan, stored(), pasuruan.desks["meja-pbb"], received_link=RECEIVED))
    assert letter["To"] == "umum@pasuruan.example"
    assert letter["Subject"] == "[K7M4-PX9R] Lewat batas jawab: Pajak Bumi dan Bangunan (PBB-P2)"
    assert language("id")("escalation.lead", desk="Meja PBB-P2") in words_of(letter)


def test_nobody_to_escalate_to_is_told() -> None:
    """Whoever asks for such a letter learns that the directory names no reader."""
    directory = two_desks()
    with pytest.raises(ValueError, match="digest_to"):
        escalate(directory, stored(), directory.desks["meja-pbb"], received_link=RECEIVED)


@pytest.mark.parametrize("service", ["", "tidak-ada-lagi"])
def test_a_question_about_no_service_can_be_late(pasuruan: Directory, service: str) -> None:
    """It has a subject, and no row is empty."""
    desk = dataclasses.replace(pasuruan.desks["meja-umum"], reply_within=None)
    letter = read_back(remind(pasuruan, stored(service=service), desk, BOX, received_link=RECEIVED))
    assert letter["Subject"] == f"[K7M4-PX9R] Belum dikonfirmasi: {service or 'Tanpa layanan'}"
    assert ": \n" not in words_of(letter)
    assert letter["Date"].datetime == NOW


def test_a_reminder_about_a_submission_counts_from_its_documents(pasuruan: Directory) -> None:
    """The desk is told the day that it was given, and not one before it had anything."""
    place = Submission(day=NOW.date(), number=14, arrived_at=NOW)
    early = stored(stored_at=NOW - 9 * DAY, submission=place)
    desk = pasuruan.desks["meja-pbb"]
    told = [remind(pasuruan, entry, desk, BOX, received_link=RECEIVED)["Date"] for entry in (early, stored())]
    assert told[0] == told[1]
