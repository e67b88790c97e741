"""Every kind of page for all who read it: in the dark, in large text, by ear, by keyboard and on paper."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.building import ROOT
from tests.form_service import FormService
from tests.journeys import reader
from tests.page_kinds import kinds_of_pages

LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "forced colours": {"forced_colors": "active", "color_scheme": "dark"},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
SCREENSHOTS = ROOT / "tests" / "screenshots"
FORM = "form[action$='/inquiries']"


@pytest.fixture(scope="module")
def addresses(built_site: Path, loket: FormService) -> dict[str, str]:
    """One page of each kind in each language, and the pages of the form that are addresses of their own."""
    found = {str(page): loket.address + page.path for page in kinds_of_pages(built_site)}
    for service in ("layanan/pbb-p2", "en/services/pbb-p2"):
        form = loket.page(f"/{service}/")
        sent = loket.send(form, message="Berapa PBB saya?", phone="0812-3456-7890")
        found[f"receipt of {service}"] = loket.address + sent.headers["location"]
    return found | {"refusal": f"{loket.address}/inquiries/K7M4-PX9R"}


def opened(page: Page, addresses: dict[str, str]) -> Iterator[str]:
    """Opens each page in turn, and gives its name; last those that answer a form with a mistake in it."""
    for name, address in addresses.items():
        page.goto(address)
        yield name
    for name in [name for name in addresses if name.startswith("service (")]:
        page.goto(addresses[name])
        with page.expect_navigation():
            page.locator(FORM).evaluate("form => form.submit()")
        assert page.locator(".fault").count()
        yield f"mistake on {name}"


def pictured(page: Page, name: str) -> None:
    """Keeps how a page looks, under a name that a folder can hold."""
    page.screenshot(path=SCREENSHOTS / "kinds" / (re.sub(r"\W+", "-", name).strip("-") + ".png"), full_page=True)


def no_fault(page: Page, addresses: dict[str, str], look: Callable[[Page], list[str]]) -> None:
    """Fails with all that a look finds on all pages."""
    found = [f"{name}: {fault}" for name in opened(page, addresses) for fault in look(page)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing(browser: Browser, addresses: dict[str, str], look: str) -> None:
    """WCAG 2.2 A and AA and axe-core's best practices. A picture of each page stays for people, who see more."""
    with reader.narrow(browser, **LOOKS[look]) as page:
        found = []
        for name in opened(page, addresses):
            pictured(page, f"{look}-{name}")
            found += [f"{name}: {fault}" for fault in reader.axe_findings(page)]
    assert not found, "\n".join(["", *found])


@pytest.mark.parametrize("width", [360, 1280])
def test_without_script_every_page_is_whole(browser: Browser, addresses: dict[str, str], width: int) -> None:
    """Its heading and its links are there, no present state is told, and a picture stays for people."""
    shape = {"width": width, "height": 800}
    with reader.narrow(browser, viewport=shape, java_script_enabled=False) as page:
        for name, address in addresses.items():
            page.goto(address)
            assert page.locator("h1:visible").count() == 1, name
            assert page.locator("a:visible").count() > 0, name
            assert page.locator(".badge:visible, .states:visible, .coming:visible").count() == 0, name
            pictured(page, f"without script {width}-{name}")


def test_text_of_double_size_fits(browser: Browser, addresses: dict[str, str]) -> None:
    """All text grows; nothing is cut, and nobody scrolls sideways. Source: WCAG 2.2, 1.4.4 and 1.4.10.

    A poster is a sheet of paper, of one size; all that it says stands on its notice's page.
    """
    pages = {name: address for name, address in addresses.items() if not name.startswith("poster (")}
    with reader.narrow(browser) as page:
        no_fault(page, pages, reader.faults_in_doubled_text)


def test_the_keyboard_reaches_everything_in_order(browser: Browser, addresses: dict[str, str]) -> None:
    """Every stop is seen with its outline, none comes twice, and Tab leaves the page at its end."""
    with reader.narrow(browser) as page:
        no_fault(page, addresses, reader.faults_of_keyboard)


def test_paper_shows_everything_that_is_read(browser: Browser, addresses: dict[str, str]) -> None:
    """Dark text and no menu. Browsers print in light colours whatever the screen has."""
    with reader.narrow(browser) as page:
        page.emulate_media(media="print")
        no_fault(page, addresses, reader.faults_on_paper)


def test_no_number_is_torn(browser: Browser, addresses: dict[str, str]) -> None:
    """Who copies a number or an hour by hand, or hears it read in pieces, takes half of it for the whole.

    An address on a poster may break; it is as long as it is.
    """
    pages = {name: address for name, address in addresses.items() if not name.startswith("poster (")}
    with reader.narrow(browser) as page:
        no_fault(page, pages, reader.torn_numbers)


def test_buttons_fit_a_thumb(browser: Browser, addresses: dict[str, str]) -> None:
    """44 pixels for what is tapped most; that all else has 24 with its surroundings, axe-core sees to."""
    with reader.narrow(browser) as page:
        no_fault(page, addresses, reader.low_buttons)
