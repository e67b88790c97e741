"""The founding case in a browser: the counter is shut, and a member claims old-age savings from a cheap telephone."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Browser, FilePayload, Page, Route, expect

from generator.directory import language
from tests.form_api.letters import words_of
from tests.form_api.photographs import GPS, ORIENTATION, photograph
from tests.form_service import FormService
from tests.journeys.reader import axe_findings, low_buttons, narrow
from tests.journeys.test_question import letter_about, reference_in, smtp
from tests.mail_server import MailServer
from tests.waiting import wait_for

ID = language("id")
DOCUMENTS = ("kartu-peserta", "ktp", "kk", "buku-rekening")
PAGE = "/layanan/jht/"


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def service(
    mail_server: MailServer, built_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FormService]:
    folder = tmp_path_factory.mktemp("submissions")
    with FormService(folder, site=built_site, HOLD_SECONDS="1", **smtp(mail_server.port)) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with narrow(browser) as opened:
        yield opened


def photo(name: str) -> FilePayload:
    return {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photograph()}


def filled(page: Page, address: str, *documents: str, email: str = "siti@warga.example") -> None:
    """The form of JHT at this site, with these documents chosen."""
    page.goto(address + PAGE)
    page.get_by_label(ID("form.purpose_submission")).check()
    page.get_by_label(ID("form.email")).fill(email)
    for name in documents:
        page.locator(f"#{name}").set_input_files(photo(name))


def sent(page: Page, caption: str = ID("form.send_form")) -> None:
    page.get_by_role("button", name=caption).click()


def here(page: Page) -> int:
    """How many documents the receipt says have arrived."""
    return page.locator(".arrived").count()


def path_in(text: str, part: str) -> str:
    """Path and query of the address with this part in a letter."""
    address = urlsplit(next(word for word in text.split() if part in word))
    return f"{address.path}?{address.query}"


def test_a_claim_from_stored_to_paid(page: Page, service: FormService, mail_server: MailServer) -> None:
    """Four photographs of 12 megapixels from home, a number, the desk's letter, and each step on the citizen's page."""
    filled(page, service.address, *DOCUMENTS, email="claim@warga.example")
    sent(page)
    expect(page.locator("h1")).to_have_text(ID("submission.title"))
    assert here(page) == len(DOCUMENTS)
    receipt = page.url.partition("#")[0]
    _, letter = letter_about(mail_server, reference_in(urlsplit(receipt).path))
    pictures = [Image.open(BytesIO(part.get_payload(decode=True))) for part in letter.iter_attachments()]  # type: ignore[arg-type]
    linked = page.request.get(service.address + path_in(words_of(letter), "/documents/buku-rekening"))
    pictures.append(Image.open(BytesIO(linked.body())))
    assert [picture.size for picture in pictures] == [(1500, 2000)] * 4
    assert not any(ORIENTATION in picture.getexif() or picture.getexif().get_ifd(GPS) for picture in pictures)
    desk = service.address + path_in(words_of(letter), "/received")
    for step in ("complete", "verified", "paid"):
        page.goto(desk)
        sent(page, ID(f"submission_desk.{step}"))
        page.goto(receipt)
        expect(page.locator(".status")).to_contain_text(ID(f"submission.{step}", when="\0").partition("\0")[0])
    told = wait_for(lambda: progress(mail_server, "claim@warga.example"), "the letters to the citizen")
    assert sorted(told) == sorted(["auto-replied", "auto-generated", "auto-generated", "auto-generated"])


def progress(mail_server: MailServer, mailbox: str) -> list[str]:
    found = [str(item.letter["Auto-Submitted"]) for item in mail_server.received if item.mailbox == mailbox]
    return found if len(found) == 4 else []


def test_without_script_it_goes_at_once(browser: Browser, service: FormService) -> None:
    """The browser sends the form and its documents together; what is lacking is sent from the receipt."""
    with narrow(browser, java_script_enabled=False) as page:
        filled(page, service.address, "ktp", email="tanpa@warga.example")
        sent(page)
        expect(page.locator("h1")).to_have_text(ID("submission.title"))
        assert here(page) == 1
        page.locator("#kk").set_input_files(photo("kk"))
        sent(page, ID("submission.send"))
        expect(page.locator(".arrived")).to_have_count(2)


def test_a_broken_connection_costs_one_document(page: Page, service: FormService) -> None:
    """What had arrived is kept, the rest is told, and the same button sends it again."""
    breaks = iter([False, True])

    def weak(route: Route) -> None:
        route.abort("connectionreset") if next(breaks, False) else route.continue_()

    page.route("**/documents?*", weak)
    filled(page, service.address, "kartu-peserta", "ktp", "kk", email="putus@warga.example")
    sent(page)
    expect(page.locator(".field .fault")).to_have_text(ID("form.not_sent", name="ktp.jpg"))
    expect(page.locator(".field .sent")).to_have_count(2)
    sent(page)
    expect(page.locator("h1")).to_have_text(ID("submission.title"))
    assert here(page) == 3


def test_a_lost_answer_takes_no_second_number(page: Page, service: FormService) -> None:
    """The form was stored and the answer did not come: the same button leads to the number that was given."""
    given: list[str] = []

    def lose_the_first(route: Route) -> None:
        if given:
            return route.continue_()
        given.append(route.fetch().json()["reference"])
        return route.abort("connectionreset")

    page.route("**/inquiries", lose_the_first)
    filled(page, service.address, "ktp", email="jawaban-hilang@warga.example")
    sent(page)
    expect(page.locator(".field .fault")).to_have_text(ID("form.not_sent", name="ktp.jpg"))
    sent(page)
    expect(page.locator("h1")).to_have_text(ID("submission.title"))
    assert reference_in(urlsplit(page.url).path) == given[0]
    assert here(page) == 1


def test_a_wrong_file_is_told_at_its_field(page: Page, service: FormService) -> None:
    """In the words of the server, while the others arrive."""
    filled(page, service.address, "kartu-peserta", email="salah@warga.example")
    wrong: FilePayload = {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": b"PK\x03\x04 bukan foto"}
    page.locator("#ktp").set_input_files(wrong)
    sent(page)
    expect(page.locator(".field .fault")).to_contain_text("ktp.jpg bukan berkas")
    expect(page.locator(".field .sent")).to_have_count(1)


def test_a_file_that_is_too_large_does_not_leave(page: Page, service: FormService) -> None:
    """Megabytes are dear: the browser says so before it sends them. Of two ways to choose one the last counts."""
    filled(page, service.address, "ktp", email="besar@warga.example")
    large: FilePayload = {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + bytes(16_000_000)}
    page.locator("#ktp-photo").set_input_files(large)
    said = page.locator("#ktp-photo").evaluate("input => input.validationMessage")
    assert said == ID("form.document_fault", types="PDF, JPG, PNG", size="15 MB")
    assert page.locator("#ktp").evaluate("input => input.files.length") == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_its_pages_fit_and_have_no_fault(browser: Browser, service: FormService, width: int) -> None:
    """Form, receipt and desk's page, on a telephone and on a desk's screen."""
    with narrow(browser, viewport={"width": width, "height": 800}) as page:
        filled(page, service.address, "ktp", email=f"lebar{width}@warga.example")
        page.screenshot(path=f"tests/screenshots/submission-form-{width}.png", full_page=True)
        assert axe_findings(page) == []
        sent(page)
        expect(page.locator("h1")).to_have_text(ID("submission.title"))
        page.screenshot(path=f"tests/screenshots/submission-receipt-{width}.png", full_page=True)
        assert (axe_findings(page), low_buttons(page)) == ([], [])
        assert page.evaluate("document.documentElement.scrollWidth") <= width
