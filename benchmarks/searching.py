"""The search among ten thousand services: what a phone fetches for a query, and how long the index takes to make."""

import gzip
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Response, expect, sync_playwright

from benchmarks.services import entries
from generator.directory import language
from generator.search import Entry, search_files
from generator.search.spelling import words_in
from tests.building import ROOT
from tests.parts import program
from tests.search_page import served, write_page

GUIDE = ROOT / "docs" / "panduan-petugas.md"
COUNT = 10_000
QUERIES = (
    "surat",
    "ktp",
    "akta kelahiran",
    "pajk",
    "bayar pajak bumi",
    "sewa balai sukorejo",
    "surat domisili jatianyar",
)


def run(say: Callable[[str], None]) -> None:
    """Measures and says what came out."""
    made = entries(COUNT, GUIDE.read_text(encoding="utf-8"))
    _say_time(made, say)
    say(f"{f'first results among {COUNT} services, script and index':<58} {'requests':>9} {'gzip':>9}")
    with tempfile.TemporaryDirectory() as folder:
        write_page(Path(folder), made, "id")
        with served(Path(folder)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program("chromium", "chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            for query in QUERIES:
                page = browser.new_context().new_page()
                fetched = fetched_for(page, f"{address}/cari/", query)
                say(f"{query:<58} {len(fetched):9} {sum(fetched.values()) / 1000:6.1f} kB")
                page.context.close()
            browser.close()


def fetched_for(page: Page, address: str, query: str) -> dict[str, int]:
    """What the browser fetches from the first touch of the field to the first results, and its size in gzip."""
    answers: list[Response] = []
    page.goto(address)
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 playwright marks what it is given
    page.get_by_role("searchbox").press_sequentially(query, delay=250)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".search__results a").first).to_be_visible()
    return {answer.url: len(gzip.compress(answer.body())) for answer in answers}


def _say_time(made: list[Entry], say: Callable[[str], None]) -> None:
    """Against reading the words of the same texts and doing nothing with them."""
    start = time.perf_counter()
    search_files(made, language("id"))
    middle = time.perf_counter()
    for entry in made:
        for text in (*entry.strong, *entry.weak):
            words_in(text)
    end = time.perf_counter()
    ours, baseline = middle - start, end - middle
    what = "making the index; baseline: splitting the texts into words"
    say(f"{what:<58} {ours:7.2f} s {baseline:7.2f} s {ours / baseline:6.2f} x")
