"""What happens after an edit without anybody's hand: the site is published, or staff read in a letter why it is not.

Never builds by itself: `build` and `compress` run as commands of their own, so that no fault of theirs ends this one.
"""

import re
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple

from generator.directory import Language, files_of
from generator.preview.watch import Marks, Watch, marks

YOURS, OURS = 1, 3
LOOK_SECONDS = 1.0
RELAY_SECONDS = 30
SMTP_PORT, HIGHEST_PORT = 25, 65535
_RELAY = re.compile(r"(?:\[(?P<address>[^\[\]\s]+)\]|(?P<host>[^:\[\]\s]+))(?::(?P<port>[0-9]{1,5}))?")


class Attempt(NamedTuple):
    """What a build said, and its exit code: 0 is well, 1 something in the file, 3 our fault, -9 a signal.

    `is_published`: the site is new, also where something failed after that.
    """

    said: str
    exit_code: int
    is_published: bool = False


class Settled(NamedTuple):
    """The end of the attempts: the last one's exit code, and the files as they were when it began."""

    exit_code: int
    files: Marks


def run_command(*arguments: str) -> Attempt:
    """One of the generator's own, in a process of its own."""
    command = [sys.executable, "-m", "generator", *arguments]
    done = subprocess.run(  # noqa: S603 no shell, and our own command
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8", check=False
    )
    sys.stderr.write(done.stderr)
    return Attempt("\n".join([done.stderr.strip(), *_killed(done.returncode)]).strip(), done.returncode)


def _killed(exit_code: int) -> list[str]:
    """By which signal it was ended, if by one: as by the system, where there was no memory left."""
    known = {one.value: one.name for one in signal.Signals}
    return [known.get(-exit_code, f"signal {-exit_code}")] if exit_code < 0 else []


def attempt(contacts: Path, site: Path, lang: str, run: Callable[..., Attempt] = run_command) -> Attempt:
    """Builds, publishes and compresses; the first that fails ends it.

    With a file that `check` finds good by our fault: whoever edits it can't mend a folder.
    """
    given = ("--contacts", str(contacts), "--site-dir", str(site), "--lang", lang)
    made = run("build", *given)
    if not made.exit_code:
        made = run("compress", *given)._replace(is_published=True)
    is_ours = made.exit_code == YOURS and not run("check", *given).exit_code
    return made._replace(exit_code=OURS) if is_ours else made


def publish(contacts: Path, make: Callable[[], Attempt], tell: Callable[[Attempt], None]) -> Settled:
    """Makes attempts until one has begun after the last edit, and tells where that one fails."""
    while True:
        before = _marks(contacts)
        last = make()
        if last.exit_code and _marks(contacts) == before:
            tell(last)
        if _marks(contacts) == before:
            return Settled(last.exit_code, before)


def publish_for_ever(contacts: Path, publish_once: Callable[[], Settled], today: Callable[[], date]) -> None:
    """At once, after each edit, and on each new day, whose pages begin with that day."""
    while True:
        day = today()
        watch = Watch(lambda: _marks(contacts), publish_once().files)
        while not watch.has_changed() and today() == day:
            time.sleep(LOOK_SECONDS)


def _marks(contacts: Path) -> Marks:
    return marks(files_of(contacts))


def letter(failed: Attempt, contacts: Path, to: Sequence[str], sender: str, words: Language) -> EmailMessage:
    """What `check` says, between a line on what it means and one on what to do."""
    whose = "uncompressed" if failed.is_published else "yours" if failed.exit_code == YOURS else "ours"
    message = EmailMessage()
    message["Subject"] = words(f"publishing.subject_{whose}", file=contacts.name)
    message["From"], message["To"] = sender, ", ".join(to)
    message["Date"], message["Message-ID"] = formatdate(localtime=True), make_msgid(domain=_domain(sender))
    message["Auto-Submitted"] = "auto-generated"
    lead, end = words(f"publishing.lead_{whose}"), words(f"publishing.end_{whose}")
    message.set_content(f"{lead}\n\n{failed.said}\n\n{end}\n")
    return message


def _domain(sender: str) -> str:
    """Of an address, before which a name may stand."""
    return parseaddr(sender)[1].rpartition("@")[2]


def post(message: EmailMessage, relay: str) -> dict[str, str]:
    """Hands a letter to the mail server. Gives the mailboxes that it refused, with its answer; others have the letter.

    Raises: OSError where nobody has it, ValueError where `relay` is none.
    """
    host, port = host_and_port(relay)
    ours = _domain(str(message["From"]))  # else smtplib asks the name servers who we are, and waits for them
    try:
        with smtplib.SMTP(host, port, local_hostname=ours, timeout=RELAY_SECONDS) as server:
            refused = server.send_message(message)
    except smtplib.SMTPException as error:
        raise OSError(str(error)) from error
    return {mailbox: f"{code} {said.decode(errors='replace')}" for mailbox, (code, said) in refused.items()}


def host_and_port(relay: str) -> tuple[str, int]:
    """`host`, `host:port`, `[::1]:port` or `::1`; port 25 where none is named. Raises: ValueError."""
    with suppress(ValueError):
        return str(ip_address(relay)), SMTP_PORT
    found = _RELAY.fullmatch(relay)
    port = int(found["port"] or SMTP_PORT) if found else 0
    if not found or not 1 <= port <= HIGHEST_PORT:
        raise ValueError(f"'{relay}' is no mail server; write one like localhost:25 or [::1]:25")
    return found["address"] or found["host"], port
