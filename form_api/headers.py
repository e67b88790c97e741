"""Headers that every answer carries: a strict Content-Security-Policy, and how long a browser may keep a page."""

from collections.abc import Callable
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src {form}; "
    "form-action {form}; base-uri 'none'; frame-ancestors 'none'"
)


class SecureHeaders:
    """Wraps an application. A page is asked for anew each time, so that a notice is never older than the server's."""

    def __init__(self, app: ASGIApp, form_origin: Callable[[], str] = str) -> None:
        """`form_origin`: where forms may also be sent, by a script too, if the form API has an origin of its own."""
        self.app = app
        self.form_origin = form_origin

    @property
    def policy(self) -> str:
        return _POLICY.format(form=f"'self' {self.form_origin()}".strip())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", self.policy)
                headers.setdefault("X-Content-Type-Options", "nosniff")
                headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
                headers.setdefault("Cache-Control", _cache_control(scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _cache_control(path: str, status: int) -> str:
    """A file under assets/ has its content's hash in its name and never changes; one that is missing may come."""
    is_there = status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.PARTIAL_CONTENT}
    return "public, max-age=31536000, immutable" if path.startswith("/assets/") and is_there else "no-cache"
