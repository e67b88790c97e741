"""Routes, and the life of the application. Holds no rule of its own: it hands on."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from form_api import replies
from form_api.answers import refusal
from form_api.courier import Courier
from form_api.crew import Crew, clock
from form_api.cross_origin import CrossOrigin, site_origin
from form_api.current import Directories
from form_api.desk_page import DeskPage
from form_api.document_page import DocumentPage
from form_api.examining import Examiner
from form_api.handing_in import HandingIn
from form_api.headers import SecureHeaders
from form_api.limits import Limits, limits_of
from form_api.outbox import Outbox
from form_api.settings import Secret, Settings
from form_api.tray import Tray
from form_api.watching import Watching
from form_api.window import Window
from generator.directory import PerDirectory

log = logging.getLogger("loket.form")


def create_app(  # noqa: PLR0913 what the outside gives it, by name
    settings: Settings,
    directory: Directories,
    outbox: Outbox,
    *,
    secret: Secret,
    courier: Courier | None = None,
    site: Path | None = None,
    limits: Limits | None = None,
    now: Callable[[], datetime] = clock,
) -> SecureHeaders:
    """The form API. With a `courier` it also delivers; with a `site` it also serves that folder at the root."""
    crew = Crew(settings, directory, outbox, Tray(outbox), secret, courier, now)
    kept = limits or limits_of(settings)
    examiner = Examiner()
    window, desk, watching = Window(crew, kept, examiner), DeskPage(crew, kept), Watching(crew)
    documents = HandingIn(crew, kept, examiner)
    routes: list[BaseRoute] = [
        Route("/inquiries", _Endpoint(window.take), methods=["POST"]),
        Route("/inquiries/", _Endpoint(window.take), methods=["POST"]),
        Route("/inquiries", window.go_home, methods=["GET"]),
        Route("/inquiries/", window.go_home, methods=["GET"]),
        Route(replies.STYLESHEET_PATH, window.stylesheet),
        Route(replies.SCRIPT_PATH, window.script),
        Route("/inquiries/{reference}", window.show),
        Route("/inquiries/{reference}/documents", documents.take, methods=["POST"]),
        Route("/inquiries/{reference}/documents/{document}", DocumentPage(crew).show),
        Route("/inquiries/{reference}/step", desk.step, methods=["POST"]),
        Route("/inquiries/{reference}/links", desk.renew_links, methods=["POST"]),
        Route("/inquiries/{reference}/received", desk.show, methods=["GET"]),
        Route("/inquiries/{reference}/received", desk.confirm, methods=["POST"]),
        Route("/inquiries/{reference}/handed-on", desk.hand_on, methods=["POST"]),
        Route("/health", watching.health),
        Route("/metrics", watching.metrics),
        Route("/openapi.json", window.describe),
    ]
    if site:
        # The site alone: a compressed page with both a citizen's words and a key in it could be guessed by its length.
        routes.append(Mount("/", GZipMiddleware(StaticFiles(directory=site, html=True))))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with crew.at_work():
            yield

    handlers = _Refusals(crew)
    app = Starlette(
        routes=routes,
        lifespan=lifespan,
        exception_handlers={HTTPException: handlers.refuse, Exception: handlers.fail},
    )
    origin = PerDirectory(site_origin)
    app.add_middleware(CrossOrigin, allowed=lambda: origin(crew.directory()))
    # Around everything: Starlette answers what nobody foresaw outside of all that is added to it.
    return SecureHeaders(app, form_origin=lambda: crew.directory().site.form_api or "")


class _Endpoint:
    """For whom a crowd asks: Starlette would look for its faults twice, around this and around the whole."""

    def __init__(self, answer: Callable[[Request], Awaitable[Response]]) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._answer(Request(scope, receive, send))
        await response(scope, receive, send)


class _Refusals:
    """What no route has answered."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew

    async def refuse(self, request: Request, error: Exception) -> Response:
        """No such page, no such method."""
        assert isinstance(error, HTTPException)
        if error.status_code == 405:
            allowed = {"Allow": ", ".join(_methods_at(request))}
            return refusal(request, 405, "method", self._crew.directory(), headers=allowed)
        return refusal(request, error.status_code, "not_found", self._crew.directory(), headers=error.headers)

    async def fail(self, request: Request, error: Exception) -> Response:
        """What nobody foresaw: the citizen learns that nothing was stored, and how else to reach the office."""
        log.error("failed reason=%r", type(error).__name__)
        kind: replies.Refusal = "not_stored" if request.method == "POST" else "not_readable"
        return refusal(request, 500, kind, self._crew.directory())


def _methods_at(request: Request) -> list[str]:
    """Every method of an address (RFC 9110, 15.5.6); Starlette names those of the first of its routes alone."""
    routes = [route for route in request.app.routes if isinstance(route, Route)]
    here = [route for route in routes if route.matches(request.scope)[0] is not Match.NONE]
    return sorted({method for route in here for method in route.methods or ()} or {"GET", "HEAD"})  # a file
