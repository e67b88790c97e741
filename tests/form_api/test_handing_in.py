"""Submissions over HTTP: the form with or without its documents, and documents that come afterwards, each by itself."""

from collections.abc import Sequence
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from form_api.limits import Limits
from form_api.outbox import Outbox
from form_api.reference import desk_key, receipt_key
from generator.directory import language
from tests.form_api.photographs import paper, photograph
from tests.form_api.questions import NOW, TYPED, claimed, whole
from tests.form_api.submissions import claims_office, standing
from tests.form_api.window import JSON, SECRET, client
from tests.web_page import WebPage

ID = language("id")
PHOTO = photograph(400, 300)
CLAIM = TYPED | {"service": "klaim", "purpose": "submission", "message": ""}
KARTU, KTP = ("kartu", ("kartu.jpg", PHOTO)), ("ktp", ("ktp saya.jpg", PHOTO))
Files = Sequence[tuple[str, tuple[str, bytes]]]


@pytest.fixture
def office(outbox: Outbox) -> TestClient:
    return client(outbox, claims_office(), limits=Limits(hold=timedelta(0)))


def submitted(office: TestClient, files: Files = (), **more: str) -> str:
    """The reference of a claim that was taken."""
    answer = office.post("/inquiries", data=CLAIM | more, files=list(files) or None, headers=JSON)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["reference"])


def sent(office: TestClient, reference: str, *files: tuple[str, tuple[str, bytes]], **more: Any) -> Response:
    address = f"/inquiries/{reference}/documents?key={receipt_key(SECRET, reference)}"
    return office.post(address, files=list(files), **more)


def receipt(office: TestClient, reference: str) -> str:
    return office.get(f"/inquiries/{reference}?key={receipt_key(SECRET, reference)}").text


def test_a_claim_gets_a_number_and_a_day(office: TestClient) -> None:
    """Before any document: the place in the queue is the citizen's from the moment that the form is stored."""
    answer = office.post("/inquiries", data=CLAIM, headers=JSON).json()
    assert answer["queue"] == {"day": "2020-03-24", "number": 1}
    page = receipt(office, answer["reference"])
    assert "Selasa, 24 Maret 2020" in page
    assert ID("submission.lacking", documents="Kartu peserta dan KTP") in page


def test_what_comes_with_the_form_is_kept(office: TestClient, outbox: Outbox) -> None:
    """Everything at once, as a browser without script sends it: the letter is due."""
    reference = submitted(office, [KARTU, KTP])
    kept = whole(outbox, reference)
    assert kept is not None
    assert [(file.field, file.name, file.type) for file in kept.files] == [
        ("kartu", "kartu.jpg", "jpg"),
        ("ktp", "ktp saya.jpg", "jpg"),
    ]
    assert "question" in [errand.kind for errand in claimed(outbox)]


def test_documents_come_afterwards(office: TestClient, outbox: Outbox) -> None:
    """One by one, on another day and device, with the address of the receipt."""
    reference = submitted(office)
    first = sent(office, reference, KARTU, headers=JSON)
    assert (first.status_code, first.json()) == (200, {"documents": ["kartu"], "lacking": ["ktp"]})
    second = sent(office, reference, KTP)
    assert (second.status_code, second.headers["location"].partition("#")[2]) == (303, "dokumen")
    assert standing(outbox, reference).arrived_at == NOW
    assert ID("submission.all_here", desk="Meja klaim") in receipt(office, reference)


def test_a_document_that_can_t_be_taken_takes_no_other_along(office: TestClient, outbox: Outbox) -> None:
    """The good one is kept, the bad one told at its field, in the words of the citizen."""
    reference = submitted(office, language="en")
    answer = sent(office, reference, KARTU, ("ktp", ("ktp.jpg", PHOTO[:300])))
    assert answer.status_code == 422
    assert language("en")("faults.picture-broken", name="ktp.jpg") in unescape(answer.text)
    assert [one.document for one in outbox.documents(reference)] == ["kartu"]


def test_a_document_that_is_not_asked_for_is_told_on_the_page(office: TestClient) -> None:
    """It has no field there, as where the office came to ask for less while the page was open."""
    answer = sent(office, submitted(office), ("asli", ("asli.jpg", PHOTO)))
    assert answer.status_code == 422
    assert ID("faults.document-unknown", name="asli.jpg") in unescape(answer.text)


def test_the_page_with_a_fault_is_as_true_as_without(office: TestClient) -> None:
    """The last documents came, and one that can't be taken: the status knows that they are here."""
    reference = submitted(office)
    page = unescape(sent(office, reference, KARTU, KTP, ("surat", ("surat.pdf", b"kosong"))).text)
    assert ID("submission.next_documents") not in page
    assert ID("submission.next_passed_on") in page


def test_a_fault_does_not_hide_why_documents_were_returned(office: TestClient) -> None:
    """The citizen still reads what to mend, and not that everything is here."""
    reference = submitted(office, [KARTU, KTP])
    pressed(office, reference, step="returned", reason="KTP buram.")
    page = unescape(sent(office, reference, ("ktp", ("ktp.jpg", PHOTO[:300]))).text)
    assert "KTP buram." in page
    assert ID("submission.all_here", desk="Meja klaim") not in page


@pytest.mark.parametrize(
    ("files", "field", "fault"),
    [
        ([("ktp", ("ktp.pdf", paper()))], "ktp", "file-type"),
        ([("surat", ("s.pdf", paper({"/OpenAction": "<</S/JavaScript/JS(x)>>"})))], "surat", "paper-active"),
        ([("surat", ("s.pdf", paper() + b" " * 1_100_000))], "surat", "document-too-large"),
        ([("kartu", ("kartu.zip", b"PK\x03\x04" + b"0" * 99))], "kartu", "file-type"),
        ([("kartu", ("kosong.jpg", b""))], "kartu", "file-empty"),
        ([KARTU, KARTU], "kartu", "document-twice"),
        ([("asli", ("asli.jpg", PHOTO))], "attachments", "document-unknown"),
    ],
)
@pytest.mark.parametrize("with_form", [True, False])
def test_each_fault_is_told_at_its_document(  # noqa: PLR0917
    office: TestClient, outbox: Outbox, files: Files, field: str, fault: str, with_form: bool
) -> None:
    """The content decides and not the name; nothing of it is stored, and the words of the form are kept."""
    if with_form:
        answer = office.post("/inquiries", data=CLAIM, files=list(files), headers=JSON)
        assert outbox.all() == []
    else:
        answer = sent(office, submitted(office), *files, headers=JSON)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["field"] == field
    assert error["message"].startswith(ID(f"faults.{fault}", **dict.fromkeys(BLANKS, "\0")).partition("\0")[0])


BLANKS = ("name", "names", "types", "count", "limit", "size", "action")


def test_a_question_about_the_same_service_takes_no_number(office: TestClient, outbox: Outbox) -> None:
    """Whoever only asks is not in the queue, and has to ask something."""
    assert office.post("/inquiries", data=CLAIM | {"purpose": "question"}).status_code == 422
    assert office.post("/inquiries", data=CLAIM | {"purpose": ""}).status_code == 422
    asked = CLAIM | {"purpose": "question", "message": "Perlu KK?"}
    assert office.post("/inquiries", data=asked, files=[KTP]).status_code == 422
    assert office.post("/inquiries", data=asked).status_code == 303
    assert outbox.all()[0].submission is None


def test_the_same_claim_again_is_the_first(office: TestClient) -> None:
    """A double click takes one number; the documents are part of what is the same."""
    assert submitted(office, [KARTU]) == submitted(office, [KARTU])
    assert office.post("/inquiries", data=CLAIM, headers=JSON).json()["queue"]["number"] == 2


def test_sixty_claims_without_a_word_are_no_repetition(office: TestClient, outbox: Outbox) -> None:
    """Who writes nothing writes the same as everybody, and is not put aside for it."""
    for number in range(65):
        submitted(office, email=f"warga{number}@warga.example")
    assert not any(entry.quarantined_at for entry in outbox.all())


@pytest.mark.parametrize("key", ["", "x", "desk"])
def test_no_other_key_takes_documents(office: TestClient, outbox: Outbox, key: str) -> None:
    """Nor does the desk's: what a citizen sends, a citizen sends."""
    reference = submitted(office)
    given = desk_key(SECRET, reference) if key == "desk" else key
    assert office.post(f"/inquiries/{reference}/documents?key={given}", files=[KARTU]).status_code == 404
    assert outbox.documents(reference) == []


def test_a_plain_question_takes_no_documents(office: TestClient) -> None:
    """There is nothing that they would belong to."""
    asked = office.post("/inquiries", data=TYPED | {"service": "tanya"}, headers=JSON).json()["reference"]
    assert sent(office, asked, KARTU).status_code == 404


def test_verified_documents_stay_as_they_are(office: TestClient, outbox: Outbox) -> None:
    """409, and the page says how else to reach the desk."""
    reference = submitted(office, [KARTU, KTP])
    outbox.commit(outbox.stepped(reference, "verified", NOW))
    assert sent(office, reference, KARTU).status_code == 409
    assert 'type="file"' not in receipt(office, reference)


def test_a_body_that_is_too_large_keeps_what_had_come(office: TestClient, outbox: Outbox) -> None:
    """The texts of a form, the documents before; and it says to send them one by one."""
    reference = submitted(office, [KARTU])
    huge = ("ktp", ("ktp.jpg", PHOTO + b" " * 48 * 1024 * 1024))
    answer = sent(office, reference, huge)
    assert answer.status_code == 413
    assert [one.document for one in outbox.documents(reference)] == ["kartu"]


def test_a_store_that_fails_is_told(office: TestClient, outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """503: what is not on disk is not said to be."""
    from form_api.outbox import OutboxError

    reference = submitted(office)

    def full(*_args: object) -> None:
        raise OutboxError("disk full")

    monkeypatch.setattr(outbox, "commit_all", full)
    monkeypatch.setattr(outbox, "commit", full)
    assert sent(office, reference, KARTU).status_code == 503


def pressed(office: TestClient, reference: str, **fields: str) -> Response:
    """A button of the desk's page as it is now, unless `mark` says that it was opened before."""
    seen = {"key": desk_key(SECRET, reference), "mark": WebPage(desk(office, reference)).fields.get("mark", "")}
    return office.post(f"/inquiries/{reference}/step", data=seen | fields)


def desk(office: TestClient, reference: str) -> str:
    return office.get(f"/inquiries/{reference}/received?key={desk_key(SECRET, reference)}").text


def test_the_desk_goes_step_by_step(office: TestClient) -> None:
    """Each button once; the citizen's page tells it, with the promised day."""
    reference = submitted(office, [KARTU, KTP])
    for step in ("complete", "verified", "paid"):
        assert f'value="{step}"' in desk(office, reference)
        assert pressed(office, reference, step=step).status_code == 303
        assert pressed(office, reference, step=step).status_code == 409
        assert f'value="{step}"' not in desk(office, reference)
    state = office.get(f"/inquiries/{reference}?key={receipt_key(SECRET, reference)}", headers=JSON).json()
    assert (state["verified_at"], state["promised_by"]) == ("2020-03-24T10:00+07:00", "2020-03-27T15:30+07:00")


def test_documents_come_back_with_a_reason(office: TestClient) -> None:
    """Without one nobody could mend anything; with it the citizen reads it, and no tag of it works."""
    reference = submitted(office, [KARTU, KTP])
    assert pressed(office, reference, step="returned", reason="  ").status_code == 422
    assert pressed(office, reference, step="returned", reason="x" * 1001).status_code == 422
    assert pressed(office, reference, step="returned", reason="KTP <b>buram</b>").status_code == 303
    page = receipt(office, reference)
    assert "KTP &lt;b&gt;buram&lt;/b&gt;" in page
    assert sent(office, reference, KTP).status_code == 303
    assert "buram" not in receipt(office, reference)


@pytest.mark.parametrize("step", ["", "stored", "erased"])
def test_a_step_that_is_none_is_not_taken(office: TestClient, step: str) -> None:
    """Nor one of a plain question."""
    assert pressed(office, submitted(office, [KARTU, KTP]), step=step).status_code == 404


def test_links_are_renewed_by_mail(office: TestClient, outbox: Outbox) -> None:
    """The page itself opens no document: a letter to the desk's mailbox does."""
    reference = submitted(office, [KARTU, KTP])
    before = standing(outbox, reference).edition
    key = {"key": desk_key(SECRET, reference)}
    assert office.post(f"/inquiries/{reference}/links", data=key).status_code == 303
    assert standing(outbox, reference).edition == before + 1


@pytest.mark.parametrize("path", ["step", "links"])
def test_no_other_key_presses_a_button(office: TestClient, path: str) -> None:
    """Not the citizen's either."""
    reference = submitted(office, [KARTU, KTP])
    key = receipt_key(SECRET, reference)
    assert office.post(f"/inquiries/{reference}/{path}", data={"key": key, "step": "paid"}).status_code == 404


def test_no_page_shows_a_word_of_the_citizen(office: TestClient) -> None:
    """Whoever gets hold of an address sees how far a claim is, and no name or file."""
    reference = submitted(office, [KARTU, KTP], message="Mohon dibantu")
    for page in (receipt(office, reference), desk(office, reference)):
        assert not any(word in page for word in ("Siti", "warga.example", "ktp saya", "Mohon"))


def test_the_script_is_served_under_its_hash(office: TestClient) -> None:
    """A browser keeps it for ever, and gets a new one with a new version."""
    page = receipt(office, submitted(office))
    (path,) = [part.partition('"')[0] for part in page.split('src="')[1:]]
    answer = office.get(path)
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


def test_the_page_says_what_can_still_be_done(office: TestClient) -> None:
    """Documents can be replaced until they are verified; of those that came back nothing says that all is well."""
    reference, all_here = submitted(office, [KARTU, KTP]), ID("submission.all_here", desk="Meja klaim")
    assert all_here in receipt(office, reference)
    pressed(office, reference, step="returned", reason="KTP buram")
    assert all_here not in receipt(office, reference)
    sent(office, reference, KTP)
    pressed(office, reference, step="verified")
    assert all_here not in receipt(office, reference)
    assert ID("submission.next_done", when="Jumat, 27 Maret 2020") in receipt(office, reference)


def test_the_address_can_be_kept_in_a_telephone(office: TestClient) -> None:
    """Whoever gave a number alone sends the receipt's address to oneself; it opens on any device."""
    reference = submitted(office, email="")
    page = WebPage(receipt(office, reference))
    (link,) = [link for link in page.links if link.startswith("https://wa.me/?text=")]
    path = f"/inquiries/{reference}?key={receipt_key(SECRET, reference)}"
    assert unquote(link).endswith(f"https://kantor.example{path}")
    assert office.get(path).status_code == 200


def test_nobody_verifies_what_nobody_saw(office: TestClient, outbox: Outbox) -> None:
    """A document that was replaced while the desk's page was open: its button says so, and the page is the new one."""
    reference = submitted(office, [KARTU, KTP])
    before = standing(outbox, reference).mark
    a_minute_later = client(outbox, claims_office(), now=lambda: NOW + timedelta(minutes=1))
    sent(a_minute_later, reference, KTP)
    answer = pressed(office, reference, step="verified", mark=before)
    assert answer.status_code == 409
    assert ID("submission_desk.not_now") in answer.text
    assert standing(outbox, reference).verified_at is None
    assert pressed(office, reference, step="verified").status_code == 303


def test_what_is_done_leaves_the_desk_nothing_to_press(office: TestClient) -> None:
    """Of what came back it reads that the citizen has it; of what is paid no button is left."""
    reference = submitted(office, [KARTU, KTP])
    pressed(office, reference, step="returned", reason="KTP buram")
    assert ID("submission.next_mend") in desk(office, reference)
    sent(office, reference, KTP)
    for step in ("verified", "paid"):
        pressed(office, reference, step=step)
    assert "<button" not in desk(office, reference)
