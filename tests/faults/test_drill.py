"""The drill: backed up while people ask, destroyed, restored. What was promised before the backup is all there."""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.faults.killing import UNBOUNDED, Asked, crowd
from tests.faults.service import HastyService
from tests.form_api.questions import KEY
from tests.mail_server import HOST, Answers, MailServer
from tests.postgres import Postgres
from tests.waiting import wait_for

ENOUGH = 30


class Place(NamedTuple):
    """A service, and what takes its store away for good."""

    service: HastyService
    mail: MailServer
    destroy: Callable[[], object]


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    folder = tmp_path / "loket"
    with ExitStack() as stack:
        mail = stack.enter_context(MailServer())
        given = UNBOUNDED | {"MAIL_URL": f"smtp://{HOST}:{mail.port}?tls=none", "SECRET": ""}
        if request.param == "postgresql":
            server = stack.enter_context(Postgres())
            given |= {"DATABASE_URL": server.database("loket"), "KEY": KEY.reveal()}
            stack.callback(server.kill)
        service = HastyService(folder, **given)
        stack.callback(service.kill)

        def destroy() -> None:
            shutil.rmtree(folder / "var")
            if request.param == "postgresql":
                server.database("loket")

        yield Place(service, mail, destroy)


def command(service: HastyService, *arguments: str) -> str:
    """What it says on stdout; it must end well."""
    done = subprocess.run(
        [sys.executable, "-m", "form_api", *arguments],
        cwd=service.folder,
        env=service.environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def listed(told: str, kind: str) -> set[str]:
    return {line.split()[0] for line in told.splitlines() if line.startswith("  ") and line.split()[1:] == [kind]}


def carried(mail: MailServer, marked: str) -> Counter[str]:
    letters = [item.letter for item in mail.received]
    return Counter(letter["X-Loket-Reference"] for letter in letters if letter["Auto-Submitted"] == marked)


def backed_up_amidst(place: Place, asked: Asked, to: Path) -> tuple[set[str], str]:
    """While people ask and letters wait, which go out later. Gives what was promised before, and the backup."""
    service, mail = place.service, place.mail
    with crowd([service.address], asked, seed=5):
        wait_for(lambda: len(asked.texts) > ENOUGH, "questions")
        mail.answers = Answers(data="451 Nanti")
        wait_for(lambda: len(asked.texts) > 2 * ENOUGH, "questions that wait")
        before = set(asked.texts)
        backup = command(service, "backup", "--to", str(to)).strip()
        mail.answers = Answers()
        wait_for(lambda: len(carried(mail, "auto-generated")) > 2 * ENOUGH, "letters after the backup")
    return before, backup


def test_the_drill(place: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No reference from before the backup is gone; what goes out twice was listed; no citizen gets a second reply."""
    service, mail, asked = place.service, place.mail, Asked()
    service.start()
    before, backup = backed_up_amidst(place, asked, tmp_path / "cadangan")
    service.kill()
    place.destroy()
    told = command(service, "restore", backup)
    assert before <= service.references() <= set(asked.texts)
    service.start()
    wait_for(lambda: service.waiting() == 0, "the last letter", seconds=120)
    letters, replies = carried(mail, "auto-generated"), carried(mail, "auto-replied")
    twice = {reference for reference, count in letters.items() if count > 1}
    with capsys.disabled():
        sys.stdout.write(f"\n{len(before)} before, {len(asked.texts)} in all, {len(twice)} of them twice\n")
    assert before <= set(letters)
    assert set() < twice <= listed(told, "question")
    assert max(replies.values()) == 1
