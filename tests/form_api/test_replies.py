"""The pages that a visitor of the form sees: every word kept, each fault at its field, always another way."""

import pytest
from starlette.testclient import TestClient

from form_api.outbox import Outbox, events
from generator.directory import HONEYPOT, language
from tests.form_api.questions import NOW, PASURUAN, TYPED, claimed, two_desks
from tests.form_api.window import JSON, client
from tests.web_page import WebPage

HOSTILE = "</textarea><script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("id", ["Meja PBB-P2 sedang buka", "Jumat, 27 Maret 2020 pukul 14.30", "Selasa, 24 Maret 2020 pukul 10.00"]),
        ("en", ["PBB-P2 desk is open now", "Friday, 27 March 2020 at 14:30", "Tuesday, 24 March 2020 at 10:00"]),
    ],
)
def test_a_receipt_says_what_happens_next(window: TestClient, code: str, told: list[str]) -> None:
    """In the citizen's language: which desk, whether it is open, by when it answers, when it was stored."""
    location = window.post("/inquiries", data=TYPED | {"language": code}).headers["location"]
    page = window.get(location).text
    assert f'<html lang="{code}">' in page
    assert all(sentence in page for sentence in told)


def test_a_receipt_in_the_evening_says_when_the_desk_opens(outbox: Outbox) -> None:
    """Past closing before a holiday: the next opening is the day after it, as the site says."""
    window = client(outbox, now=lambda: NOW.replace(hour=15))
    page = window.get(window.post("/inquiries", data=TYPED).headers["location"]).text
    assert "buka lagi Kamis, 26 Maret 2020 pukul 07.30" in page


@pytest.mark.parametrize(
    ("event", "sentence"), [("accepted", "accepted"), ("parked", "parked"), (None, "not_accepted")]
)
@pytest.mark.parametrize("code", ["id", "en"])
def test_stored_is_never_called_sent(outbox: Outbox, event: str | None, sentence: str, code: str) -> None:
    """A receipt tells the state of the moment, and no state but the mail server's yes sounds like arrival."""
    window = client(outbox)
    location = window.post("/inquiries", data=TYPED | {"language": code}).headers["location"]
    if event:
        errand = next(errand for errand in claimed(outbox) if errand.kind == "question")
        happened = {"accepted": events.accepted(errand.about, NOW), "parked": events.parked(errand, NOW)}
        outbox.commit(happened[event])
    text = WebPage(window.get(location).text).text
    when = language(code).instant(NOW.astimezone(PASURUAN.site.timezone))
    assert language(code)(f"reply.{sentence}", when=when) in text
    assert language(code)("reply.stored", when=when) in text
    assert not any(word in text.lower() for word in ("terkirim", "dikirim", " sent", "delivered"))


def test_a_faulty_form_comes_back_with_every_word(window: TestClient, outbox: Outbox) -> None:
    """422 with the form again: each text as it was typed, the hidden token and language too; nothing is stored."""
    typed = TYPED | {"message": "Satu\n\n  dua\t é 👩‍👩‍👧 &amp; <b>\n", "phone": "satu dua tiga", "language": "en"}
    answer = window.post("/inquiries", data=typed)
    page = WebPage(answer.text)
    assert answer.status_code == 422
    assert page.fields == typed | {HONEYPOT: ""}
    assert page.action == "/inquiries"
    assert outbox.all() == []


def test_a_mended_form_can_be_sent(window: TestClient, outbox: Outbox) -> None:
    """What the page holds, with the one field mended, is a question; line ends as browsers send them."""
    page = WebPage(window.post("/inquiries", data=TYPED | {"message": "Satu\r\ndua", "email": "siti"}).text)
    typed = {name: text.replace("\n", "\r\n") for name, text in page.fields.items()}
    answer = window.post(page.action, data=typed | {"email": "siti@warga.example"})
    assert answer.status_code == 303
    (inquiry,) = outbox.whole([outbox.all()[0].reference]).values()
    assert (inquiry.message, inquiry.email) == ("Satu\ndua", "siti@warga.example")


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [("message", "", "message-missing"), ("email", "siti", "email"), ("phone", "x", "phone")],
)
def test_a_fault_is_told_at_its_field(window: TestClient, code: str, field: str, text: str, fault: str) -> None:
    """In words at the field, tied to it for who can't see it, and in a list at the top that leads there."""
    answer = window.post("/inquiries", data=TYPED | {field: text, "language": code})
    page = WebPage(answer.text)
    assert answer.text.count(language(code)(f"faults.{fault}")) == 2
    assert page.ids[field]["aria-invalid"] == "true"
    assert f"{field}-fault" in page.ids[field]["aria-describedby"].split()
    assert set(page.ids[field]["aria-describedby"].split()) <= set(page.ids)
    assert f"#{field}" in page.links
    assert 'role="alert"' in answer.text


def test_a_fault_of_the_topic_is_told_at_the_choices(outbox: Outbox) -> None:
    """The choice that was made before stays made; what does not exist is told at the group."""
    window = client(outbox, two_desks())
    page = WebPage(window.post("/inquiries", data=TYPED | {"topic": "pajak"}).text)
    assert page.ids["topic"]["aria-describedby"] == "topic-fault"
    assert "topic" not in page.fields
    page = WebPage(window.post("/inquiries", data=TYPED | {"topic": "keberatan", "email": "x"}).text)
    assert page.fields["topic"] == "keberatan"


def test_an_unknown_service_gives_a_choice_of_services(window: TestClient, outbox: Outbox) -> None:
    """Nobody is sent away for an old link: the citizen picks the service, and the text is still there."""
    answer = window.post("/inquiries", data=TYPED | {"service": "sppt"})
    page = WebPage(answer.text)
    assert answer.status_code == 422
    assert all(f'<option value="{service}">' in answer.text for service in PASURUAN.services)
    assert page.fields["message"] == TYPED["message"]
    assert window.post(page.action, data=page.fields | {"service": "jkm"}).status_code == 303
    assert outbox.all()[0].desk == "meja-jkm"


@pytest.mark.parametrize("field", ["message", "name", "email", "phone", "service", "token", "topic", "language"])
def test_hostile_text_is_shown_as_text(window: TestClient, field: str) -> None:
    """Nothing that is typed becomes a part of the page."""
    answer = window.post("/inquiries", data=TYPED | {"email": "", "phone": "x", field: HOSTILE})
    page = WebPage(answer.text)
    assert answer.status_code == 422
    assert not page.tags & {"script", "img"}
    assert "49" not in page.fields.get(field, "")
    assert field in {"language", "topic", "service"} or page.fields[field] == HOSTILE


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "/inquiries", 405),
        ("DELETE", "/inquiries/K7M4-PX9R", 405),
        ("GET", "/tidak-ada", 404),
        ("GET", "/inquiries/a/b", 404),
    ],
)
def test_every_other_way_is_refused_kindly(window: TestClient, method: str, path: str, status: int) -> None:
    """A page in plain words with other ways to reach the office; a program gets a problem document."""
    answer = window.request(method, path)
    assert answer.status_code == status
    assert "tel:" in answer.text
    assert ("allow" in answer.headers) == (status == 405)
    assert window.request(method, path, headers=JSON).json()["status"] == status


@pytest.mark.parametrize(
    ("service", "way"), [("pajak-daerah-lain", "tel:+62343410188"), ("pbb-p2", "https://wa.me/6281230060440")]
)
def test_when_nothing_can_be_stored_the_citizen_has_another_way(disturbed: TestClient, service: str, way: str) -> None:
    """503 with the numbers of that service and the text to copy; nobody is told that it was stored."""
    answer = disturbed.post("/inquiries", data=TYPED | {"service": service})
    page = WebPage(answer.text)
    assert answer.status_code == 503
    assert any(link.startswith(way) for link in page.links)
    assert TYPED["message"] in page.text
    assert answer.headers["retry-after"] == "60"
    assert language("id")("reply.not_stored") in page.text
