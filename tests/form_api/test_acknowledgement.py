"""The automatic reply: what happens next, in the citizen's language, and not one word of the visitor's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Directory, language
from tests.form_api.letters import RECEIPT, acknowledged, everything_in, page_of, words_of
from tests.form_api.questions import NOW, PASURUAN, stored, two_desks
from tests.web_page import WebPage

EVENING = NOW.replace(hour=15)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=300)
PIECE = 4


def test_the_headers_of_a_reply(pasuruan: Directory) -> None:
    """To the citizen's address without a name; it says that a machine replied and asks for no answer at all."""
    letter = acknowledged(pasuruan, stored())
    assert letter.items()[:8] == [
        ("From", "Loket Pasuruan <noreply@pasuruan.example>"),
        ("To", "siti@warga.example"),
        ("Subject", "[K7M4-PX9R] Pertanyaan Anda sudah tersimpan"),
        ("Date", "Tue, 24 Mar 2020 10:00:00 +0700"),
        ("Message-ID", "<K7M4PX9R.reply@pasuruan.example>"),
        ("Auto-Submitted", "auto-replied"),
        ("X-Auto-Response-Suppress", "All"),
        ("X-Loket-Reference", "K7M4-PX9R"),
    ]


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("id", ["Meja PBB-P2 sedang buka", "Selasa, 24 Maret 2020 pukul 10.00", "Jumat, 27 Maret 2020 pukul 14.30"]),
        ("en", ["PBB-P2 desk is open", "Tuesday, 24 March 2020 at 10:00", "Friday, 27 March 2020 at 14:30"]),
    ],
)
def test_a_reply_says_what_happens_next(pasuruan: Directory, code: str, told: list[str]) -> None:
    """In the language of the question: the reference, the desk, by when it answers; text and HTML alike."""
    letter = acknowledged(pasuruan, stored(language=code))
    for said in (words_of(letter), WebPage(page_of(letter)).text):
        assert all(sentence in said for sentence in [*told, "K7M4-PX9R"])
    assert f'<html lang="{code}">' in page_of(letter)


def test_a_reply_in_the_evening_says_when_the_desk_opens(pasuruan: Directory) -> None:
    """Past closing before a holiday: the day after it, as the site says; the deadline stays that of the question."""
    said = words_of(acknowledged(pasuruan, stored(), EVENING))
    assert "Meja PBB-P2 buka lagi Kamis, 26 Maret 2020 pukul 07.30." in said
    assert "paling lambat Jumat, 27 Maret 2020 pukul 14.30" in said
    assert "sedang buka" not in said


def test_a_reply_read_late_is_still_true(pasuruan: Directory) -> None:
    """That a desk is open is said with the instant for which it holds."""
    when = language("id").instant(NOW.astimezone(pasuruan.site.timezone))
    told = language("id")("acknowledgement.opens_now", desk="Meja PBB-P2", when=when)
    assert when in told
    assert told in words_of(acknowledged(pasuruan, stored()))


def test_a_desk_without_hours_or_deadline_promises_nothing() -> None:
    """What the directory does not say, the reply does not make up."""
    said = words_of(acknowledged(two_desks(), stored(desk="meja-dua")))
    assert language("id")("reply.no_reply_by") in said
    assert "buka" not in said


def test_a_reply_names_the_other_ways(pasuruan: Directory) -> None:
    """Those of the service, each with a link; before them the receipt, and no other link at all."""
    letter = acknowledged(pasuruan, stored())
    assert f"\n{RECEIPT}\n" in words_of(letter)
    assert "- WhatsApp 0812-3006-0440: https://wa.me/6281230060440?text=" in words_of(letter)
    links = WebPage(page_of(letter)).links
    assert links[0] == RECEIPT
    assert [link.partition("?")[0] for link in links[1:]] == [
        "https://wa.me/6281230060440",
        "https://wa.me/6281945770577",
        "mailto:pajak@pasuruan.example",
    ]


@pytest.mark.parametrize("code", ["id", "en"])
def test_stored_is_never_called_sent(pasuruan: Directory, code: str) -> None:
    """The reply promises no more than the outbox has done."""
    said = everything_in(acknowledged(pasuruan, stored(language=code))).lower()
    assert not any(word in said for word in ("terkirim", "dikirim", " sent", "delivered", "arrived"))


@given(name=ANY, message=ANY, phone=ANY, topic=ANY)
def test_no_word_of_the_visitor_is_in_a_reply(name: str, message: str, phone: str, topic: str) -> None:
    """The form can't be used to write to a stranger: whatever was typed, the reply is the same to the byte."""
    typed = acknowledged(PASURUAN, stored(name=name, message=message, phone=phone, topic=topic))
    assert typed.as_bytes() == acknowledged(PASURUAN, stored(name="", message="", phone="", topic="")).as_bytes()


@given(name=ANY, message=ANY)
def test_no_piece_of_a_name_or_message_is_in_a_reply(name: str, message: str) -> None:
    """The same, seen from its reader: no four characters in a row but those that our own words hold as well."""
    ours = everything_in(acknowledged(PASURUAN, stored(name="", message="")))
    found = everything_in(acknowledged(PASURUAN, stored(name=name, message=message)))
    for text in (name, message):
        pieces = {text[start : start + PIECE] for start in range(len(text) - PIECE + 1)}
        assert not [piece for piece in pieces if piece in found and piece not in ours]


@pytest.mark.parametrize("language_", ["jv", "", "xx"])
def test_a_language_that_is_gone_is_answered_in_the_sites_own(pasuruan: Directory, language_: str) -> None:
    """A catalogue that was taken away leaves nobody without a reply."""
    assert '<html lang="id">' in page_of(acknowledged(pasuruan, stored(language=language_)))


@pytest.mark.parametrize("service", ["", "tidak-ada-lagi"])
def test_a_question_about_no_service_is_acknowledged(pasuruan: Directory, service: str) -> None:
    """It names every way to reach the office, and no service."""
    letter = acknowledged(pasuruan, stored(service=service, desk="meja-umum"))
    assert "(0343) 410188" in words_of(letter)
    assert f"{language('id')('letter.service')}: " not in words_of(letter)


@pytest.mark.parametrize("email", ["", "siti@x.example\nBcc: y@z.example", "siti@x.example, y@z.example", "siti"])
def test_what_is_no_address_gets_no_reply(pasuruan: Directory, email: str) -> None:
    """One address or none: a reply to two strangers can't be made."""
    with pytest.raises(ValueError, match=r"\w"):
        acknowledged(pasuruan, stored(email=email))
