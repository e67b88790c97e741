"""The search among ten thousand services: what a phone fetches for a query, and how long the index takes to make."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, expect, sync_playwright

from benchmarks.services import entries
from generator.compressed import compress
from generator.directory import language
from generator.search import Entry, search_files
from generator.search.spelling import words_in
from tests.building import ROOT
from tests.nginx import NAME, Nginx
from tests.parts import program
from tests.search_page import write_page

GUIDE = ROOT / "docs" / "panduan-petugas.md"
COUNTS = (100, 1_000, 10_000)
QUERIES = (
    "surat",
    "ktp",
    "akta kelahiran",
    "pajk",
    "bayar pajak bumi",
    "sewa balai sukorejo",
    "surat domisili jatianyar",
    "pengiriman sampah terpilah",
    "pendaftaran objek pajak baru",
)


def run(say: Callable[[str], None]) -> None:
    """Measures and says what came out."""
    guide = GUIDE.read_text(encoding="utf-8")
    for count in COUNTS:
        made = entries(count, guide)
        _say_time(made, say)
        _say_bytes(made, say)


def _say_bytes(made: list[Entry], say: Callable[[str], None]) -> None:
    """By nginx with the configuration of deploy/nginx, over TLS and HTTP/2."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder, "builds", "one", "site")
        write_page(site, made, "id")
        compress(site)
        args = ["--no-sandbox", "--disable-gpu", f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
        with (
            Nginx(Path(folder, "nginx"), site=site) as nginx,
            playwright.chromium.launch(executable_path=program("chromium", "chromium"), args=args) as browser,
        ):
            address = f"https://{NAME}:{nginx.port}/cari/"
            say(f"{f'first results among {len(made)}, typed letter by letter':<58} {'requests':>9} {'as sent':>9}")
            weights = [_say_query(browser, address, query, say) for query in QUERIES]
            pasted = [sum(_fetched(browser, address, query, delay=0).values()) for query in QUERIES]
            for what, told in (("typed letter by letter", weights), ("typed at once", pasted)):
                say(f"{f'{what}: median, most':<58} {median(told) / 1000:6.1f} kB {max(told) / 1000:6.1f} kB")


def _say_query(browser: Browser, address: str, query: str, say: Callable[[str], None]) -> int:
    fetched = _fetched(browser, address, query, delay=250)
    say(f"{query:<58} {len(fetched):9} {sum(fetched.values()) / 1000:6.1f} kB")
    return sum(fetched.values())


def _fetched(browser: Browser, address: str, query: str, delay: int) -> dict[str, int]:
    """As somebody who was never here before."""
    with browser.new_context(ignore_https_errors=True) as context:
        return fetched_for(context.new_page(), address, query, delay)


def fetched_for(page: Page, address: str, query: str, delay: int = 250) -> dict[str, int]:
    """What the browser fetches from the first touch of the field to the first results, and the bytes that came for it,
    headers counted. `delay`: milliseconds from letter to letter; 250 has every beginning of the query searched.
    """
    sent: dict[str, int] = {}
    addresses: dict[str, str] = {}

    def came(event: dict[str, Any]) -> None:
        sent[addresses[event["requestId"]]] = int(event["encodedDataLength"])

    page.goto(address)
    network = page.context.new_cdp_session(page)
    network.on(
        "Network.responseReceived", lambda event: addresses.update({event["requestId"]: event["response"]["url"]})
    )
    network.on("Network.loadingFinished", came)
    network.send("Network.enable")
    page.get_by_role("searchbox").focus()
    expect(page.get_by_role("status")).to_be_attached()  # the script is there
    page.get_by_role("searchbox").press_sequentially(query, delay=delay)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("status")).to_be_focused()
    network.detach()
    return sent


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
