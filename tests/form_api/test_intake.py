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

from form_api.intake import MAX_BODY_BYTES
from form_api.outbox import Outbox
from tests.form_api.questions import TYPED
from tests.form_api.window import client

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
    assert outbox.all()[0].name == "Siti Aminah"


def in_pieces(size: int) -> Iterator[bytes]:
    yield b"message="
    for _ in range(size // 1024):
        yield b"x" * 1024


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"message=" + b"x" * MAX_BODY_BYTES, FORM_TYPE),
        (json.dumps({"message": "x" * MAX_BODY_BYTES}).encode(), "application/json"),
        (in_pieces(2 * MAX_BODY_BYTES), FORM_TYPE),  # whose size nobody announces
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
    outbox = Outbox(f"sqlite:///{tmp_path_factory.getbasetemp()}/no-body.db")
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
