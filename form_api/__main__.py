"""The commands of the form API, and its one error boundary: exit 0 is well, 1 is your input, 3 is our fault."""

import argparse
import asyncio
import logging
import os
import random
import secrets
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from form_api import ledger
from form_api.app import create_app
from form_api.courier import Courier, SmtpCourier
from form_api.delivery import Delivery
from form_api.maildir import MaildirCourier
from form_api.outbox import Outbox, OutboxError
from form_api.records import StoredInquiry
from form_api.reference import parse_reference
from form_api.settings import SHORTEST_SECRET, MaildirFolder, Secret, Settings, SettingsError, read_settings
from generator.directory import Directory, DirectoryError, language, load

SECRET_FILE = Path("var/secret")
GRACEFUL_SECONDS = 10


class CommandError(Exception):
    """What was asked for can't be done; the text says why."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command. Returns its exit code."""
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # argparse has printed its help, or what is wrong with code 2
        return 1 if stop.code else 0
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    os.umask(0o077)  # what citizens write is for the service's own user alone
    try:
        run: Callable[[argparse.Namespace, Settings], None] = options.run
        run(options, read_settings(os.environ))
    except (SettingsError, CommandError, OutboxError) as error:
        print(error, file=sys.stderr)
        return 1
    except DirectoryError as error:
        words = language("id")
        for problem in error.problems:
            print(f"{problem.place}: {words.explain(problem)} [{problem.rule}]", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        traceback.print_exc()
        print(f"Loket failed: {type(error).__name__}. This is our fault.", file=sys.stderr)
        return 3
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m form_api", description="a citizen's question -> the desk's mailbox"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="take questions and deliver them")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--site", type=Path, metavar="FOLDER", help="serve this built site as well")
    _add_contacts(serve)
    serve.set_defaults(run=_serve)

    deliver = commands.add_parser("deliver", help="deliver what is stored, without taking questions")
    _add_contacts(deliver)
    deliver.set_defaults(run=_deliver)

    outbox = commands.add_parser("outbox", help="what is stored").add_subparsers(required=True, metavar="ACTION")
    outbox.add_parser("list", help="every inquiry, the newest first").set_defaults(run=_list)
    for name, run, text in (
        ("show", _show, "one inquiry and its attempts"),
        ("retry", _retry, "send one on its way again"),
    ):
        action = outbox.add_parser(name, help=text)
        action.add_argument("reference", metavar="REF")
        action.set_defaults(run=run)
    return parser


def _add_contacts(command: argparse.ArgumentParser) -> None:
    command.add_argument("--contacts", type=Path, metavar="FILE", help="default: FORM_API_CONTACTS")


def _serve(options: argparse.Namespace, settings: Settings) -> None:
    if options.site and not options.site.is_dir():
        raise CommandError(f"'{options.site}' is not there. Build it first: python -m generator build")
    directory = _directory(options, settings)
    outbox = Outbox(settings.database_url)
    app = create_app(directory, outbox, secret=_secret(settings), courier=_courier(settings), site=options.site)
    print(f"Loket: http://{options.host}:{options.port}", file=sys.stderr)
    try:
        uvicorn.run(
            app,
            host=options.host,
            port=options.port,
            access_log=False,  # its lines would hold the keys of receipts
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=GRACEFUL_SECONDS,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
        )
    except SystemExit as error:  # uvicorn has said why, and leaves with a code of its own
        raise CommandError(f"The service can't start at {options.host}:{options.port}.") from error
    finally:
        outbox.close()


def _deliver(options: argparse.Namespace, settings: Settings) -> None:
    directory = _directory(options, settings)
    outbox = Outbox(settings.database_url)
    delivery = Delivery(outbox, lambda: directory, _courier(settings), _now, random.random, asyncio.Event())
    asyncio.run(_until_told_to_stop(delivery))
    outbox.close()


async def _until_told_to_stop(delivery: Delivery) -> None:
    for sign in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(sign, delivery.stop)
    await delivery.run()


def _directory(options: argparse.Namespace, settings: Settings) -> Directory:
    return load(options.contacts or settings.contacts)


def _list(_options: argparse.Namespace, settings: Settings) -> None:
    print(ledger.as_list(_existing_outbox(settings).all()))


def _show(options: argparse.Namespace, settings: Settings) -> None:
    outbox = _existing_outbox(settings)
    inquiry = _inquiry(outbox, options)
    print(ledger.as_page(inquiry, outbox.attempts(inquiry.reference)))


def _retry(options: argparse.Namespace, settings: Settings) -> None:
    outbox = _existing_outbox(settings)
    inquiry = _inquiry(outbox, options)
    if inquiry.accepted_at:
        raise CommandError(f"{inquiry.reference} was accepted by the mail server already.")
    outbox.retried(inquiry.reference, _now())
    print(f"{inquiry.reference} is on its way again.", file=sys.stderr)


def _existing_outbox(settings: Settings) -> Outbox:
    """The outbox to look into; looking makes none."""
    path = Path(settings.database_url.removeprefix("sqlite:///"))
    if not path.exists():
        raise CommandError(f"There is no outbox at '{path}'. Call this from the project's folder.")
    return Outbox(settings.database_url)


def _inquiry(outbox: Outbox, options: argparse.Namespace) -> StoredInquiry:
    reference = _reference(options)
    inquiry = outbox.find(reference)
    if inquiry is None:
        raise CommandError(f"There is no inquiry {reference}.")
    return inquiry


def _reference(options: argparse.Namespace) -> str:
    reference = parse_reference(options.reference)
    if reference is None:
        raise CommandError(
            f"'{options.reference}' is not a reference. One looks like K7M4-PX9R; its last character checks the rest."
        )
    return reference


def _courier(settings: Settings) -> Courier:
    if isinstance(settings.mail, MaildirFolder):
        return MaildirCourier(settings.mail.path)
    return SmtpCourier(settings.mail)


def _secret(settings: Settings) -> Secret:
    """The secret of the settings, or one that is made once and kept for this user alone."""
    if settings.secret:
        return settings.secret
    if not SECRET_FILE.exists():
        _make_secret(SECRET_FILE)
    try:
        secret = SECRET_FILE.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise CommandError(f"{SECRET_FILE} can't be read: {error}.") from error
    if len(secret) < SHORTEST_SECRET:
        raise CommandError(
            f"{SECRET_FILE} holds no secret. Delete it, and a new one is made; older receipts then don't open."
        )
    return Secret(secret)


def _make_secret(file: Path) -> None:
    """Written whole under another name and then linked, so that of two processes both read the one that was first."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as draft:
        draft.write(secrets.token_urlsafe(32))
        draft.flush()
        os.fsync(draft.fileno())
        with suppress(FileExistsError):
            os.link(draft.name, file)


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    sys.exit(main())
