"""How people read who see, hear or type otherwise: what a browser knows of a page for them, and what axe-core finds.

Each look returns a list of faults in words, so that one test tells all of them at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from typing import Any

from playwright.sync_api import Browser, Page

from tests.building import FOUNDING_DAY
from tests.parts import judge

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_FINDINGS = """async (asked) => (await axe.run(document, asked)).violations.flatMap(({id, help, nodes}) =>
    nodes.map(node => `${id}: ${help} — ${node.target.join(" ")} — ` +
        [...node.any, ...node.all, ...node.none].map(check => check.message).join("; ")))"""

_DOUBLE = """() => {
    const root = document.documentElement;
    root.style.fontSize = 2 * parseFloat(getComputedStyle(root).fontSize) + "px";
}"""
_TEXT_SIZES = """() => [...document.querySelectorAll("body *:not([type=radio], [type=checkbox])")]
    .filter(one => one.checkVisibility())
    .map(one => [`${one.tagName} ${one.className}`, parseFloat(getComputedStyle(one).fontSize)])"""
_CUT = """() => [...document.querySelectorAll("body *")].filter(one => {
    if (!one.checkVisibility() || one.closest(".visually-hidden, .skip-link, svg")) return false;
    const isCut = one.scrollWidth > one.clientWidth + 1 && one.clientWidth && getComputedStyle(one).display != "inline";
    return isCut || one.getBoundingClientRect().right > innerWidth + 1;
}).map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""

_STOP = """() => {
    const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();
    const shown = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return {
        name: `${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 30)}${one.name || ""}`,
        place: [...document.body.querySelectorAll("*")].indexOf(one),
        top: box.top + scrollY, is_page: one == document.body, is_choice: one.type == "radio", shown,
        outlined: style.outlineStyle != "none" && parseFloat(style.outlineWidth) >= 2,
    };
}"""

_REACHABLE = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => one.checkVisibility() && !["hidden", "radio"].includes(one.type) && !one.disabled).length"""
_PALE = """() => {
    const light = (channel) => channel <= .03928 ? channel / 12.92 : ((channel + .055) / 1.055) ** 2.4;
    const contrast = (color) => {
        const [red, green, blue] = color.match(/[\\d.]+/g).map(number => light(number / 255));
        return 1.05 / (.2126 * red + .7152 * green + .0722 * blue + .05);
    };
    return [...document.querySelectorAll("body *")].filter(one =>
        [...one.childNodes].some(node => node.nodeType == 3 && node.textContent.trim())
        && one.checkVisibility({visibilityProperty: true}) && !one.closest(".visually-hidden, .skip-link")
        && contrast(getComputedStyle(one).color) < 7
    ).map(one => `pale on paper: ${one.tagName} ${one.className} ${one.textContent.trim().slice(0, 40)}`);
}"""

_TORN = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), torn = [];
    for (let text = texts.nextNode(); text; text = texts.nextNode())
        for (const found of text.data.matchAll(/(?:\\(\\d+\\) )?\\d[\\d.:–-]*\\d/g)) {
            const range = document.createRange();
            range.setStart(text, found.index);
            range.setEnd(text, found.index + found[0].length);
            if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) torn.push(text.data);
        }
    return torn;
}"""
_LOW = """() => [...document.querySelectorAll(".button, button, input, select")]
    .filter(one => one.checkVisibility() && !["hidden", "radio", "checkbox"].includes(one.type))
    .map(one => [one, one.getBoundingClientRect().height]).filter(([_, height]) => height < 44)
    .map(([one, height]) => `${height} high: ${one.tagName} ${one.className} ${one.textContent.trim()}`)"""


@contextmanager
def narrow(browser: Browser, **context: Any) -> Iterator[Page]:
    """A telephone's screen on the founding day, unless `context` has another."""
    opened = browser.new_context(**({"viewport": {"width": 360, "height": 740}} | context))
    page = opened.new_page()
    page.clock.set_fixed_time(FOUNDING_DAY)
    yield page
    opened.close()


@cache
def _axe() -> str:
    return judge("axe-core/axe.min.js").read_text(encoding="utf-8")


def axe_findings(page: Page) -> list[str]:
    """Each violation with its element and why."""
    page.evaluate(_axe())
    rules = {}
    if page.evaluate("() => matchMedia('(forced-colors: active)').matches"):
        # axe-core 4.14 reads -webkit-text-fill-color, which Chromium gives as it was before the reader's colours.
        rules["color-contrast"] = {"enabled": False}
    asked = {"runOnly": RULES, "rules": rules, "resultTypes": ["violations"]}
    return list(page.evaluate(_FINDINGS, asked))


def faults_in_doubled_text(page: Page) -> list[str]:
    """Text that does not grow with the reader's setting, and what no longer fits into the page."""
    before = page.evaluate(_TEXT_SIZES)
    page.evaluate(_DOUBLE)
    after = page.evaluate(_TEXT_SIZES)
    faults = [f"does not grow: {name}" for (name, old), (_, new) in zip(before, after, strict=True) if new < 1.99 * old]
    if page.evaluate("() => document.documentElement.scrollWidth > innerWidth"):
        faults.append("the page scrolls sideways")
    return faults + [f"cut: {one}" for one in page.evaluate(_CUT)]


def faults_of_keyboard(page: Page, most: int = 300) -> list[str]:
    """What Tab does not reach, what is reached unseen or without an outline, and ways back up the page."""
    found: list[dict[str, Any]] = []
    while len(found) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop["is_page"] or (found and stop["place"] == found[0]["place"]):
            return _faults_of_stops(found, page.evaluate(_REACHABLE))
        found.append(stop)
    return [f"Tab does not leave the page: {found[-1]['name']}"]


def _faults_of_stops(found: list[dict[str, Any]], reachable: int) -> list[str]:
    faults = [f"no outline: {stop['name']}" for stop in found if not stop["outlined"]]
    faults += [f"out of sight: {stop['name']}" for stop in found if not stop["shown"]]
    faults += [f"goes back to {stop['name']}" for before, stop in pairwise(found) if stop["place"] <= before["place"]]
    faults += [f"jumps up to {stop['name']}" for before, stop in pairwise(found) if stop["top"] < before["top"] - 24]
    fields = [stop for stop in found if not stop["is_choice"]]
    return faults + ([f"reaches {len(fields)} of {reachable}"] if len(fields) != reachable else [])


def faults_on_paper(page: Page) -> list[str]:
    """Menus, which paper has no use for, and text that is too pale where backgrounds are not printed."""
    menus = page.evaluate("() => [...document.querySelectorAll('nav')].filter(nav => nav.checkVisibility()).length")
    return list(page.evaluate(_PALE)) + (["prints a menu"] if menus else [])


def torn_numbers(page: Page) -> list[str]:
    """Telephone numbers, and hours from an opening to its closing, that are on two lines."""
    return [f"torn: {text}" for text in page.evaluate(_TORN)]


def low_buttons(page: Page) -> list[str]:
    """Buttons and fields of less than 44 pixels in height: too low for a thumb."""
    return list(page.evaluate(_LOW))
