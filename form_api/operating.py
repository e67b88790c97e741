"""What an operator can do with the outbox, from the command line. Each command is one event, or a look."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from form_api import backup_text, digest, ledger
from form_api.backup import Wishes, back_up
from form_api.bounce import DeliveryReport, NotAReport, read_report
from form_api.chores import queue_digest
from form_api.crew import clock
from form_api.envelope import Addressee, which
from form_api.keys import sealer_of, secret_of
from form_api.outbox import Outbox, OutboxError, Write, events
from form_api.outbox.database import file_of
from form_api.own_letters import digest_now
from form_api.records import Attempt, Entry
from form_api.reference import parse_reference
from form_api.report import WrongDays, days_asked, report_of
from form_api.report_text import as_csv, as_text
from form_api.restore import opens_older_receipts, restore
from form_api.settings import Settings
from generator.directory import Directory, desks_from, language, load

RECENT = timedelta(days=7)


class CommandError(Exception):
    """What was asked for can't be done; the text says why."""


@contextmanager
def existing_outbox(settings: Settings) -> Iterator[Outbox]:
    """The outbox to look into; looking makes none. Raises: CommandError, OutboxError."""
    _must_exist(settings)
    outbox = Outbox(settings.database_url, sealer_of(settings))
    try:
        yield outbox
    finally:
        outbox.close()


def _must_exist(settings: Settings) -> None:
    file = file_of(settings.database_url)
    try:
        is_there = file is None or file.exists()
    except OSError as error:
        raise CommandError(
            f"'{file}' can't be read: {error.strerror}. Call this as the user of the service."
        ) from error
    if not is_there:
        raise CommandError(f"There is no outbox at '{file}'. Call this from the project's folder.")


def show_list(_options: argparse.Namespace, settings: Settings) -> None:
    with existing_outbox(settings) as outbox:
        failures = ledger.connection_failures(outbox.attempts_since(clock() - RECENT))
        print(ledger.as_list(outbox.all(), failures))


def show_one(options: argparse.Namespace, settings: Settings) -> None:
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        inquiry = outbox.whole([entry.reference])[entry.reference]
        print(ledger.as_page(inquiry, outbox.history(entry.reference)))


def export(options: argparse.Namespace, settings: Settings) -> None:
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        inquiry = outbox.whole([entry.reference])[entry.reference]
        print(ledger.as_export(inquiry, outbox.history(entry.reference)))


def retry(options: argparse.Namespace, settings: Settings) -> None:
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        if entry.accepted_at:
            raise CommandError(f"{entry.reference} was accepted by the mail server already.")
        if entry.quarantined_at:
            raise CommandError(f"{entry.reference} is in quarantine; let it out with: outbox release {entry.reference}")
        if entry.lacks_documents and not entry.erased_at:
            raise CommandError(
                f"{entry.reference} lacks documents. It goes to its desk by itself once its citizen has sent them."
            )
        _do(outbox, entry, events.retried(entry.reference, clock()), "is on its way again.")


def release(options: argparse.Namespace, settings: Settings) -> None:
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        if not entry.quarantined_at:
            raise CommandError(f"{entry.reference} is not in quarantine.")
        told = "is let out; it lacks documents." if entry.lacks_documents else "is on its way to its desk."
        _do(outbox, entry, events.released(entry.reference, clock()), told)


def delivered(options: argparse.Namespace, settings: Settings) -> None:
    """For what went out in a time that the outbox knows nothing of, as after a restore."""
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        if entry.quarantined_at or entry.lacks_documents or entry.due_at is None:
            raise CommandError(f"{entry.reference} is not on its way to a desk.")
        _do(outbox, entry, events.delivered(entry.reference, clock()), "counts as delivered, and is not sent.")


def erase(options: argparse.Namespace, settings: Settings) -> None:
    """Also what no desk has yet: that a citizen asks for it is reason enough."""
    with existing_outbox(settings) as outbox:
        entry = _entry(outbox, options.reference)
        told = "" if entry.accepted_at else " No desk had it."
        _do(outbox, entry, events.erased(entry.reference, clock()), f"is erased.{told}")
        outbox.overwrite()


def show_digest(options: argparse.Namespace, settings: Settings) -> None:
    directory = load(options.contacts or settings.contacts)
    with existing_outbox(settings) as outbox:
        now = clock()
        print(digest.as_text(digest_now(outbox, directory, now), directory, language(directory.site.default_language)))
        if not options.send:
            return
        if not directory.inquiry or not directory.inquiry.digest_to:
            raise CommandError("contacts.yml names nobody in inquiry.digest_to.")
        on = now.astimezone(directory.site.timezone).date()
        is_new = queue_digest(outbox, on, now)
        print("It is on its way." if is_new else "Today's digest was queued before.", file=sys.stderr)


def show_report(options: argparse.Namespace, settings: Settings) -> None:
    directory = load(options.contacts or settings.contacts)
    words = language(options.lang or directory.site.default_language)
    zone, now = directory.site.timezone, clock()
    days = days_asked(options.first, options.last, now.astimezone(zone).date())
    if isinstance(days, WrongDays):
        raise CommandError(words(f"report.{days.reason}", **days.blanks))
    since, until = (datetime.combine(on, time(), zone) for on in (days.first, days.last + timedelta(days=1)))
    with existing_outbox(settings) as outbox:
        report = report_of(directory, outbox.submissions(since, until), days=days, now=now)
    print(as_csv(report) if options.csv else as_text(report, directory, days, words), end="")


def bounce(options: argparse.Namespace, settings: Settings) -> None:
    """A delivery report: what the relay could not hand over goes on along its ladder of desks.

    What is no report of ours is told and taken: a mail server would bounce it back and forth.
    Raises: OutboxError where nothing could be noted, so that the mail server asks again.
    """
    directory = load(options.contacts or settings.contacts)
    report = read_report(sys.stdin.buffer.read(), options.recipient)
    if isinstance(report, NotAReport):
        print(f"not-a-report reference={report.reference or '-'} reason={report.reason!r}", file=sys.stderr)
        return
    with existing_outbox(settings) as outbox:
        print(_note_bounce(outbox, directory, report, secret_of(settings).reveal()), file=sys.stderr)


def make_backup(options: argparse.Namespace, settings: Settings) -> None:
    _must_exist(settings)
    made = back_up(settings, options.to, clock(), Wishes(options.keep, not options.without_keys, options.reserve))
    print(made)
    print(backup_text.about_keys([file.name for file in made.iterdir()]), file=sys.stderr)


def restore_backup(options: argparse.Namespace, settings: Settings) -> None:
    manifest, restored = restore(settings, options.backup, clock(), replace=options.replace)
    print(backup_text.after_restore(manifest, restored, same_secret=opens_older_receipts(settings, manifest)))


def _note_bounce(outbox: Outbox, directory: Directory, report: DeliveryReport, secret: str) -> str:
    entry = outbox.find(report.reference)
    failed = next(iter(report.refusals), None)
    if entry is None or failed is None:
        return f"nothing-to-do reference={report.reference or '-'}"
    known = [Addressee(desk.id, box) for desk in desks_from(directory, entry.desk) for box in desk.to]
    tried = [Addressee(made.desk, made.mailbox) for made in outbox.history(report.reference) if made.desk]
    at = which(secret, report.reference, report.tag, dict.fromkeys([*known, *tried]))
    if at is None:
        return f"not-ours reference={report.reference}"
    made = Attempt(clock(), at.desk, at.mailbox, "refused", failed.code, f"bounced: {failed.status} {failed.text}")
    noted = outbox.commit(events.bounced(report.reference, made, clock()))
    if noted == "early":
        raise OutboxError(f"early reference={report.reference}: what it took is not written yet")
    return f"bounced reference={report.reference} desk={at.desk} {noted}"


def _do(outbox: Outbox, entry: Entry, write: Write[None], told: str) -> None:
    if entry.erased_at:
        raise CommandError(f"{entry.reference} was erased already.")
    outbox.commit(write)
    print(f"{entry.reference} {told}", file=sys.stderr)


def _entry(outbox: Outbox, typed: str) -> Entry:
    reference = parse_reference(typed)
    if reference is None:
        raise CommandError(
            f"'{typed}' is not a reference. One looks like K7M4-PX9R; its last character checks the rest."
        )
    entry = outbox.find(reference)
    if entry is None:
        raise CommandError(f"There is no inquiry {reference}.")
    return entry
