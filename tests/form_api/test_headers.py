"""The headers that every answer carries."""

from pathlib import Path

from starlette.testclient import TestClient

from form_api.outbox import Outbox
from tests.form_api.questions import TYPED
from tests.form_api.window import client
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
