"""What the site's own script may read of the form where the two live at different origins. Source: WHATWG Fetch, 3.2.

Never lets another origin in, not even to look: the site's is compared as a whole, and no cookie is ever asked for.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from generator.directory import Directory

_CITIZENS = re.compile(r"/inquiries/?|/inquiries/[^/]+(/documents)?")
"""What a citizen's browser sends to and reads; a desk's pages stand at the form's own origin."""
METHODS = "GET, POST"
REMEMBERED_SECONDS = 600


def origin_of(address: str) -> str:
    """As a browser names it: in small letters, without the port that the scheme has anyway. Source: RFC 6454, 6.2."""
    parts = urlsplit(address)
    port = "" if parts.port in {None, {"http": 80, "https": 443}.get(parts.scheme)} else f":{parts.port}"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}"


def site_origin(directory: Directory) -> str:
    """The site's origin where the form has another; empty where they share one and nothing has to be said."""
    site = directory.site
    if not site.form_api or origin_of(site.form_api) == origin_of(site.url):
        return ""
    return origin_of(site.url)


class CrossOrigin:
    """Wraps an application. `allowed`: the one origin whose script may read answers, as of now; empty for none."""

    def __init__(self, app: ASGIApp, allowed: Callable[[], str]) -> None:
        self.app = app
        self.allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        allowed = self.allowed()
        if scope["type"] != "http" or not allowed or not _CITIZENS.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        is_site = asked.get("origin") == allowed

        async def send_with_origin(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if is_site:
                    headers["Access-Control-Allow-Origin"] = allowed
                    headers["Access-Control-Expose-Headers"] = "Location, Retry-After"
            await send(message)

        is_preflight = scope["method"] == "OPTIONS" and "access-control-request-method" in asked
        app = _leave() if is_site and is_preflight else self.app
        await app(scope, receive, send_with_origin)


def _leave() -> Response:
    """A browser asks before it sends JSON, or files whose progress it shows."""
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": "Content-Type",
            "Access-Control-Max-Age": str(REMEMBERED_SECONDS),
        },
    )
