"""Through a real Postfix: its yes is not the desk's, and what it gives back goes on along the ladder."""

import subprocess
import sys
from pathlib import Path

from tests.building import ROOT
from tests.form_api.letters import words_of
from tests.form_api.questions import KEY
from tests.form_service import FormService
from tests.journeys.test_question import MESSAGE, SECRET, asked, letter_about, reference_in, smtp
from tests.mail_server import Answers, MailServer
from tests.postfix import Postfix
from tests.waiting import wait_for


def reported(folder: Path, report: bytes) -> str:
    """`python -m form_api bounce`, as a mail server pipes into it."""
    settings = {
        "FORM_API_CONTACTS": str(ROOT / "contacts.yml"),
        "FORM_API_KEY": KEY.reveal(),
        "FORM_API_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "form_api", "bounce"]
    environment = settings | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, input=report, capture_output=True, check=False)
    return done.stderr.decode() if done.returncode == 0 else ""


def test_what_a_relay_could_not_hand_over_reaches_the_next_desk(tmp_path: Path, built_site: Path) -> None:
    """The relay says yes, the desk's own server says no: the report finds its question, and the fallback has it."""
    refusing = Answers(mailboxes={"pbb@pasuruan.example": "550 5.1.1 Tidak ada"})
    with (
        MailServer(refusing) as desks,
        Postfix(desks.port) as relay,
        FormService(tmp_path, site=built_site, KEY=KEY.reveal(), **smtp(relay.port)) as service,
    ):
        reference = reference_in(asked(service))
        wait_for(lambda: f"accepted reference={reference}" in service.log, "the relay's yes")
        (report,) = wait_for(lambda: relay.reports, "the relay's report")
        assert "noted" in wait_for(lambda: reported(tmp_path, report), "the note")
        mailbox, letter = letter_about(desks, reference)
    assert mailbox == "umum@pasuruan.example"
    assert MESSAGE in words_of(letter)
