"""A stored inquiry and a desk -> the letter to the desk. Pure.

The desk reads exactly what was typed, in the text and in the HTML. What we say stands above the citizen's words, so
that no message can pass for ours.
"""

from collections.abc import Iterator
from email.message import EmailMessage

from form_api.promise import promise_of
from form_api.records import StoredInquiry, UploadedFile
from form_api.sheet import Listing, Quoted, Sheet, one_line
from form_api.stationery import Cover, file_name, letter_id, sender_of, write
from generator.directory import Desk, Directory, Language, Link, available_languages, language


def compose(
    directory: Directory, inquiry: StoredInquiry, desk: Desk, mailbox: str, *, received_link: str = ""
) -> EmailMessage:
    """The letter to one mailbox of a desk. The same inquiry and mailbox give the same bytes, Message-ID included.

    `received_link`: where the desk confirms that it has the question, on a page with a button.
    """
    words = language(directory.site.default_language)
    cover = Cover(
        mailbox=mailbox,
        to_name=desk.name.say(words.code),
        reply_to=inquiry.email,
        subject=_subject(directory, inquiry, words),
        date=inquiry.stored_at.astimezone(directory.site.timezone),
        message_id=message_id(inquiry.reference, mailbox, sender_of(directory)),
        reference=inquiry.reference,
    )
    sheet = Sheet(
        words=words,
        heading=words("letter.greeting", desk=desk.name.say(words.code)),
        opening=tuple(_handed_on(directory, inquiry, desk, words)),
        rows=tuple((label, one_line(value)) for label, value in _rows(directory, inquiry, desk, words)),
        button=Link(words("letter.confirm"), received_link) if received_link else None,
        lists=_files(directory, inquiry, words),
        quoted=Quoted(words("letter.message"), inquiry.message),
        closing=(one_line(_how_to_answer(inquiry, words)),),
    )
    return write(directory, cover, sheet, inquiry.files)


def message_id(reference: str, mailbox: str, sender: str) -> str:
    """Stable, so that a letter that went out twice is seen as one by the desk's mail program."""
    return letter_id(reference, sender, mailbox=mailbox)


def service_name(directory: Directory, service_id: str, words: Language) -> str:
    """As citizens read it; the id of a service that has left the directory; empty where it is about none."""
    service = directory.services.get(service_id)
    return service.name.say(words.code) if service else service_id


def _subject(directory: Directory, inquiry: StoredInquiry, words: Language) -> str:
    if inquiry.service not in directory.services:
        return words("letter.subject_plain", reference=inquiry.reference)
    return words("letter.subject", reference=inquiry.reference, service=service_name(directory, inquiry.service, words))


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
    promise = promise_of(directory, desk, received)
    rows = [
        (words("letter.reference"), inquiry.reference),
        (words("letter.service"), service_name(directory, inquiry.service, words)),
        (words("letter.topic"), topic.name.say(words.code) if topic else ""),
        (words("letter.name"), inquiry.name or words("letter.not_given")),
        (words("letter.email"), inquiry.email or words("letter.not_given")),
        (words("letter.phone"), inquiry.phone or words("letter.not_given")),
        (words("letter.language"), _language_name(inquiry.language)),
        (words("letter.received"), words.instant(received)),
        (words("letter.reply_by"), words.instant(promise.reply_by) if promise.reply_by else ""),
    ]
    return [row for row in rows if row[1]]


def _language_name(code: str) -> str:
    """As the language calls itself; the code of one that the software no longer speaks."""
    return language(code)("name") if code in available_languages() else code


def _files(directory: Directory, inquiry: StoredInquiry, words: Language) -> tuple[Listing, ...]:
    """Which file is which: what it is called here, what it was asked for as, what the citizen called it."""
    told = [
        words(
            "letter.file",
            file=file_name(inquiry.reference, number, file),
            document=_document(directory, inquiry, file, words),
            name=one_line(file.name),
        )
        for number, file in enumerate(inquiry.files, 1)
    ]
    return (Listing(words("letter.files"), tuple(Link(item, "") for item in told)),) if told else ()


def _document(directory: Directory, inquiry: StoredInquiry, file: UploadedFile, words: Language) -> str:
    service = directory.services.get(inquiry.service)
    asked_for = service.required_documents.get(file.field) if service else None
    return asked_for.document.say(words.code) if asked_for else words("letter.attachment")


def _how_to_answer(inquiry: StoredInquiry, words: Language) -> str:
    if inquiry.email:
        return words("letter.how_to_reply", email=inquiry.email)
    return words("letter.how_to_call", phone=inquiry.phone)
