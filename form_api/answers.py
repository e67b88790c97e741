"""What every answer of the form has in common: a page for people, a problem document for programs."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from form_api import replies
from form_api.intake import wants_json
from generator.directory import Directory, Language

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


def refusal(  # noqa: PLR0913 what an answer is made of
    request: Request,
    status: int,
    kind: replies.Refusal,
    directory: Directory,
    words: Language,
    *,
    headers: Mapping[str, str] | None = None,
) -> Response:
    page = replies.refusal(kind, directory, words)
    return answer(request, status, page, replies.refusal_text(kind, words), headers=headers)


def _phrase(status: int) -> str:
    """Source: RFC 9110, section 15; Python before 3.13 has older names for two of them."""
    renamed = {413: "Content Too Large", 422: "Unprocessable Content"}
    return renamed.get(status) or HTTPStatus(status).phrase
