"""The citizen's endpoints: a question is on disk before the answer, and its receipt tells what became of it."""

import asyncio
import dataclasses
import logging
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from form_api import openapi, replies, submission_pages
from form_api.addresses import receipt_path
from form_api.answers import PRIVATE, UNREAD, answer, entry_at, refusal, returned_for, unread
from form_api.attachments import size_told
from form_api.budget import Share
from form_api.crew import Crew
from form_api.desks import desk_of
from form_api.examining import Examiner
from form_api.handing_in import documents_told, examine
from form_api.inquiry import FieldFault, read_inquiry, speaks
from form_api.intake import TooLargeError, Typed, read_typed, wants_json
from form_api.limits import STORE_SECONDS, Limits
from form_api.outbox import Filed, NewInquiry, OutboxError
from form_api.promise import promise_of
from form_api.records import Entry, Inquiry
from form_api.reference import new_reference, receipt_key
from form_api.submissions import demand_of, queue_of, submission_instants
from form_api.suspicion import signals_of, text_key, weigh
from form_api.ways import other_ways
from generator.directory import (
    ATTACHMENTS,
    UPLOAD_SCRIPT,
    Directory,
    Language,
    desks_for,
    home_path,
    language,
    site_link,
)

log = logging.getLogger("loket.form")


@dataclass
class Window:
    crew: Crew
    limits: Limits
    examiner: Examiner

    @property
    def directory(self) -> Directory:
        return self.crew.directory()

    async def take(self, request: Request) -> Response:
        """POST /inquiries: on disk before the answer, whatever else fails afterwards."""
        with self.limits.budget.share() as share:  # held until the answer, since the files are in memory until then
            response = await self._take(request, share)
        self.crew.metrics.answered(response.status_code)
        return response

    async def _take(self, request: Request, share: Share) -> Response:
        directory = self.directory
        try:
            typed = await read_typed(request, directory, share, self.limits.pace)
        except TooLargeError as error:
            return self._too_large(request, directory, error)
        except UNREAD as error:
            return unread(request, error, directory)
        with self.crew.rush.one_more():
            return await self._consider(request, directory, typed)

    async def _consider(self, request: Request, directory: Directory, typed: Typed) -> Response:
        found = read_inquiry(directory, typed.fields, typed.files, max_letter_mb=self.limits.max_letter_mb)
        if isinstance(found, tuple):
            return self._again(request, directory, typed, found)
        client, now = request.client.host if request.client else "", self.crew.now()
        key = text_key(found.message or f"{found.email} {found.phone}")  # a submission needs no word
        repeats = self.limits.ceilings.seen(now, key)
        if wait := self.limits.ceilings.admit(now, client, key):
            log.warning("held-off ceiling=%s", wait.which)
            fault = FieldFault("", "too-many", {"minutes": -(-wait.seconds // 60)})
            headers = {"Retry-After": str(wait.seconds)}
            return self._again(request, directory, typed, (fault,), status=429, headers=headers)
        suspicion = weigh(signals_of(typed.fields, repeats=repeats), self.limits.thresholds)
        reasons = suspicion.reasons if suspicion.is_quarantined else ()
        if not found.is_submission:
            return await self._store(request, directory, found, reasons)
        documents, faults = await examine(self.examiner, found.files)
        if faults:
            return self._again(request, directory, typed, faults)
        return await self._store(request, directory, dataclasses.replace(found, files=documents), reasons)

    def _too_large(self, request: Request, directory: Directory, error: TooLargeError) -> Response:
        """The form again with the texts that came; its files did not come whole."""
        takes_files = directory.inquiry and directory.inquiry.attachments
        limit = {"limit": size_told(error.limit_bytes)}
        fault = FieldFault(ATTACHMENTS if takes_files else "message", "body-too-large", limit)
        return self._again(request, directory, Typed(error.fields), (fault,), status=413)

    def _again(  # noqa: PLR0913 what an answer is made of
        self,
        request: Request,
        directory: Directory,
        typed: Typed,
        faults: Sequence[FieldFault],
        *,
        status: int = 422,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The form with every word that was typed, and what is in its way."""
        log.info("refused fields=%s", ",".join(fault.field for fault in faults))
        words = speaks(directory, typed.fields)
        page = replies.fix(directory, typed.fields, faults, words, sent=typed.files)
        errors = [{"field": fault.field, "message": fault.say(words)} for fault in faults]
        detail = words("reply.fix_title") if status == 422 else faults[0].say(words)
        # Kept by the visitor's own browser, so that Back leads to the text again and not to an error.
        kept = {"Cache-Control": "private, no-cache"} | dict(headers or {})
        return answer(request, status, page, detail, headers=kept, errors=errors)

    async def _store(
        self, request: Request, directory: Directory, inquiry: Inquiry, suspicions: tuple[str, ...]
    ) -> Response:
        began = time.perf_counter()
        try:
            filed = await self._file(directory, inquiry, suspicions)
        except OutboxError as error:
            log.error("not-stored reason=%r", str(error))
            return self._not_stored(request, directory, inquiry, language(inquiry.language))
        self._note(filed, time.perf_counter() - began)
        return self._receipt_link(request, directory, filed.entry)

    async def _file(self, directory: Directory, inquiry: Inquiry, suspicions: tuple[str, ...]) -> Filed:
        service = directory.services.get(inquiry.service)
        desks = desks_for(directory, service, inquiry.topic)
        if not desks or directory.inquiry is None:
            raise OutboxError("the directory takes no questions")
        now = self.crew.now()
        new = NewInquiry(
            inquiry=inquiry,
            desk=desks[0].id,
            at=now,
            suspicions=suspicions,
            wants_reply=directory.inquiry.autoreply,
            queue=queue_of(directory, service, desks[0], now) if service and inquiry.is_submission else None,
            demand=demand_of(service),
        )
        if inquiry.files:  # sealing megabytes would hold everybody else up
            write = await asyncio.to_thread(self.crew.outbox.storing, new, _reference)
        else:
            write = self.crew.outbox.storing(new, _reference)
        # Should it be stored after that yet, the same question again gets its reference.
        return await self.crew.tray.commit(write, within_seconds=STORE_SECONDS)

    def _note(self, filed: Filed, seconds: float) -> None:
        entry = filed.entry
        kind = "resent" if not filed.is_new else "quarantined" if entry.quarantined_at else "new"
        self.crew.metrics.stored(kind, seconds)
        self.crew.stored.set()
        log.info("stored reference=%s desk=%s kind=%s", entry.reference, entry.desk, kind)

    def _not_stored(self, request: Request, directory: Directory, inquiry: Inquiry, words: Language) -> Response:
        """The citizen gets the text back, and every other way to reach the desk."""
        service = directory.services.get(inquiry.service)
        page = replies.refusal("not_stored", directory, words, service=service, message=inquiry.message)
        ways = [way._asdict() for way in other_ways(directory, service, words)]
        detail = replies.refusal_text("not_stored", words)
        return answer(request, 503, page, detail, headers={"Retry-After": "60"}, ways=ways)

    def _receipt_link(self, request: Request, directory: Directory, entry: Entry) -> Response:
        address = receipt_path(entry.reference, self.crew.secret)
        if wants_json(request):
            told = self._told(directory, entry) | {"status_url": address}
            return JSONResponse(told, 201, headers={**PRIVATE, "Location": address})
        return Response(status_code=303, headers={**PRIVATE, "Location": address})

    def _told(self, directory: Directory, entry: Entry) -> dict[str, object]:
        """What a JSON client learns of an inquiry; instants in the office's zone."""
        desk = desk_of(directory, entry)
        promise = promise_of(directory, desk, entry.stored_at) if desk else None
        opening = promise_of(directory, desk, self.crew.now()).opens_next if desk else None
        zone = directory.site.timezone
        instants = {
            "stored_at": entry.stored_at,
            "accepted_at": entry.accepted_at,
            "confirmed_at": entry.confirmed_at,
            "erased_at": entry.erased_at,
            "opens_next": opening,
            "reply_by": promise.reply_by if promise else None,
        }
        told: dict[str, object] = {"reference": entry.reference, "desk": entry.desk}
        if entry.submission:
            told["queue"] = {"day": entry.submission.day.isoformat(), "number": entry.submission.number}
            instants |= submission_instants(directory, entry)
        for name, at in instants.items():
            told[name] = at.astimezone(zone).isoformat(timespec="minutes") if at else None
        return told

    async def show(self, request: Request) -> Response:
        """GET /inquiries/REF?key=..."""
        entry = await entry_at(request, self.crew, receipt_key, request.query_params.get("key", ""))
        if isinstance(entry, Response):
            return entry
        directory = self.directory
        desk = desk_of(directory, entry)
        if desk is None:
            return refusal(request, 404, "not_found", directory)
        if entry.submission:
            return await self._show_submission(request, directory, entry)
        if wants_json(request):
            return JSONResponse(self._told(directory, entry), headers=PRIVATE)
        return HTMLResponse(replies.receipt(directory, entry, desk, self.crew.now()), headers=PRIVATE)

    async def _show_submission(self, request: Request, directory: Directory, entry: Entry) -> Response:
        try:
            kept = await asyncio.to_thread(self.crew.outbox.documents, entry.reference)
            returned = await returned_for(self.crew, entry)
        except OutboxError:
            return refusal(request, 503, "not_readable", directory)
        if wants_json(request):
            told = self._told(directory, entry) | documents_told(directory, entry, [one.document for one in kept])
            return JSONResponse(told | ({"returned": returned} if returned else {}), headers=PRIVATE)
        key = receipt_key(self.crew.secret.reveal(), entry.reference)
        page = submission_pages.receipt(directory, entry, kept, key, returned=returned)
        return HTMLResponse(page, headers=PRIVATE)

    async def describe(self, _request: Request) -> Response:
        """GET /openapi.json: what programs may send, and what they get."""
        return JSONResponse(openapi.describe(self.directory))

    async def go_home(self, _request: Request) -> Response:
        """GET /inquiries: who asks the form's address for itself is led to the site."""
        site = self.directory.site
        return RedirectResponse(site_link(site, home_path(site, language(site.default_language))), 303)

    async def script(self, _request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return PlainTextResponse(UPLOAD_SCRIPT, media_type="text/javascript", headers=headers)

    async def stylesheet(self, _request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return PlainTextResponse(replies.STYLESHEET, media_type="text/css", headers=headers)


def _reference() -> str:
    return new_reference(secrets.randbelow)
