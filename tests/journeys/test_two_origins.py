"""The site at one origin and its form at another, in a real browser that keeps to the rules between them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from generator.directory import inspect, language
from generator.site import build
from tests.building import FOUNDING_DAY, ROOT
from tests.form_service import FormService
from tests.journeys.reader import narrow
from tests.journeys.test_submission import filled, here, sent
from tests.mail_server import HOST

ID = language("id")


class Apart(NamedTuple):
    """The origins of two services of one contacts.yml: `site` shows pages, `form` takes what is sent."""

    site: str
    form: str


def named(service: FormService, name: str) -> str:
    """Its address by a name, which the browser of the journeys leads to this machine."""
    return service.address.replace(HOST, f"{name}.pasuruan.example")


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Apart]:
    folder = tmp_path_factory.mktemp("apart")
    contacts, pages = folder / "contacts.yml", folder / "site"
    pages.mkdir()
    given: dict[str, Any] = {"CONTACTS": str(contacts), "SECRET": "rahasia-sekali-1234"}
    site, form = FormService(folder / "a", site=pages, **given), FormService(folder / "b", **given)
    at = Apart(named(site, "loket"), named(form, "formulir"))
    text = (ROOT / "contacts.yml").read_text(encoding="utf-8")
    own = "  url: https://loket.pasuruan.example\n"
    contacts.write_text(text.replace(own, f"  url: {at.site}\n  form_api: {at.form}\n"), encoding="utf-8")
    build(inspect(contacts), FOUNDING_DAY, pages, say=lambda _line: None)
    with site, form:
        yield at


def test_an_application_is_sent_to_another_origin(browser: Browser, apart: Apart) -> None:
    """By the script, with each document's progress, under the site's own policy; the receipt stands at the form's."""
    with narrow(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(f"{request.resource_type} {request.method}"))
        filled(page, apart.site, "ktp", email="seberang@warga.example")
        sent(page)
        expect(page.locator("h1")).to_have_text(ID("submission.title"))
        assert page.url.startswith(apart.form)
        assert here(page) == 1
    assert asked.count("fetch POST") == 1
    assert asked.count("xhr POST") == 1


def test_what_is_wrong_is_told_at_the_form_s_origin(browser: Browser, apart: Apart) -> None:
    """The browser sends the form itself, and every word is kept."""
    with narrow(browser) as page:
        filled(page, apart.site, "ktp", email="bukan-surel")
        page.locator("form[data-upload]").evaluate("form => (form.noValidate = true)")
        sent(page)
        expect(page.locator("#email-fault")).to_be_visible()
        assert page.url == f"{apart.form}/inquiries"
        assert page.input_value("#email") == "bukan-surel"


def test_a_page_of_another_origin_reads_nothing(browser: Browser, apart: Apart) -> None:
    """Its script may not know whether a form was stored, nor see a receipt; a page of the site may."""
    script = "address => fetch(address, {method: 'POST'}).then(answer => answer.status, () => 'nothing')"
    read = []
    with narrow(browser) as page:
        for origin in (apart.site, apart.site.replace("loket.", "kantor.")):
            page.goto(f"{origin}/")
            read.append(page.evaluate(script, f"{apart.form}/inquiries"))
    assert read == [415, "nothing"]
