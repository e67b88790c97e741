"""What comes over HTTP: a limit before anything parses it, every kind of body, and no bytes that break the form."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message

from form_api.budget import Budget
from form_api.ceilings import Ceilings
from form_api.intake import MAX_TEXT_BYTES, max_body_bytes
from form_api.limits import Limits
from form_api.outbox import Outbox
from form_api.pace import Pace
from generator.directory import language
from tests.form_api.questions import PASURUAN, SEALER, TYPED, two_desks, with_files
from tests.form_api.sending import PDF, PNG, WatchedOutbox, attached
from tests.form_api.submissions import claims_office
from tests.form_api.window import JSON, client
from tests.web_page import WebPage

FORM_TYPE = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("accept", "is_json"),
    [
        ("", False),
        ("*/*", False),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", False),
        ("application/json", True),
        ("application/problem+json", True),
        ("application/json, text/plain, */*", True),
        ("text/html, application/json", False),
    ],
)
def test_html_unless_accept_says_json(window: TestClient, accept: str, is_json: bool) -> None:
    """A browser gets a page whatever it sends along; a program says that it wants JSON."""
    answer = window.post("/inquiries", data={}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("application/problem+json" if is_json else "text/html")


@pytest.mark.parametrize("as_multipart", [False, True])
def test_a_form_may_come_either_way(window: TestClient, outbox: Outbox, as_multipart: bool) -> None:
    """Urlencoded or multipart, with an empty file field as browsers send it: the same question."""
    files = {"attachments": ("", b"", "application/octet-stream")} if as_multipart else None
    assert window.post("/inquiries", data=TYPED, files=files).status_code == 303
    assert outbox.whole([outbox.all()[0].reference]).popitem()[1].name == "Siti Aminah"


def in_pieces(size: int) -> Iterator[bytes]:
    yield b"message="
    for _ in range(size // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"message=" + b"x" * MAX_TEXT_BYTES, FORM_TYPE),
        (json.dumps({"message": "x" * MAX_TEXT_BYTES}).encode(), "application/json"),
        (in_pieces(2 * MAX_TEXT_BYTES), FORM_TYPE),  # whose size nobody announces
    ],
    ids=["announced", "json", "in-pieces"],
)
def test_a_body_that_is_too_large_is_refused(window: TestClient, outbox: Outbox, body: Any, kind: str) -> None:
    """413 before anything parses it, with the limit, and with other ways to reach the office."""
    answer = window.post("/inquiries", content=body, headers={"Content-Type": kind})
    assert answer.status_code == 413
    assert "256 KB" in answer.text
    assert "tel:" in answer.text or kind == "application/json"
    assert outbox.all() == []


def test_the_longest_message_fits_the_limit(window: TestClient) -> None:
    """What the field takes the limit takes, in any script and however it is encoded."""
    assert window.post("/inquiries", data=TYPED | {"message": "👩" * 5000}).status_code == 303
    assert window.post("/inquiries", json=TYPED | {"message": "👩" * 5000}).status_code == 201


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/mixed", "", "json"])
def test_another_kind_of_body_is_refused(window: TestClient, kind: str) -> None:
    """415 for what is neither a form nor JSON."""
    answer = window.post("/inquiries", content=b"message=Halo", headers={"Content-Type": kind})
    assert answer.status_code == 415
    assert "tel:" in answer.text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"[]", "application/json"),
        (b'"x"', "application/json"),
        (b"", "application/json"),
        (b'{"message": "\xff"}', "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"x", "multipart/form-data"),
        (b"x", "multipart/form-data; boundary=y"),
        (b"--y\r\n\r\nx\r\n--y--", "multipart/form-data; boundary=y"),
        (b'--y\r\nContent-Disposition: form-data; name="message"\r\n\r\nHalo\r\n', "multipart/form-data; boundary=y"),
        (b"message=satu&message=dua&phone=081230060440", FORM_TYPE),
        (b'{"message": "satu", "message": "dua", "phone": "081230060440"}', "application/json"),
        (b"message=caf%E9&phone=081230060440", FORM_TYPE),
        (b"&".join(b"f%d=1" % number for number in range(60)), FORM_TYPE),
    ],
)
def test_a_body_that_is_not_what_it_says_is_refused(window: TestClient, body: bytes, kind: str) -> None:
    """400, and never a fault of ours."""
    assert window.post("/inquiries", content=body, headers={"Content-Type": kind}).status_code == 400


@given(
    st.binary(max_size=200)
    | st.just(b'--y\r\nContent-Disposition: form-data; name="message"\r\n\r\n+2AA-\\ud800\r\n--y--'),
    st.sampled_from(
        [FORM_TYPE, "application/json", "multipart/form-data; boundary=y"]
        + [f"multipart/form-data; boundary=y; charset={name}" for name in ("utf-7", "raw_unicode_escape", "x", "idna")]
    ),
)
def test_no_body_breaks_the_form(tmp_path_factory: pytest.TempPathFactory, body: bytes, kind: str) -> None:
    """Whatever bytes come with whatever name, the answer is one of ours."""
    outbox = Outbox(f"sqlite:///{tmp_path_factory.getbasetemp()}/no-body.db", SEALER)
    answer = client(outbox).post("/inquiries", content=body, headers={"Content-Type": kind})
    outbox.close()
    assert answer.status_code in {400, 422}


def test_a_connection_that_breaks_off_stores_nothing(window: TestClient, outbox: Outbox) -> None:
    """A telephone that loses its network in the middle is no fault of ours: no question, and no trace in the log."""
    headers = [(b"content-type", FORM_TYPE.encode()), (b"content-length", b"30")]
    scope = {"type": "http", "method": "POST", "path": "/inquiries", "query_string": b"", "headers": headers}
    pieces: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"message=Ha", "more_body": True}, {"type": "http.disconnect"}]
    )
    sent: list[Message] = []

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(window.app(scope, receive, send))  # type: ignore[arg-type]
    assert [message["status"] for message in sent if "status" in message] == [400]
    assert outbox.all() == []


def test_files_come_along(watched: WatchedOutbox) -> None:
    """Two files and an input that was left empty: to the byte as they were, under the names that they had."""
    sent = attached(("SPPT é.pdf", PDF), ("", b""), ("foto.png", PNG))
    answer = client(watched, with_files()).post("/inquiries", data=TYPED, files=sent)
    assert answer.status_code == 303
    (asked,) = watched.given
    assert [(file.field, file.name, file.type, file.content) for file in asked.files] == [
        ("attachments", "SPPT é.pdf", "pdf", PDF),
        ("attachments", "foto.png", "png", PNG),
    ]


def test_a_form_that_takes_files_takes_none_as_well(watched: WatchedOutbox) -> None:
    """Urlencoded, multipart or JSON, without a file."""
    window = client(watched, with_files())
    assert window.post("/inquiries", data=TYPED).status_code == 303
    assert window.post("/inquiries", data=TYPED, files=attached(("", b""))).status_code == 303
    assert window.post("/inquiries", json=TYPED).status_code == 201
    assert {asked.files for asked in watched.given} == {()}


def test_the_largest_files_fit_the_limit(watched: WatchedOutbox) -> None:
    """What the form says it takes comes through every limit, in one file too."""
    large = PDF + b" " * (10 * 1024 * 1024 - len(PDF))
    answer = client(watched, with_files(max_total_mb=10)).post("/inquiries", data=TYPED, files=attached(("a", large)))
    assert answer.status_code == 303
    assert watched.given[0].files[0].content == large


def test_a_faulty_file_costs_no_word(watched: WatchedOutbox) -> None:
    """422 at the field, with the file's name, and the form as it was but for the files, which no page can fill in."""
    sent = attached(("skrip.exe", b"MZ"), ("a.pdf", b""))
    answer = client(watched, with_files()).post("/inquiries", data=TYPED, files=sent)
    page = WebPage(answer.text)
    assert (answer.status_code, page.fields["message"]) == (422, TYPED["message"])
    assert "skrip.exe" in page.text
    assert language("id")("faults.file-empty", name="a.pdf") in page.text
    assert page.ids["attachments"]["aria-describedby"] == "attachments-hint attachments-fault"
    assert "#attachments" in page.links
    assert page.enctype == "multipart/form-data"
    assert getattr(watched, "given", []) == []


def test_good_files_are_asked_for_again(watched: WatchedOutbox) -> None:
    """Where another field is to be mended the page says by name which files to choose once more."""
    answer = client(watched, with_files()).post(
        "/inquiries", data=TYPED | {"phone": "x"}, files=attached(("a.pdf", PDF))
    )
    assert language("id")("faults.files-again", names="a.pdf") in answer.text


@pytest.mark.parametrize("code", ["id", "en"])
@pytest.mark.parametrize("is_announced", [True, False])
def test_too_large_a_body_costs_no_word(watched: WatchedOutbox, code: str, is_announced: bool) -> None:
    """413 with the form again, every word in it, the limit and other ways, announced in its head or not."""
    window = client(watched, with_files())
    request = window.build_request(
        "POST", "/inquiries", data=TYPED | {"language": code}, files=attached(("a.pdf", PDF + b" " * 3_000_000))
    )
    body = request.read()
    answer = window.post(
        "/inquiries",
        content=body if is_announced else iter([body[:1000], body[1000:500_000], body[500_000:]]),
        headers={"Content-Type": request.headers["content-type"]},
    )
    page = WebPage(answer.text)
    assert answer.status_code == 413
    assert {name: page.fields[name] for name in TYPED} == TYPED | {"language": code}
    assert language(code)("faults.body-too-large", limit="1 MB") in page.text
    assert any(link.startswith("tel:") for link in page.links)


def test_a_program_learns_the_limit(window: TestClient) -> None:
    """413 as a problem document, for JSON and for a form that wants JSON."""
    large = {"message": "x" * 300_000}
    for answer in (window.post("/inquiries", json=large), window.post("/inquiries", data=large, headers=JSON)):
        assert (answer.status_code, answer.json()["status"]) == (413, 413)
        assert "256 KB" in answer.json()["detail"]


def test_text_has_its_own_limit(watched: WatchedOutbox) -> None:
    """The room for files is none for words: beyond 256 KB of them it is 413, and they are kept."""
    fields = TYPED | {"message": "x" * (MAX_TEXT_BYTES + 1)}
    answer = client(watched, with_files()).post("/inquiries", data=fields, files=attached(("", b"")))
    assert answer.status_code == 413
    assert len(WebPage(answer.text).fields["message"]) == MAX_TEXT_BYTES + 1


def test_the_limit_follows_the_directory() -> None:
    """Texts, and as many megabytes as `inquiry.attachments` says or as all documents have together, up to a bound."""
    assert max_body_bytes(two_desks()) == MAX_TEXT_BYTES
    assert max_body_bytes(claims_office()) == MAX_TEXT_BYTES + 31 * 1024 * 1024
    assert max_body_bytes(PASURUAN) == MAX_TEXT_BYTES + 48 * 1024 * 1024
    assert max_body_bytes(with_files(max_total_mb=7)) == MAX_TEXT_BYTES + 7 * 1024 * 1024


def test_beyond_the_budget_is_busy(watched: WatchedOutbox) -> None:
    """503 with Retry-After for files that find no room; a question without files is taken, and all room given back."""
    limits = Limits(budget=Budget(max_file_bytes=1000))
    window = client(watched, with_files(), limits=limits)
    answer = window.post("/inquiries", data=TYPED, files=attached(("a.pdf", PDF + b" " * 300_000)))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert language("id")("reply.busy") in answer.text
    assert window.post("/inquiries", data=TYPED).status_code == 303
    assert (limits.budget.text_bytes, limits.budget.file_bytes) == (0, 0)


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_ceiling_costs_no_word(outbox: Outbox, headers: dict[str, str]) -> None:
    """429 with Retry-After: the form again with the text, or a problem document; nothing is stored of it."""
    window = client(outbox, limits=Limits(ceilings=Ceilings(total_per_minute=1)))
    window.post("/inquiries", data=TYPED)
    answer = window.post("/inquiries", data=TYPED | {"message": "Satu lagi"}, headers=headers)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "60")
    if headers:
        assert answer.json()["status"] == 429
    else:
        assert WebPage(answer.text).fields["message"] == "Satu lagi"
    assert len(outbox.all()) == 1


def test_sixty_questions_in_a_minute_are_taken(window: TestClient, outbox: Outbox) -> None:
    """By default nobody who asks sixty different questions from one address is held off."""
    answers = [window.post("/inquiries", data=TYPED | {"message": f"Soal {number}"}) for number in range(60)]
    assert {answer.status_code for answer in answers} == {303}
    assert len(outbox.all()) == 60


def slow_answer(outbox: Outbox, pace: Pace, pieces: Iterator[bytes]) -> list[Message]:
    """What the form sends to who sends these pieces at once, and then holds the line."""
    window = client(outbox, limits=Limits(pace=pace))
    scope = {"type": "http", "method": "POST", "path": "/inquiries", "query_string": b""}
    scope |= {"headers": [(b"content-type", FORM_TYPE.encode()), (b"content-length", b"10000")]}
    sent: list[Message] = []

    async def receive() -> Message:
        if (piece := next(pieces, None)) is None:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": piece, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(window.app(scope, receive, send))  # type: ignore[arg-type]
    return sent


@pytest.mark.parametrize(
    "pace",
    [Pace(silence_seconds=0.01), Pace(grace_seconds=0.01)],
    ids=["silent", "too-slow"],
)
def test_who_holds_the_line_is_cut_off(outbox: Outbox, pace: Pace) -> None:
    """408, with other ways to reach the office, on a connection that is closed then; nothing is stored."""
    sent = slow_answer(outbox, pace, iter([b"message=Halo"]))
    assert sent[0]["status"] == 408
    assert (b"connection", b"close") in sent[0]["headers"]
    assert language("id")("reply.slow") in sent[1]["body"].decode()
    assert outbox.all() == []
