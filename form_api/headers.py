"""Headers that every answer carries: what a browser may do with it, and how long it may keep it."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src {form}; "
    "form-action {form}; base-uri 'none'; frame-ancestors 'none'"
)

_SENSORS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for who knows no frame-ancestors
    "Referrer-Policy": "strict-origin-when-cross-origin",
    # A photograph of a document comes by the file dialog, which asks nobody for the camera.
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _SENSORS),
    "Cross-Origin-Opener-Policy": "same-origin",
}
_TLS_ONLY = "max-age=31536000"
"""A year. Whether other names under the domain have TLS we don't know."""


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
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
                if scope.get("scheme") == "https":  # as it was asked, or as a trusted proxy says that it was
                    headers.setdefault("Strict-Transport-Security", _TLS_ONLY)
                if "location" in headers:
                    headers["location"] = _without_host(headers["location"], Headers(scope=scope).get("host", ""))
                headers.setdefault("Cache-Control", _cache_control(scope["path"], message["status"]))
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _without_host(address: str, host: str) -> str:
    """The path alone where Starlette puts the asker's own word for our name before it: it leads nowhere else.

    One slash at its head: a browser takes two for the name of another server.
    """
    parts = urlsplit(address)
    if parts.netloc != host:
        return address
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment))


def _cache_control(path: str, status: int) -> str:
    """A file under assets/ has its content's hash in its name and never changes; one that is missing may come."""
    is_there = status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.PARTIAL_CONTENT}
    return "public, max-age=31536000, immutable" if path.startswith("/assets/") and is_there else "no-cache"
