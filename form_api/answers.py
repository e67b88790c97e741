"""What every answer of the form has in common: a page for people, a problem document for programs; who may see one."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import assert_never

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from form_api import replies
from form_api.budget import BusyError
from form_api.crew import Crew
from form_api.intake import MalformedError, SlowError, UnsupportedError, wants_json
from form_api.outbox import OutboxError
from form_api.records import Entry
from form_api.reference import is_key, parse_reference
from generator.directory import Directory, language

log = logging.getLogger("loket.form")

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


def answer(
    request: Request,
    status: int,
    page: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> Response:
    """The page, or a problem document for who wants JSON. Source: RFC 9457, section 3."""
    told = PRIVATE | dict(headers or {})
    if not wants_json(request):
        return HTMLResponse(page, status, headers=told)
    problem = {"type": "about:blank", "title": _phrase(status), "status": status, "detail": detail} | more
    return JSONResponse(problem, status, headers=told, media_type="application/problem+json")


def refusal(
    request: Request,
    status: int,
    kind: replies.Refusal,
    directory: Directory,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """In the site's own language: whoever is refused so has typed nothing that would tell another."""
    words = language(directory.site.default_language)
    page = replies.refusal(kind, directory, words)
    return answer(request, status, page, replies.refusal_text(kind, words), headers=headers)


UNREAD = (UnsupportedError, MalformedError, SlowError, BusyError)


def unread(
    request: Request, error: UnsupportedError | MalformedError | SlowError | BusyError, directory: Directory
) -> Response:
    """A body that could not be read, for the reason that it was."""
    match error:
        case UnsupportedError():
            return refusal(request, 415, "unsupported", directory)
        case MalformedError():
            return refusal(request, 400, "malformed", directory)
        case SlowError():
            return refusal(request, 408, "slow", directory, headers={"Connection": "close"})
        case BusyError():
            return refusal(request, 503, "busy", directory, headers={"Retry-After": "30"})
        case _:
            assert_never(error)


async def entry_at(request: Request, crew: Crew, make_key: Callable[[str, str], str], key: str) -> Entry | Response:
    """The inquiry that the address names, if the key is right; a wrong key and an unknown reference look the same.

    `make_key`: secret and reference -> the key that opens this kind of page.
    """
    directory, reference = crew.directory(), parse_reference(request.path_params["reference"])
    if reference is None or not is_key(make_key(crew.secret.reveal(), reference), key):
        return wrong_key(request, reference, directory)
    try:
        entry = await asyncio.to_thread(crew.outbox.find, reference)
    except OutboxError:
        return refusal(request, 503, "not_readable", directory)
    return entry or refusal(request, 404, "not_found", directory)


def wrong_key(request: Request, reference: str | None, directory: Directory) -> Response:
    """As if nothing were there. `reference`: None where it is none; else somebody may be trying keys, which is told."""
    if reference:
        log.warning("wrong-key reference=%s", reference)
    return refusal(request, 404, "not_found", directory)


async def returned_for(crew: Crew, entry: Entry) -> str:
    """What the desk says is wrong, which is sealed; most submissions are never returned. Raises: OutboxError."""
    if entry.submission is None or entry.submission.returned_at is None:
        return ""
    whole = await asyncio.to_thread(crew.outbox.whole, [entry.reference])
    return whole[entry.reference].returned


def _phrase(status: int) -> str:
    """Source: RFC 9110, section 15; Python before 3.13 has older names for two of them."""
    renamed = {413: "Content Too Large", 422: "Unprocessable Content"}
    return renamed.get(status) or HTTPStatus(status).phrase
