"""The site as a citizen's browser shows it, with its clock set and with scripts on and off."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.building import ROOT
from tests.form_service import FormService

SCREENSHOTS = ROOT / "tests" / "screenshots"


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 the base class calls it so
        return


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The built site on a free port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Silent, directory=str(built_site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(browser: Browser, url: str, now: str, **context: Any) -> Page:
    """A page on a narrow screen with the browser's clock at `now`."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, **context).new_page()
    page.clock.set_fixed_time(now)
    page.goto(url)
    return page


@pytest.mark.parametrize(
    ("now", "badge"),
    [
        ("2020-03-24T10:00:00+07:00", "Tutup, buka lagi 6 April, 07.30"),
        ("2020-04-06T07:29:00+07:00", "Tutup, buka lagi 07.30"),
        ("2020-04-06T07:30:00+07:00", "Buka sampai 15.30"),
        ("2020-04-06T15:30:00+07:00", "Tutup, buka lagi Selasa pukul 07.30"),
        ("2020-04-10T10:00:00+07:00", "Tutup, buka lagi Senin pukul 07.30"),
        ("2020-06-24T10:00:00+07:00", "Lihat jam layanan"),
        ("2020-03-23T10:00:00+07:00", "Lihat jam layanan"),
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura", "America/New_York"])
def test_the_badge_tells_the_present_state(browser: Browser, address: str, now: str, badge: str, zone: str) -> None:
    """Before, in and after the closure, on a holiday and past the window, whatever the phone's own zone."""
    page = opened(browser, f"{address}/layanan/pbb-p2/", now, timezone_id=zone)
    assert page.locator('.states [data-channel="loket-bkd"]').inner_text() == badge
    page.context.close()


def test_a_closure_disappears_when_it_has_ended(browser: Browser, address: str) -> None:
    """On 5 April it stands, on 6 April it is gone, with nobody touching a file."""
    last = opened(browser, f"{address}/layanan/pbb-p2/", "2020-04-05T23:59:00+07:00")
    assert last.locator(".alert").is_visible()
    after = opened(browser, f"{address}/layanan/pbb-p2/", "2020-04-06T00:00:00+07:00")
    assert not after.locator(".alert").is_visible()
    bpjs = opened(browser, f"{address}/layanan/jht/", "2020-04-06T00:00:00+07:00")
    assert bpjs.locator(".alert").is_visible()
    for page in (last, after, bpjs):
        page.context.close()


def test_what_has_ended_is_found_in_the_archive(browser: Browser, address: str) -> None:
    """With nobody touching a file; before, there is no archive, and without script it does not guess."""
    link, archive = '[href="../pengumuman/loket-tutup-2020-03/"]', "Arsip pengumuman"
    for now, options, is_there in (
        ("2020-04-05T23:59:00+07:00", {}, False),
        ("2020-04-06T00:00:00+07:00", {}, True),
        ("2020-04-06T00:00:00+07:00", {"java_script_enabled": False}, False),
    ):
        page = opened(browser, f"{address}/pengumuman/", now, **options)
        assert page.get_by_role("heading", name=archive).count() == is_there
        assert page.locator(f"{link}:visible").count() == 1
        page.context.close()


def test_without_script_a_page_says_nothing_of_the_present(browser: Browser, address: str) -> None:
    """Hours and dated closures, true on any day; no badge."""
    page = opened(browser, f"{address}/layanan/pbb-p2/", "2020-06-01T10:00:00+07:00", java_script_enabled=False)
    assert page.locator(".badge:visible").count() == 0
    assert page.get_by_text("Loket Kantor Pajak Daerah tutup 23 Maret – 5 April 2020").first.is_visible()
    assert page.get_by_role("cell", name="07.30–11.30, 13.00–14.30").is_visible()
    page.context.close()


@pytest.mark.parametrize(
    "path", ["/", "/layanan/jht/", "/en/services/pbb-p2/", "/kantor/bkd/", "/pengumuman/", "/404.html"]
)
def test_a_page_fits_a_narrow_screen_and_has_no_fault(browser: Browser, address: str, path: str) -> None:
    """No sideways scrolling at 360 px, no script error, nothing from another host."""
    asked: list[str] = []
    page = browser.new_context(viewport={"width": 360, "height": 740}).new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.clock.set_fixed_time("2020-03-24T10:00:00+07:00")
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert [url for url in asked if not url.startswith(address)] == []
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / (re.sub(r"\W+", "-", path) + ".png"), full_page=True)
    page.context.close()


def test_the_keyboard_reaches_the_first_way_after_the_menu(browser: Browser, address: str) -> None:
    """Skip link, then straight into the page: the next stop is WhatsApp."""
    page = opened(browser, f"{address}/layanan/pbb-p2/", "2020-03-24T10:00:00+07:00")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").startswith("https://wa.me/6281230060440")
    page.context.close()


def test_who_comes_back_and_sends_the_same_again_asks_once(browser: Browser, built_site: Path, tmp_path: Path) -> None:
    """Back from the receipt and Send again shows the first reference; an edited text is a new question."""
    with FormService(tmp_path, site=built_site, SECRET="rahasia-sekali-1234") as service:
        page = opened(browser, f"{service.address}/layanan/pbb-p2/", "2020-03-24T10:00:00+07:00")
        page.fill("#message", "Berapa PBB saya?")
        page.fill("#phone", "0812-3456-7890")
        references = []
        for text in ("", "", " Terima kasih."):
            page.fill("#message", page.input_value("#message") + text)
            page.click("button[type=submit]")
            references.append(page.locator(".reference").inner_text())
            page.go_back()
        page.context.close()
    assert references[0] == references[1] != references[2]


def test_who_asks_in_two_tabs_asks_once(browser: Browser, built_site: Path, tmp_path: Path) -> None:
    """The page is opened twice, as from two links in a chat: the same question has one reference."""
    with FormService(tmp_path, site=built_site, SECRET="rahasia-sekali-1234") as service:
        url = f"{service.address}/layanan/pbb-p2/"
        first = opened(browser, url, "2020-03-24T10:00:00+07:00")
        second = first.context.new_page()
        second.goto(url)
        references = set()
        for page in (first, second):
            page.fill("#message", "Berapa PBB saya?")
            page.fill("#phone", "0812-3456-7890")
            page.click("button[type=submit]")
            references.add(page.locator(".reference").inner_text())
        first.context.close()
    assert len(references) == 1


def test_a_mistake_costs_nothing_without_script(browser: Browser, built_site: Path, tmp_path: Path) -> None:
    """The text stays, the message stands at the field, and the second sending gets a receipt."""
    with FormService(tmp_path, site=built_site, SECRET="rahasia-sekali-1234") as service:
        url = f"{service.address}/layanan/pbb-p2/"
        page = opened(browser, url, "2020-03-24T10:00:00+07:00", java_script_enabled=False)
        page.fill("#message", "Berapa PBB saya?")
        page.click("button[type=submit]")
        assert page.input_value("#message") == "Berapa PBB saya?"
        assert page.locator("#email-fault").inner_text().startswith("Isi alamat surel atau nomor telepon")
        page.screenshot(path=SCREENSHOTS / "mistake.png", full_page=True)
        page.fill("#phone", "0812-3456-7890")
        page.click("button[type=submit]")
        assert page.locator("h1").inner_text() == "Pertanyaan Anda sudah tersimpan"
        page.screenshot(path=SCREENSHOTS / "receipt.png", full_page=True)
        page.context.close()
