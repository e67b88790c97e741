"""The commands of the form API, and its one error boundary: exit 0 is well, 1 is your input, 3 is our fault."""

import argparse
import asyncio
import gc
import os
import re
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from form_api import operating
from form_api.alarm import Failure, ring, why_not
from form_api.app import create_app
from form_api.backup import KEPT, RESERVE_MB, BackupError
from form_api.courier import Courier, SmtpCourier
from form_api.crew import Crew, clock
from form_api.current import CurrentDirectory
from form_api.keys import SHELF_FILE, KeyFileError, sealer_of, secret_of
from form_api.log_lines import write_log_to
from form_api.maildir import MaildirCourier
from form_api.operating import CommandError
from form_api.outbox import Outbox, OutboxError
from form_api.outcomes import Accepted
from form_api.restore import sweep_killed
from form_api.sealing import SealError
from form_api.serving import CannotServeError, serve
from form_api.settings import MaildirFolder, Settings, SettingsError, read_settings
from form_api.shelf import Shelf
from form_api.stopping import StoppedError, end_in_time, stop_when_told, was_told
from form_api.tray import Tray
from generator.directory import DirectoryError, available_languages, language, load

HIGHEST_PORT = 65535
WASTE_LOOKED_FOR_AT = 10_000
"""Objects. At 700, as Python has it, it took a twentieth of the loop's time, and up to 22 ms at one go."""
MOST_KEPT, MOST_RESERVED_MB = 9_999, 9_999_999
TRY_AGAIN = 75
"""What a mail server that pipes to us takes for "later". Source: sysexits.h, EX_TEMPFAIL."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code; of `bounce`, whatever went wrong, one that has the report come again."""
    given = sys.argv[1:] if arguments is None else arguments
    code = _exit_code(given)
    return TRY_AGAIN if code and "bounce" in given[:1] else code


def _exit_code(arguments: Sequence[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its help, or what is wrong with code 2
        return 1 if stop.code else 0
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    write_log_to(sys.stderr)
    os.umask(0o077)  # what citizens write is for the service's own user alone
    stop_when_told()
    try:
        run: Callable[[argparse.Namespace, Settings], None] = options.run
        run(options, read_settings(os.environ))
        sys.stdout.flush()
    except (SettingsError, CommandError, OutboxError, KeyFileError, SealError, BackupError) as error:
        print(error, file=sys.stderr)
        return 1
    except DirectoryError as error:
        words = language("id")
        for problem in error.problems:
            print(f"{problem.place}: {words.explain(problem)} [{problem.rule}]", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, StoppedError) as end:
        return _code_of(end, stays=options.run in {_serve, _deliver})
    except BrokenPipeError:  # whoever reads has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains at its end
        return 141
    except Exception as error:
        traceback.print_exc()
        print(f"Loket failed: {type(error).__name__}. This is our fault.", file=sys.stderr)
        return 3
    return 0


def _code_of(end: BaseException, *, stays: bool) -> int:
    """Who stays until told to go has done what was asked; a backup, or a report that was not read yet, is cut short."""
    if isinstance(end, KeyboardInterrupt):
        return 128 + signal.SIGINT
    return 0 if stays else 128 + signal.SIGTERM


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m form_api", description="a citizen's question -> the desk's mailbox"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    window = commands.add_parser("serve", help="take questions and deliver them")
    window.add_argument("--host", default="127.0.0.1")
    window.add_argument("--port", type=_whole(1, HIGHEST_PORT, "a port; write a number"), default=8000)
    window.add_argument("--site", type=Path, metavar="FOLDER", help="serve this built site as well")
    _add_contacts(window)
    window.set_defaults(run=_serve)

    deliver = commands.add_parser("deliver", help="deliver what is stored, without taking questions")
    _add_contacts(deliver)
    deliver.set_defaults(run=_deliver)

    _add_outbox(commands)
    digest = commands.add_parser("digest", help="what arrived, what waits, what failed in the last 24 hours")
    digest.add_argument("--send", action="store_true", help="queue it as today's letter to digest_to, once a day")
    _add_contacts(digest)
    digest.set_defaults(run=operating.show_digest)

    report = commands.add_parser("report", help="submissions by service and day, and how long they took")
    report.add_argument("--from", dest="first", metavar="DATE", help="default: 30 days, --until included")
    report.add_argument("--until", dest="last", metavar="DATE", help="default: today")
    report.add_argument("--csv", action="store_true", help="for a spreadsheet (RFC 4180)")
    report.add_argument("--lang", choices=available_languages(), help="default: the site's own")
    _add_contacts(report)
    report.set_defaults(run=operating.show_report)

    _add_backup(commands)
    alarm = commands.add_parser("alarm", help="tell whoever reads the digest that something beside the form failed")
    alarm.add_argument("what", metavar="WHAT", help="what failed: a unit of systemd's, or any name")
    alarm.add_argument("--result", default="", metavar="TEXT", help="how it ended, as systemd says")
    _add_contacts(alarm)
    alarm.set_defaults(run=_alarm)

    bounce = commands.add_parser("bounce", help="a delivery report on standard input, as a mail server pipes it")
    bounce.add_argument("recipient", nargs="?", default="", metavar="ADDRESS", help="the address that it came to")
    _add_contacts(bounce)
    bounce.set_defaults(run=operating.bounce)
    return parser


def _add_outbox(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    outbox = commands.add_parser("outbox", help="what is stored").add_subparsers(required=True, metavar="ACTION")
    listing = outbox.add_parser("list", help="every inquiry, the newest first, and the mail server where it fails")
    listing.set_defaults(run=operating.show_list)
    for name, run, text in (
        ("show", operating.show_one, "one inquiry and its attempts"),
        ("retry", operating.retry, "send one on its way again"),
        ("release", operating.release, "let one out of quarantine"),
        ("export", operating.export, "all that is kept of one, as JSON"),
        ("delivered", operating.delivered, "its desk has it: don't send it"),
        ("erase", operating.erase, "take the citizen's words and files away for good"),
    ):
        action = outbox.add_parser(name, help=text)
        action.add_argument("reference", metavar="REF")
        action.set_defaults(run=run)


def _add_backup(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="the outbox and its keys, while the service runs")
    backup.add_argument("--to", type=Path, metavar="FOLDER", required=True, help="each is a folder of its own in it")
    backup.add_argument(
        "--keep",
        type=_whole(1, MOST_KEPT, "a number"),
        metavar="N",
        default=KEPT,
        help=f"the newest to keep there: {KEPT}",
    )
    backup.add_argument("--without-keys", action="store_true", help="you keep var/secret and var/key elsewhere")
    reserve = f"room to leave on that disk: {RESERVE_MB}"
    backup.add_argument(
        "--reserve", type=_whole(0, MOST_RESERVED_MB, "a number of MB"), metavar="MB", default=RESERVE_MB, help=reserve
    )
    backup.set_defaults(run=operating.make_backup)

    restore = commands.add_parser("restore", help="a backup -> the outbox; tells what may go out twice")
    restore.add_argument("backup", type=Path, metavar="FROM", help="the folder of one backup")
    restore.add_argument("--replace", action="store_true", help="give up what the outbox holds now")
    restore.set_defaults(run=operating.restore_backup)


def _whole(first: int, last: int, told: str) -> Callable[[str], int]:
    """Reads a whole number between two, both included; whoever wrote another is `told` so."""

    def read(text: str) -> int:
        if not re.fullmatch(rf"[0-9]{{1,{len(str(last))}}}", text) or not first <= int(text) <= last:
            raise argparse.ArgumentTypeError(f"'{text}' is not {told} from {first} to {last}")
        return int(text)

    return read


def _add_contacts(command: argparse.ArgumentParser) -> None:
    command.add_argument("--contacts", type=Path, metavar="FILE", help="default: FORM_API_CONTACTS")


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    if options.site and not options.site.is_dir():
        raise CommandError(f"'{options.site}' is not there. Build it first: python -m generator build")
    directory = _directory(options, settings)
    outbox = _outbox(settings)
    courier = _courier(settings)
    app = create_app(settings, directory, outbox, secret=secret_of(settings), courier=courier, site=options.site)
    _look_for_waste_seldom()
    print(f"Loket: http://{options.host}:{options.port}", file=sys.stderr)
    try:
        serve(app, options.host, options.port, proxies=settings.trusted_proxies)
    except CannotServeError as error:
        raise CommandError(f"The service can't start at {options.host}:{options.port}.") from error
    finally:
        outbox.close()


def _deliver(options: argparse.Namespace, settings: Settings) -> None:
    directory = _directory(options, settings)
    outbox = _outbox(settings)
    crew = Crew(settings, directory, outbox, Tray(outbox), secret_of(settings), _courier(settings))
    _look_for_waste_seldom()
    try:
        asyncio.run(_until_told_to_stop(crew))
    finally:
        outbox.close()


def _look_for_waste_seldom() -> None:
    """Python's search for what refers to itself holds everybody up: for a quarter of a second where it looks at all.

    What is here stays, and is not looked at any more. Of what comes, little is such waste, and a few megabytes wait.
    """
    gc.freeze()
    gc.set_threshold(WASTE_LOOKED_FOR_AT, 20, 20)


async def _until_told_to_stop(crew: Crew) -> None:
    told = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, told.set)
    if was_told():
        told.set()
    async with crew.at_work():
        await told.wait()
        end_in_time()


def _alarm(options: argparse.Namespace, settings: Settings) -> None:
    """Raises: CommandError where nobody has the letter, so that whoever called calls again."""
    directory = load(options.contacts or settings.contacts)
    if not directory.inquiry:
        raise CommandError("contacts.yml names nobody who can be told: it has no section inquiry.")
    failure = Failure(options.what, options.result, socket.gethostname(), clock())
    told = asyncio.run(ring(directory, failure, _courier(settings)))
    missed = [why_not(outcome) for outcome in told.values() if not isinstance(outcome, Accepted)]
    if len(missed) == len(told):
        raise CommandError(f"Nobody could be told that {options.what} failed: {', '.join(missed)}.")
    if missed:
        print(f"Not everybody could be told: {', '.join(missed)}.", file=sys.stderr)


def _directory(options: argparse.Namespace, settings: Settings) -> CurrentDirectory:
    shelf = Shelf(SHELF_FILE, secret_of(settings))
    return CurrentDirectory(options.contacts or settings.contacts, clock, shelf)


def _outbox(settings: Settings) -> Outbox:
    """The store that is worked with: nothing is sealed with a key that does not open what is there.

    Else what was asked until the right key is back could be read by nobody from then on.
    """
    sweep_killed(settings)
    outbox = Outbox(settings.database_url, sealer_of(settings))
    outbox.prove_readable()
    return outbox


def _courier(settings: Settings) -> Courier:
    if isinstance(settings.mail, MaildirFolder):
        return MaildirCourier(settings.mail.path)
    return SmtpCourier(settings.mail)


if __name__ == "__main__":
    sys.exit(main())
