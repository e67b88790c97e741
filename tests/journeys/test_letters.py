"""The HTML of our letters as a mail program shows it: on a telephone and on a desk, in light and in dark."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from form_api.digest import as_letter
from tests.building import ROOT
from tests.form_api.letters import PHOTO, SCAN, every_letter, page_of, read_back
from tests.form_api.questions import PASURUAN, stored
from tests.form_api.test_digest import ON, busy

SCREENSHOTS = ROOT / "tests" / "screenshots"
MESSAGE = (
    "Selamat pagi,\n\n  1. bagaimana cara membayar PBB?\n  2. apakah bisa lewat bank?\n\n"
    f"https://contoh.example/{'sangat-panjang-' * 12}\n\nשלום, זה מימין לשמאל.\nꦱꦸꦒꦼꦁ ꦌꦚ꧀ꦗꦁ 👩‍👩‍👧 <b>&amp;\n\tTerima kasih."
)
KINDS = ("question", "handed on", "reply", "reminder", "escalation", "digest")


def html_of(kind: str) -> str:
    if kind == "digest":
        return page_of(read_back(as_letter(busy(), PASURUAN, on=ON)))
    return page_of(read_back(every_letter(stored(message=MESSAGE, files=(SCAN, PHOTO)))[kind]))


def shown(browser: Browser, kind: str, width: int, scheme: Any) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 740}, color_scheme=scheme, java_script_enabled=True, offline=True
    )
    page = context.new_page()
    page.set_content(html_of(kind))
    return page


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (360, "dark"), (1200, "light")])
def test_a_letter_fits_its_window(browser: Browser, kind: str, width: int, scheme: str) -> None:
    """Nothing is cut off and nothing scrolls sideways, whatever a citizen pasted; offline, as nothing is loaded."""
    page = shown(browser, kind, width, scheme)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"letter-{kind.replace(' ', '-')}-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_reads_what_was_typed(browser: Browser, scheme: str) -> None:
    """Line ends, spaces at the beginning, tabs and every script, as a reader would copy them."""
    page = shown(browser, "question", 360, scheme)
    assert page.locator("pre").evaluate("pre => pre.textContent") == MESSAGE
    assert page.locator("pre").inner_text() == MESSAGE
    page.context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_without_its_styles_can_be_read(browser: Browser, kind: str) -> None:
    """Mail programs drop what they like: the words keep their order and their lines."""
    page = shown(browser, kind, 360, "light")
    page.evaluate(
        "document.querySelectorAll('style').forEach(e => e.remove());"
        "document.querySelectorAll('[style]').forEach(e => e.removeAttribute('style'))"
    )
    page.screenshot(path=SCREENSHOTS / f"letter-{kind.replace(' ', '-')}-bare.png", full_page=True)
    if kind in {"question", "handed on"}:
        assert page.locator("pre").inner_text() == MESSAGE
    page.context.close()
