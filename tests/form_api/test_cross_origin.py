"""A site at one origin and its form at another: the site's script reads the answers, and nobody else's does."""

from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from form_api.cross_origin import origin_of, site_origin
from form_api.outbox import Outbox
from generator.directory import Directory
from tests.form_api.questions import PASURUAN, TYPED
from tests.form_api.window import client

SITE = "https://loket.pasuruan.example"
PREFLIGHT = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
OTHERS = ["https://loket.pasuruan.example.evil.example", "http://loket.pasuruan.example", f"{SITE}:8443", "null", "*"]


def apart(form_api: str | None = "https://formulir.pasuruan.example") -> Directory:
    return replace(PASURUAN, site=replace(PASURUAN.site, form_api=form_api))


@pytest.fixture
def form(outbox: Outbox) -> TestClient:
    """The form of a site that lives elsewhere."""
    return client(outbox, apart())


def test_the_site_reads_every_answer_to_a_citizen(form: TestClient) -> None:
    """The receipt's address, what is wrong with a field, that nothing could be read; and never with cookies."""
    origin = {"Origin": SITE}
    stored = form.post("/inquiries", json=TYPED, headers=origin)
    receipt = form.get(stored.json()["status_url"], headers=origin)
    wrong = form.post("/inquiries", json={}, headers=origin)
    documents = form.post("/inquiries/K7M4-PX9R/documents?key=x", headers=origin)
    assert [answer.status_code for answer in (stored, receipt, wrong, documents)] == [201, 200, 422, 404]
    for answer in (stored, receipt, wrong, documents):
        assert answer.headers["access-control-allow-origin"] == SITE
        assert "origin" in answer.headers["vary"].lower()
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/inquiries", "/inquiries/K7M4-PX9R/documents?key=x"])
def test_a_browser_may_ask_first(form: TestClient, path: str) -> None:
    """Before JSON, and before a file whose progress is shown."""
    answer = form.options(path, headers={"Origin": SITE, **PREFLIGHT})
    assert (answer.status_code, answer.text) == (204, "")
    assert answer.headers["access-control-allow-origin"] == SITE
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"].lower() == "content-type"
    assert answer.headers["vary"] == "Origin"


@pytest.mark.parametrize("other", OTHERS)
def test_no_other_origin_reads_anything(form: TestClient, other: str) -> None:
    """Neither one that begins like ours, nor another scheme or port, nor a page without any."""
    asked = form.options("/inquiries", headers={"Origin": other, **PREFLIGHT})
    sent = form.post("/inquiries", json=TYPED, headers={"Origin": other})
    assert (asked.status_code, sent.status_code) == (405, 201)
    for answer in (asked, sent):
        assert not any(name.startswith("access-control") for name in answer.headers)
        assert "origin" in answer.headers["vary"].lower()  # else a cache would give this answer to the site


def test_a_desk_s_page_is_read_by_nobody_else(form: TestClient) -> None:
    """What a desk sees and does stands at the form's own origin."""
    answer = form.get("/inquiries/K7M4-PX9R/received?key=x", headers={"Origin": SITE})
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("form_api", [None, "https://LOKET.pasuruan.example:443"])
def test_where_both_share_an_origin_nothing_is_said(outbox: Outbox, form_api: str | None) -> None:
    """As with nginx in front of both, which is the usual way."""
    answer = client(outbox, apart(form_api)).post("/inquiries", json=TYPED, headers={"Origin": SITE})
    assert not any(name.startswith("access-control") for name in answer.headers)
    assert "vary" not in answer.headers


def test_an_origin_is_what_browsers_call_it() -> None:
    """Of an address, whatever its path, its letters and its port."""
    known = {
        "https://Kantor.example/loket/": "https://kantor.example",
        "http://kantor.example:80": "http://kantor.example",
        "https://kantor.example:8443/x": "https://kantor.example:8443",
        "http://[::1]:8000": "http://[::1]:8000",
    }
    assert {address: origin_of(address) for address in known} == known
    assert site_origin(apart()) == SITE


def test_the_site_s_policy_lets_its_script_reach_the_form(outbox: Outbox, form: TestClient) -> None:
    """To send a form and its documents there; where they share an origin, to its own server alone."""
    apart_, together = (one.get("/health").headers["content-security-policy"] for one in (form, client(outbox)))
    for directive in ("connect-src", "form-action"):
        assert f"{directive} 'self' https://formulir.pasuruan.example;" in apart_
        assert f"{directive} 'self';" in together
