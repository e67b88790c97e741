"""What the script shows and hides as days go by: old facts, and news that has not begun, in a real browser."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.directory import Reading
from generator.site import build
from tests.building import FOUNDING_DAY, good
from tests.form_service import FormService
from tests.generator.full import FULL
from tests.journeys.reader import narrow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that uses every key, built on 24 March 2020 and served as it is."""
    folder = tmp_path_factory.mktemp("full")
    build(Reading(good(FULL), ()), FOUNDING_DAY, folder / "site", say=lambda _line: None)
    with FormService(folder, site=folder / "site", SECRET="rahasia-sekali-1234") as service:
        yield service.address


def seen(browser: Browser, url: str, now: str, selector: str, zone: str = "Asia/Jakarta") -> list[str]:
    """The texts of what can be seen of a page at a moment."""
    with narrow(browser, timezone_id=zone) as page:
        page.clock.set_fixed_time(datetime.fromisoformat(now))
        page.goto(url)
        return [one.inner_text() for one in page.locator(selector).all() if one.is_visible()]


@pytest.mark.parametrize("zone", ["Asia/Jakarta", "Asia/Jayapura", "America/New_York"])
@pytest.mark.parametrize(
    ("now", "is_old"),
    [
        ("2020-03-24T10:00+07:00", False),
        ("2020-05-30T23:59+07:00", False),
        ("2020-05-31T00:00+07:00", True),
        ("2021-01-01T00:00+07:00", True),
    ],
)
def test_facts_are_called_old_after_90_days(browser: Browser, address: str, now: str, is_old: bool, zone: str) -> None:
    """From the ninety-first midnight of the office on; the date itself always stands."""
    url = f"{address}/layanan/ktp/"
    warned = [text for text in seen(browser, url, now, ".changed", zone) if "90 hari" in text]
    assert len(warned) == is_old
    assert any("1 Maret 2020" in text for text in seen(browser, url, now, ".remark", zone))


@pytest.mark.parametrize("path", ["/", "/layanan/ktp/", "/kantor/kantor/", "/pengumuman/", "/pengumuman/ramadan/"])
def test_news_that_has_not_begun_says_so_until_it_begins(browser: Browser, address: str, path: str) -> None:
    """Ramadan hours begin on 24 April, an extra Saturday on 11 April: at the founding both are still to come."""
    said = {now: seen(browser, address + path, f"{now}+07:00", ".coming") for now in MOMENTS}
    expected = [1, 1, 0] if path == "/pengumuman/ramadan/" else [2, 1, 0]
    assert [len(texts) for texts in said.values()] == expected
    assert {text for texts in said.values() for text in texts} == {"Belum mulai."}


MOMENTS = ["2020-04-10T23:59", "2020-04-23T23:59", "2020-04-24T00:00"]


def test_a_closure_that_begins_says_what_to_use_instead(browser: Browser, tmp_path: Path) -> None:
    """From its first midnight on, on a page of the day before."""
    build(
        Reading(good(FULL), ()),
        datetime.fromisoformat("2020-03-22T10:00+07:00"),
        tmp_path / "site",
        say=lambda _line: None,
    )
    with FormService(tmp_path, site=tmp_path / "site", SECRET="rahasia-sekali-1234") as service:
        url, instead = f"{service.address}/layanan/ktp/", ".alert .button"
        assert seen(browser, url, "2020-03-22T23:59+07:00", instead) == []
        assert len(seen(browser, url, "2020-03-23T00:00+07:00", instead)) == 2


def test_a_long_closure_says_when_it_opens_again(browser: Browser, tmp_path: Path) -> None:
    """Half a year ahead, beyond the window of the page, and without another build."""
    told = good(FULL.replace("from: 2020-03-23, until: 2020-04-05", "from: 2020-03-23, until: 2020-09-30"))
    build(Reading(told, ()), FOUNDING_DAY, tmp_path / "site", say=lambda _line: None)
    with FormService(tmp_path, site=tmp_path / "site", SECRET="rahasia-sekali-1234") as service:
        badge = '.states [data-channel="loket"]'
        assert seen(browser, f"{service.address}/layanan/ktp/", "2020-03-24T10:00+07:00", badge) == [
            "Tutup, buka lagi 1 Oktober, 07.30"
        ]


def test_without_script_nothing_is_said_of_the_day(browser: Browser, address: str) -> None:
    """Neither that facts are old nor that news has not begun: both would be wrong on some day."""
    with narrow(browser, java_script_enabled=False) as page:
        for path in ("/layanan/ktp/", "/pengumuman/ramadan/"):
            page.goto(address + path)
            assert page.locator(".coming:visible, .changed[data-from]:visible").count() == 0


def test_a_day_that_is_over_leaves_the_table(browser: Browser, address: str) -> None:
    """The first row is today; after the last there is no table left."""
    rows = ".days tr[data-until]:not([hidden]) th"
    with narrow(browser) as page:
        for now, first in (
            ("2020-03-24T23:59+07:00", "Selasa, 24 Maret 2020"),
            ("2020-04-06T00:00+07:00", "Senin, 6 April 2020"),
        ):
            page.clock.set_fixed_time(datetime.fromisoformat(now))
            page.goto(f"{address}/layanan/ktp/")
            assert page.locator(rows).first.text_content() == first
        page.clock.set_fixed_time(datetime.fromisoformat("2020-04-07T00:00+07:00"))
        page.reload()
        assert page.locator(".days:visible").count() == 0
