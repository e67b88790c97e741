"""The alarm as a supervisor calls it: whoever reads the digest learns what has failed, and what to look at."""

from pathlib import Path

import pytest

from tests.building import ROOT
from tests.form_api.test_main import run
from tests.mail_server import HOST, Answers, MailServer, Received, free_port

UNIT = "loket-backup.service"
CONTACTS = (ROOT / "contacts.yml").read_text(encoding="utf-8")
DIGEST_TO = "  digest_to: umum@pasuruan.example\n"


def told(folder: Path, *arguments: str, answers: Answers | None = None, **settings: str) -> list[Received]:
    """What the mail server has taken after an alarm that came through."""
    with MailServer(answers) as mail:
        done = run(folder, "alarm", *arguments, MAIL_URL=f"smtp://{HOST}:{mail.port}?tls=none", **settings)
        assert done.returncode == 0, done.stderr
        return mail.received


def words(received: Received) -> str:
    part = received.letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def changed(folder: Path, old: str, new: str) -> str:
    """A contacts.yml that differs from the founding one in one place."""
    assert old in CONTACTS
    path = folder / "contacts.yml"
    path.write_text(CONTACTS.replace(old, new), encoding="utf-8")
    return str(path)


def test_a_backup_that_failed_is_told(tmp_path: Path) -> None:
    """In Indonesian and then in English: what, how it ended, what it means, and the commands to look with."""
    (received,) = told(tmp_path, UNIT, "--result", "oom-kill")
    assert (received.mailbox, received.sender) == ("umum@pasuruan.example", "noreply@pasuruan.example")
    assert "Cadangan Loket gagal" in received.letter["Subject"]
    assert received.letter["Auto-Submitted"] == "auto-generated"
    said = words(received)
    assert said.index("tidak jadi dibuat") < said.index("was not made")
    assert said.count("oom-kill") == 2
    for command in (f"journalctl -u {UNIT}", "df -h", f"systemctl start {UNIT}"):
        assert command in said


def test_an_alarm_needs_no_outbox(tmp_path: Path) -> None:
    """Nor makes one: what failed may be the store itself, or the disk under it."""
    told(tmp_path, UNIT)
    assert list(tmp_path.iterdir()) == []


def test_anything_else_is_told_by_its_name(tmp_path: Path) -> None:
    """Without a word on backups; what is no unit of systemd's has none of its commands."""
    (received,) = told(tmp_path, "salinan ke gedung lain")
    assert "salinan ke gedung lain gagal" in received.letter["Subject"]
    assert not [word for word in ("adangan", "systemctl", "systemd") if word in words(received)]


def test_a_backup_in_a_container_is_one_too(tmp_path: Path) -> None:
    """It has the words of a backup, and no command of systemd's."""
    (received,) = told(tmp_path, "backup")
    assert ("tidak jadi dibuat" in words(received), "systemctl" in words(received)) == (True, False)


def test_without_a_reader_of_the_digest_the_default_desk_is_told(tmp_path: Path) -> None:
    """Rather than nobody."""
    (received,) = told(tmp_path, UNIT, CONTACTS=changed(tmp_path, DIGEST_TO, ""))
    assert received.mailbox == "umum@pasuruan.example"


def test_a_mail_server_that_takes_nothing_has_it_tried_again(tmp_path: Path) -> None:
    """Exit 1, upon which systemd does, and the reason in the log, without a mailbox."""
    away = run(tmp_path, "alarm", UNIT, MAIL_URL=f"smtp://{HOST}:{free_port()}?tls=none")
    assert (away.returncode, "Nobody could be told" in away.stderr, "Traceback" in away.stderr) == (1, True, False)
    with MailServer(Answers(rcpt="550 Tidak ada")) as mail:
        refused = run(tmp_path, "alarm", UNIT, MAIL_URL=f"smtp://{HOST}:{mail.port}?tls=none")
    assert (refused.returncode, "failed: Refused 550.\n" in refused.stderr) == (1, True)


def test_of_several_mailboxes_one_is_enough(tmp_path: Path) -> None:
    """To those that took it the letter does not come again."""
    contacts = changed(tmp_path, DIGEST_TO, "")
    text = Path(contacts).read_text(encoding="utf-8")
    Path(contacts).write_text(text.replace("to: [umum@", "to: [lama@pasuruan.example, umum@"), encoding="utf-8")
    answers = Answers(mailboxes={"lama@pasuruan.example": "550 Tidak ada"})
    (received,) = told(tmp_path, UNIT, answers=answers, CONTACTS=contacts)
    assert received.mailbox == "umum@pasuruan.example"


@pytest.mark.parametrize("broken", [True, False])
def test_a_directory_that_names_nobody_is_told(tmp_path: Path, broken: bool) -> None:
    """Exit 1 with the reason: one that takes no questions, and one that can't be read."""
    path = tmp_path / "contacts.yml"
    text = CONTACTS + "desk: []\n" if broken else CONTACTS.partition("inquiry:\n")[0]
    path.write_text(text, encoding="utf-8")
    done = run(tmp_path, "alarm", UNIT, CONTACTS=str(path))
    assert (done.returncode, "contacts.yml" in done.stderr) == (1, True)
