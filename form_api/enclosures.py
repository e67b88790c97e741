"""Which documents of a submission lie in its letter, and which are reached by a link from it. Pure.

What the directory calls sensitive is never attached, and what a mail server would refuse for its size neither.
"""

from typing import NamedTuple

from form_api.attachments import ENCODED, MEGABYTE
from form_api.records import StoredInquiry, UploadedFile
from generator.directory import Directory, uploads_of


class Enclosures(NamedTuple):
    """`linked`: with the reason, by its name in the catalogue."""

    attached: tuple[UploadedFile, ...]
    linked: tuple[tuple[UploadedFile, str], ...]


def enclosed(directory: Directory, inquiry: StoredInquiry, max_letter_mb: int) -> Enclosures:
    """In the order in which the directory asks for them; of two that don't fit together the first is attached."""
    asked = {document.id: document for document in uploads_of(directory.services.get(inquiry.service))}
    order = list(asked)
    files = sorted(inquiry.files, key=lambda file: order.index(file.field) if file.field in asked else len(order))
    attached: list[UploadedFile] = []
    linked: list[tuple[UploadedFile, str]] = []
    left = int(max_letter_mb * MEGABYTE / ENCODED)
    for file in files:
        # A document that is not asked for any more may have been sensitive when it came.
        if file.field not in asked or asked[file.field].sensitive:
            linked.append((file, "sensitive"))
        elif len(file.content) > left:
            linked.append((file, "large"))
        else:
            left -= len(file.content)
            attached.append(file)
    return Enclosures(tuple(attached), tuple(linked))
