"""A stored inquiry and a desk -> the letter to the desk. Pure.

The desk reads exactly what was typed, in the text and in the HTML. What we say stands above the citizen's words, so
that no message can pass for ours.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import NamedTuple

from form_api.attachments import MAX_LETTER_MB
from form_api.enclosures import Enclosures, enclosed
from form_api.outbox.submitting import LINK_DAYS
from form_api.promise import promise_of
from form_api.records import Entry, StoredInquiry, UploadedFile
from form_api.sheet import Listing, Quoted, Sheet, one_line
from form_api.stationery import Cover, file_name, letter_id, sender_of, write
from form_api.submissions import place_told
from generator.directory import Desk, Directory, Language, Link, available_languages, language


class Links(NamedTuple):
    """Addresses in full. `received`: the desk's page; `document`: of a document that is not attached, by its id."""

    received: str = ""
    document: Callable[[str], str] = str


NO_LINKS = Links()


def compose(  # noqa: PLR0913 what a letter is made of
    directory: Directory,
    inquiry: StoredInquiry,
    desk: Desk,
    mailbox: str,
    *,
    links: Links = NO_LINKS,
    max_letter_mb: int = MAX_LETTER_MB,
) -> EmailMessage:
    """The letter to one mailbox of a desk. The same inquiry and mailbox give the same bytes, Message-ID included.

    Of a submission, with its documents: attached as far as `max_letter_mb` and the directory allow, the rest as links.
    """
    words = language(directory.site.default_language)
    greeting = "submission_letter.greeting" if inquiry.submission else "letter.greeting"
    confirm = "submission_letter.confirm" if inquiry.submission else "letter.confirm"
    found = enclosed(directory, inquiry, max_letter_mb) if inquiry.submission else Enclosures(inquiry.files, ())
    cover = Cover(
        mailbox=mailbox,
        to_name=desk.name.say(words.code),
        reply_to=inquiry.email,
        subject=_subject(directory, inquiry, words),
        date=_written_at(inquiry).astimezone(directory.site.timezone),
        message_id=message_id(inquiry, mailbox, sender_of(directory)),
        reference=inquiry.reference,
    )
    sheet = Sheet(
        words=words,
        heading=words(greeting, desk=desk.name.say(words.code)),
        opening=(*_handed_on(directory, inquiry, desk, words), *_edition(inquiry, words)),
        rows=tuple((label, one_line(value)) for label, value in _rows(directory, inquiry, desk, words)),
        button=Link(words(confirm), links.received) if links.received else None,
        lists=(*_files(directory, inquiry, found.attached, words), *_links(directory, inquiry, found, links, words)),
        quoted=Quoted(words("letter.message"), inquiry.message) if inquiry.message or not inquiry.submission else None,
        closing=(one_line(_how_to_answer(inquiry, words)),),
    )
    return write(directory, cover, sheet, found.attached)


def message_id(entry: Entry, mailbox: str, sender: str) -> str:
    """Stable, so that a letter that went out twice is seen as one by the desk's mail program.

    A later letter with other documents is another one.
    """
    return letter_id(entry.reference, sender, edition=edition_mark(entry), mailbox=mailbox)


def edition_mark(entry: Entry) -> str:
    """`e2` of a submission whose documents went to the desk once before; empty of anything else."""
    edition = entry.submission.edition if entry.submission else 1
    return f"e{edition}" if edition > 1 else ""


def _written_at(inquiry: StoredInquiry) -> datetime:
    """When it became due: a mail program does not file a later edition as if it were as old as the form."""
    until = inquiry.submission.links_until if inquiry.submission else None
    return until - timedelta(days=LINK_DAYS) if until else inquiry.stored_at


def _edition(inquiry: StoredInquiry, words: Language) -> Iterator[str]:
    """Why a second letter comes with the same reference."""
    if edition_mark(inquiry):
        yield words("submission_letter.again")


def service_name(directory: Directory, service_id: str, words: Language) -> str:
    """As citizens read it; the id of a service that has left the directory; empty where it is about none."""
    service = directory.services.get(service_id)
    return service.name.say(words.code) if service else service_id


def _subject(directory: Directory, inquiry: StoredInquiry, words: Language) -> str:
    name = service_name(directory, inquiry.service, words)
    if inquiry.submission:
        number = inquiry.submission.number
        return words("submission_letter.subject", reference=inquiry.reference, service=name, number=number)
    if inquiry.service not in directory.services:
        return words("letter.subject_plain", reference=inquiry.reference)
    return words("letter.subject", reference=inquiry.reference, service=name)


def _handed_on(directory: Directory, inquiry: StoredInquiry, desk: Desk, words: Language) -> Iterator[str]:
    """Why a letter comes to a desk that it was not meant for."""
    if inquiry.desk == desk.id:
        return
    first = directory.desks.get(inquiry.desk)
    if first:
        yield words("letter.meant_for", desk=first.name.say(words.code))
    else:
        yield words("letter.meant_for_gone", desk=inquiry.desk)


def _rows(directory: Directory, inquiry: StoredInquiry, desk: Desk, words: Language) -> list[tuple[str, str]]:
    topic = directory.inquiry.topics.get(inquiry.topic) if directory.inquiry else None
    received = inquiry.stored_at.astimezone(directory.site.timezone)
    reply_by = promise_of(directory, desk, inquiry.ready_at or received).reply_by
    owed = "submission_letter.check_by" if inquiry.submission else "letter.reply_by"
    rows = [
        (words("letter.reference"), inquiry.reference),
        (words("letter.service"), service_name(directory, inquiry.service, words)),
        (words("submission.number"), place_told(inquiry.submission, words) if inquiry.submission else ""),
        (words("letter.topic"), topic.name.say(words.code) if topic else ""),
        (words("letter.name"), inquiry.name or words("letter.not_given")),
        (words("letter.email"), inquiry.email or words("letter.not_given")),
        (words("letter.phone"), inquiry.phone or words("letter.not_given")),
        (words("letter.language"), _language_name(inquiry.language)),
        (words("letter.received"), words.instant(received)),
        (words(owed), words.instant(reply_by) if reply_by else ""),
    ]
    return [row for row in rows if row[1]]


def _language_name(code: str) -> str:
    """As the language calls itself; the code of one that the software no longer speaks."""
    return language(code)("name") if code in available_languages() else code


def _files(
    directory: Directory, inquiry: StoredInquiry, files: Sequence[UploadedFile], words: Language
) -> tuple[Listing, ...]:
    """Which file is which: what it is called here, what it was asked for as, what the citizen called it."""
    told = [
        words(
            "letter.file",
            file=file_name(inquiry.reference, number, file),
            document=_document(directory, inquiry, file, words),
            name=one_line(file.name),
        )
        for number, file in enumerate(files, 1)
    ]
    return (Listing(words("letter.files"), tuple(Link(item, "") for item in told)),) if told else ()


def _links(
    directory: Directory, inquiry: StoredInquiry, found: Enclosures, links: Links, words: Language
) -> tuple[Listing, ...]:
    """What is not attached, why, and until when the links open."""
    submission = inquiry.submission
    if not found.linked or submission is None or submission.links_until is None:
        return ()
    until = words.instant(submission.links_until.astimezone(directory.site.timezone))
    told = [
        Link(
            words(
                f"submission_letter.{reason}",
                document=_document(directory, inquiry, file, words),
                name=one_line(file.name),
            ),
            links.document(file.field),
        )
        for file, reason in found.linked
    ]
    return (Listing(words("submission_letter.links", when=until), tuple(told)),)


def _document(directory: Directory, inquiry: StoredInquiry, file: UploadedFile, words: Language) -> str:
    service = directory.services.get(inquiry.service)
    asked_for = service.required_documents.get(file.field) if service else None
    named = asked_for.document.say(words.code) if asked_for else ""
    return named or (file.field if inquiry.submission else words("letter.attachment"))


def _how_to_answer(inquiry: StoredInquiry, words: Language) -> str:
    if inquiry.email:
        return words("letter.how_to_reply", email=inquiry.email)
    return words("letter.how_to_call", phone=inquiry.phone)
