"""The envelope sender that carries a reference, so that a bounce finds its inquiry and mailbox. Pure.

It holds no word of a citizen's and no mailbox, only a seal over both, which nobody makes without the secret; and it is
never longer than a local part may be.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from typing import NamedTuple

from form_api.reference import parse_reference

LONGEST_LOCAL_PART = 64
"""Source: RFC 5321, section 4.5.3.1.1."""
_TAG_BYTES = 10
_MARKED = re.compile(r"\+([a-z0-9]{8})-([a-z2-7]{16})", re.IGNORECASE | re.ASCII)


class Marked(NamedTuple):
    """What a bounce address says of the letter that it was the sender of."""

    reference: str
    tag: str


class Addressee(NamedTuple):
    desk: str
    mailbox: str


def sender_for(office: str, secret: str, reference: str, to: Addressee) -> str:
    """`noreply@x` -> `noreply+K7M4PX9R-<tag>@x`, or `office` itself where its local part leaves no room for that.

    Mail servers may change the case of an address: the tag is base32, and read in either.
    """
    local, _, domain = office.rpartition("@")
    marked = f"{local}+{reference.replace('-', '')}-{_tag(secret, reference, to)}"
    return f"{marked}@{domain}" if len(marked.encode()) <= LONGEST_LOCAL_PART else office


def read_sender(address: str) -> Marked | None:
    """The way back, from an address as a mail server hands it on; None where it is not one of ours."""
    local, _, domain = address.strip(" \t\r\n<>").rpartition("@")
    found = _MARKED.search(local)
    if not domain or found is None or found.end() != len(local):
        return None
    reference = parse_reference(found[1])
    return Marked(reference, found[2].lower()) if reference else None


def which(secret: str, reference: str, tag: str, candidates: Iterable[Addressee]) -> Addressee | None:
    """The candidate whose letter bore this tag; None where nobody's did, as when it was forged.

    It looks at all of them and compares in constant time, so that nobody learns a tag by asking.
    """
    found = None
    for candidate in candidates:
        if hmac.compare_digest(_tag(secret, reference, candidate).encode(), tag.lower().encode()):
            found = candidate
    return found


def _tag(secret: str, reference: str, to: Addressee) -> str:
    """80 bits over all three, each with its length, so that no two different ones read alike."""
    parts = [part.encode() for part in ("envelope", reference, to.desk, to.mailbox)]
    text = b"".join(b"%d:%s" % (len(part), part) for part in parts)
    seal = hmac.digest(secret.encode(), text, "sha256")[:_TAG_BYTES]
    return base64.b32encode(seal).decode().lower()
