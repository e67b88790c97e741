"""preview: the command in a process of its own, from the first look to the end."""

import re
import signal
import socket
from pathlib import Path

import httpx2
import pytest

from generator.__main__ import main
from generator.assets import SOURCES
from generator.directory import language
from generator.preview.running import watched
from tests.building import ROOT
from tests.live_preview import LivePreview
from tests.waiting import wait_for

ENGLISH = language("en")
NUMBER = "0812-3006-0440"
WRONG = "0812-3006-044O"
SERVICE = "/layanan/pbb-p2/"


def test_an_edit_is_seen(tmp_path: Path) -> None:
    """Save, and the page has it; a line with the time tells of each build, and the published site is left alone."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        preview.edit(NUMBER, "0812-3006-0441")
        preview.wait_for_text(SERVICE, "0812-3006-0441")
        wait_for(
            lambda: len(re.findall(r"(?m)^\d\d:\d\d:\d\d Halaman diperbarui: \d+ halaman", preview.log)) == 2, "2 lines"
        )
    assert not (tmp_path / "site").exists()


def test_a_problem_is_told_here_as_check_tells_it(tmp_path: Path) -> None:
    """Place, message, rule and count on stderr; on the page too, which stays the last good one until it is mended."""
    with LivePreview(tmp_path, "--lang", "en") as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        preview.edit(NUMBER, WRONG)
        page = preview.wait_for_text(SERVICE, preview.place(WRONG)).text
        assert f">{NUMBER}<" in page
        assert ENGLISH("preview.faulty") in page
        assert f"/{preview.place(WRONG)}: '{WRONG}'" in preview.log
        assert "[phone-letter]\n" + ENGLISH("check.count", errors=1, warnings=0) in preview.log
        preview.edit(WRONG, "0812-3006-0442")
        assert "phone-letter" not in preview.wait_for_text(SERVICE, "0812-3006-0442").text


def test_it_starts_with_a_broken_file(tmp_path: Path) -> None:
    """The problems are the page, until there is one."""
    preview = LivePreview(tmp_path)
    preview.edit(NUMBER, WRONG)
    with preview:
        assert preview.wait_for_text(SERVICE, preview.place(WRONG)).status_code == 503
        preview.edit(WRONG, NUMBER)
        assert preview.wait_for_text(SERVICE, NUMBER).status_code == 200


def test_a_file_that_comes_later_is_read_when_it_comes(tmp_path: Path) -> None:
    """A file that is taken away is a problem; the same file, put back, is none."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        away = preview.contacts.rename(tmp_path / "away.yml")
        assert NUMBER in preview.wait_for_text(SERVICE, "contacts.yml:1:1").text
        away.rename(preview.contacts)
        wait_for(lambda: "contacts.yml:1:1" not in preview.get(SERVICE).text, "the page")


def test_an_included_file_is_followed(tmp_path: Path) -> None:
    """From the save that includes it on; what is wrong in it is told with its own name."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        more = tmp_path / "contacts.d" / "more.yml"
        more.parent.mkdir()
        more.write_text("categories: [{id: baru, name: Baru}]\n", encoding="utf-8")
        preview.edit("version: 1\n", "version: 1\ninclude: [contacts.d/*.yml]\n")
        wait_for(lambda: preview.log.count("Halaman diperbarui") == 2, "the second build")
        more.write_text("categories: [{id: baru, nama: Baru}]\n", encoding="utf-8")
        preview.wait_for_text(SERVICE, "contacts.d/more.yml:1:25")


def test_many_saves_make_few_builds(tmp_path: Path) -> None:
    """The last save is what counts; no queue of old ones is worked off."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        preview.edit(NUMBER, "0812-3006-0500")
        for number in range(500, 540):
            preview.edit(f"0812-3006-0{number}", f"0812-3006-0{number + 1}")
        preview.wait_for_text(SERVICE, "0812-3006-0540")
        assert preview.log.count("Halaman diperbarui") < 6


def test_what_nobody_foresaw_does_not_end_it(tmp_path: Path) -> None:
    """The disk refuses us: it is told in the page and in the log, and the next save tries again."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        (lock,) = preview.scratch.glob("*/site.builds/.lock")
        lock.unlink()
        lock.mkdir()
        preview.edit(NUMBER, "0812-3006-0441")
        page = preview.wait_for_text(SERVICE, "Ada kesalahan di Loket").text
        assert f">{NUMBER}<" in page
        assert "Traceback" in preview.log
        lock.rmdir()
        preview.edit("0812-3006-0441", "0812-3006-0442")
        preview.wait_for_text(SERVICE, "0812-3006-0442")


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_order_when_told(tmp_path: Path, sign: signal.Signals) -> None:
    """Ctrl-C, a stop from outside, a closed terminal: exit 0 with a tab open, no complaint, nothing left behind."""
    with LivePreview(tmp_path) as preview:
        preview.wait_for_text(SERVICE, NUMBER)
        before = wait_for(lambda: "Halaman diperbarui" in preview.log and preview.log, "the end of the build")
        assert list(preview.scratch.iterdir()) != []
        with httpx2.stream("GET", f"{preview.address}/.preview/news", trust_env=False) as tab:
            assert any(line.startswith("data: ") for line in tab.iter_lines())
            assert preview.stop(sign) == 0
        assert list(preview.scratch.iterdir()) == []
        assert preview.log == before


def test_it_stops_in_the_middle_of_a_build(tmp_path: Path) -> None:
    """Nobody waits for pages that nobody will see, and the renderer leaves nothing behind either."""
    with LivePreview(tmp_path) as preview:
        wait_for(lambda: list(preview.scratch.glob("*/site.builds/*/proofs-*/pages")), "a build")
        assert preview.stop(signal.SIGTERM) == 0
        assert list(preview.scratch.iterdir()) == []
        assert "Halaman diperbarui" not in preview.log
        assert "Traceback" not in preview.log


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 1, one line with what to do, and no traceback."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["preview", "--contacts", str(ROOT / "contacts.yml"), "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"Port {port} tidak dapat dipakai: ")
    assert "--port 0" in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("wrong", "said"), [(["--port", "70000"], "There is no port 70000."), (["--now", "kemarin"], "is not an instant")]
)
def test_a_wrong_argument_is_told_at_once(wrong: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is built or served."""
    assert main(["preview", "--contacts", str(ROOT / "contacts.yml"), "--lang", "en", *wrong]) == 1
    assert said in capsys.readouterr().err


def test_developers_see_their_templates_and_assets_change_too() -> None:
    """What pages are made from is watched beside the directory."""
    files = watched(ROOT / "contacts.yml")
    assert files[0] == ROOT / "contacts.yml"
    assert {SOURCES / "pages" / "home.html", SOURCES / "assets" / "loket.css", SOURCES / "theme" / "main.html"} <= {
        *files
    }
