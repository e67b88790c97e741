"""The paper of every letter: who it is from, that no machine answers it, and bytes that any mail server takes."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.records import UploadedFile
from form_api.stationery import file_name, in_header, letter_id, sender_of
from generator.directory import Directory, FileType
from tests.form_api.letters import assert_survives_any_server, every_letter, page_of, read_back, words_of
from tests.form_api.questions import PASURUAN, stored

KINDS = ("question", "handed on", "reply", "reminder", "escalation", "digest")
ANY = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=500)


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_from_us_alone(kind: str) -> None:
    """Our own domain sends it, to one mailbox, with a Message-ID of ours; no machine is to answer it."""
    letter = read_back(every_letter(stored())[kind])
    assert letter["From"] == "Loket Pasuruan <noreply@pasuruan.example>"
    assert len(letter["To"].addresses) == 1
    assert letter["Message-ID"].strip().endswith("@pasuruan.example>")
    assert letter["Auto-Submitted"] == ("auto-replied" if kind == "reply" else "auto-generated")
    assert ("Reply-To" in letter) == (kind in {"question", "handed on"})
    assert len(letter.keys()) == len(set(letter.keys()))


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_is_the_same_each_time(kind: str) -> None:
    """The same input gives the same bytes; a letter of another kind has another Message-ID."""
    one, two = (every_letter(stored()) for _ in range(2))
    assert one[kind].as_bytes() == two[kind].as_bytes()
    ids = [letter["Message-ID"] for name, letter in one.items() if name != kind]
    assert (one[kind]["Message-ID"] in ids) == (kind in {"question", "handed on"})  # both are to one mailbox here


@pytest.mark.parametrize("kind", KINDS)
def test_every_letter_has_text_and_html(kind: str) -> None:
    """Plain first, as the weaker one (RFC 2046, section 5.1.4); neither is empty."""
    letter = read_back(every_letter(stored())[kind])
    assert [part.get_content_type() for part in letter.iter_parts()] == ["text/plain", "text/html"]
    assert words_of(letter).strip()
    assert page_of(letter).startswith("<!doctype html>")


@given(message=ANY, name=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=100))
def test_every_letter_survives_any_mail_server(message: str, name: str) -> None:
    """Whatever was typed: plain ASCII, short lines, and none that a server on the way is known to change."""
    for letter in every_letter(stored(message=message, name=name)).values():
        assert_survives_any_server(letter)


def test_a_bounce_of_a_letter_is_wanted_and_of_a_reply_is_not() -> None:
    """Exchange would keep a report of failure to itself if it were asked to, and the question would be lost."""
    letters = every_letter(stored())
    asked = {kind: letter["X-Auto-Response-Suppress"].split(", ") for kind, letter in letters.items()}
    assert asked.pop("reply") == ["All"]
    assert not [kind for kind, suppressed in asked.items() if {"NDR", "All"} & set(suppressed)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_long_domain_breaks_no_header(pasuruan: Directory, kind: str) -> None:
    """A Message-ID longer than a line is read back as it was written, also where a reminder refers to it."""
    assert pasuruan.inquiry is not None
    inquiry = dataclasses.replace(pasuruan.inquiry, from_=f"a@{'x' * 60}.{'y' * 60}.example")
    written = every_letter(stored(), dataclasses.replace(pasuruan, inquiry=inquiry))
    found = read_back(written[kind])
    for name in ("Message-ID", "References", "In-Reply-To"):
        assert (found[name] or "").strip() == (written[kind][name] or "").strip()
    assert read_back(written["reminder"])["References"].strip() == written["question"]["Message-ID"].strip()


@pytest.mark.parametrize(
    ("kind", "mailbox", "expected"),
    [
        ("", "", "<K7M4PX9R@x.example>"),
        ("reply", "", "<K7M4PX9R.reply@x.example>"),
        ("reminder", "a@b.example", "<K7M4PX9R.reminder.ebb18a030bf1@x.example>"),
    ],
)
def test_a_message_id_is_stable(kind: str, mailbox: str, expected: str) -> None:
    """The same from one version to the next: a letter on its way during an update is still seen as one."""
    assert letter_id("K7M4-PX9R", "noreply@x.example", kind=kind, mailbox=mailbox) == expected


@pytest.mark.parametrize(("kind", "ending"), [("pdf", "pdf"), ("jpg", "jpg"), ("png", "png")])
def test_a_file_is_named_by_its_place_and_type(kind: FileType, ending: str) -> None:
    """Nothing of the name that the citizen gave it gets into a header."""
    file = UploadedFile(field="attachments", name='x"\r\nBcc: a@b.example', type=kind, content=b"")
    assert file_name("K7M4-PX9R", 2, file) == f"K7M4-PX9R-2.{ending}"


@given(st.text())
def test_what_stands_in_a_header_is_one_line(text: str) -> None:
    """No line end and no encoded word is left."""
    line = in_header(text)
    assert len(f"{line}.".splitlines()) == 1
    assert "=?" not in line


def test_a_directory_without_questions_sends_nothing() -> None:
    """There is no address to send from; that is said rather than guessed."""
    with pytest.raises(ValueError, match="no questions"):
        sender_of(dataclasses.replace(PASURUAN, inquiry=None))
