"""The paper of every letter that we write: its headers, its text and HTML, its files. Pure.

`EmailMessage` with the SMTP policy refuses a line end in any header, and `in_header` leaves no encoded word that could
hold one, so that a header can't be smuggled in. No header ever holds a word of a citizen's but the checked address.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, MessageIDHeader
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from typing import Literal

from form_api.records import UploadedFile
from form_api.sheet import Sheet, as_html, as_text
from generator.directory import Directory, FileType

_ASCII = bytes(range(128))


class _Registry(HeaderRegistry):
    """Python makes a class for each header of each letter; one for each kind is enough."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[type, type[BaseHeader]] = {}

    def __getitem__(self, name: str) -> type[BaseHeader]:
        kind = self.registry.get(name.lower(), self.default_class)
        if kind not in self._made:
            self._made[kind] = super().__getitem__(name)
        return self._made[kind]


_HEADERS = _Registry()
for _name in ("in-reply-to", "references"):  # Python 3.11 would encode a long one as if it were words
    _HEADERS.map_to_type(_name, MessageIDHeader)  # type: ignore[arg-type]
_POLICY = SMTP.clone(
    cte_type="7bit", header_factory=_HEADERS
)  # bytes that every mail server takes, also one without 8BITMIME
_TEXT_POLICY = _POLICY.clone(max_line_length=74)  # two less than quoted-printable allows: room for `_guarded`
_MEDIA: dict[FileType, tuple[str, str]] = {
    "pdf": ("application", "pdf"),
    "jpg": ("image", "jpeg"),
    "png": ("image", "png"),
}
Automatic = Literal["auto-generated", "auto-replied"]
_SUPPRESS: dict[Automatic, str] = {
    "auto-generated": "DR, RN, NRN, OOF, AutoReply",  # all but NDR: a bounce must reach us
    "auto-replied": "All",
}
"""What Exchange is asked not to answer with. Source: [MS-OXCMAIL] 2.2.3.2.14, X-Auto-Response-Suppress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What stands on the outside of a letter. `date` is in the office's zone; `follows`: the Message-ID of another."""

    mailbox: str
    subject: str
    date: datetime
    message_id: str
    to_name: str = ""
    reply_to: str = ""
    reference: str = ""
    follows: str = ""
    automatic: Automatic = "auto-generated"


def write(directory: Directory, cover: Cover, sheet: Sheet, files: Sequence[UploadedFile] = ()) -> EmailMessage:
    """The letter. Equal input gives equal bytes, boundaries included.

    Raises: ValueError where an address is none, or more than one.
    Source: RFC 5322 section 3.6 (headers), RFC 3834 section 5 (Auto-Submitted), RFC 2046 section 5.1 (multipart).
    """
    letter = EmailMessage(policy=_POLICY)
    site_name = directory.site.name.say(sheet.words.code)
    letter["From"] = Address(_display_name(site_name), addr_spec=sender_of(directory))
    letter["To"] = _recipient(cover)
    if cover.reply_to:
        letter["Reply-To"] = _with_quotes(cover.reply_to)
    _forbid_a_second_address(letter)
    letter["Subject"] = in_header(cover.subject)
    letter["Date"] = cover.date
    letter["Message-ID"] = cover.message_id
    if cover.follows:
        letter["In-Reply-To"] = letter["References"] = cover.follows
    letter["Auto-Submitted"] = cover.automatic
    letter["X-Auto-Response-Suppress"] = _SUPPRESS[cover.automatic]
    if cover.reference:
        letter["X-Loket-Reference"] = cover.reference
    letter["MIME-Version"] = "1.0"
    _fill(letter, cover, sheet, files)
    return letter


def sender_of(directory: Directory) -> str:
    """Our own address. Raises: ValueError where the directory takes no questions."""
    if directory.inquiry is None:
        raise ValueError("the directory takes no questions")
    return directory.inquiry.from_


def letter_id(name: str, sender: str, *, kind: str = "", edition: str = "", mailbox: str = "") -> str:
    """A Message-ID that is the same each time. `name`: a reference or a date; a mailbox is told by its hash."""
    digest = hashlib.sha256(mailbox.encode()).hexdigest()[:12] if mailbox else ""
    parts = [name.replace("-", ""), kind, edition, digest]
    return f"<{'.'.join(part for part in parts if part)}@{sender.rpartition('@')[2]}>"


def file_name(reference: str, number: int, file: UploadedFile) -> str:
    """`K7M4-PX9R-1.pdf`: any mail program can save it, whatever the citizen called the file."""
    return f"{reference}-{number}.{file.type}"


def in_header(text: str) -> str:
    """One line, and no encoded word, which a header would decode: `=?utf-8?q?=0aBcc...?=`."""
    return " ".join(text.replace("=?", "= ?").split())


def _display_name(text: str) -> str:
    """Without the marks that need quotes: Python 3.11 loses the quotes of a name that it folds (RFC 5322, 3.2.3)."""
    return in_header(re.sub(r'[()<>\[\]:;@\\,."]', " ", text))


def _recipient(cover: Cover) -> Address | str:
    if cover.to_name:
        return Address(_display_name(cover.to_name), addr_spec=cover.mailbox)
    return _with_quotes(cover.mailbox)


def _with_quotes(address: str) -> str:
    """Dots at the ends or side by side, which some providers gave out, stand in quotes (RFC 5322, section 3.4.1)."""
    local, _, domain = address.rpartition("@")
    if not local:
        raise ValueError("an address has a name and a domain")
    return address if all(local.split(".")) else f'"{local}"@{domain}'


def _forbid_a_second_address(letter: EmailMessage) -> None:
    for header in ("To", "Reply-To"):
        if header in letter and [bool(address.domain) for address in letter[header].addresses] != [True]:
            raise ValueError(f"{header} must hold one address")


def _fill(letter: MIMEPart, cover: Cover, sheet: Sheet, files: Sequence[UploadedFile]) -> None:
    """Text and HTML; with files, these two as one part and a part for each file.

    `=_` can't occur in an encoded text, so that no text ends a part. Source: RFC 2045, section 6.7, its last note.
    """
    name = cover.reference.replace("-", "") or "letter"
    both = MIMEPart(policy=_POLICY) if files else letter
    both.add_header("Content-Type", "multipart/alternative", boundary=f"=_{name}_words")
    both.attach(_text_part(as_text(sheet), "plain"))
    both.attach(_text_part(as_html(sheet), "html"))
    if files:
        letter.add_header("Content-Type", "multipart/mixed", boundary=f"=_{name}_files")
        letter.attach(both)
    for number, file in enumerate(files, 1):
        letter.attach(_file_part(file_name(cover.reference, number, file), file))


def _text_part(text: str, subtype: str) -> MIMEPart:
    """In the shorter encoding. Never as it is: servers on the way strip spaces at line ends and mark `From ` lines."""
    part = MIMEPart(policy=_TEXT_POLICY)
    content = text.encode()
    is_mostly_ascii = len(content.translate(None, _ASCII)) * 6 < len(content)
    part.set_content(text, subtype, charset="utf-8", cte="quoted-printable" if is_mostly_ascii else "base64")
    if is_mostly_ascii:
        part.set_payload(_guarded(str(part.get_payload())))
    return part


def _guarded(quoted_printable: str) -> str:
    """No line begins with `From ` or a dot. Source: RFC 2049, section 3, its advice for gateways that are not ideal."""
    return re.sub(r"(?m)^(?:F(?=rom )|\.)", lambda found: f"={ord(found[0]):02X}", quoted_printable)


def _file_part(name: str, file: UploadedFile) -> MIMEPart:
    part = MIMEPart(policy=_POLICY)
    part.set_content(file.content, *_MEDIA[file.type], disposition="attachment", filename=name)
    return part
