"""Letters to a citizen about a submission: what the desk has said of it, and what it still lacks. Pure.

They go to an address that anybody may have typed, so they never hold a word, a name or a link of the visitor's; what
the desk wrote stands in them as it was written.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Literal, TypeAlias

from form_api.inquiry import speaks
from form_api.letter import service_name
from form_api.records import Step, StoredInquiry
from form_api.sheet import Listing, Quoted, Sheet, one_line
from form_api.stationery import Cover, letter_id, sender_of, write
from form_api.submissions import lacking, place_told, promised_day
from form_api.ways import other_ways
from generator.directory import Directory, Language, Link

News: TypeAlias = Step | Literal["incomplete"]


def tell(directory: Directory, inquiry: StoredInquiry, news: News, *, now: datetime, receipt_link: str) -> EmailMessage:
    """In the citizen's language. The same news of the same letter has the same Message-ID.

    Source: RFC 3834, sections 3.1 (headers) and 5 (Auto-Submitted).
    """
    words, submission = speaks(directory, {"language": inquiry.language}), inquiry.submission
    assert submission is not None
    named = one_line(service_name(directory, inquiry.service, words))
    cover = Cover(
        mailbox=inquiry.email,
        subject=words(f"progress.{news}_subject", reference=inquiry.reference, service=named),
        date=now.astimezone(directory.site.timezone),
        message_id=letter_id(inquiry.reference, sender_of(directory), kind=f"{news}{submission.edition}"),
        reference=inquiry.reference,
        automatic="auto-generated",
    )
    sheet = Sheet(
        words=words,
        heading=words(f"progress.{news}_heading"),
        opening=tuple(_said(directory, inquiry, news, words)),
        rows=(
            (words("reply.reference"), inquiry.reference),
            (words("letter.service"), named),
            (words("submission.number"), place_told(submission, words)),
        ),
        button=Link(words("progress.receipt"), receipt_link),
        lists=(*_missing(directory, inquiry, news, words), *_ways(directory, inquiry, words)),
        quoted=Quoted(words("progress.reason"), inquiry.returned) if news == "returned" and inquiry.returned else None,
        closing=(words("acknowledgement.automatic"), words("acknowledgement.not_you_submission")),
    )
    return write(directory, cover, sheet)


def _said(directory: Directory, inquiry: StoredInquiry, news: News, words: Language) -> Iterator[str]:
    """The news, and by when it is done where that is known; nothing that a later reading would make untrue."""
    yield words(f"progress.{news}")
    due = promised_day(directory, inquiry)
    if due and news in {"complete", "verified"}:
        yield words("progress.due", when=words.weekday_and_date(due))


def _missing(directory: Directory, inquiry: StoredInquiry, news: News, words: Language) -> Iterator[Listing]:
    missing: Sequence[str] = []
    if news == "incomplete":
        kept = [file.field for file in inquiry.files]
        missing = [document.document.say(words.code) for document in lacking(directory, inquiry, kept)]
    if missing:
        yield Listing(words("progress.lacking"), tuple(Link(name, "") for name in missing))


def _ways(directory: Directory, inquiry: StoredInquiry, words: Language) -> Iterator[Listing]:
    ways = other_ways(directory, directory.services.get(inquiry.service), words)
    if ways:
        yield Listing(words("reply.other_ways"), tuple(ways))
