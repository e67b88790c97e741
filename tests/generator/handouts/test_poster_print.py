"""The poster as Chromium prints and shows it: one sheet of A4, black on white, with a code that a telephone reads."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, sync_playwright

from generator.assets import page_templates
from generator.directory import Directory, available_languages
from generator.handouts import Facts, poster_view
from tests.building import ROOT
from tests.generator.handouts.cases import STYLE, TAX, extremes, facts
from tests.parts import program
from tests.web_page import WebPage

SCREENSHOTS = ROOT / "tests" / "screenshots"
FRAME = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>Poster</title>
<link rel="stylesheet" href="/poster.css">
</head>
<body>{body}</body>
</html>
"""
POLICY = "default-src 'none'; style-src 'self'"
HOST = "http://poster.example"


def html_of(found: Facts) -> str:
    """The poster in the barest frame."""
    body = (
        page_templates()
        .get_template("poster.html")
        .render(
            poster=poster_view(found), t=found.words, link=lambda path: f"../{path}", path_of=lambda _kind, name: name
        )
    )
    return FRAME.format(language=found.words.code, body=body)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page as large as A4, at 96 points an inch."""
    opened = browser.new_page(viewport={"width": 794, "height": 1123})
    yield opened
    opened.context.close()


def show(page: Page, found: Facts) -> None:
    """The poster under the strict policy, answered without any network."""
    sheet = STYLE.read_text(encoding="utf-8")
    page.route(f"{HOST}/", lambda route: route.fulfill(
        body=html_of(found), content_type="text/html", headers={"Content-Security-Policy": POLICY}))  # fmt: skip
    page.route(f"{HOST}/poster.css", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(f"{HOST}/")


def printed(page: Page) -> list[str]:
    """The sizes of the sheets that come out of the printer, in points."""
    pdf = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == int(re.findall(rb"/Count (\d+)", pdf)[0])
    return [size.decode() for size in re.findall(rb"/MediaBox \[([^\]]*)\]", pdf)]


def is_one_sheet(page: Page) -> bool:
    """One page of A4, to a point, and nothing of it cut off by its edge or by the foot."""
    sheets = [[round(float(number)) for number in size.split()] for size in printed(page)]
    page.emulate_media(media="print")
    cut = page.evaluate(
        """() => [...document.querySelectorAll('.poster, .poster__reason, .poster__group, .poster__frame')]
            .filter(e => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
            .map(e => e.className)"""
    )
    return sheets == [[0, 0, 595, 842]] and cut == []


def picture(page: Page, name: str = "") -> Image.Image:
    """What stands on the sheet, kept under its name for people to look at."""
    page.emulate_media(media="print")
    taken = page.screenshot()
    if name:
        SCREENSHOTS.mkdir(exist_ok=True)
        (SCREENSHOTS / f"poster-{name}.png").write_bytes(taken)
    return Image.open(io.BytesIO(taken)).convert("RGB")


@pytest.mark.parametrize("code", available_languages())
@pytest.mark.parametrize("notice", [TAX, "bpjs-tutup-2020-03"])
def test_a_founding_poster_is_one_sheet(page: Page, pasuruan: Directory, notice: str, code: str) -> None:
    """Both closures in both languages, and the code leads to the notice in that language."""
    found = facts(pasuruan, notice, code)
    show(page, found)
    assert is_one_sheet(page)
    read = zxingcpp.read_barcodes(picture(page, f"{notice}-{code}"))
    assert [code.text for code in read] == [found.address]


def test_the_extremes_are_one_sheet(page: Page, pasuruan: Directory) -> None:
    """Many ways, long reasons, long names, no ways: never a second page, and nothing cut off."""
    failed = []
    for name, found in extremes(pasuruan).items():
        page.unroute_all()
        show(page, found)
        code = zxingcpp.read_barcodes(picture(page, name.replace(" ", "-")))
        if not is_one_sheet(page) or [item.text for item in code] != [found.address]:
            failed.append(name)
    assert failed == []


def test_it_is_black_on_white(page: Page, pasuruan: Directory) -> None:
    """No colour and no fill: a printer without colour loses nothing, and most of the sheet stays paper."""
    show(page, facts(pasuruan))
    shown = picture(page)
    red, green, blue = shown.split()
    for one, other in ((red, green), (green, blue)):
        _, most = ImageChops.difference(one, other).getextrema()
        assert most == 0
    levels = shown.convert("L").histogram()
    assert sum(levels[250:]) > 0.85 * sum(levels)
    corners = [(0, 0), (shown.width - 1, 0), (0, shown.height - 1), (shown.width - 1, shown.height - 1)]
    assert {shown.getpixel(corner) for corner in corners} == {(255, 255, 255)}


def points(page: Page, selector: str) -> list[float]:
    """The sizes of letters on paper."""
    page.emulate_media(media="print")
    pixels: list[float] = page.evaluate(
        "name => [...document.querySelectorAll(name)].map(e => parseFloat(getComputedStyle(e).fontSize))", selector
    )
    return [size * 72 / 96 for size in pixels]


def test_the_numbers_are_read_from_a_motorcycle(page: Page, pasuruan: Directory) -> None:
    """Seven millimetres high and more; what is closed and until when is larger still."""
    show(page, facts(pasuruan))
    numbers = points(page, ".poster__number")
    assert len(numbers) == 6
    assert min(numbers) >= 24
    assert min(points(page, ".poster__state, .poster__period")) > max(numbers)


def test_no_number_of_any_extreme_is_small(page: Page, pasuruan: Directory) -> None:
    """Ways are left out before their letters become as small as those of a letter."""
    for found in extremes(pasuruan).values():
        page.unroute_all()
        show(page, found)
        assert min(points(page, ".poster__number"), default=99) >= 18


@pytest.mark.parametrize("context", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str)
def test_it_is_read_on_a_telephone(browser: Browser, pasuruan: Directory, context: Any) -> None:
    """No sideways scrolling at 360 points; the sheet is white in the dark too; the way back is there."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, **context)
    show(page, facts(pasuruan))
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.get_by_role("link", name="Kembali ke pengumuman").is_visible()
    paper = page.evaluate("getComputedStyle(document.querySelector('.poster')).backgroundColor")
    assert paper == "rgb(255, 255, 255)"
    code = Image.open(io.BytesIO(page.locator(".poster__code").screenshot()))
    assert zxingcpp.read_barcodes(code)[0].text == facts(pasuruan).address
    page.context.close()


def test_paper_shows_no_hint_for_the_screen(page: Page, pasuruan: Directory) -> None:
    """How to print is told on the screen alone, and the button waits for a script that makes it work."""
    show(page, facts(pasuruan))
    assert page.locator(".poster-bar").is_visible()
    assert not page.locator("[data-print]").is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".poster-bar").is_visible()


def test_the_policy_has_nothing_to_refuse(pasuruan: Directory) -> None:
    """One heading of the first rank, no style or handler in any element, no script."""
    html = html_of(facts(pasuruan))
    assert html.count("<h1") == 1
    found = WebPage(html)
    assert not {"style", "script"} & found.tags
    assert not [name for name in found.attributes if name == "style" or name.startswith("on")]
