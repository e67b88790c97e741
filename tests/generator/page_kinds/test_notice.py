"""notice: what has not begun, what holds, and what has ended."""

import re

import pytest

from tests.building import at, good
from tests.generator.full import FULL
from tests.generator.written import body, written

BEGINS = int(at("2020-04-24T00:00").timestamp()) // 60
ENDS = int(at("2020-05-22T00:00").timestamp()) // 60
PAGES = ["pengumuman/ramadan", "pengumuman", "layanan/ktp", "kantor/kantor", "en/notices/ramadan", "en/services/ktp"]


def shown(now: str, page: str) -> str:
    return body(written(good(FULL), at(now))[f"{page}/index.md"])


@pytest.mark.parametrize("page", PAGES)
def test_what_has_not_begun_says_so_until_it_begins(page: str) -> None:
    """Wherever it is announced, and only by the script, which knows the day."""
    sentence = rf'<p class="coming" data-until="{BEGINS}" hidden>(Belum mulai|Has not begun)'
    assert len(re.findall(sentence, shown("2020-04-23T23:59", page))) == 1
    assert not re.search(sentence, shown("2020-04-24T00:00", page))


def test_what_has_ended_says_so_from_its_last_midnight_on() -> None:
    """By the script while it holds, in the page itself when it was built later; then it is in the archive."""
    during, after = shown("2020-05-21T23:59", PAGES[0]), shown("2020-05-22T00:00", PAGES[0])
    assert re.search(rf'<p class="changed" data-from="{ENDS}" hidden>Sudah berakhir', during)
    assert re.search(r'<p class="changed"\s*>Sudah berakhir', after)
    archive = shown("2020-05-22T00:00", "pengumuman").split("<h2>")
    assert "../pengumuman/ramadan/" in next(part for part in archive if part.startswith("Arsip"))


def test_what_ends_after_the_build_is_in_the_archive_from_then_on() -> None:
    """The script moves it there at its last midnight; what has no end is not there at all."""
    archive = shown("2020-05-21T23:59", "pengumuman").partition("<h2>Arsip")[2]
    assert re.search(rf'<li data-from="{ENDS}" hidden><a href="\.\./pengumuman/ramadan/"', archive)
    endless = FULL.replace("from: 2020-03-23, until: 2020-04-05", "from: 2020-03-23")
    page = body(written(good(endless))["pengumuman/index.md"])
    assert page.count("../pengumuman/tutup/") == 1


def test_news_says_its_dates_where_its_title_does_not() -> None:
    """A notice's title is as somebody wrote it; without script it must not look as if it were of today."""
    for page in ("", "layanan/ktp/", "pengumuman/"):
        headline = body(written(good(FULL))[f"{page}index.md"]).partition("pengumuman/kabar/")[2]
        assert "2 Maret – 30 April 2020" in headline.partition("</section>")[0]
    closure = shown("2020-03-24T10:00", "pengumuman").split("../pengumuman/tutup/")[1].partition("</section>")[0]
    assert closure.count("5 April 2020") == 1
