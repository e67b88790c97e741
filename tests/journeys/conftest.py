"""What journeys in a browser share: a browser, and the form API serving the built site as a small office would."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.form_service import FormService
from tests.parts import program

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
AT_HOME = "--host-resolver-rules=MAP *.pasuruan.example 127.0.0.1"
"""The names of the office in contacts.yml lead to this machine."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for the tests of a file."""
    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=[*QUIET, AT_HOME])
        expect.set_options(timeout=30_000)
        yield running
        running.close()


@pytest.fixture(scope="module")
def loket(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormService]:
    """The site of the founding day, compressed and with its headers, and the form behind it."""
    with FormService(tmp_path_factory.mktemp("loket"), site=built_site, SECRET="rahasia-sekali-1234") as service:
        yield service
