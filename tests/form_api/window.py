"""The form over HTTP, without a network: what a browser or a program asks and gets."""

from typing import Any

from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from form_api.app import create_app
from form_api.current import Rejected
from form_api.headers import SecureHeaders
from form_api.outbox import Outbox
from form_api.settings import Secret, Settings, read_settings
from generator.directory import Directory
from tests.form_api.questions import NOW, PASURUAN

SECRET = "rahasia-sekali-1234"
JSON = {"Accept": "application/json"}
SETTINGS = read_settings({})


class Fixed:
    """A directory that no file changes."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.rejected: Rejected | None = None

    def __call__(self) -> Directory:
        return self.directory

    def look(self) -> bool:
        return False


def client(outbox: Outbox, directory: Directory = PASURUAN, settings: Settings = SETTINGS, **more: Any) -> TestClient:
    """The form of this directory, at 10 o'clock on a Tuesday; redirects are not followed."""
    app = create_app(settings, Fixed(directory), outbox, secret=Secret(SECRET), **({"now": lambda: NOW} | more))
    return TestClient(app, follow_redirects=False)


def routes(visitor: TestClient) -> list[Route]:
    """Those of the form, without the site's."""
    app = visitor.app
    assert isinstance(app, SecureHeaders)
    assert isinstance(app.app, Starlette)
    return [route for route in app.app.routes if isinstance(route, Route)]
