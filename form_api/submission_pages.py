"""The pages of a submission: the citizen's receipt, with its documents, and the desk's page, with its buttons. Pure.

Neither shows a word of the citizen's; the receipt shows what the desk wrote when it returned the documents.
"""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote, urlencode

from form_api.addresses import in_full
from form_api.attachments import size_told
from form_api.desks import desk_of
from form_api.inquiry import FieldFault, speaks
from form_api.records import Entry, KeptDocument, Step
from form_api.replies import page
from form_api.submissions import lacking, promised_day
from generator.directory import Choice, Directory, DocumentField, Language, document_fields, language

LONGEST_REASON = 1000
"""Characters of what a desk says is wrong."""


class DocumentShown(NamedTuple):
    """A document that is asked for; `arrived`: when and how large it came, empty where it has not come."""

    field: DocumentField
    arrived: str
    fault: str


class StepShown(NamedTuple):
    """`is_done`: it has happened; else it is what comes next."""

    text: str
    is_done: bool


def receipt(  # noqa: PLR0913 what the page is made of
    directory: Directory,
    entry: Entry,
    kept: Sequence[KeptDocument],
    key: str,
    *,
    returned: str = "",
    faults: Sequence[FieldFault] = (),
) -> str:
    """The place in the queue, the documents that are here and those that are lacking, and how far it is.

    `key` opened it and goes with each document. `returned`: what the desk says is wrong.
    """
    words = speaks(directory, {"language": entry.language})
    service, desk, submission = directory.services.get(entry.service), desk_of(directory, entry), entry.submission
    assert submission is not None
    asked = document_fields(service, words)
    return page(
        "submission.html",
        directory,
        words,
        service=service,
        title=words("submission.title"),
        reference=entry.reference,
        key=key,
        keep_link=_to_oneself(directory, entry, key, words),
        number=submission.number,
        day=words.weekday_and_date(submission.day),
        service_name=service.name.say(words.code) if service else entry.service,
        desk=desk.name.say(words.code) if desk else "",
        documents=_documents(directory, asked, kept, faults, words),
        lacking=[one.document.say(words.code) for one in lacking(directory, entry, [one.document for one in kept])],
        takes_documents=bool(asked) and submission.takes_documents and not entry.erased_at,
        returned=returned if submission.returned_at else "",
        steps=_steps(directory, entry, words),
        faults=[fault.say(words) for fault in faults if fault.field not in {field.name for field in asked}],
    )


def _to_oneself(directory: Directory, entry: Entry, key: str, words: Language) -> str:
    """WhatsApp with the address of this page, for who gave no e-mail address and comes back another day.

    Source: WhatsApp, "How to use click to chat", a message without a number; 2026-11-25.
    """
    address = in_full(directory, f"/inquiries/{entry.reference}?" + urlencode({"key": key}))
    text = words("submission.keep_text", reference=entry.reference, address=address)
    return "https://wa.me/?" + urlencode({"text": text}, quote_via=quote)


def _documents(
    directory: Directory,
    asked: Sequence[DocumentField],
    kept: Sequence[KeptDocument],
    faults: Sequence[FieldFault],
    words: Language,
) -> list[DocumentShown]:
    here = {one.document: one for one in kept}
    said = {fault.field: fault.say(words) for fault in faults}
    shown = []
    for field in asked:
        one = here.get(field.name)
        when = words.instant(one.stored_at.astimezone(directory.site.timezone)) if one else ""
        arrived = words("submission.arrived", when=when, size=size_told(one.size_bytes, up=True)) if one else ""
        shown.append(DocumentShown(field, arrived, said.get(field.name, "")))
    return shown


def _steps(directory: Directory, entry: Entry, words: Language) -> list[StepShown]:
    """What has happened, and what comes next."""
    submission = entry.submission
    assert submission is not None
    happened = [
        ("stored", entry.stored_at),
        ("documents_here", submission.arrived_at),
        ("accepted", entry.accepted_at),
        ("complete", submission.complete_at),
        ("verified", submission.verified_at),
        ("paid", submission.paid_at),
        ("returned", submission.returned_at),
        ("erased", entry.erased_at),
    ]
    zone = directory.site.timezone
    told = sorted((at, number, name) for number, (name, at) in enumerate(happened) if at)
    done = [
        StepShown(words(f"submission.{name}", when=words.instant(at.astimezone(zone))), is_done=True)
        for at, _, name in told
    ]
    following = _next(directory, entry, words)
    return [*done, StepShown(following, is_done=False)] if following else done


def _next(directory: Directory, entry: Entry, words: Language) -> str:
    submission = entry.submission
    if submission is None or entry.erased_at or submission.paid_at:
        return ""
    if submission.returned_at:
        return words("submission.next_mend")
    if submission.arrived_at is None:
        return words("submission.next_documents")
    if entry.quarantined_at:
        return words("submission.next_seen")
    due = promised_day(directory, entry)
    if due:
        return words("submission.next_done", when=words.weekday_and_date(due))
    return words("submission.next_checked") if entry.accepted_at else words("submission.next_passed_on")


def desk_page(directory: Directory, entry: Entry, key: str, *, faults: Sequence[str] = ()) -> str:
    """What a desk can say of a submission now, in the language of the site."""
    words = language(directory.site.default_language)
    submission, service, due = entry.submission, directory.services.get(entry.service), promised_day(directory, entry)
    assert submission is not None
    others = [desk for desk in directory.desks.values() if desk.id != entry.desk]
    zone, is_open = directory.site.timezone, not (entry.erased_at or submission.paid_at)
    steps: tuple[Step, ...] = () if entry.erased_at else submission.possible_steps
    return page(
        "desk_submission.html",
        directory,
        words,
        service=service,
        show_ways=False,
        title=words("submission_desk.title"),
        entry=entry,
        key=key,
        number=submission.number,
        day=words.weekday_and_date(submission.day),
        service_name=service.name.say(words.code) if service else entry.service,
        said=_steps(directory, entry, words),
        due=words.weekday_and_date(due) if due and not submission.paid_at else "",
        steps=[step for step in steps if step != "returned"],
        can_return="returned" in steps,
        longest_reason=LONGEST_REASON,
        links_until=words.instant(submission.links_until.astimezone(zone))
        if submission.links_until and is_open
        else "",
        desks=[Choice(desk.id, desk.name.say(words.code)) for desk in others] if is_open else [],
        faults=faults,
    )
