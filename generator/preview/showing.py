"""What browsers get from the preview: the newest good build, the panel on top of it, and news as long as they listen.

Serves this machine alone, and never writes.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from generator.directory import Language
from generator.preview.draft import Building, Outcome
from generator.preview.panel import panel, with_panel

OWN_NAMES = ("127.0.0.1", "localhost")
"""Another name in a request is a web site that was pointed at this machine, to read along."""

MOST_STREAMS = 4
"""A browser opens six connections to a host, over all its tabs. Who comes later asks again every second instead."""

AGAIN_MS = 1000
PAUSE_SECONDS = 0.1


class Showing(NamedTuple):
    """What is to be seen. `edition` names the build of the good page, and is empty while there is none."""

    outcome: Outcome = Building()
    edition: str = ""
    folder_of_url: str = ""


@dataclass
class Board:
    """Where who builds hangs out what is to be seen. `showing` is replaced whole: the server's thread reads it."""

    showing: Showing = field(default_factory=Showing)
    closed: bool = False


def create_app(board: Board, site: Path, assets: Path, words: Language) -> Starlette:
    """Serves what is built at `site`, as soon as there is something; `assets` are the preview's own files."""
    screen = _Screen(board, site, words, templates_in(assets))
    return Starlette(
        routes=[
            Route("/.preview/news", screen.news, methods=["GET"]),
            Mount("/.preview", StaticFiles(directory=assets)),
            Route("/inquiries", screen.send_nothing, methods=["GET", "POST"]),
            Route("/{path:path}", screen.page),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=OWN_NAMES)],
    )


def templates_in(folder: Path) -> Environment:
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@dataclass
class _Screen:
    board: Board
    site: Path
    words: Language
    templates: Environment
    streams: int = 0

    async def page(self, request: Request) -> Response:
        if not self.site.exists():
            own = self._own_page("preview.title")
            return HTMLResponse(self._with_panel(own, "", has_page=False), status_code=503)
        built = self.site.resolve()  # one build answers one request, whatever is published meanwhile
        response = await _file(built, request, self.board.showing.folder_of_url)
        if isinstance(response, FileResponse) and response.media_type == "text/html":
            page = Path(response.path).read_text(encoding="utf-8")
            page = self._with_panel(page, built.parent.name, has_page=True)
            return HTMLResponse(page, status_code=response.status_code)
        return response

    def _with_panel(self, page: str, edition: str, *, has_page: bool) -> str:
        told = panel(self.board.showing.outcome, self.words, self.templates, has_page=has_page)
        return with_panel(page, told, edition, self.words, self.templates)

    async def send_nothing(self, request: Request) -> Response:
        """Where the question form leads. The question is read to its end, or the browser would take us for broken."""
        async for _ in request.stream():
            pass
        words = self.words
        return HTMLResponse(
            self._own_page("preview.nothing_sent", words("preview.go_back"), words("preview.to_the_first_page"))
        )

    def _own_page(self, title: str, lead: str = "", back: str = "") -> str:
        blanks = {"t": self.words, "title": self.words(title), "lead": lead, "back": back}
        return self.templates.get_template("page.html").render(blanks)

    async def news(self, _request: Request) -> Response:
        return StreamingResponse(self._news(), media_type="text/event-stream")

    async def _news(self) -> AsyncIterator[str]:
        """What is to be seen, now and whenever it changes. Source: HTML Standard, section 9.2.5 (event streams)."""
        self.streams += 1
        stays = self.streams <= MOST_STREAMS
        told: Showing | None = None
        try:
            while told is None or (stays and not self.board.closed):
                if self.board.showing is not told:
                    told = self.board.showing
                    yield f"retry: {AGAIN_MS}\ndata: {self._event(told)}\n\n"
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            self.streams -= 1

    def _event(self, showing: Showing) -> str:
        """No edition is named while one is being built: a page of the next one may be out before its news."""
        told = panel(showing.outcome, self.words, self.templates, has_page=bool(showing.edition))
        is_building = isinstance(showing.outcome, Building)
        return json.dumps({"edition": "" if is_building else showing.edition, "panel": told})


async def _file(folder: Path, request: Request, folder_of_url: str) -> Response:
    """A file of the site, or its own page for wrong addresses, which links to where the site will live."""
    files = StaticFiles(directory=folder, html=True)
    path = files.get_path(request.scope)
    found = await files.get_response(path, request.scope)
    if found.status_code == 404 and folder_of_url and f"{path}/".startswith(f"{folder_of_url}/"):
        return await files.get_response(path.removeprefix(folder_of_url).lstrip("/") or ".", request.scope)
    return found
