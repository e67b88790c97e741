"""Files in a real browser: told before they are sent, and a form that works with nothing but HTML."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from generator.directory import HONEYPOT, TOOK, inspect, language
from generator.site import build
from tests.building import FOUNDING_DAY, ROOT
from tests.form_service import FormService

TAKEN = "  attachments: {max_files: 2, max_total_mb: 1, types: [pdf]}\n"
PDF: FilePayload = {"name": "sppt.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7\n%%EOF"}
LARGE: FilePayload = PDF | {"buffer": b"%PDF-1.7\n" + b" " * 1024 * 1024}
FAULT = language("id")("form.files_fault", count=2, size="1 MB")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormService]:
    """The site of Pasuruan, whose form takes two files."""
    folder = tmp_path_factory.mktemp("files")
    contacts = folder / "contacts.yml"
    contacts.write_text((ROOT / "contacts.yml").read_text(encoding="utf-8") + TAKEN, encoding="utf-8")
    build(inspect(contacts), FOUNDING_DAY, folder / "site", say=lambda _line: None)
    with FormService(folder, site=folder / "site", CONTACTS=str(contacts)) as running:
        yield running


@pytest.fixture
def page(browser: Browser, service: FormService) -> Iterator[Page]:
    """A service's page."""
    with browser.new_page() as opened:
        opened.goto(f"{service.address}/layanan/pbb-p2/")
        yield opened


def sent(page: Page) -> str:
    """What the browser sends when the button is pressed."""
    bodies: list[str] = []

    def keep(route: Route) -> None:
        bodies.append((route.request.post_data_buffer or b"").decode())
        route.fulfill(body="Tersimpan")

    page.route("**/inquiries", keep)
    page.locator("button[type=submit].button--send").click()
    expect(page.get_by_text("Tersimpan")).to_be_visible()
    return bodies[0]


@pytest.mark.parametrize("files", [[PDF, PDF, PDF], [LARGE]], ids=["many", "large"])
def test_files_beyond_the_limits_are_told_before_they_are_sent(page: Page, files: list[FilePayload]) -> None:
    """At the field, in the words of the form; another choice makes it good again."""
    field = page.locator("#attachments")
    field.set_input_files(files)
    assert field.evaluate("input => input.validationMessage") == FAULT
    field.set_input_files([PDF])
    assert field.evaluate("input => input.validationMessage") == ""


def test_the_script_tells_how_long_it_took(page: Page) -> None:
    """In whole seconds; the honeypot goes along empty, and the file with its name."""
    page.fill("#message", "Bagaimana cara membayar?")
    page.set_input_files("#attachments", [PDF])
    body = sent(page)
    parts = {
        part.partition('name="')[2].partition('"')[0]: part.rpartition("\r\n\r\n")[2].strip("\r\n-")
        for part in body.split("------")
    }
    assert parts[TOOK].isdigit()
    assert parts[HONEYPOT] == ""
    assert 'filename="sppt.pdf"' in body


def test_nobody_comes_upon_the_honeypot(page: Page) -> None:
    """It is not shown, and no key leads to it."""
    expect(page.locator(f"#{HONEYPOT}")).to_be_hidden()
    page.focus("#name")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "attachments"
