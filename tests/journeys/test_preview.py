"""A clerk edits contacts.yml and looks at the browser: nobody reloads a page by hand."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.building import ROOT
from tests.live_preview import LivePreview

SCREENSHOTS = ROOT / "tests" / "screenshots"
SERVICE = "/layanan/pbb-p2/"
NUMBER = "0812-3006-0440"
WRONG = "0812-3006-044O"
PHONE, DESKTOP = ViewportSize(width=360, height=740), ViewportSize(width=1280, height=800)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A telephone's screen; an error in a script fails the test."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[LivePreview]:
    """A preview with its first good page."""
    with LivePreview(tmp_path) as running:
        running.wait_for_text(SERVICE, NUMBER)
        yield running


def has_number(page: Page, number: str) -> None:
    """The page offers this number first. Waits until it does."""
    expect(page.locator(".way__head").first).to_contain_text(number)


def test_an_edit_is_seen_in_the_browser(page: Page, preview: LivePreview) -> None:
    """Save, look, and there it is; and once more."""
    page.goto(preview.address + SERVICE)
    for old, new in ((NUMBER, "0812-3006-0441"), ("0812-3006-0441", "0812-3006-0442")):
        preview.edit(old, new)
        has_number(page, new)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_mistake_is_told_over_the_last_good_page(page: Page, preview: LivePreview) -> None:
    """Place and remedy, on the next page too; what lies beneath stays. Mended, the panel goes, the new page comes."""
    page.goto(preview.address + SERVICE)
    preview.edit(NUMBER, WRONG)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(preview.place(WRONG))
    expect(alert).to_contain_text(f"'{WRONG}' memuat huruf. Tulis nomor telepon dengan angka saja.")
    has_number(page, NUMBER)
    page.get_by_role("link", name="Beranda").click()
    expect(alert).to_contain_text(preview.place(WRONG))
    page.go_back()
    preview.edit(WRONG, "0812-3006-0443")
    has_number(page, "0812-3006-0443")
    expect(alert).to_have_count(0)


def test_a_panel_that_was_folded_stays_so_while_there_is_more_to_mend(page: Page, preview: LivePreview) -> None:
    """Another faulty save changes what the panel says, and takes neither the fold nor the focus away."""
    page.goto(preview.address + SERVICE)
    preview.edit(NUMBER, WRONG)
    summary = page.get_by_role("alert").locator("summary")
    summary.click()
    preview.edit("until: 2020-04-05", "until: 2020-04-31")
    expect(page.get_by_role("alert")).to_contain_text("2020-04-31")
    expect(page.get_by_role("alert").locator("details")).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_panel_leaves_the_page_to_be_read(page: Page, preview: LivePreview, size: ViewportSize) -> None:
    """Half of the window at most, whatever is wrong; every part of the page can be scrolled into view above it."""
    page.set_viewport_size(size)
    page.goto(preview.address + SERVICE)
    preview.edit("08", "O8")
    expect(page.get_by_role("alert")).to_be_visible()
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"preview-{size['width']}.png")
    page.evaluate("scrollTo({top: document.body.scrollHeight, behavior: 'instant'})")
    panel, footer = page.get_by_role("alert"), page.locator(".site-footer")
    expect(footer).to_be_in_viewport()
    above, below = footer.bounding_box(), panel.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1
    assert below["height"] <= size["height"] / 2
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_the_keyboard_folds_the_panel_away(page: Page, preview: LivePreview) -> None:
    """Tab from the last link of the page reaches it, and Enter folds and opens it."""
    preview.edit(NUMBER, WRONG)
    preview.wait_for_text(SERVICE, preview.place(WRONG))
    page.goto(preview.address + SERVICE)
    page.get_by_role("contentinfo").get_by_role("link").last.focus()
    place = page.get_by_text(preview.place(WRONG))
    expect(place).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(place).to_be_hidden()
    page.keyboard.press("Enter")
    expect(place).to_be_visible()


def test_it_starts_with_a_broken_file(page: Page, tmp_path: Path) -> None:
    """The problems alone; mended, the page that was asked for."""
    preview = LivePreview(tmp_path)
    preview.edit(NUMBER, WRONG)
    with preview:
        page.goto(preview.address + SERVICE)
        expect(page.get_by_role("alert")).to_contain_text(preview.place(WRONG))
        expect(page.locator(".way")).to_have_count(0)
        SCREENSHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SCREENSHOTS / "preview-alone.png")
        preview.edit(WRONG, NUMBER)
        has_number(page, NUMBER)


def test_an_open_page_follows_a_preview_that_was_started_again(page: Page, preview: LivePreview) -> None:
    """It says that the preview has stopped, and catches up with what was saved meanwhile."""
    page.goto(preview.address + SERVICE)
    port = int(preview.address.rpartition(":")[2])
    preview.stop(signal.SIGTERM)
    expect(page.get_by_text("Pratinjau sudah berhenti.")).to_be_visible()
    has_number(page, NUMBER)
    preview.edit(NUMBER, "0812-3006-0444")
    preview.start(port)
    has_number(page, "0812-3006-0444")


def test_many_tabs_follow(browser: Browser, preview: LivePreview) -> None:
    """More of them than the connections that a browser opens: each is renewed, and another can still be opened."""
    context = browser.new_context(viewport=PHONE)
    tabs = [context.new_page() for _ in range(9)]
    for tab in tabs:
        tab.goto(preview.address + SERVICE)
    preview.edit(NUMBER, "0812-3006-0445")
    for tab in tabs:
        has_number(tab, "0812-3006-0445")
    tabs[0].goto(preview.address)
    expect(tabs[0].locator("h1")).to_be_visible()
    context.close()


def test_a_question_is_not_sent(page: Page, preview: LivePreview) -> None:
    """The form leads to a page that says so, and Back leads to the form."""
    page.goto(preview.address + SERVICE)
    page.fill("#message", "Berapa PBB saya?")
    page.click("button[type=submit]")
    expect(page.get_by_role("heading", name="Tidak ada yang dikirim")).to_be_visible()
    page.go_back()
    has_number(page, NUMBER)
