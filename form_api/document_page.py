"""One document of a submission, for the desk: the link in its letter opens it until the letter says, and no longer.

Never shown inside a page: what a stranger sent is saved as a file, and runs nowhere under our address.
"""

import asyncio
import logging
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from form_api.answers import PRIVATE, refusal, wrong_key
from form_api.crew import Crew
from form_api.outbox import OutboxError
from form_api.records import UploadedFile
from form_api.reference import document_key, is_key, parse_reference
from form_api.sealing import SealError
from generator.directory import MEDIA_TYPES

LATEST = 2**40
"""Seconds since 1970; a number beyond it is none that we wrote."""

log = logging.getLogger("loket.form")


@dataclass
class DocumentPage:
    crew: Crew

    async def show(self, request: Request) -> Response:
        """GET /inquiries/REF/documents/DOCUMENT?until=...&key=... A wrong key and what is not there look the same."""
        directory, given = self.crew.directory(), request.query_params
        reference, document = parse_reference(request.path_params["reference"]), request.path_params["document"]
        until = _instant(given.get("until", ""))
        if reference is None or until is None:
            return refusal(request, 404, "not_found", directory)
        right = document_key(self.crew.secret.reveal(), reference, document, until)
        if not is_key(right, given.get("key", "")):
            return wrong_key(request, reference, directory)
        if until <= self.crew.now().timestamp():
            return refusal(request, 410, "link_over", directory)
        try:
            file = await asyncio.to_thread(self.crew.outbox.document, reference, document)
        except (OutboxError, SealError):
            return refusal(request, 503, "not_readable", directory)
        if file is None:
            return refusal(request, 404, "not_found", directory)
        if request.method != "HEAD":  # who only asks whether it is there has opened nothing
            log.info("document-opened reference=%s document=%s", reference, document)
        return _as_file(reference, document, file)


def _instant(text: str) -> int | None:
    """Seconds since 1970, in the one spelling that a key was made for."""
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(LATEST))
    return int(text) if is_number and text == str(int(text)) else None


def _as_file(reference: str, document: str, file: UploadedFile) -> Response:
    """Source: RFC 6266, section 4.1. An id of the directory has letters, digits and hyphens alone."""
    headers = {
        "Content-Disposition": f'attachment; filename="{reference}-{document}.{file.type}"',
        "Content-Security-Policy": "sandbox; default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=MEDIA_TYPES[file.type], headers=PRIVATE | headers)
