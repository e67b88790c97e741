"""Documents of a submission as they arrive: read, examined, and on disk before the answer, each by itself.

A document that can't be taken never takes the others with it: those that had arrived are kept.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from form_api import submission_pages
from form_api.addresses import receipt_path
from form_api.answers import PRIVATE, UNREAD, answer, entry_at, refusal, returned_for, unread
from form_api.attachments import chosen, size_told, uploaded
from form_api.crew import Crew
from form_api.documents import document_faults
from form_api.examining import Examiner
from form_api.inquiry import FieldFault, speaks
from form_api.intake import TooLargeError, Typed, max_documents_bytes, read_typed, wants_json
from form_api.limits import Limits
from form_api.outbox import OutboxError
from form_api.outbox.submitting import Coming
from form_api.records import Entry, Submission, UploadedFile
from form_api.reference import receipt_key
from form_api.sealing import SealError
from form_api.submissions import demand_of, lacking
from form_api.verdicts import Examined
from generator.directory import KEY, Directory, Language, document_fields

log = logging.getLogger("loket.form")


class Judged(NamedTuple):
    """What can be kept, and what is wrong with the rest."""

    good: tuple[UploadedFile, ...]
    faults: tuple[FieldFault, ...]


async def examine(examiner: Examiner, files: Sequence[UploadedFile]) -> Judged:
    """Each file as it is kept, or why it can't be."""
    good: list[UploadedFile] = []
    faults: list[FieldFault] = []
    for file in files:
        found = await examiner.examine(file.content)
        if isinstance(found, Examined):
            good.append(replace(file, type=found.type, content=found.content))
        else:
            faults.append(FieldFault(file.field, found.fault, {"name": file.name, **found.details}))
    return Judged(tuple(good), tuple(faults))


@dataclass
class HandingIn:
    crew: Crew
    limits: Limits
    examiner: Examiner

    async def take(self, request: Request) -> Response:
        """POST /inquiries/REF/documents?key=... with files under the ids of their documents.

        Whoever has no key is sent away before a byte of a file is read.
        """
        directory = self.crew.directory()
        entry = await entry_at(request, self.crew, receipt_key, request.query_params.get(KEY, ""))
        if isinstance(entry, Response):
            return entry
        if entry.submission is None or entry.erased_at:
            return refusal(request, 404, "not_found", directory)
        try:
            with self.limits.budget.share() as share:  # held until the answer, since the files are in memory until then
                limit = max_documents_bytes(directory)
                typed = await read_typed(request, directory, share, self.limits.pace, max_parts_bytes=limit)
                return await self._consider(request, directory, entry, entry.submission, typed)
        except TooLargeError as error:
            fault = FieldFault("", "documents-too-large", {"limit": size_told(error.limit_bytes)})
            return await self._again(request, directory, entry, [fault], status=413)
        except UNREAD as error:
            return unread(request, error, directory)

    async def _consider(
        self, request: Request, directory: Directory, entry: Entry, submission: Submission, typed: Typed
    ) -> Response:
        if not submission.takes_documents:
            return await self._again(request, directory, entry, [FieldFault("", "documents-settled")], status=409)
        words = speaks(directory, {"language": entry.language})
        good, wrong = await self._judged(directory, entry, typed, words)
        try:
            came = [await self._keep(directory, entry, file) for file in good]
        except OutboxError as error:
            log.error("not-stored reference=%s reason=%r", entry.reference, str(error))
            return refusal(request, 503, "document_not_stored", directory, headers={"Retry-After": "60"})
        if "complete" in came:
            self.crew.stored.set()
        faults = [*wrong, *([FieldFault("", "documents-settled")] if "settled" in came else [])]
        if faults:
            return await self._again(request, directory, entry, faults)
        return await self._receipt(request, directory, entry)

    async def _judged(self, directory: Directory, entry: Entry, typed: Typed, words: Language) -> Judged:
        sent = chosen(typed.files)
        asked = document_fields(directory.services.get(entry.service), words)
        faults = [FieldFault(found.field, *found.fault) for found in document_faults(sent, asked, words)]
        if not sent:
            faults.append(FieldFault("", "documents-none"))
        fields = {document.name for document in asked} - {fault.field for fault in faults}
        examined = await examine(self.examiner, uploaded([file for file in sent if file.field in fields], words))
        return Judged(examined.good, (*faults, *examined.faults))

    async def _keep(self, directory: Directory, entry: Entry, file: UploadedFile) -> Coming:
        demand = demand_of(directory.services.get(entry.service), self.limits.hold)
        write = await asyncio.to_thread(
            self.crew.outbox.document_stored, entry.reference, file, demand, self.crew.now()
        )
        came = await self.crew.tray.commit(write)
        log.info("document-%s reference=%s document=%s bytes=%d", came, entry.reference, file.field, len(file.content))
        return came

    async def _again(
        self, request: Request, directory: Directory, entry: Entry, faults: Sequence[FieldFault], *, status: int = 422
    ) -> Response:
        """The receipt again with what is wrong; what had arrived is kept."""
        log.info("refused reference=%s fields=%s", entry.reference, ",".join(fault.field for fault in faults))
        words = speaks(directory, {"language": entry.language})
        key = receipt_key(self.crew.secret.reveal(), entry.reference)
        try:  # what has just arrived may have moved it on
            found = await asyncio.to_thread(self.crew.outbox.find, entry.reference)
            entry = found or entry
            kept = await asyncio.to_thread(self.crew.outbox.documents, entry.reference)
            returned = await returned_for(self.crew, entry)
        except (OutboxError, SealError):
            return refusal(request, 503, "not_readable", directory)
        page = submission_pages.receipt(directory, entry, kept, key, returned=returned, faults=faults)
        errors = [{"field": fault.field, "message": fault.say(words)} for fault in faults]
        return answer(request, status, page, faults[0].say(words), errors=errors)

    async def _receipt(self, request: Request, directory: Directory, entry: Entry) -> Response:
        address = receipt_path(entry.reference, self.crew.secret)
        if not wants_json(request):
            return RedirectResponse(f"{address}#dokumen", 303, headers=PRIVATE)
        kept = await asyncio.to_thread(self.crew.outbox.documents, entry.reference)
        return JSONResponse(documents_told(directory, entry, [one.document for one in kept]), headers=PRIVATE)


def documents_told(directory: Directory, entry: Entry, kept: Sequence[str]) -> dict[str, Any]:
    """What a JSON client learns of the documents: which are here, and which required ones are not."""
    return {"documents": sorted(kept), "lacking": [asked.id for asked in lacking(directory, entry, kept)]}
