"""making: what no edit touched is taken over from the build before, and the site is the one built from nothing."""

import dataclasses
import gzip
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from generator import making, plan, site
from generator.compressed import compress
from generator.directory import Reading, inspect
from generator.inspection import RefusedSiteError
from generator.kept import KEPT_NAME, keep_in, kept_in
from generator.late import catch_up
from generator.press import Press
from generator.sheets import Sheet
from generator.tree import Tree
from generator.turns import alone_in
from tests.building import FOUNDING_DAY, ROOT, plain
from tests.generator.scattered import of_offices, written_to
from tests.generator.test_site import snapshot
from tests.generator.written import pages_given
from tests.waiting import wait_for

_pressed, _put_in = Press.pressed, Tree.add_to


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    return written_to(tmp_path / "in", of_offices())


def build(contacts: Path, folder: Path, now: datetime = FOUNDING_DAY, told_by: Path | None = None) -> None:
    site.build(inspect(contacts), now, folder, say=lambda _line: None, history_of=told_by)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def signs(folder: Path) -> dict[str, tuple[int, int]]:
    """Of each file by what a disk knows it, and when it was written."""
    found = {path.relative_to(folder).as_posix(): path.stat() for path in folder.resolve().rglob("*") if path.is_file()}
    return {name: (state.st_ino, state.st_mtime_ns) for name, state in found.items()}


def test_a_number_that_is_edited_changes_what_shows_it_and_nothing_else(contacts: Path, tmp_path: Path) -> None:
    """Every page that shows the number is new, in both languages, with the data; all others are the same files."""
    build(contacts, tmp_path / "site")
    before, texts = signs((tmp_path / "site").resolve()), snapshot(tmp_path / "site")
    edit(contacts.parent / "kantor" / "3.yml", "0812-3000-0003", "0812-3000-9993")
    build(contacts, tmp_path / "site")
    after, new = signs((tmp_path / "site").resolve()), snapshot(tmp_path / "site")
    assert {name for name in after if after[name] != before.get(name)} == {
        name for name in new if new[name] != texts[name]
    }
    shown = {name for name, content in new.items() if b"3000-9993" in content or b"6281230009993" in content}
    assert {"layanan/ktp-3/index.html", "en/services/kk-3/index.html", "kontak/index.html", "contacts.json"} <= shown
    assert not any(b"3000-0003" in content for content in new.values())
    assert after["layanan/ktp-2/index.html"] == before["layanan/ktp-2/index.html"]


def add(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


EDITS: dict[str, Callable[[Path], object]] = {
    "a number": lambda folder: edit(folder / "kantor" / "2.yml", "0812-3000-0002", "0812-3000-7772"),
    "a name": lambda folder: edit(folder / "kantor" / "1.yml", "name: KTP 1", "name: Kartu 1"),
    "an office less": lambda folder: (folder / "kantor" / "4.yml").unlink(),
    "another id": lambda folder: edit(folder / "kantor" / "1.yml", "id: kk-1", "id: keluarga-1"),
    "a closure": lambda folder: add(
        folder / "kantor" / "1.yml",
        "closures: [{id: tutup, from: 2020-03-23, channels: [loket-1], stays_open: [surel], reason: Wabah}]\n",
    ),
    "a closure of what all share": lambda folder: add(
        folder / "kantor" / "2.yml",
        "closures: [{id: putus, from: 2020-03-23, channels: [hotline], stays_open: [surel], reason: Putus}]\n",
    ),
    "the site's name": lambda folder: edit(folder / "contacts.yml", "id: Kota\n", "id: Kabupaten\n"),
    "the shared file": lambda folder: edit(folder / "contacts.yml", "08:00-15:00", "08:00-14:30"),
    "a remark": lambda folder: add(folder / "contacts.yml", "# Diperiksa.\n"),
    "nothing": lambda _folder: None,
}


def test_each_edit_gives_the_site_that_is_built_from_nothing(contacts: Path, tmp_path: Path) -> None:
    """To the last byte, one edit after the other, and no file of what is gone stays."""
    build(contacts, tmp_path / "site")
    for name, change in EDITS.items():
        change(contacts.parent)
        build(contacts, tmp_path / name, told_by=tmp_path / "site")
        build(contacts, tmp_path / "site")
        assert snapshot(tmp_path / "site") == snapshot(tmp_path / name), name


@pytest.mark.parametrize("reasons", [("Banjir",), ("Banjir", "Wabah")], ids=["edited", "edited and back"])
def test_a_preview_takes_over_no_event_of_an_older_history(
    reasons: Sequence[str], contacts: Path, tmp_path: Path
) -> None:
    """Its calendar goes on from that of the site, in which an event may have changed since the preview was built."""
    EDITS["a closure"](contacts.parent)
    build(contacts, tmp_path / "site")
    build(contacts, tmp_path / "preview", told_by=tmp_path / "site")
    for old, new in pairwise(("Wabah", *reasons)):
        edit(contacts.parent / "kantor" / "1.yml", f"reason: {old}", f"reason: {new}")
        build(contacts, tmp_path / "site")
    for folder in ("preview", "nothing"):
        build(contacts, tmp_path / folder, told_by=tmp_path / "site")
    assert snapshot(tmp_path / "preview") == snapshot(tmp_path / "nothing")


def test_what_is_compressed_says_what_its_text_says(contacts: Path, tmp_path: Path) -> None:
    """A build works in the folder of the one before the last, where the compressed form of older pages may lie."""
    build(contacts, tmp_path / "site")
    compress(tmp_path / "site")
    for office in (2, 3):
        edit(contacts.parent / "kantor" / f"{office}.yml", f"0812-3000-000{office}", "0812-3000-7770")
        build(contacts, tmp_path / "site")
    found = snapshot(tmp_path / "site")
    packed = {name.removesuffix(".gz"): gzip.decompress(found[name]) for name in found if name.endswith(".gz")}
    assert packed
    assert packed == {name: found[name] for name in packed}


def test_a_new_day_makes_every_page_anew(contacts: Path, tmp_path: Path) -> None:
    """Pages begin with a day, so what was made yesterday is not taken over."""
    build(contacts, tmp_path / "site")
    tomorrow = FOUNDING_DAY + timedelta(days=1)
    build(contacts, tmp_path / "nothing", tomorrow, told_by=tmp_path / "site")
    build(contacts, tmp_path / "site", tomorrow)
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "nothing")


def test_later_on_the_same_day_nothing_is_written(contacts: Path, tmp_path: Path) -> None:
    """No page tells of the minute at which it was built."""
    build(contacts, tmp_path / "site")
    before = signs((tmp_path / "site").resolve())
    build(contacts, tmp_path / "site", FOUNDING_DAY + timedelta(hours=5))
    assert signs((tmp_path / "site").resolve()) == before


def test_an_edit_that_is_refused_leaves_both_builds(contacts: Path, tmp_path: Path) -> None:
    """The published site, and the one before for a way back, though that is what the next is made in."""
    build(contacts, tmp_path / "site")
    edit(contacts.parent / "kantor" / "2.yml", "0812-3000-0002", "0812-3000-7772")
    build(contacts, tmp_path / "site")
    before = snapshot(tmp_path / "site.builds")
    edit(contacts.parent / "kantor" / "2.yml", "0812-3000-7772", "0812-3000-8882")
    with pytest.raises(RefusedSiteError, match="tells a desk's mailbox"):
        site.build(telling_a_mailbox(inspect(contacts)), FOUNDING_DAY, tmp_path / "site", say=lambda _line: None)
    assert snapshot(tmp_path / "site.builds") == before


@pytest.mark.parametrize("is_first", [True, False], ids=["the first", "the first after an update"])
def test_a_site_of_which_nothing_was_taken_over_is_refused_once(
    is_first: bool, contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was taken over could be wrong; here it is what was made."""
    said: list[str] = []
    if not is_first:
        build(contacts, tmp_path / "site")
        monkeypatch.setattr(plan, "program_sign", lambda: "another")
    with pytest.raises(RefusedSiteError):
        site.build(telling_a_mailbox(inspect(contacts)), FOUNDING_DAY, tmp_path / "site", say=said.append)
    assert said == []


def telling_a_mailbox(reading: Reading) -> Reading:
    """As the files' own judge would never let it pass."""
    assert reading.directory
    service = dataclasses.replace(reading.directory.services["ktp-2"], description=plain("meja-2@kota.example"))
    services = {**reading.directory.services, "ktp-2": service}
    return reading._replace(directory=dataclasses.replace(reading.directory, services=services))


SPOILT: dict[str, Callable[[Path], object]] = {
    "what nobody can read": lambda built: (built.parent / KEPT_NAME).write_text(
        '{"code": 1, "shares": []}', encoding="utf-8"
    ),
    "what is kept, by a byte": lambda built: edit(built.parent / KEPT_NAME, '"files":["', '"files":[1,"'),
    "a link to what is gone": lambda built: leading_to_what_is_gone(built.parent),
    "a page that somebody removed": lambda built: (built / "layanan" / "ktp-3" / "index.html").unlink(),
    "data that is cut off": lambda built: cut(built / "contacts.json", '"id": "ktp-3"'),
    "data with a line cut off": lambda built: edit(built / "contacts.json", '"id": "kk-3", ', '"id": "kk-3" '),
    "data with another number": lambda built: edit(built / "contacts.json", "6281230000003", "6281230000004"),
    "data that is no text": lambda built: (built / "calendar.ics").write_bytes(b"\xff"),
}


def leading_to_what_is_gone(folder: Path) -> None:
    kept = kept_in(folder)
    shares = {key: dataclasses.replace(one, links={**one.links, "tidak-ada": ()}) for key, one in kept.shares.items()}
    keep_in(folder, dataclasses.replace(kept, shares=shares))


def cut(path: Path, at: str) -> None:
    edit(path, at + path.read_text(encoding="utf-8").partition(at)[2], at)


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_what_is_spoilt_of_a_build_is_made_anew(
    spoil: Callable[[Path], object], contacts: Path, tmp_path: Path
) -> None:
    """What can't be read is not used, and no build ends where a page is gone that it would take over."""
    build(contacts, tmp_path / "site")
    spoil((tmp_path / "site").resolve())
    edit(contacts.parent / "kantor" / "2.yml", "0812-3000-0002", "0812-3000-7772")
    build(contacts, tmp_path / "nothing", told_by=tmp_path / "site")
    build(contacts, tmp_path / "site")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "nothing")


def test_a_history_that_is_no_text_is_not_handed_on(contacts: Path, tmp_path: Path) -> None:
    """Nothing was told before the first build either, and yet it is not what came of that."""
    build(contacts, tmp_path / "site")
    (tmp_path / "site/history.json").write_bytes(b"\xff")
    build(contacts, tmp_path / "nothing", told_by=tmp_path / "site")
    build(contacts, tmp_path / "site")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "nothing")


@pytest.mark.parametrize("builds", [1, 2], ids=["the first", "one with another before it"])
def test_what_is_gone_of_a_build_is_gone_of_no_later_one(builds: int, contacts: Path, tmp_path: Path) -> None:
    """A page that somebody removed is there again after the next build, and the one that is made in the old folder."""
    numbers = iter(range(1111, 9999, 1111))
    for _ in range(builds):
        another_number(contacts, next(numbers), tmp_path / "site")
    (tmp_path / "site/layanan/ktp-3/index.html").unlink()
    for _ in range(3):
        another_number(contacts, next(numbers), tmp_path / "site")
        assert (tmp_path / "site/layanan/ktp-3/index.html").exists()


def another_number(contacts: Path, number: int, folder: Path) -> None:
    path = contacts.parent / "kantor" / "2.yml"
    path.write_text(re.sub(r"0812-3000-\d+", f"0812-3000-{number}", path.read_text(encoding="utf-8")), encoding="utf-8")
    build(contacts, folder)


def test_many_processes_make_what_one_makes(contacts: Path, tmp_path: Path) -> None:
    """The command takes every core; the bytes are the same."""
    build(contacts, tmp_path / "one")
    given = ["--contacts", str(contacts), "--site-dir", str(tmp_path / "two"), "--now", FOUNDING_DAY.isoformat()]
    subprocess.run([sys.executable, "-m", "generator", "build", *given], cwd=ROOT, check=True, capture_output=True)
    assert snapshot(tmp_path / "two") == snapshot(tmp_path / "one")


def test_a_build_that_waited_for_another_reads_what_is_there_then(contacts: Path, tmp_path: Path) -> None:
    """Else the later of two would put an older number over the newer one."""
    build(contacts, tmp_path / "site")
    given = ["--contacts", str(contacts), "--site-dir", str(tmp_path / "site"), "--now", FOUNDING_DAY.isoformat()]
    command = [sys.executable, "-m", "generator", "build", *given]
    with alone_in(tmp_path / "site.builds"):
        waiting = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        wait_for(lambda: is_held_up(waiting.pid), "a build that waits")
        edit(contacts.parent / "kantor" / "2.yml", "0812-3000-0002", "0812-3000-7772")
    assert waiting.wait(60) == 0
    assert b"3000-7772" in (tmp_path / "site/layanan/ktp-2/index.html").read_bytes()


def is_held_up(process: int) -> bool:
    """Whether a process waits for a lock. Source: proc(5), /proc/locks."""
    return any(f" {process} " in line for line in Path("/proc/locks").read_text().splitlines() if "->" in line)


def test_no_page_waits_for_the_index_of_the_search(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a word is added, the pages go out with the old index; the new one is made then, and put in there."""
    build(contacts, tmp_path / "site")
    edit(contacts.parent / "kantor" / "1.yml", "name: KTP 1", "name: Kartu Identitas 1")
    page, index = tmp_path / "site/layanan/ktp-1/index.html", tmp_path / "site/search/id.json"
    seen: list[bool] = []

    def looked(*given: Any) -> None:
        seen.extend(b"Kartu Identitas 1" in path.read_bytes() for path in (page, index))
        catch_up(*given)

    monkeypatch.setattr(site, "catch_up", looked)
    build(contacts, tmp_path / "site")
    assert seen == [True, False]
    assert b"Kartu Identitas 1" in index.read_bytes()


def put_in_and_killed(*given: Any) -> None:
    _put_in(*given)
    raise KeyboardInterrupt


def test_an_index_that_was_put_in_and_not_written_down_is_made_anew(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The build was killed between the two; the next has the words of the one before, and every page is new."""
    build(contacts, tmp_path / "site")
    edit(contacts.parent / "kantor" / "1.yml", "name: KTP 1", "name: Kartu Identitas 1")
    with monkeypatch.context() as there:
        there.setattr(Tree, "add_to", put_in_and_killed)
        with pytest.raises(KeyboardInterrupt):
            build(contacts, tmp_path / "site")
    edit(contacts.parent / "kantor" / "1.yml", "name: Kartu Identitas 1", "name: KTP 1")
    edit(contacts, "(0343) 410 100", "(0343) 410 101")
    for office in (contacts.parent / "kantor").iterdir():
        edit(office, "07:30-12:00", "07:30-12:30")
    build(contacts, tmp_path / "nothing", told_by=tmp_path / "site")
    build(contacts, tmp_path / "site")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "nothing")


def test_the_renderer_may_begin_while_the_press_goes_on(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As where there is much to press; kinds of pages that come after that are proven too, and the site is the same."""
    closure = "closures: [{id: tutup, from: 2020-03-23, channels: [loket-4], stays_open: [surel], reason: Wabah}]\n"
    add(contacts.parent / "kantor" / "4.yml", closure)
    build(contacts, tmp_path / "nothing")
    given = pages_given(monkeypatch)
    monkeypatch.setattr(making, "MANY_JOBS", 2)
    build(contacts, tmp_path / "site")
    assert snapshot(tmp_path / "site") == snapshot(tmp_path / "nothing")
    kinds = kept_in((tmp_path / "site").resolve().parent).kinds
    assert (len(given), sum(given)) == (2, len(kinds))


def otherwise(press: Press, sheet: Sheet) -> Any:
    """A page as no renderer makes it, of a kind that no build made before."""
    return _pressed(press, sheet) + ("<!-- -->" if sheet.kind == "notice" else "")


def leading_nowhere(press: Press, sheet: Sheet) -> Any:
    return _pressed(press, sheet).replace("</body>", '<a href="tidak-ada/">?</a></body>')


def test_a_page_that_leads_nowhere_is_refused(contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside thousands that are taken over too: what is there is known when all is put together."""
    build(contacts, tmp_path / "site")
    edit(contacts.parent / "kantor" / "2.yml", "0812-3000-0002", "0812-3000-7772")
    monkeypatch.setattr(Press, "pressed", leading_nowhere)
    with pytest.raises(RefusedSiteError, match="links to 'tidak-ada/', which is not there"):
        build(contacts, tmp_path / "site")


@pytest.mark.parametrize(
    "stranger",
    [
        (plan, "program_sign", lambda: "another"),
        (Press, "pressed", otherwise),
        (Reading, "sums", {}),
    ],
    ids=["another program", "another renderer", "files that nobody told of"],
)
def test_an_index_is_left_only_where_it_can_be_made_later(
    contacts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stranger: tuple[Any, str, Any]
) -> None:
    """Else it goes out with the pages: an old script does not read it, or nobody wrote down that it is to come."""
    build(contacts, tmp_path / "site")
    EDITS["a closure"](contacts.parent)
    edit(contacts.parent / "kantor" / "1.yml", "name: KTP 1", "name: Kartu Identitas 1")
    monkeypatch.setattr(*stranger)
    monkeypatch.setattr(site, "catch_up", lambda *_given: pytest.fail("made later"))
    build(contacts, tmp_path / "site")
    assert b"Kartu Identitas 1" in (tmp_path / "site/search/id.json").read_bytes()
