"""What is sent when a desk has not confirmed a question in time: first to the desk, then to who reads the digest. Pure.

An entry has no word of the citizen's, so neither letter can hold one.
"""

from datetime import datetime
from email.message import EmailMessage

from form_api.letter import edition_mark, message_id, service_name
from form_api.promise import promise_of
from form_api.records import Entry
from form_api.sheet import Sheet, one_line
from form_api.stationery import Cover, letter_id, sender_of, write
from generator.directory import Desk, Directory, Language, Link, language


def remind(directory: Directory, entry: Entry, desk: Desk, mailbox: str, *, received_link: str) -> EmailMessage:
    """To one mailbox of the desk that has the question; its mail program shows it under the first letter."""
    words = language(directory.site.default_language)
    sender = sender_of(directory)
    cover = Cover(
        mailbox=mailbox,
        to_name=desk.name.say(words.code),
        subject=words("reminder.subject", reference=entry.reference, service=_about(directory, entry, words)),
        date=_due_or_stored(directory, entry, desk),
        message_id=letter_id(entry.reference, sender, kind="reminder", edition=edition_mark(entry), mailbox=mailbox),
        reference=entry.reference,
        follows=message_id(entry, mailbox, sender),
    )
    sheet = Sheet(
        words=words,
        heading=words("reminder.heading", desk=desk.name.say(words.code)),
        opening=tuple(words(f"reminder.{sentence}{_of_what(entry)}") for sentence in ("lead", "remedy")),
        rows=_rows(directory, entry, desk, words),
        button=_button(entry, received_link, words),
    )
    return write(directory, cover, sheet)


def escalate(directory: Directory, entry: Entry, desk: Desk, *, received_link: str) -> EmailMessage:
    """To `inquiry.digest_to`, once the desk was reminded and still has not confirmed.

    Raises: ValueError where the directory has no `digest_to`.
    """
    words = language(directory.site.default_language)
    if directory.inquiry is None or directory.inquiry.digest_to is None:
        raise ValueError("the directory names nobody in digest_to")
    cover = Cover(
        mailbox=directory.inquiry.digest_to,
        subject=words("escalation.subject", reference=entry.reference, service=_about(directory, entry, words)),
        date=_due_or_stored(directory, entry, desk),
        message_id=letter_id(entry.reference, sender_of(directory), kind="escalation", edition=edition_mark(entry)),
        reference=entry.reference,
    )
    sheet = Sheet(
        words=words,
        heading=words(f"escalation.heading{_of_what(entry)}", desk=desk.name.say(words.code)),
        opening=(
            words(f"escalation.lead{_of_what(entry)}", desk=desk.name.say(words.code)),
            words(f"escalation.remedy{_of_what(entry)}"),
        ),
        rows=_rows(directory, entry, desk, words),
        button=_button(entry, received_link, words),
    )
    return write(directory, cover, sheet)


def _of_what(entry: Entry) -> str:
    """What the names of the sentences about a submission end with."""
    return "_submission" if entry.submission else ""


def _button(entry: Entry, received_link: str, words: Language) -> Link:
    return Link(words("submission_letter.confirm" if entry.submission else "letter.confirm"), received_link)


def _about(directory: Directory, entry: Entry, words: Language) -> str:
    return service_name(directory, entry.service, words) or words("letter.no_service")


def _due_or_stored(directory: Directory, entry: Entry, desk: Desk) -> datetime:
    """When the letter was owed: the same each time, and never before the question came."""
    return _due(directory, entry, desk) or entry.stored_at.astimezone(directory.site.timezone)


def _due(directory: Directory, entry: Entry, desk: Desk) -> datetime | None:
    """A submission's counts from when its documents were here."""
    return promise_of(directory, desk, entry.ready_at or entry.stored_at).reply_by


def _rows(directory: Directory, entry: Entry, desk: Desk, words: Language) -> tuple[tuple[str, str], ...]:
    due = _due(directory, entry, desk)
    rows = [
        (words("letter.reference"), entry.reference),
        (words("letter.service"), one_line(service_name(directory, entry.service, words))),
        (words("reminder.desk"), desk.name.say(words.code)),
        (words("letter.received"), words.instant(entry.stored_at.astimezone(directory.site.timezone))),
        (words("reminder.due"), words.instant(due) if due else ""),
    ]
    return tuple(row for row in rows if row[1])
