"""The pages that a visitor of the form can see, as HTML. Pure but for its templates; needs no built site."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from form_api.attachments import SentFile, chosen, names_of
from form_api.desks import desk_of
from form_api.inquiry import FieldFault, as_typed
from form_api.promise import promise_of
from form_api.records import Entry
from form_api.ways import other_ways
from generator.directory import (
    ATTACHMENTS,
    UPLOAD_SCRIPT,
    Choice,
    Desk,
    Directory,
    Language,
    Service,
    home_path,
    language,
    page_path,
    question_form,
    site_link,
)

_FOLDER = Path(__file__).parent / "templates"
STYLESHEET = (_FOLDER / "style.css").read_text(encoding="utf-8")
STYLESHEET_PATH = f"/inquiries/style.{hashlib.sha256(STYLESHEET.encode()).hexdigest()[:12]}.css"
SCRIPT_PATH = f"/inquiries/upload.{hashlib.sha256(UPLOAD_SCRIPT.encode()).hexdigest()[:12]}.js"
_TEMPLATES = Environment(
    loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, auto_reload=False
)

Refusal = Literal[
    "not_found",
    "unsupported",
    "malformed",
    "slow",
    "busy",
    "not_stored",
    "not_readable",
    "method",
    "no_desk",
    "document_not_stored",
    "link_over",
]


class FaultShown(NamedTuple):
    field: str
    message: str


def receipt(directory: Directory, inquiry: Entry, desk: Desk, now: datetime) -> str:
    """The reference, what happens next, and the state as of `now`."""
    words = language(inquiry.language)
    zone = directory.site.timezone
    return page(
        "receipt.html",
        directory,
        words,
        service=directory.services.get(inquiry.service),
        title=words("reply.receipt_title"),
        inquiry=inquiry,
        desk=desk.name.say(words.code),
        promise=promise_of(directory, desk, now),
        reply_by=promise_of(directory, desk, inquiry.stored_at).reply_by,
        stored_at=inquiry.stored_at.astimezone(zone),
        accepted_at=inquiry.accepted_at.astimezone(zone) if inquiry.accepted_at else None,
        confirmed_at=inquiry.confirmed_at.astimezone(zone) if inquiry.confirmed_at else None,
        erased_at=inquiry.erased_at.astimezone(zone) if inquiry.erased_at else None,
    )


def desk_page(directory: Directory, entry: Entry, key: str) -> str:
    """What a desk can say of an inquiry, in the language of the site. `key` opened it and goes with each button."""
    words = language(directory.site.default_language)
    zone = directory.site.timezone
    service = directory.services.get(entry.service)
    desk = desk_of(directory, entry)
    others = [item for item in directory.desks.values() if item.id != entry.desk]
    return page(
        "desk.html",
        directory,
        words,
        service=service,
        show_ways=False,
        title=words("desk_page.title"),
        entry=entry,
        key=key,
        service_name=service.name.say(words.code) if service else "",
        stored_at=entry.stored_at.astimezone(zone),
        confirmed_at=entry.confirmed_at.astimezone(zone) if entry.confirmed_at else None,
        reply_by=promise_of(directory, desk, entry.stored_at).reply_by if desk else None,
        desks=[Choice(item.id, item.name.say(words.code)) for item in others],
    )


def fix(
    directory: Directory,
    typed: Mapping[str, object],
    faults: Sequence[FieldFault],
    words: Language,
    *,
    sent: Sequence[SentFile] = (),
) -> str:
    """The form again with every word that was typed, and at each field what to mend.

    `sent`: files that came along, which no page can fill in again: it asks for them by their names.
    """
    kept = as_typed(typed)
    service = directory.services.get(kept["service"])
    form = question_form(directory, service, words)
    must_choose = any(fault.field == "service" for fault in faults)
    shown = [FaultShown(fault.field, fault.say(words)) for fault in (*faults, *_files_again(sent, faults, words))]
    fields = {*(field.name for field in form.fields), *(document.name for document in form.documents)}
    fields |= {ATTACHMENTS} if form.files else set()
    return page(
        "fix.html",
        directory,
        words,
        service=service,
        title=words("reply.fix_title"),
        faults=shown,
        heading=words("form.errors_heading" if any(fault.field for fault in shown) else "form.kept_heading"),
        messages={field: [fault.message for fault in shown if fault.field == field] for field in fields},
        shown=fields | ({"service"} if must_choose else set()),
        typed=kept,
        form=form,
        services=_choices(directory, words) if must_choose else (),
        action="/inquiries",
    )


def _files_again(sent: Sequence[SentFile], faults: Sequence[FieldFault], words: Language) -> list[FieldFault]:
    files = chosen(sent)
    if not files or any(fault.field == ATTACHMENTS for fault in faults):
        return []
    return [FieldFault(files[0].field, "files-again", {"names": names_of(files, words)})]


def refusal(
    kind: Refusal,
    directory: Directory,
    words: Language,
    *,
    service: Service | None = None,
    message: str = "",
) -> str:
    """A page that says what went wrong, gives the citizen the text back, and names other ways."""
    return page(
        "refusal.html",
        directory,
        words,
        service=service,
        title=words(f"reply.{kind}_title"),
        text=refusal_text(kind, words),
        message=message,
    )


def refusal_text(kind: Refusal, words: Language) -> str:
    return words(f"reply.{kind}")


def _choices(directory: Directory, words: Language) -> list[Choice]:
    return [Choice(item.id, item.name.say(words.code)) for item in directory.services.values() if item.is_listed]


def page(
    template: str,
    directory: Directory,
    words: Language,
    *,
    service: Service | None,
    show_ways: bool = True,
    **shown: Any,
) -> str:
    site = directory.site
    back = page_path(site, words, "services", service.id) if service else home_path(site, words)
    html = _TEMPLATES.get_template(template).render(
        shown
        | {
            "t": words,
            "site_name": site.name.say(words.code),
            "stylesheet": STYLESHEET_PATH,
            "script": SCRIPT_PATH,
            "home": site_link(site, home_path(site, words)),
            "ways": other_ways(directory, service, words) if show_ways else [],
            "back": site_link(site, back),
        }
    )
    return re.sub("[\ud800-\udfff]", "\ufffd", html)  # halves of characters, which UTF-8 can't write
