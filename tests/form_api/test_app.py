"""The form over HTTP: stored before the answer, one receipt for one question, no word in a log."""

import dataclasses
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from form_api import watching as watching_room
from form_api import window as window_room
from form_api.maildir import MaildirCourier
from form_api.outbox import Outbox, events
from form_api.outcomes import Accepted
from form_api.reference import parse_reference, receipt_key
from generator.directory import language
from tests.building import ROOT
from tests.form_api.questions import DAY, NOW, PASURUAN, SEALER, TYPED, asked, two_desks
from tests.form_api.sending import SlowOutbox
from tests.form_api.window import JSON, SECRET, client
from tests.waiting import wait_for
from tests.web_page import WebPage


def faults_of(answer: Any) -> dict[str, str]:
    return {error["field"]: error["message"] for error in answer.json()["errors"]}


def test_a_question_gets_a_receipt(window: TestClient, outbox: Outbox) -> None:
    """303 to an address with reference and key, so that reloading the page sends nothing again."""
    answer = window.post("/inquiries", data=TYPED)
    (stored,) = outbox.all()
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/inquiries/{stored.reference}?key={receipt_key(SECRET, stored.reference)}"
    assert (stored.desk, stored.stored_at) == ("meja-pbb", NOW)
    assert outbox.whole([stored.reference])[stored.reference].message == TYPED["message"]
    receipt = window.get(answer.headers["location"])
    assert receipt.status_code == 200
    assert WebPage(receipt.text).text.count(stored.reference) == 1


def test_a_json_client_gets_201(window: TestClient, outbox: Outbox) -> None:
    """Reference, address of the state, desk, next opening and the promise, in the office's own time."""
    answer = window.post("/inquiries", json=TYPED)
    (stored,) = outbox.all()
    assert answer.status_code == 201
    told = answer.json()
    assert told["status_url"] == answer.headers["location"]
    assert {name: told[name] for name in ("reference", "desk", "opens_next", "reply_by")} == {
        "reference": stored.reference,
        "desk": "meja-pbb",
        "opens_next": "2020-03-24T10:00+07:00",
        "reply_by": "2020-03-27T14:30+07:00",
    }


def test_a_json_client_reads_the_state(window: TestClient, outbox: Outbox) -> None:
    """The same address gives JSON to who asks for it, and instants rather than words for what has happened."""
    location = window.post("/inquiries", json=TYPED).json()["status_url"]
    assert window.get(location, headers=JSON).json()["accepted_at"] is None
    outbox.commit(events.accepted(outbox.all()[0].reference, NOW))
    assert window.get(location, headers=JSON).json()["accepted_at"] == "2020-03-24T10:00+07:00"


@pytest.mark.parametrize("service", list(PASURUAN.services))
def test_each_service_reaches_its_own_desk(window: TestClient, outbox: Outbox, service: str) -> None:
    """The page that the question was asked from decides who answers."""
    window.post("/inquiries", data=TYPED | {"service": service, "purpose": "question"})
    assert outbox.all()[0].desk == PASURUAN.services[service].desk


@pytest.mark.parametrize(("given_", "desk"), [({"service": ""}, "meja-umum"), ({"topic": "keberatan"}, "meja-dua")])
def test_a_topic_decides_and_the_default_desk_catches(outbox: Outbox, given_: dict[str, str], desk: str) -> None:
    """A chosen topic goes before the service; without either the default desk answers."""
    assert client(outbox, two_desks()).post("/inquiries", data=TYPED | given_).status_code == 303
    assert outbox.all()[0].desk == desk


def test_a_json_client_gets_a_problem_document(window: TestClient, outbox: Outbox) -> None:
    """RFC 9457: type, title, status, detail, and a message for each field, in the client's language."""
    answer = window.post("/inquiries", json={"service": "pbb-p2", "language": "en", "name": 7, "message": "a\0b"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() | {"errors": []} == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": language("en")("reply.fix_title"),
        "errors": [],
    }
    assert list(faults_of(answer)) == ["message", "email", "name"]
    assert outbox.all() == []


@pytest.mark.parametrize("name", ["ktp.pdf", "KTP Siti é.jpg", "\r\nx.png"])
def test_a_file_is_refused_and_never_dropped_in_silence(window: TestClient, outbox: Outbox, name: str) -> None:
    """As long as the form takes no files, who sends one is told, with the text kept."""
    answer = window.post("/inquiries", data=TYPED, files={"ktp": (name, b"%PDF-1.7", "application/pdf")})
    assert answer.status_code == 422
    assert language("id")("faults.file-refused") in answer.text
    assert WebPage(answer.text).fields["message"] == TYPED["message"]
    assert outbox.all() == []


def test_the_same_question_gets_the_same_receipt(window: TestClient, outbox: Outbox) -> None:
    """A double click, the back button, a second try by a nervous citizen: one question, one reference."""
    answers = [window.post("/inquiries", data=TYPED) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["location"] for answer in answers}) == 1
    assert len(outbox.all()) == 1
    assert window.post("/inquiries", data=TYPED | {"message": "Lain"}).headers["location"] not in {
        answer.headers["location"] for answer in answers
    }


@pytest.mark.parametrize("headers", [{}, JSON])
def test_only_the_key_opens_a_receipt(window: TestClient, headers: dict[str, str]) -> None:
    """A wrong key, none, another's, and a reference that does not exist look the same: 404."""
    first, second = (
        window.post("/inquiries", data=TYPED | {"message": text}).headers["location"] for text in ("satu", "dua")
    )
    reference, _, key = first.partition("?key=")
    other_key = second.partition("?key=")[2]
    nobody = parse_reference("K7M4-PX9R")
    assert nobody is not None
    wrong = [
        reference,
        f"{reference}?key=",
        f"{reference}?key={other_key}",
        f"{reference}?key=%FF",
        f"/inquiries/x?key={key}",
    ]
    answers = [window.get(path, headers=headers) for path in [*wrong, f"/inquiries/{nobody}?key={key}"]]
    answers.append(window.get(f"/inquiries/{nobody}?key={receipt_key(SECRET, nobody)}", headers=headers))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1


def test_a_reference_may_be_typed_by_hand(window: TestClient) -> None:
    """In small letters and without the hyphen it leads to the same receipt."""
    location = window.post("/inquiries", data=TYPED).headers["location"]
    reference, _, key = location.removeprefix("/inquiries/").partition("?")
    assert window.get(f"/inquiries/{reference.lower().replace('-', '')}?{key}").status_code == 200


def test_a_json_client_learns_that_nothing_was_stored(disturbed: TestClient) -> None:
    """A problem document with status 503, and when to try again."""
    answer = disturbed.post("/inquiries", json=TYPED)
    assert (answer.status_code, answer.json()["status"]) == (503, 503)
    assert answer.headers["retry-after"] == "60"
    assert answer.json()["ways"][0]["action"] == "WhatsApp 0812-3006-0440"
    assert answer.json()["ways"][0]["href"].startswith("https://wa.me/6281230060440")


def test_what_nobody_foresaw_is_answered_with_other_ways(outbox: Outbox) -> None:
    """A fault of ours gives a page like the others, with status 500 and the office's numbers."""
    broken = dataclasses.replace(PASURUAN, desks={})
    answer = TestClient(client(outbox, broken).app, raise_server_exceptions=False).post("/inquiries", data=TYPED)
    assert answer.status_code == 500
    assert "https://wa.me/6281230060440" in answer.text


def test_a_directory_that_takes_no_questions_says_so(outbox: Outbox) -> None:
    """Without an `inquiry` section there is no desk: 503, never a question that nobody reads."""
    window = client(outbox, dataclasses.replace(PASURUAN, inquiry=None))
    assert window.post("/inquiries", data=TYPED).status_code == 503
    assert outbox.all() == []


def test_a_receipt_that_can_not_be_read_is_not_lost(outbox: Outbox, database: Path) -> None:
    """While the store is disturbed the page says so, with 503 and not 404."""
    window = client(outbox)
    location = window.post("/inquiries", data=TYPED).headers["location"]
    with closing(sqlite3.connect(database)) as other:
        other.execute("ALTER TABLE inquiries RENAME TO hidden")
    answer = window.get(location)
    assert answer.status_code == 503
    assert language("id")("reply.not_readable") in answer.text


@pytest.mark.parametrize("address", ["/inquiries", "/inquiries/"])
def test_the_forms_own_address_leads_to_the_site(address: str, outbox: Outbox, tmp_path: Path) -> None:
    """Who presses Enter in the address bar of a page that asked for a correction lands at home."""
    answer = client(outbox, site=tmp_path).get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_slash_at_the_end_loses_nothing(window: TestClient) -> None:
    """The form's address with a slash takes the question too."""
    assert window.post("/inquiries/", data=TYPED).status_code == 303


def test_health_fails_when_nothing_can_be_stored(impatient: Outbox, database: Path) -> None:
    """Reading alone proves nothing: while another process holds the store, health is 503."""
    window = client(impatient)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert window.get("/health").status_code == 503
    assert window.get("/health").status_code == 200


def test_health_names_the_directory_in_use(window: TestClient) -> None:
    """The sha256 of contacts.yml, so that site and form can be compared, and how many letters wait."""
    digest = hashlib.sha256((ROOT / "contacts.yml").read_bytes()).hexdigest()
    assert window.get("/health").json() == {
        "status": "ok",
        "contacts_sha256": digest,
        "contacts": {"state": "taken-up"},
        "mail": {"state": "elsewhere"},
        "waiting": 0,
        "oldest_waiting": None,
        "parked": 0,
        "quarantined": 0,
    }
    window.post("/inquiries", data=TYPED)
    assert window.get("/health").json()["waiting"] == 1


def test_health_fails_when_the_store_fails(outbox: Outbox, database: Path) -> None:
    """503 while questions can't be counted, for whoever watches the service."""
    with closing(sqlite3.connect(database)) as other:
        other.execute("ALTER TABLE inquiries RENAME TO hidden")
    answer = client(outbox).get("/health")
    assert (answer.status_code, answer.json()["status"]) == (503, "failing")


def test_the_log_holds_nothing_of_the_citizen(
    window: TestClient, impatient: Outbox, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Stored, refused, not stored, looked at: the log names reference, desk and fields, no word, address or key."""
    caplog.set_level("DEBUG")
    location = window.post("/inquiries", data=TYPED).headers["location"]
    window.get(location)
    window.get(f"{location}x")
    window.post("/inquiries", data=TYPED | {"message": "", "phone": "x"})
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        client(impatient).post("/inquiries", json=TYPED | {"message": "Rahasia"})
    lines = [record.getMessage() for record in caplog.records if not record.name.startswith("httpx")]
    assert [line.split()[0] for line in lines if "=" in line] == ["stored", "wrong-key", "refused", "not-stored"]
    words = [*dataclasses.astuple(asked())[2:6], "Rahasia", location.partition("key=")[2]]
    assert not any(word in line for line in lines for word in words)


def test_with_a_courier_the_service_also_delivers(outbox: Outbox, tmp_path: Path) -> None:
    """`serve` needs no second process: the letter goes out while the service runs, and the receipt says so."""
    courier = MaildirCourier(tmp_path / "mail")
    with client(outbox, courier=courier) as window:
        location = window.post("/inquiries", data=TYPED | {"email": ""}).headers["location"]
        wait_for(lambda: not outbox.counts().waiting, "the letter")
        assert language("id")("reply.not_accepted") not in window.get(location).text
    letters = [path.read_text(encoding="utf-8") for path in (tmp_path / "mail" / "new").iterdir()]
    assert sum("X-Loket-Reference" in letter for letter in letters) == 1  # beside the day's digest
    assert outbox.history(outbox.all()[0].reference)[0].outcome == Accepted.__name__.lower()


def test_with_a_site_the_service_also_serves_it(outbox: Outbox, tmp_path: Path) -> None:
    """Pages at the root beside the form, asked for anew each time; assets with a hash in their name are kept."""
    site = tmp_path / "site"
    for name in ("assets/style.abc.css", "index.html", "layanan/index.html"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name)
    window = client(outbox, site=site)
    assert [window.get(path).text for path in ("/", "/layanan/")] == ["index.html", "layanan/index.html"]
    assert window.get("/").headers["cache-control"] == "no-cache"
    assert "immutable" in window.get("/assets/style.abc.css").headers["cache-control"]
    assert {
        window.get(path).status_code for path in ("/tidak-ada/", "/%2e%2e/outbox.db", "/assets/..%2f..%2foutbox.db")
    } == {404}
    assert window.post("/inquiries", data=TYPED).status_code == 303


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/inquiries", "GET, HEAD, POST"),
        ("/inquiries/K7M4-PX9R/received", "GET, HEAD, POST"),
        ("/inquiries/K7M4-PX9R/documents", "POST"),
        ("/index.html", "GET, HEAD"),
    ],
)
def test_a_wrong_method_is_told_every_right_one(outbox: Outbox, tmp_path: Path, path: str, methods: str) -> None:
    """Source: RFC 9110, 15.5.6."""
    (tmp_path / "index.html").write_text("kantor", encoding="utf-8")
    refused = client(outbox, site=tmp_path).put(path)
    assert (refused.status_code, refused.headers["allow"]) == (405, methods)


def test_a_day_later_the_same_question_is_new(outbox: Outbox) -> None:
    """Who asks the same again tomorrow is answered again."""
    first = client(outbox).post("/inquiries", data=TYPED).headers["location"]
    assert client(outbox, now=lambda: NOW + DAY).post("/inquiries", data=TYPED).headers["location"] != first


def test_a_store_that_hangs_holds_nobody_up(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Citizens get the other ways to the desk, and who watches is told, before they give up by themselves."""
    monkeypatch.setattr(window_room, "STORE_SECONDS", 0.05)
    monkeypatch.setattr(watching_room, "ANSWER_SECONDS", 0.05)
    with closing(SlowOutbox(f"sqlite:///{database}", SEALER)) as slow:
        asked_again, form = TYPED | {"token": "sekali"}, client(slow)
        told = [form.post("/inquiries", data=asked_again), form.get("/health"), form.get("/metrics")]
        monkeypatch.undo()
        assert [answer.status_code for answer in told] == [503, 503, 503]
        assert form.post("/inquiries", data=asked_again).status_code == 303
        assert len(slow.all()) == 1
