"""A stored inquiry and a desk -> the letter. Pure; no header holds a word of the citizen's but the checked address.

`EmailMessage` with the SMTP policy refuses a line end in any header, and `_line` leaves no encoded word that could hold
one, so that a header can't be smuggled in.
"""

import hashlib
import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from form_api.promise import promise_of
from form_api.records import StoredInquiry
from generator.directory import Desk, Directory, Language, language

_POLICY = SMTP.clone(cte_type="7bit")  # bytes that every mail server takes, also one without 8BITMIME


def compose(directory: Directory, inquiry: StoredInquiry, desk: Desk, mailbox: str) -> EmailMessage:
    """The letter to one mailbox of a desk. The same inquiry and mailbox give the same bytes, Message-ID included.

    Source: RFC 5322 section 3.6 (headers), RFC 3834 section 5 (Auto-Submitted).
    """
    assert directory.inquiry is not None
    words = language(directory.site.default_language)
    sender = directory.inquiry.from_
    letter = EmailMessage(policy=_POLICY)
    letter["From"] = Address(_display_name(directory.site.name.say(words.code)), addr_spec=sender)
    letter["To"] = Address(_display_name(desk.name.say(words.code)), addr_spec=mailbox)
    if inquiry.email:
        letter["Reply-To"] = _with_quotes(inquiry.email)
    letter["Subject"] = _subject(directory, inquiry, words)
    letter["Date"] = inquiry.stored_at.astimezone(directory.site.timezone)
    letter["Message-ID"] = message_id(inquiry.reference, mailbox, sender)
    letter["Auto-Submitted"] = "auto-generated"
    letter["X-Auto-Response-Suppress"] = "All"
    letter["X-Loket-Reference"] = inquiry.reference
    letter.set_content(_body(directory, inquiry, desk, words), charset="utf-8")
    return letter


def message_id(reference: str, mailbox: str, sender: str) -> str:
    """Stable, so that a letter that went out twice is seen as one by the desk's mail program."""
    digest = hashlib.sha256(mailbox.encode()).hexdigest()[:12]
    return f"<{reference.replace('-', '')}.{digest}@{sender.rpartition('@')[2]}>"


def _subject(directory: Directory, inquiry: StoredInquiry, words: Language) -> str:
    service = directory.services.get(inquiry.service)
    if service is None:
        return words("letter.subject_plain", reference=inquiry.reference)
    return _line(words("letter.subject", reference=inquiry.reference, service=service.name.say(words.code)))


def _line(text: str) -> str:
    """One line, and no encoded word, which a header would decode: `=?utf-8?q?=0aBcc...?=`."""
    return " ".join(text.replace("=?", "= ?").split())


def _display_name(text: str) -> str:
    """Without the marks that need quotes: Python 3.11 loses the quotes of a name that it folds (RFC 5322, 3.2.3)."""
    return _line(re.sub(r'[()<>\[\]:;@\\,."]', " ", text))


def _with_quotes(address: str) -> str:
    """Dots at the ends or side by side, which some providers gave out, stand in quotes (RFC 5322, section 3.4.1)."""
    local, _, domain = address.rpartition("@")
    return address if all(local.split(".")) else f'"{local}"@{domain}'


def _body(directory: Directory, inquiry: StoredInquiry, desk: Desk, words: Language) -> str:
    rows = "\n".join(f"{label}: {value}" for label, value in _rows(directory, inquiry, desk, words))
    first = directory.desks.get(inquiry.desk)
    handed_on = (
        [words("letter.meant_for", desk=first.name.say(words.code)), ""] if first and first.id != desk.id else []
    )
    return "\n".join(
        [
            words("letter.greeting", desk=desk.name.say(words.code)),
            "",
            *handed_on,
            rows,
            "",
            f"{words('letter.message')}:",
            "",
            inquiry.message,
            "",
            "-- ",
            _how_to_answer(inquiry, words),
            "",
        ]
    )


def _rows(directory: Directory, inquiry: StoredInquiry, desk: Desk, words: Language) -> list[tuple[str, str]]:
    service = directory.services.get(inquiry.service)
    topic = directory.inquiry.topics.get(inquiry.topic) if directory.inquiry else None
    received = inquiry.stored_at.astimezone(directory.site.timezone)
    promise = promise_of(directory, desk, received)
    rows = [
        (words("letter.reference"), inquiry.reference),
        (words("letter.service"), service.name.say(words.code) if service else inquiry.service),
        (words("letter.topic"), topic.name.say(words.code) if topic else ""),
        (words("letter.name"), inquiry.name or words("letter.not_given")),
        (words("letter.email"), inquiry.email or words("letter.not_given")),
        (words("letter.phone"), inquiry.phone or words("letter.not_given")),
        (words("letter.language"), language(inquiry.language)("name")),
        (words("letter.received"), words.instant(received)),
        (words("letter.reply_by"), words.instant(promise.reply_by) if promise.reply_by else ""),
    ]
    return [row for row in rows if row[1]]


def _how_to_answer(inquiry: StoredInquiry, words: Language) -> str:
    if inquiry.email:
        return words("letter.how_to_reply", email=inquiry.email)
    return words("letter.how_to_call", phone=inquiry.phone)
