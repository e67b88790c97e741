"""Routes, limits and the life of the application. Holds no rule of its own: it hands on and answers."""

import asyncio
import logging
import random
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from form_api import openapi, replies
from form_api.attachments import size_told
from form_api.budget import BusyError, Share
from form_api.courier import Courier
from form_api.delivery import LEASE_SECONDS, Delivery
from form_api.headers import SecureHeaders
from form_api.inquiry import FieldFault, read_inquiry, speaks
from form_api.intake import MalformedError, SlowError, TooLargeError, Typed, UnsupportedError, read_typed, wants_json
from form_api.limits import Limits
from form_api.outbox import Outbox, OutboxError
from form_api.promise import promise_of
from form_api.records import Inquiry, StoredInquiry
from form_api.reference import new_reference, opens, parse_reference, receipt_key
from form_api.settings import Secret
from form_api.suspicion import text_key
from generator.directory import (
    ATTACHMENTS,
    Desk,
    Directory,
    Language,
    desks_for,
    desks_from,
    home_path,
    language,
    site_link,
)

log = logging.getLogger("loket.form")


def create_app(  # noqa: PLR0913 what the outside gives it, by name
    directory: Directory,
    outbox: Outbox,
    *,
    secret: Secret,
    courier: Courier | None = None,
    site: Path | None = None,
    limits: Limits | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Starlette:
    """The form API. With a `courier` it also delivers; with a `site` it also serves that folder at the root."""
    window = _Window(directory, outbox, secret, now, limits or Limits())
    routes: list[BaseRoute] = [
        Route("/inquiries", window.take, methods=["POST"]),
        Route("/inquiries/", window.take, methods=["POST"]),
        Route("/inquiries", window.go_home, methods=["GET"]),
        Route(replies.STYLESHEET_PATH, window.stylesheet),
        Route("/inquiries/{reference}", window.show),
        Route("/health", window.health),
        Route("/openapi.json", window.describe),
    ]
    if site:
        # The site alone: a compressed page with both a citizen's words and a key in it could be guessed by its length.
        routes.append(Mount("/", GZipMiddleware(StaticFiles(directory=site, html=True))))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        if courier is None:
            yield
            return
        delivery = Delivery(outbox, lambda: directory, courier, now, random.random, window.stored)
        carrying = asyncio.create_task(delivery.run())
        try:
            yield
        finally:
            delivery.stop()
            await asyncio.wait([carrying], timeout=LEASE_SECONDS)
            carrying.cancel()
            with suppress(asyncio.CancelledError):
                await carrying

    app = Starlette(
        routes=routes, lifespan=lifespan, exception_handlers={HTTPException: window.refuse, Exception: window.fail}
    )
    app.add_middleware(SecureHeaders, form_origin=directory.site.form_api or "")
    return app


@dataclass
class _Window:
    """The endpoints. `stored` is set when something new is to be carried."""

    directory: Directory
    outbox: Outbox
    secret: Secret
    now: Callable[[], datetime]
    limits: Limits
    stored: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: Request) -> Response:
        """POST /inquiries: on disk before the answer, whatever else fails afterwards."""
        with self.limits.budget.share() as share:  # held until the answer, since the files are in memory until then
            return await self._take(request, share)

    async def _take(self, request: Request, share: Share) -> Response:
        try:
            typed = await read_typed(request, self.directory, share, self.limits.pace)
        except TooLargeError as error:
            return self._too_large(request, error)
        except tuple(_UNREAD) as error:
            status, kind, headers = _UNREAD[type(error)]
            words = language(self.directory.site.default_language)
            return self._refusal(request, status, kind, words, headers=headers)
        return await self._consider(request, typed)

    async def _consider(self, request: Request, typed: Typed) -> Response:
        words = speaks(self.directory, typed.fields)
        found = read_inquiry(self.directory, typed.fields, typed.files, max_letter_mb=self.limits.max_letter_mb)
        if isinstance(found, tuple):
            return self._again(request, typed, found)
        client = request.client.host if request.client else ""
        if wait := self.limits.ceilings.admit(self.now(), client, text_key(found.message)):
            log.warning("held-off ceiling=%s", wait.which)
            fault = FieldFault("", "too-many", {"minutes": -(-wait.seconds // 60)})
            return self._again(request, typed, (fault,), status=429, headers={"Retry-After": str(wait.seconds)})
        return await self._store(request, found, words)

    def _too_large(self, request: Request, error: TooLargeError) -> Response:
        """The form again with the texts that came; its files did not come whole."""
        takes_files = self.directory.inquiry and self.directory.inquiry.attachments
        limit = {"limit": size_told(error.limit_bytes)}
        fault = FieldFault(ATTACHMENTS if takes_files else "message", "body-too-large", limit)
        return self._again(request, Typed(error.fields), (fault,), status=413)

    async def _store(self, request: Request, inquiry: Inquiry, words: Language) -> Response:
        service = self.directory.services.get(inquiry.service)
        desks = desks_for(self.directory, service, inquiry.topic)
        try:
            if not desks:
                raise OutboxError("the directory takes no questions")
            stored = await asyncio.to_thread(
                self.outbox.store,
                inquiry,
                desk=desks[0].id,
                now=self.now(),
                new_reference=lambda: new_reference(secrets.randbelow),
            )
        except OutboxError as error:
            log.error("not-stored reason=%r", str(error))
            page = replies.refusal("not_stored", self.directory, words, service=service, message=inquiry.message)
            ways = [way._asdict() for way in replies.other_ways(self.directory, service, words)]
            detail = replies.refusal_text("not_stored", words)
            return self._answer(request, 503, page, detail, headers={"Retry-After": "60"}, ways=ways)
        self.stored.set()
        log.info("stored reference=%s desk=%s", stored.reference, stored.desk)
        return self._receipt_link(request, stored)

    def _receipt_link(self, request: Request, inquiry: StoredInquiry) -> Response:
        query = urlencode({"key": receipt_key(self.secret.reveal(), inquiry.reference)})
        address = f"/inquiries/{inquiry.reference}?{query}"
        if wants_json(request):
            return JSONResponse(
                self._told(inquiry) | {"status_url": address}, 201, headers={**_PRIVATE, "Location": address}
            )
        return RedirectResponse(address, 303, headers=_PRIVATE)

    def _told(self, inquiry: StoredInquiry) -> dict[str, object]:
        """What a JSON client learns of an inquiry; instants in the office's zone."""
        desk = self._desk(inquiry)
        promise = promise_of(self.directory, desk, inquiry.stored_at) if desk else None
        opening = promise_of(self.directory, desk, self.now()).opens_next if desk else None
        return {
            "reference": inquiry.reference,
            "desk": inquiry.desk,
            "stored_at": self._written(inquiry.stored_at),
            "accepted_at": self._written(inquiry.accepted_at),
            "opens_next": self._written(opening),
            "reply_by": self._written(promise.reply_by if promise else None),
        }

    def _written(self, at: datetime | None) -> str | None:
        return at.astimezone(self.directory.site.timezone).isoformat(timespec="minutes") if at else None

    def _desk(self, inquiry: StoredInquiry) -> Desk | None:
        """The desk that an inquiry was meant for, or who follows it where it is no longer in the directory."""
        return next(iter(desks_from(self.directory, inquiry.desk)), None)

    async def show(self, request: Request) -> Response:
        """GET /inquiries/REF?key=...: a wrong key and an unknown reference look the same."""
        reference = parse_reference(request.path_params["reference"])
        key = request.query_params.get("key", "")
        words = language(self.directory.site.default_language)
        if reference is None or not opens(self.secret.reveal(), reference, key):
            return self._refusal(request, 404, "not_found", words)
        try:
            inquiry = await asyncio.to_thread(self.outbox.find, reference)
        except OutboxError:
            return self._refusal(request, 503, "not_readable", words)
        desk = self._desk(inquiry) if inquiry else None
        if inquiry is None or desk is None:
            return self._refusal(request, 404, "not_found", words)
        if wants_json(request):
            return JSONResponse(self._told(inquiry), headers=_PRIVATE)
        return HTMLResponse(replies.receipt(self.directory, inquiry, desk, self.now()), headers=_PRIVATE)

    async def go_home(self, _request: Request) -> Response:
        """GET /inquiries: who asks the form's address for itself is led to the site."""
        site = self.directory.site
        return RedirectResponse(site_link(site, home_path(site, language(site.default_language))), 303)

    async def stylesheet(self, _request: Request) -> Response:
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return PlainTextResponse(replies.STYLESHEET, media_type="text/css", headers=headers)

    async def describe(self, _request: Request) -> Response:
        """GET /openapi.json: what programs may send, and what they get."""
        return JSONResponse(openapi.describe(self.directory))

    async def health(self, _request: Request) -> Response:
        """GET /health: 200 while questions can be stored, with the name of the directory that is in use."""
        told: dict[str, object] = {"contacts_sha256": self.directory.sha256}
        try:
            await asyncio.to_thread(self.outbox.prove_writable)
            waiting = await asyncio.to_thread(self.outbox.count_waiting)
        except OutboxError:
            return JSONResponse(told | {"status": "failing", "waiting": None}, 503)
        return JSONResponse(told | {"status": "ok", "waiting": waiting})

    async def refuse(self, request: Request, error: Exception) -> Response:
        """Every other refusal: no such page, no such method."""
        assert isinstance(error, HTTPException)
        kind: replies.Refusal = "method" if error.status_code == 405 else "not_found"
        words = language(self.directory.site.default_language)
        return self._refusal(request, error.status_code, kind, words, headers=error.headers)

    async def fail(self, request: Request, error: Exception) -> Response:
        """What nobody foresaw: the citizen learns that nothing was stored, and how else to reach the office."""
        log.error("failed reason=%r", type(error).__name__)
        words = language(self.directory.site.default_language)
        return self._refusal(request, 500, "not_stored" if request.method == "POST" else "not_readable", words)

    def _again(
        self,
        request: Request,
        typed: Typed,
        faults: Sequence[FieldFault],
        *,
        status: int = 422,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """The form with every word that was typed, and what is in its way."""
        log.info("refused fields=%s", ",".join(fault.field for fault in faults))
        words = speaks(self.directory, typed.fields)
        page = replies.fix(self.directory, typed.fields, faults, words, sent=typed.files)
        errors = [{"field": fault.field, "message": fault.say(words)} for fault in faults]
        detail = words("reply.fix_title") if status == 422 else faults[0].say(words)
        # Kept by the visitor's own browser, so that Back leads to the text again and not to an error.
        headers = {"Cache-Control": "private, no-cache"} | dict(headers or {})
        return self._answer(request, status, page, detail, headers=headers, errors=errors)

    def _refusal(
        self,
        request: Request,
        status: int,
        kind: replies.Refusal,
        words: Language,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        page = replies.refusal(kind, self.directory, words)
        return self._answer(request, status, page, replies.refusal_text(kind, words), headers=headers)

    def _answer(
        self,
        request: Request,
        status: int,
        page: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        **more: object,
    ) -> Response:
        """The page, or a problem document for who wants JSON. Source: RFC 9457, section 3."""
        headers = _PRIVATE | dict(headers or {})
        if not wants_json(request):
            return HTMLResponse(page, status, headers=headers)
        problem = {"type": "about:blank", "title": _phrase(status), "status": status, "detail": detail} | more
        return JSONResponse(problem, status, headers=headers, media_type="application/problem+json")


_UNREAD: Mapping[type[Exception], tuple[int, replies.Refusal, Mapping[str, str]]] = {
    UnsupportedError: (415, "unsupported", {}),
    MalformedError: (400, "malformed", {}),
    SlowError: (408, "slow", {"Connection": "close"}),
    BusyError: (503, "busy", {"Retry-After": "30"}),
}
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def _phrase(status: int) -> str:
    """Source: RFC 9110, section 15; Python before 3.13 has older names for two of them."""
    renamed = {413: "Content Too Large", 422: "Unprocessable Content"}
    return renamed.get(status) or HTTPStatus(status).phrase
