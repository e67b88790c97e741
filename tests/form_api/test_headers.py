"""The headers that every answer carries."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from form_api.outbox import Outbox
from tests.form_api.questions import REFERENCE, TYPED
from tests.form_api.window import client, routes
from tests.web_page import WebPage


def test_every_answer_has_the_headers_of_a_careful_server(window: TestClient) -> None:
    """A strict policy, no guessing of types, and nobody in between keeps a page with a citizen's words."""
    location = window.post("/inquiries", data=TYPED).headers["location"]
    answers = [
        window.get(location),
        window.get("/health"),
        window.get("/tidak-ada"),
        window.post("/inquiries", data=TYPED),
        window.post("/inquiries", data={}),
        window.post("/inquiries", content=b"x", headers={"Content-Type": "text/plain"}),
    ]
    for answer in answers:
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "connect-src 'self'" in answer.headers["content-security-policy"]  # the search fetches its index
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "referrer-policy" in answer.headers
    private = [answer for answer in answers if "contacts_sha256" not in answer.text]
    assert {answer.headers["cache-control"] for answer in private} == {"no-store"}
    assert {answer.headers["referrer-policy"] for answer in private} == {"no-referrer"}


ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
}
POLICY = ("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'")


def asked_for(outbox: Outbox, site: Path) -> Iterator[tuple[str, Response]]:
    """Each route by each method that it may have, and what is asked for wrongly."""
    visitor = client(outbox, site=site)
    for path in [
        *(route.path for route in routes(visitor)),
        "/",
        "/assets/a.css",
        "/tidak-ada",
        "/../var/key",
        "/inquiries/%00",
    ]:
        asked = path.format(reference=REFERENCE, document="ktp")
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS", "TRACE"):
            yield f"{method} {asked}", visitor.request(method, asked)


def test_every_route_has_every_header(outbox: Outbox, tmp_path: Path) -> None:
    """Whatever is asked for, by whatever method, found or not."""
    (tmp_path / "index.html").write_text("kantor", encoding="utf-8")
    statuses = set()
    for asked, answer in asked_for(outbox, tmp_path):
        statuses.add(answer.status_code)
        assert answer.status_code == 405 or not asked.startswith("TRACE"), asked
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS, asked
        assert answer.headers["referrer-policy"] in {"no-referrer", "strict-origin-when-cross-origin"}, asked
        assert "camera=()" in answer.headers["permissions-policy"], asked
        assert all(part in answer.headers["content-security-policy"] for part in POLICY), asked
        assert answer.headers["cache-control"], asked
    assert statuses >= {200, 303, 404, 405, 415}


def test_a_fault_of_ours_has_them_too(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page that Starlette gives outside of everything that is added to it."""
    visitor = TestClient(client(outbox).app, raise_server_exceptions=False)
    monkeypatch.setattr("form_api.watching.Watching._mail", None)
    answer = visitor.get("/health")
    assert (answer.status_code, {name: answer.headers.get(name) for name in ALWAYS}) == (500, ALWAYS)
    assert answer.headers["cache-control"] == "no-store"


def test_a_browser_is_told_to_stay_with_tls(outbox: Outbox) -> None:
    """Where the question came by it, and only there: a service on this machine has none."""
    visitor = client(outbox)
    assert "strict-transport-security" not in visitor.get("/health").headers
    told = visitor.get("https://testserver/health").headers["strict-transport-security"]
    assert int(told.removeprefix("max-age=")) >= 365 * 86400


def test_the_site_travels_compressed(outbox: Outbox, tmp_path: Path) -> None:
    """For who can unpack it; the answer to a question, which holds a key and the citizen's words, never does."""
    (tmp_path / "index.html").write_text("kantor " * 1000, encoding="utf-8")
    site = client(outbox, site=tmp_path)
    answer = site.get("/", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["content-encoding"], answer.text) == ("gzip", "kantor " * 1000)
    assert "accept-encoding" in answer.headers["vary"].lower()
    assert int(answer.headers["content-length"]) < 200
    assert "content-encoding" not in site.get("/", headers={"Accept-Encoding": "identity"}).headers
    fix = site.post("/inquiries", data={"message": "kata " * 200}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in fix.headers


def test_a_script_of_ours_may_ask_our_own_server_and_no_other(window: TestClient) -> None:
    """The search fetches its index when it is needed."""
    policy = window.get("/health").headers["content-security-policy"].split("; ")
    assert "connect-src 'self'" in policy


def test_what_is_missing_may_come(outbox: Outbox, tmp_path: Path) -> None:
    """A file with a hash in its name is kept for a year; that it is not there is not."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.css").write_text("", encoding="utf-8")
    site = client(outbox, site=tmp_path)
    assert "immutable" in site.get("/assets/a.css").headers["cache-control"]
    assert site.get("/assets/b.css").headers["cache-control"] == "no-store"


def test_our_pages_keep_our_own_policy(window: TestClient) -> None:
    """No inline style, script or handler; the stylesheet is ours, is there, and may be kept for ever."""
    location = window.post("/inquiries", data=TYPED).headers["location"]
    answers = [window.get(location), window.get("/tidak-ada"), window.post("/inquiries", data={})]
    for page in (WebPage(answer.text) for answer in answers):
        assert not page.tags & {"script", "style"}
        assert not any(name == "style" or name.startswith("on") for name in page.attributes)
    (href,) = {answer.text.partition('rel="stylesheet" href="')[2].partition('"')[0] for answer in answers}
    style = window.get(href)
    assert style.headers["content-type"].startswith("text/css")
    assert "immutable" in style.headers["cache-control"]
