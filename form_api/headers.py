"""Headers that every answer carries: a strict Content-Security-Policy, and how long a browser may keep a page."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action {form}; base-uri 'none'; frame-ancestors 'none'"
)


class SecureHeaders:
    """Wraps an application. A page is asked for anew each time, so that a notice is never older than the server's."""

    def __init__(self, app: ASGIApp, form_origin: Callable[[], str] = str) -> None:
        """`form_origin`: where forms may also be sent, if the form API lives at another origin than the site."""
        self.app = app
        self.form_origin = form_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message).raw
                told = {name for name, _ in headers}
                kept = (b"cache-control", _cache_control(scope["path"], message["status"]))
                headers += [pair for pair in (*_secure(self.form_origin()), kept) if pair[0] not in told]
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@lru_cache(maxsize=4)
def _secure(form_origin: str) -> tuple[tuple[bytes, bytes], ...]:
    policy = _POLICY.format(form=f"'self' {form_origin}".strip())
    return (
        (b"content-security-policy", policy.encode("latin-1")),
        (b"x-content-type-options", b"nosniff"),
        (b"referrer-policy", b"strict-origin-when-cross-origin"),
    )


def _cache_control(path: str, status: int) -> bytes:
    """A file under assets/ has its content's hash in its name and never changes; one that is missing may come."""
    is_there = status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.PARTIAL_CONTENT}
    return b"public, max-age=31536000, immutable" if path.startswith("/assets/") and is_there else b"no-cache"
