"""The commands, as an operator runs them: exit codes, and every fault in words."""

import base64
import fcntl
import json
import os
import socket
import sqlite3
import subprocess
import sys
import termios
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from form_api.envelope import Addressee, sender_for
from form_api.outbox import Outbox, both, events
from form_api.reference import check_character, grouped
from tests.building import ROOT
from tests.form_api.questions import DAY, KEY, NOW, REFERENCE, SEALER, asked, attempt, claimed, put
from tests.form_api.submissions import PICTURE, REQUIRED, bring, claims_text, submit
from tests.form_api.window import SECRET
from tests.waiting import wait_for

GIVEN = {"CONTACTS": str(ROOT / "contacts.yml"), "KEY": KEY.reveal(), "SECRET": SECRET}


def run(folder: Path, *arguments: str, read: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m form_api ...` from this folder; settings go without FORM_API_. The default database is in it."""
    return subprocess.run(
        [sys.executable, "-m", "form_api", *arguments],
        cwd=folder,
        env=environment(settings),
        input=read,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def environment(settings: dict[str, str]) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FORM_API_")}
    given = {f"FORM_API_{name}": value for name, value in (GIVEN | settings).items()}
    return clean | given | {"PYTHONPATH": str(ROOT)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one question in its outbox, of which one attempt was refused."""
    outbox = database(tmp_path)
    put(outbox, asked())
    refused = attempt("meja-pbb", "pbb@pasuruan.example", "refused", 550, "Tidak ada")
    outbox.commit(events.attempted(REFERENCE, "question", refused))
    outbox.close()
    return tmp_path


def database(folder: Path) -> Outbox:
    return Outbox(f"sqlite:///{folder}/var/outbox.db", SEALER)


@pytest.mark.parametrize("command", [["serve"], ["deliver"], ["outbox", "list"]])
def test_wrong_settings_are_told_all_at_once(tmp_path: Path, command: list[str]) -> None:
    """Exit 1 with a line for each fault, whatever the command, and never a traceback."""
    done = run(tmp_path, *command, SECRET="pendek", MAIL_URL="http://x", NAMA="x")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()] == [
        "FORM_API_NAMA",
        "FORM_API_MAIL_URL",
        "FORM_API_SECRET",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["serve", "deliver"])
def test_a_wrong_directory_is_told_like_check_tells_it(tmp_path: Path, command: str) -> None:
    """Exit 1 with every problem, its place and its rule; nothing is served from half a directory."""
    (tmp_path / "contacts.yml").write_text("version: 1\nsite: {url: x}\nkantor: 1\n")
    done = run(tmp_path, command, CONTACTS="contacts.yml")
    assert done.returncode == 1
    assert done.stderr.count("contacts.yml:") == len(done.stderr.splitlines()) >= 3
    assert "contacts.yml:2:13: " in done.stderr
    assert "[url]" in done.stderr


def test_a_directory_that_is_not_there_is_told(tmp_path: Path) -> None:
    """`--contacts` goes before the setting, and a wrong name is the operator's to mend."""
    done = run(tmp_path, "serve", "--contacts", "tidak-ada.yml")
    assert done.returncode == 1
    assert "tidak-ada.yml:1:1: " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_site_that_is_not_built_is_told(tmp_path: Path) -> None:
    """Exit 1, with the command that builds it."""
    done = run(tmp_path, "serve", "--site", "site")
    assert done.returncode == 1
    assert "python -m generator build" in done.stderr


def test_a_store_that_can_not_be_opened_is_told(tmp_path: Path) -> None:
    """Exit 1 without a traceback: the setting is the operator's to mend."""
    (tmp_path / "outbox.db").mkdir()
    done = run(tmp_path, "outbox", "list", DATABASE_URL="sqlite:///outbox.db")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def serve_where_the_port_is_taken(folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """A start that goes as far as the port and no further."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        return run(folder, "serve", "--port", str(taken.getsockname()[1]), **settings)


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    """Exit 1 with the address, so that the service does not seem to run where it does not."""
    done = serve_where_the_port_is_taken(tmp_path)
    assert done.returncode == 1
    assert "address already in use" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["-1", "0", "65536", "x", "80.0"])
def test_a_port_that_is_none_is_told(tmp_path: Path, port: str) -> None:
    """Exit 1 before anything is opened."""
    done = run(tmp_path, "serve", "--port", port)
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert f"'{port}' is not a port" in done.stderr


def test_the_list_is_on_stdout(folder: Path) -> None:
    """A line for each inquiry, without a citizen's words."""
    done = run(folder, "outbox", "list")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0].startswith(REFERENCE)
    assert done.stdout.splitlines()[-1] == "1 inquiries"


@pytest.mark.parametrize("typed", [REFERENCE, REFERENCE.lower().replace("-", " ")])
def test_one_inquiry_is_shown(folder: Path, typed: str) -> None:
    """However its reference is typed: the question, and what each mailbox said."""
    done = run(folder, "outbox", "show", typed)
    assert done.returncode == 0
    assert asked().message in done.stdout
    assert "550  Tidak ada" in done.stdout


@pytest.mark.parametrize(
    ("typed", "told"),
    [("K7M4-PX9S", "is not a reference"), ("halo", "is not a reference"), ("AAAA-AAAA", "no inquiry")],
)
def test_a_reference_that_is_none_is_told(folder: Path, typed: str, told: str) -> None:
    """A wrong character is found before anything is looked up; exit 1."""
    for action in ("show", "retry"):
        done = run(folder, "outbox", action, typed)
        assert done.returncode == 1
        assert told in done.stderr


def test_a_parked_one_is_sent_on_its_way_again(folder: Path) -> None:
    """`retry` forgets the refusals and makes it due; what was accepted already is not sent again."""
    outbox = database(folder)
    outbox.commit(events.parked(claimed(outbox)[0], NOW))
    assert run(folder, "outbox", "retry", REFERENCE).returncode == 0
    found = outbox.find(REFERENCE)
    assert found is not None
    assert (found.parked_at, outbox.attempts([REFERENCE])) == (None, {REFERENCE: []})
    outbox.commit(events.accepted(REFERENCE, NOW))
    done = run(folder, "outbox", "retry", REFERENCE)
    assert done.returncode == 1
    assert "accepted" in done.stderr
    outbox.close()


def test_what_lacks_documents_is_not_sent_on_its_way(tmp_path: Path) -> None:
    """`retry` says in plain words what it waits for, and `release` promises nothing."""
    outbox = database(tmp_path)
    submit(outbox, suspicions=("links",))
    let_out = run(tmp_path, "outbox", "release", REFERENCE)
    done = run(tmp_path, "outbox", "retry", REFERENCE)
    assert (let_out.returncode, let_out.stderr) == (0, f"{REFERENCE} is let out; it lacks documents.\n")
    assert (done.returncode, "lacks documents. It goes to its desk by itself" in done.stderr) == (1, True)
    assert "lacks documents" in run(tmp_path, "outbox", "list").stdout
    outbox.commit(events.erased(REFERENCE, NOW))
    outbox.close()
    assert "erased already" in run(tmp_path, "outbox", "retry", REFERENCE).stderr


def test_a_quarantined_one_is_released(folder: Path) -> None:
    """`release` and not `retry` lets it out; one that is not in quarantine needs none."""
    held = grouped("AAAAAAA" + check_character("AAAAAAA"))
    outbox = database(folder)
    put(outbox, asked(message="lain"), reference=held, suspicions=("links",))
    assert "links" in run(folder, "outbox", "list").stdout
    assert run(folder, "outbox", "release", REFERENCE).returncode == 1
    assert "outbox release" in run(folder, "outbox", "retry", held).stderr
    assert run(folder, "outbox", "release", held).returncode == 0
    found = outbox.find(held)
    outbox.close()
    assert found is not None
    assert (found.quarantined_at, found.due_at is None) == (None, False)


def test_what_is_kept_of_one_is_exported(folder: Path) -> None:
    """As JSON on stdout alone: what a citizen may ask for."""
    done = run(folder, "outbox", "export", REFERENCE)
    told = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert (told["reference"], told["message"], told["email"]) == (REFERENCE, asked().message, asked().email)


def test_the_documents_of_a_submission_are_shown_and_exported(tmp_path: Path) -> None:
    """In the order of their ids, with its number, before the desk has them too."""
    outbox = database(tmp_path)
    submit(outbox)
    bring(outbox, "surat", "kartu")
    outbox.close()
    shown = run(tmp_path, "outbox", "show", REFERENCE).stdout
    told = json.loads(run(tmp_path, "outbox", "export", REFERENCE).stdout)
    lines = [f"document {name}: {name}.jpg ({len(PICTURE)} bytes)" for name in ("kartu", "surat")]
    assert [line for line in shown.splitlines() if line.startswith("document ")] == lines
    assert [file["field"] for file in told["files"]] == ["kartu", "surat"]
    assert base64.b64decode(told["files"][0]["content_base64"]) == PICTURE
    assert (told["submission"]["number"], told["submission"]["day"]) == (1, "2020-03-24")


def test_one_is_erased_once(folder: Path) -> None:
    """Its words are gone; that it was erased before is told."""
    assert run(folder, "outbox", "erase", REFERENCE).returncode == 0
    assert asked().message not in run(folder, "outbox", "show", REFERENCE).stdout
    done = run(folder, "outbox", "erase", REFERENCE)
    assert (done.returncode, "erased already" in done.stderr) == (1, True)


def test_what_is_erased_is_not_on_disk_any_more(folder: Path) -> None:
    """Though the service is up, which keeps SQLite from tidying its log at the command's end."""
    outbox = database(folder)
    with closing(sqlite3.connect(folder / "var" / "outbox.db")) as store:
        (sealed,) = store.execute("SELECT sealed FROM inquiries").fetchone()
    run(folder, "outbox", "erase", REFERENCE)
    held = b"".join(path.read_bytes() for path in (folder / "var").iterdir())
    outbox.close()
    assert sealed not in held


def test_the_digest_is_on_stdout(folder: Path) -> None:
    """By reference, and without a word of the citizen's."""
    done = run(folder, "digest")
    assert done.returncode == 0
    assert asked().message not in done.stdout
    assert REFERENCE in done.stdout


def test_the_digest_is_queued_once_a_day(folder: Path) -> None:
    """However often a timer calls for it."""
    told = [run(folder, "digest", "--send").stderr.splitlines()[-1] for _ in range(2)]
    assert told == ["It is on its way.", "Today's digest was queued before."]


def bounce(mailbox: str, desk: str = "meja-pbb", status: str = "5.1.1") -> str:
    """A report as Postfix writes it, to the envelope sender of the letter to this mailbox."""
    ours = sender_for("noreply@pasuruan.example", SECRET, REFERENCE, Addressee(desk, mailbox))
    return f"""\
From: MAILER-DAEMON@relay.example
To: {ours}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="x"

--x
Content-Type: text/plain

It could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {mailbox}
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 {status} no such user

--x--
"""


def test_a_bounce_goes_on_along_the_ladder(folder: Path) -> None:
    """What the relay had taken counts as refused, and the question is due again; a second report changes nothing."""
    outbox = database(folder)
    taken = attempt("meja-pbb", "pbb@pasuruan.example", "accepted", 250)
    outbox.commit(both(events.attempted(REFERENCE, "question", taken), events.accepted(REFERENCE, NOW)))
    told = [run(folder, "bounce", read=bounce(taken.mailbox)) for _ in range(2)]
    assert [(done.returncode, done.stderr.split()[-1]) for done in told] == [(0, "noted"), (0, "known")]
    found = outbox.find(REFERENCE)
    assert found is not None
    assert (found.accepted_at, outbox.history(REFERENCE)[-1].code) == (None, 550)
    outbox.close()


def test_a_bounce_that_comes_too_early_is_asked_for_again(folder: Path) -> None:
    """Exit 75, which a mail server takes for "later"."""
    assert run(folder, "bounce", read=bounce("umum@pasuruan.example", "meja-umum")).returncode == 75


@pytest.mark.parametrize("wrong", [{"CONTACTS": "rusak.yml"}, {"KEY": "x"}, {"DATABASE_URL": "sqlite:///x/x.db"}])
def test_a_bounce_that_can_not_be_noted_is_asked_for_again(folder: Path, wrong: dict[str, str]) -> None:
    """Whatever is wrong with us meanwhile: a mail server that is told anything but "later" drops the report."""
    (folder / "rusak.yml").write_text("version: 1\nsite: [", encoding="utf-8")
    done = run(folder, "bounce", read=bounce("pbb@pasuruan.example"), **wrong)
    assert (done.returncode, "Traceback" in done.stderr) == (75, False)


def test_a_forged_bounce_moves_nothing(folder: Path) -> None:
    """Nor does a letter that is no report; both are told and taken, so that nobody bounces them on."""
    for text in (bounce("pbb@pasuruan.example").replace("-", "-a", 1), bounce("x@x.example"), "Subject: Halo\n\nHalo"):
        done = run(folder, "bounce", read=text)
        assert done.returncode == 0
    outbox = database(folder)
    assert len(outbox.history(REFERENCE)) == 1
    outbox.close()


def test_a_bounce_command_that_is_mistyped_is_asked_for_again(folder: Path) -> None:
    """An alias is soon mended; a report that was given up would be missed for ever."""
    for typed in (["bounce", "a@kantor.example", "b"], ["bounce", "--kontak", "x"]):
        done = run(folder, *typed, read=bounce("pbb@pasuruan.example"))
        assert (done.returncode, "usage" in done.stderr) == (75, True)
    assert run(folder, "bounce", "--help").returncode == 0


def test_a_bounce_command_that_is_told_to_go_is_asked_for_again(folder: Path) -> None:
    """As when the machine shuts down: what was not noted is no report that was taken."""
    reading, writing = os.pipe()
    command = [sys.executable, "-m", "form_api", "bounce"]
    with subprocess.Popen(command, cwd=folder, env=environment({}), stdin=reading) as process:
        os.write(writing, bounce("pbb@pasuruan.example").encode())
        wait_for(lambda: _unread(reading) == 0, "the command to read")
        process.terminate()
        assert process.wait(timeout=60) == 75
    for end in (reading, writing):
        os.close(end)


def _unread(pipe: int) -> int:
    """Bytes that lie in a pipe and nobody has read."""
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


def test_what_is_made_is_for_the_service_alone(tmp_path: Path) -> None:
    """Secret, store and their folder can't be read by other users of the machine."""
    serve_where_the_port_is_taken(tmp_path, KEY="", SECRET="")
    made = list(tmp_path.rglob("*"))
    assert {path.name for path in made} >= {"var", "secret", "key", "outbox.db"}
    assert {path.stat().st_mode & 0o077 for path in made} == {0}
    assert len((tmp_path / "var" / "secret").read_text()) >= 32


def test_the_secret_is_made_once(tmp_path: Path) -> None:
    """A second start reads what the first has made, so that the receipts of yesterday still open."""
    secrets = set()
    for _ in range(2):
        serve_where_the_port_is_taken(tmp_path, SECRET="")
        secrets.add((tmp_path / "var" / "secret").read_text())
    assert len(secrets) == 1


@pytest.mark.parametrize("text", ["", "kurang"])
def test_a_secret_that_is_none_is_not_used(tmp_path: Path, text: str) -> None:
    """With an empty file anybody could make the key of a receipt: exit 1, and what to do."""
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "secret").write_text(text, encoding="utf-8")
    done = run(tmp_path, "serve", "--port", "1", SECRET="")
    assert done.returncode == 1
    assert "holds no secret. Delete it" in done.stderr


@pytest.mark.parametrize("key", ["", f"{'c' * 43}="])
@pytest.mark.parametrize("command", ["serve", "deliver"])
def test_a_key_that_opens_nothing_seals_nothing(folder: Path, command: str, key: str) -> None:
    """Nor one made anew: when the right one is brought back, nobody could read what was asked in between."""
    done = run(folder, command, KEY=key)
    assert done.returncode == 1
    assert "No key opens what is stored" in done.stderr
    assert "outbox" in done.stderr
    assert run(folder, "outbox", "list", KEY=key).returncode == 0


def test_looking_makes_no_outbox(tmp_path: Path) -> None:
    """From a wrong folder an operator learns so, rather than that there are no inquiries."""
    done = run(tmp_path, "outbox", "list")
    assert (done.returncode, list(tmp_path.iterdir())) == (1, [])
    assert "There is no outbox" in done.stderr


@pytest.mark.parametrize("command", [["outbox", "list"], ["backup", "--to", "cadangan"]])
def test_an_outbox_that_nobody_may_look_at_is_told(tmp_path: Path, command: list[str]) -> None:
    """As to who calls this as somebody else than the service: exit 1 with the system's reason, and what to do."""
    done = run(tmp_path, *command, DATABASE_URL=f"sqlite:///{'x' * 300}/outbox.db")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "Call this as the user of the service" in done.stderr


def test_who_has_read_enough_is_told_nothing(folder: Path) -> None:
    """`outbox list | head` is no fault of anybody's; as with Ctrl+C the code is the signal's."""
    reading, writing = os.pipe()
    os.close(reading)
    command = [sys.executable, "-m", "form_api", "outbox", "list"]
    done = subprocess.run(
        command, cwd=folder, env=environment({}), stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("missing", ["KEY", "SECRET"])
def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path, missing: str) -> None:
    """Exit 1, since it is the operator's to mend: a service that was installed by root and runs as another user."""
    (tmp_path / "var").write_text("", encoding="utf-8")
    done = run(tmp_path, "serve", "--port", "1", DATABASE_URL="sqlite:///outbox.db", **{missing: ""})
    assert done.returncode == 1
    assert f"var/{missing.lower()} can't be made" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_fault_of_ours_is_exit_3(folder: Path) -> None:
    """What nobody foresaw is told with its trace as ours, and never as the operator's."""
    with closing(sqlite3.connect(folder / "var" / "outbox.db")) as store, store:
        store.execute("UPDATE inquiries SET sealed = ?", [SEALER.seal(b"no words of an inquiry")])
    done = run(folder, "outbox", "show", REFERENCE)
    assert done.returncode == 3
    assert "This is our fault" in done.stderr


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A folder with an office that takes submissions, of which it has one: verified and paid on 24 March 2020."""
    (tmp_path / "kantor.yml").write_text(claims_text(), encoding="utf-8")
    outbox = database(tmp_path)
    submit(outbox)
    bring(outbox, *REQUIRED)
    outbox.commit_all([outbox.stepped(REFERENCE, step, NOW + timedelta(hours=1)) for step in ("verified", "paid")])
    outbox.commit(events.erased(REFERENCE, NOW + DAY))
    outbox.close()
    return tmp_path


def report(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return run(folder, "report", "--contacts", "kantor.yml", *arguments)


def test_the_report_is_on_stdout(office: Path) -> None:
    """In the site's language or as asked; what was erased still counts."""
    days = ("--from", "2020-03-23", "--until", "2020-03-24")
    told = [report(office, *days, *more) for more in ((), ("--lang", "en"), ("--csv",))]
    assert [(done.returncode, done.stderr) for done in told] == [(0, "")] * 3
    assert "\nSel 24 Mar 2020      1 " in told[0].stdout
    assert "\nTue 24 Mar 2020         1 " in told[1].stdout
    assert told[2].stdout.splitlines()[2] == "klaim,day,2020-03-24,1,1,1,1,0,0,0,1,1,100,1.0,1.0,1.0,1.0"


def test_the_csv_ends_lines_as_spreadsheets_want(office: Path) -> None:
    """CRLF, also when it comes out of the command (RFC 4180, section 2)."""
    done = subprocess.run(  # as bytes: reading as text would make both line ends one
        [sys.executable, "-m", "form_api", "report", "--contacts", "kantor.yml", "--csv", "--until", "2020-03-24"],
        cwd=office,
        env=os.environ | {"PYTHONPATH": str(ROOT), "FORM_API_KEY": KEY.reveal()},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") == len(done.stdout.split(b"\n")) - 1 > 20


def test_wrong_dates_of_a_report_are_told(office: Path) -> None:
    """Exit 1 with what to write, in the language that was asked for."""
    done = report(office, "--from", "24-03-2020")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "'24-03-2020' bukan tanggal. Tulis seperti 2020-03-24.\n"
    done = report(office, "--from", "2020-03-24", "--until", "2020-03-23", "--lang", "en")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        ["--from 2020-03-24 is later than --until 2020-03-23. Swap them."],
    )
