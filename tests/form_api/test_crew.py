"""Everybody behind the window goes on working, whatever befalls one of them."""

import asyncio

import pytest

from form_api import crew as crews
from form_api.outbox import Outbox
from tests.form_api.crews import crew
from tests.form_api.window import Fixed


class Watched(Fixed):
    """A directory whose file once does to its reader what nobody foresaw."""

    looks = 0

    def look(self) -> bool:
        self.looks += 1
        if self.looks == 1:
            raise RecursionError
        return False


def test_the_watch_on_the_file_goes_on(
    outbox: Outbox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is told, and the next version of contacts.yml is taken up."""
    monkeypatch.setattr(crews, "WATCH_SECONDS", 0.01)
    behind = crew(outbox, None)
    directory = behind.directory = Watched(behind.directory())

    async def work() -> None:
        async with behind.at_work(), asyncio.timeout(10):
            while directory.looks < 3:
                await asyncio.sleep(0.01)

    asyncio.run(work())
    assert "watch-failed reason=RecursionError" in caplog.text
