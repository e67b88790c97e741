"""Headers that every answer carries: what a browser may do with it, and how long it may keep it."""

from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import urlsplit, urlunsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src {form}; "
    "form-action {form}; base-uri 'none'; frame-ancestors 'none'"
)

_SENSORS = ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),  # for who knows no frame-ancestors
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
    # A photograph of a document comes by the file dialog, which asks nobody for the camera.
    (b"permissions-policy", ", ".join(f"{name}=()" for name in _SENSORS).encode("ascii")),
    (b"cross-origin-opener-policy", b"same-origin"),
)
_TLS_ONLY = (b"strict-transport-security", b"max-age=31536000")
"""A year. Whether other names under the domain have TLS we don't know."""
_THERE = (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.PARTIAL_CONTENT)


class SecureHeaders:
    """Wraps an application. A page is asked for anew each time, so that a notice is never older than the server's."""

    def __init__(self, app: ASGIApp, form_origin: Callable[[], str] = str) -> None:
        """`form_origin`: where forms may also be sent, by a script too, if the form API has an origin of its own."""
        self.app = app
        self.form_origin = form_origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(message, scope, self.form_origin())
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def _complete(message: Message, scope: Scope, form_origin: str) -> None:
    """What the answer itself says of a header stands."""
    told = {name for name, _ in message["headers"]}
    kept = (b"cache-control", _cache_control(scope["path"], message["status"]))
    secure = _secure(form_origin, over_tls=scope.get("scheme") == "https")
    headers = [*message["headers"], *(pair for pair in (*secure, kept) if pair[0] not in told)]
    if b"location" in told:
        host = next((value for name, value in scope["headers"] if name == b"host"), b"")
        headers = [(name, _without_host(value, host) if name == b"location" else value) for name, value in headers]
    message["headers"] = headers


def _without_host(address: bytes, host: bytes) -> bytes:
    """The path alone where Starlette puts the asker's own word for our name before it: it leads nowhere else.

    One slash at its head: a browser takes two for the name of another server.
    """
    if address.startswith(b"/") and not address.startswith(b"//"):
        return address
    parts = urlsplit(address.decode("latin-1"))
    if parts.netloc != host.decode("latin-1"):
        return address
    return urlunsplit(("", "", "/" + parts.path.lstrip("/"), parts.query, parts.fragment)).encode("latin-1")


@lru_cache(maxsize=8)
def _secure(form_origin: str, *, over_tls: bool) -> tuple[tuple[bytes, bytes], ...]:
    """`over_tls`: as it was asked, or as a trusted proxy says that it was."""
    told = (b"content-security-policy", policy(form_origin).encode("latin-1"))
    return (told, *_ALWAYS, *([_TLS_ONLY] if over_tls else []))


def policy(form_origin: str = "") -> str:
    """What a page may load, and where its forms may be sent: to its own origin, and to the form's."""
    return _POLICY.format(form=f"'self' {form_origin}".strip())


def _cache_control(path: str, status: int) -> bytes:
    """A file under assets/ has its content's hash in its name and never changes; one that is missing may come."""
    if path.startswith("/assets/") and status in _THERE:
        return b"public, max-age=31536000, immutable"
    return b"no-cache"
