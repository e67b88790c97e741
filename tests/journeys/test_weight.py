"""What the first view of a page costs on a cheap telephone, and that it can be read before any script has come."""

import re

import httpx2
import pytest
from playwright.sync_api import Browser, Request, Route, expect

from generator.directory import load
from tests.building import ROOT
from tests.form_service import FormService
from tests.journeys import reader
from tests.waiting import wait_for

MOST_BYTES = 15_000
MOST_REQUESTS = 5
SCREEN = 740
WHATSAPP = re.compile("^https://wa.me/6281230060440")
PAINTS = """() => new Promise(done => {
    new PerformanceObserver(list => done(list.getEntries().map(entry => entry.name))).observe(
        {type: "paint", buffered: true});
    setTimeout(() => done([]), 20000);
})"""
TOPS = """() => [...document.querySelectorAll("main *")].map(one => [
    [...one.childNodes].filter(node => node.nodeType == 3).map(node => node.textContent.trim()).join(" "),
    Math.round(one.getBoundingClientRect().top), one,
]).filter(([text, top, one]) => text && one.checkVisibility() && !one.closest("script, .badge")).map(
    ([text, top, one]) => [`${one.tagName} ${one.className} ${text.slice(0, 40)}`, top])"""
IDS = list(load(ROOT / "contacts.yml").services)
PAGES = ["/", "/en/", *(f"/{folder}/{service}/" for folder in ("layanan", "en/services") for service in IDS)]
SERVICE = "/layanan/pbb-p2/"


def first_view(browser: Browser, address: str) -> dict[str, int]:
    """What a telephone that has never seen the site fetches -> bytes on the way: headers, and the body compressed."""
    asked: list[Request] = []
    with reader.narrow(browser) as page:
        page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108 Playwright wants a function
        page.goto(address, wait_until="networkidle")
        cost = {request.url: _bytes_of(request) for request in asked}
        # A browser with a window fetches the icon as well; one without does not.
        icons = page.locator("link[rel~=icon]").evaluate_all("links => links.map(link => link.href)")
    return {icon: _bytes_at(icon) for icon in icons} | cost


def _bytes_of(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseHeadersSize"] + sizes["responseBodySize"]


def _bytes_at(url: str) -> int:
    with httpx2.stream("GET", url, headers={"Accept-Encoding": "gzip"}, trust_env=False) as answer:
        headers = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)
        return headers + len(b"".join(answer.iter_raw()))


def bill(cost: dict[str, int]) -> str:
    lines = [f"{size:6} {url}" for url, size in cost.items()]
    return "\n".join(["", *lines, f"{sum(cost.values()):6} bytes in {len(cost)} requests"])


@pytest.mark.parametrize("path", PAGES)
def test_a_first_view_costs_little(browser: Browser, loket: FormService, path: str) -> None:
    """Everything counted: 15 kB, five requests, and no host but our own."""
    cost = first_view(browser, loket.address + path)
    assert [url for url in cost if not url.startswith(loket.address)] == []
    weight = sum(cost.values())
    assert len(cost) <= MOST_REQUESTS, bill(cost)
    assert weight <= MOST_BYTES, bill(cost)


@pytest.mark.parametrize("without", ["script", "answer to its script"])
def test_a_page_is_read_before_its_script(browser: Browser, loket: FormService, without: str) -> None:
    """Painted and ready to tap where scripts are off, and while one is on its way for ever."""
    with reader.narrow(browser, java_script_enabled=without != "script") as page:
        page.route("**/*.js", lambda _route: None)
        page.goto(loket.address + SERVICE, wait_until="commit")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link").first).to_have_attribute("href", WHATSAPP)
        expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()
        if without != "script":
            assert "first-contentful-paint" in page.evaluate(PAINTS)


@pytest.mark.parametrize("path", ["/", SERVICE, "/kantor/bkd/"])
def test_nothing_in_sight_moves_when_the_script_has_come(browser: Browser, loket: FormService, path: str) -> None:
    """What a thumb is about to tap stays where it is: the present state has its place from the beginning."""
    with reader.narrow(browser) as page:
        waiting: list[Route] = []
        page.route("**/*.js", lambda route: waiting.append(route))  # noqa: PLW0108 Playwright wants a function
        page.goto(loket.address + path, wait_until="commit")
        expect(page.locator("footer")).to_be_visible()
        assert page.evaluate(PAINTS)
        before = page.evaluate(TOPS)
        wait_for(lambda: page.evaluate("1") and waiting, "the script's request")
        waiting[0].continue_()
        expect(page.locator(".badge--closed").first).to_be_visible()
        pairs = zip(before, page.evaluate(TOPS), strict=True)
        moved = [f"{name}: {old} -> {new}" for (name, old), (_, new) in pairs if old != new and old < SCREEN]
        assert not moved, "\n".join(["", *moved])
