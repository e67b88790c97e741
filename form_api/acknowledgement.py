"""The automatic reply to a citizen: the question is stored, and what happens next. Pure.

It goes to an address that anybody may have typed, so it never holds a word, a name or a link of the visitor's; and it
asks every machine not to answer it.
"""

from collections.abc import Iterator
from datetime import datetime
from email.message import EmailMessage

from form_api.inquiry import speaks
from form_api.promise import promise_of
from form_api.records import StoredInquiry
from form_api.sheet import Listing, Sheet
from form_api.stationery import Cover, letter_id, sender_of, write
from form_api.submissions import lacking, place_told, promised_day
from form_api.ways import other_ways
from generator.directory import Desk, Directory, Language, Link


def acknowledge(
    directory: Directory, inquiry: StoredInquiry, desk: Desk, *, now: datetime, receipt_link: str
) -> EmailMessage:
    """The reply to an inquiry that has an e-mail address, in its language. `desk`: whom it was first meant for.

    Source: RFC 3834, sections 3.1 (headers) and 5 (Auto-Submitted).
    """
    words = speaks(directory, {"language": inquiry.language})
    cover = Cover(
        mailbox=inquiry.email,
        subject=_subject(inquiry, words),
        date=now.astimezone(directory.site.timezone),
        message_id=letter_id(inquiry.reference, sender_of(directory), kind="reply"),
        reference=inquiry.reference,
        automatic="auto-replied",
    )
    sheet = Sheet(
        words=words,
        heading=words("submission.title" if inquiry.submission else "reply.receipt_title"),
        opening=tuple(_opening(directory, inquiry, desk, now, words)),
        rows=tuple(_rows(directory, inquiry, words)),
        button=Link(words("progress.receipt" if inquiry.submission else "acknowledgement.receipt"), receipt_link),
        lists=tuple(_ways(directory, inquiry, words)),
        closing=(words("acknowledgement.automatic"), words(_not_you(inquiry))),
    )
    return write(directory, cover, sheet)


def _not_you(inquiry: StoredInquiry) -> str:
    return "acknowledgement.not_you_submission" if inquiry.submission else "acknowledgement.not_you"


def _subject(inquiry: StoredInquiry, words: Language) -> str:
    if inquiry.submission:
        number = inquiry.submission.number
        return words("acknowledgement.submission_subject", reference=inquiry.reference, number=number)
    return words("acknowledgement.subject", reference=inquiry.reference)


def _opening(directory: Directory, inquiry: StoredInquiry, desk: Desk, now: datetime, words: Language) -> Iterator[str]:
    """Of a submission: what it lacks. No answer is promised of one, but a day by which it is done, once that counts."""
    if inquiry.submission is None:
        yield from _what_happens_next(directory, inquiry, desk, now, words)
        return
    name, kept = desk.name.say(words.code), [file.field for file in inquiry.files]
    missing = [document.document.say(words.code) for document in lacking(directory, inquiry, kept)]
    if missing:
        yield words("acknowledgement.submission_lacking", documents=words.enumeration(missing), desk=name)
    else:
        yield words("acknowledgement.submission_whole", desk=name)
        due = promised_day(directory, inquiry)
        if due:
            yield words("progress.due", when=words.weekday_and_date(due))


def _what_happens_next(
    directory: Directory, inquiry: StoredInquiry, desk: Desk, now: datetime, words: Language
) -> Iterator[str]:
    """Instants that stay true, however late the letter is read."""
    name = desk.name.say(words.code)
    promise = promise_of(directory, desk, now)
    yield words("reply.to_desk", desk=name)
    if promise.is_open:
        when = words.instant(now.astimezone(directory.site.timezone))
        yield words("acknowledgement.opens_now", desk=name, when=when)
    elif promise.opens_next:
        yield words("reply.opens_next", desk=name, when=words.instant(promise.opens_next))
    reply_by = promise_of(directory, desk, inquiry.stored_at).reply_by
    yield words("reply.reply_by", when=words.instant(reply_by)) if reply_by else words("reply.no_reply_by")


def _rows(directory: Directory, inquiry: StoredInquiry, words: Language) -> Iterator[tuple[str, str]]:
    service = directory.services.get(inquiry.service)
    yield words("reply.reference"), inquiry.reference
    if service:
        yield words("letter.service"), service.name.say(words.code)
    if inquiry.submission:
        yield words("submission.number"), place_told(inquiry.submission, words)
    yield words("acknowledgement.stored"), words.instant(inquiry.stored_at.astimezone(directory.site.timezone))


def _ways(directory: Directory, inquiry: StoredInquiry, words: Language) -> Iterator[Listing]:
    ways = other_ways(directory, directory.services.get(inquiry.service), words)
    if ways:
        yield Listing(words("reply.other_ways"), tuple(ways))
