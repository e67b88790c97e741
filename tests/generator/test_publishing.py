"""publishing: after an edit the site is new, or staff have a letter that says why it is not."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.directory import language
from generator.preview.watch import marks
from generator.publishing import (
    OURS,
    YOURS,
    Attempt,
    Settled,
    attempt,
    host_and_port,
    letter,
    publish,
    publish_for_ever,
)
from tests.building import MINIMAL, ROOT
from tests.mail_server import HOST, Answers, MailServer, free_port
from tests.waiting import wait_for

TELL = ["--tell", "petugas@kantor.example, kepala@kantor.example", "--sender", "loket@kantor.example"]


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.yml"
    path.write_text(MINIMAL, encoding="utf-8")
    return path


def published(contacts: Path, relay: int, *more: str) -> int:
    site = str(contacts.with_name("site"))
    arguments = ["--contacts", str(contacts), "--site-dir", site, "--relay", f"{HOST}:{relay}"]
    return main(["publish", *arguments, *TELL, *more])


def test_a_good_file_is_published_compressed(contacts: Path) -> None:
    """And nobody gets a letter."""
    with MailServer() as mail:
        assert published(contacts, mail.port) == 0
    assert (contacts.with_name("site") / "index.html.gz").is_file()
    assert mail.received == []


@pytest.mark.parametrize(("lang", "said"), [("id", "perlu diperbaiki"), ("en", "needs mending")])
def test_staff_read_what_check_says(contacts: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str) -> None:
    """Word for word, everybody who is named, in the language that was asked for; Indonesian by itself."""
    contacts.write_text(f"{MINIMAL}desk: []\n", encoding="utf-8")
    with MailServer() as mail:
        assert published(contacts, mail.port, *(["--lang", lang] if lang != "id" else [])) == YOURS
        first, second = mail.letters(2)
    main(["check", "--contacts", str(contacts), "--lang", lang])
    assert capsys.readouterr().out.strip() in first.letter.get_content().replace("\r\n", "\n")
    assert said in first.letter["Subject"]
    assert {first.mailbox, second.mailbox} == {"petugas@kantor.example", "kepala@kantor.example"}
    assert first.letter["Auto-Submitted"] == "auto-generated"


def test_a_sender_may_have_a_name(contacts: Path) -> None:
    """As people write it: what greets the mail server is the domain alone, which many look at."""
    contacts.write_text(f"{MINIMAL}desk: []\n", encoding="utf-8")
    with MailServer() as mail:
        assert published(contacts, mail.port, "--sender", "Loket <loket@kantor.example>") == YOURS
        assert mail.letters(2)[0].host == "kantor.example"


def test_a_mail_server_that_is_away_is_told_in_the_log(contacts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code is that of the build."""
    contacts.write_text(f"{MINIMAL}desk: []\n", encoding="utf-8")
    assert published(contacts, free_port()) == YOURS
    assert "Surat kepada petugas tidak terkirim" in capsys.readouterr().err


def test_a_mailbox_that_is_refused_is_told_in_the_log(contacts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others have the letter all the same."""
    contacts.write_text(f"{MINIMAL}desk: []\n", encoding="utf-8")
    with MailServer(Answers(mailboxes={"petugas@kantor.example": "550 Sudah pindah"})) as mail:
        assert published(contacts, mail.port) == YOURS
        assert [received.mailbox for received in mail.letters(1)] == ["kepala@kantor.example"]
    said = capsys.readouterr().err
    assert "petugas@kantor.example" in said.splitlines()[-1]
    assert "550 Sudah pindah" in said.splitlines()[-1]


@pytest.mark.parametrize(
    ("relay", "host", "port"),
    [
        ("localhost:25", "localhost", 25),
        ("surat.kantor.example", "surat.kantor.example", 25),
        ("[::1]:2525", "::1", 2525),
        ("[::1]", "::1", 25),
        ("::1", "::1", 25),
    ],
)
def test_a_mail_server_has_a_name_or_an_address(relay: str, host: str, port: int) -> None:
    """Of either version of the Internet Protocol, with or without a port (RFC 3986, section 3.2.2)."""
    assert host_and_port(relay) == (host, port)


@pytest.mark.parametrize("relay", ["", ":25", "localhost:", "localhost:smtp", "localhost:0", "localhost:70000", "[::1"])
def test_what_names_no_mail_server_is_told(relay: str) -> None:
    """With how to write one."""
    with pytest.raises(ValueError, match=r"\[::1\]:25"):
        host_and_port(relay)


def test_an_edit_while_a_build_runs_is_not_left_behind(contacts: Path) -> None:
    """The second attempt begins after it; what the first one said is told to nobody."""
    told: list[Attempt] = []
    made: Iterator[Attempt] = iter([Attempt("lama", YOURS), Attempt("baru", OURS)])

    def make() -> Attempt:
        begun = next(made)
        if begun.said == "lama":
            contacts.write_text(f"{MINIMAL}# diubah\n", encoding="utf-8")
        return begun

    assert publish(contacts, make, told.append).exit_code == OURS
    assert told == [Attempt("baru", OURS)]


def test_an_edit_while_staff_are_told_is_not_left_behind(contacts: Path) -> None:
    """A mail server that is slow takes half a minute, and systemd notes no edit while this runs."""
    made = iter([Attempt("salah", YOURS), Attempt("", 0)])

    def tell(_failed: Attempt) -> None:
        contacts.write_text(f"{MINIMAL}# diperbaiki\n", encoding="utf-8")

    assert publish(contacts, lambda: next(made), tell).exit_code == 0


def test_a_site_that_was_only_not_compressed_is_said_to_be_published(contacts: Path) -> None:
    """Nobody looks for an edit that is there; who looks after the server reads what failed."""

    def run(command: str, *_given: str) -> Attempt:
        return Attempt("Disk penuh", OURS) if command == "compress" else Attempt("", 0)

    failed = attempt(contacts, contacts.with_name("site"), "id", run)
    told = letter(failed, contacts, ["petugas@kantor.example"], "loket@kantor.example", language("id"))
    assert failed.exit_code == OURS
    assert "sudah terbit" in told["Subject"]
    assert "belum" not in told["Subject"] + told.get_content()
    assert "Disk penuh" in told.get_content()


def test_who_watches_publishes_after_each_edit_and_each_night(contacts: Path) -> None:
    """Once at the start, once for a new day, once for an edit."""
    days = iter([date(2020, 3, 24), date(2020, 3, 25)])
    published: list[int] = []

    def once() -> Settled:
        before = marks([contacts])
        published.append(len(published))
        if len(published) == 2:
            threading.Timer(0.1, contacts.write_text, [f"{MINIMAL}# diubah\n"]).start()
        if len(published) == 3:
            raise KeyboardInterrupt
        return Settled(0, before)

    with pytest.raises(KeyboardInterrupt):
        publish_for_ever(contacts, once, lambda: next(days, date(2020, 3, 25)))


def test_an_edit_that_came_during_a_build_is_told_once(contacts: Path) -> None:
    """Who stays does not take it for a further one, and write to staff a second time."""
    told: list[Attempt] = []
    made: Iterator[Attempt] = iter([Attempt("lama", 0), Attempt("salah", YOURS), Attempt("salah", YOURS)])
    looks = iter([date(2020, 3, 24)] * 4)

    def make() -> Attempt:
        begun = next(made)
        if begun.said == "lama":
            contacts.write_text(f"{MINIMAL}# diubah\n", encoding="utf-8")
        return begun

    with pytest.raises(StopIteration):
        publish_for_ever(contacts, lambda: publish(contacts, make, told.append), lambda: next(looks))
    assert told == [Attempt("salah", YOURS)]


def test_a_folder_that_can_not_be_used_is_not_the_file_s_fault(contacts: Path) -> None:
    """Nobody is told to mend a line of a file that `check` finds good: whoever looks after the server sees to it."""
    (contacts.with_name("site")).mkdir()
    (contacts.with_name("site") / "lain.html").write_text("Bukan dari Loket", encoding="utf-8")
    with MailServer() as mail:
        assert published(contacts, mail.port) == OURS
        told = mail.letters(2)[0].letter
    assert "bukan kesalahan pada berkas Anda" in told.get_content()


def test_the_command_stays_and_publishes_the_next_edit(contacts: Path) -> None:
    """As a container runs it, in a process of its own that is told to end."""
    site = contacts.with_name("site")
    command = [
        sys.executable,
        "-m",
        "generator",
        "publish",
        "--watch",
        "--contacts",
        str(contacts),
        "--site-dir",
        str(site),
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as watching:
        wait_for((site / "index.html").is_file, "the first build")
        contacts.write_text(MINIMAL.replace("name: Kantor}\norg", "name: Balai}\norg"), encoding="utf-8")
        wait_for(lambda: "Balai" in (site / "index.html").read_text(encoding="utf-8"), "the edit on the page")
        watching.terminate()


def test_a_build_that_is_killed_is_told(contacts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As by the system where there is no memory left: with what it had said, and by which signal."""
    killed = contacts.with_name("python")
    killed.write_text("#!/bin/sh\necho '10 % of the pages are made' >&2\nkill -KILL $$\n", encoding="utf-8")
    killed.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(killed))
    with MailServer() as mail:
        assert published(contacts, mail.port) == -signal.SIGKILL
        first, _ = mail.letters(2)
    assert "10 % of the pages are made\nSIGKILL" in first.letter.get_content().replace("\r\n", "\n")
