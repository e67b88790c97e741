"""A message that came back -> what it reports of a letter of ours, or why it is no report. Pure; raises nothing.

Only what follows RFC 3464, or one of two older customs that mail servers still have, is a report: an answer that a
program or a person wrote to our bounce address must never become a refusal. Whose mailbox it was, the tag tells (see
`envelope`); without a tag anybody who has seen the letter could have written the report.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

from form_api.envelope import Marked, read_sender
from form_api.reference import parse_reference
from form_api.smtp_answers import one_line

LONGEST_BYTES = 2_000_000
"""What stands further behind is the letter itself, which came back."""
MOST_RECIPIENTS = 100
_LONGEST_HEADER = 4000
_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientReport:
    """What became of the letter at one address. `action` in lower case; `code` is the remote server's, where told."""

    address: str
    action: str
    status: str
    code: int | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """A report about a letter of ours. `tag` is empty where only the returned letter tells the reference.

    `message_id`: of the returned letter, empty where it was not returned.
    """

    reference: str
    tag: str
    message_id: str
    recipients: tuple[RecipientReport, ...]

    @property
    def refusals(self) -> tuple[RecipientReport, ...]:
        """What failed for good. Delayed, relayed, delivered and expanded letters want nothing done.

        Source: RFC 3464, section 2.3.3.
        """
        return tuple(one for one in self.recipients if one.action == "failed")


@dataclass(frozen=True, slots=True)
class NotAReport:
    """`reference`: of the letter it came back to, where an address of ours tells it; an operator may want to look."""

    reason: str
    reference: str = ""


def read_report(message: bytes, original_recipient: str = "") -> DeliveryReport | NotAReport:
    """Reads a message as a mail server pipes it; `original_recipient`: where it came to, if known."""
    try:
        return _read(message_from_bytes(message[:LONGEST_BYTES]), original_recipient)
    except Exception as error:  # `email` has faults of its own with messages that were made to find them
        return NotAReport(f"can't be read: {type(error).__name__}")


def _read(message: Message, original_recipient: str) -> DeliveryReport | NotAReport:
    parts = list(_parts(message))
    returned = _returned(parts)
    marked = _marked(message, original_recipient) or _marked_by(returned)
    reference = marked.reference if marked else ""
    recipients = tuple(_first(_recipients(parts)) or _first(_older_customs(message)))
    if not recipients:
        return NotAReport("reports of no recipient", reference)
    if marked is None:
        return NotAReport("names no letter of ours")
    message_id = _header(returned, "Message-ID") if returned else ""
    return DeliveryReport(reference=reference, tag=marked.tag, message_id=message_id, recipients=recipients)


def _first(found: Iterable[RecipientReport]) -> list[RecipientReport]:
    return [one for one, _ in zip(found, range(MOST_RECIPIENTS), strict=False)]


def _parts(message: Message) -> Iterator[Message]:
    """The parts of a report, also where a gateway has wrapped it; never those of the letter within."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part)


def _recipients(parts: list[Message]) -> Iterator[RecipientReport]:
    for part in parts:
        if part.get_content_type() in _REPORTS:
            yield from (_recipient(block) for block in _blocks(part) if block["Action"] or block["Final-Recipient"])


def _blocks(part: Message) -> Iterator[Message]:
    """Groups of fields with an empty line between them; of the global kind `email` reads the first alone."""
    for block in part.get_payload():
        if isinstance(block, Message):
            yield block
            rest = block.get_payload()
            yield from map(message_from_string, re.split(r"\n\s*\n", rest) if isinstance(rest, str) else ())


def _recipient(block: Message) -> RecipientReport:
    diagnostic = _typed(block, "Diagnostic-Code")
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", _header(block, "Status"))
    return RecipientReport(
        address=_typed(block, "Final-Recipient") or _typed(block, "Original-Recipient"),
        action=(_header(block, "Action").lower().split() or [""])[0],
        status=status[0] if status else "",
        code=_code(diagnostic),
        text=diagnostic,
    )


def _typed(block: Message, name: str) -> str:
    """The value behind its type, as in `rfc822; a@x`. Source: RFC 3464, section 2.1.2."""
    value = _header(block, name)
    return value.partition(";")[2].strip() if ";" in value else value


def _code(text: str) -> int | None:
    found = re.search(r"(?<![\d.])[245]\d\d(?![\d.])", text)
    return int(found[0]) if found else None


def _header(message: Message, name: str) -> str:
    return one_line(str(message.get(name, ""))[:_LONGEST_HEADER])


def _older_customs(message: Message) -> Iterator[RecipientReport]:
    """Exim before 4.85 names them in a header, qmail in paragraphs. Source: QSBMF, D. J. Bernstein, read 2026-11-25."""
    text = _plain_text(message)
    for address in re.findall(r"[^\s,<>]+@[^\s,<>]+", _header(message, "X-Failed-Recipients")):
        yield _failed(address, text.partition(address)[2])
    if re.match(r"\s*Hi\. This is the", text):
        for address, words in re.findall(r"^<([^<>\n]{1,320})>:\n((?:.+\n?)*)", text, re.MULTILINE):
            yield _failed(address, words)


def _failed(address: str, words: str) -> RecipientReport:
    status = re.search(r"[245]\.\d{1,3}\.\d{1,3}", words[:_LONGEST_HEADER])
    code, text = _code(words[:_LONGEST_HEADER]), one_line(words)
    return RecipientReport(address=address, action="failed", status=status[0] if status else "", code=code, text=text)


def _plain_text(message: Message) -> str:
    """The first plain part, without what stands behind the letter that came back in it."""
    for part in _parts(message):
        content = part.get_payload(decode=True) if part.get_content_type() == "text/plain" else None
        if isinstance(content, bytes):
            return content[:50_000].decode("utf-8", "replace").replace("\r\n", "\n")
    return ""


def _marked(message: Message, original_recipient: str) -> Marked | None:
    """From the address to which the report came: nobody else can have written the tag in it."""
    headers = [message.get_all(name, []) for name in ("X-Original-To", "Delivered-To", "To")]
    texts = [original_recipient, *(str(value) for values in headers for value in values[:MOST_RECIPIENTS])]
    found = (read_sender(one) for text in texts for one in re.split(r"[\s,;<>\"]+", text[:_LONGEST_HEADER]))
    return next((marked for marked in found if marked), None)


def _returned(parts: list[Message]) -> Message | None:
    """The headers of the letter, in whichever way they came back."""
    part = next((part for part in parts if part.get_content_type() in _RETURNED), None)
    content = part.get_payload() if part else None
    if isinstance(content, list):
        return next((one for one in content if isinstance(one, Message)), None)
    return message_from_string(content.lstrip()) if isinstance(content, str) else None


def _marked_by(returned: Message | None) -> Marked | None:
    """From our own headers in the returned letter: a reference without a tag."""
    if returned is None:
        return None
    spelled = [_header(returned, "X-Loket-Reference"), _header(returned, "Message-ID").strip("<> ").partition(".")[0]]
    found = (parse_reference(text) for text in spelled)
    return next((Marked(reference, "") for reference in found if reference), None)
