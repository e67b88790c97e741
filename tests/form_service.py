"""The real service in a process of its own, started, killed and asked as in real life."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx2

from tests.building import ROOT
from tests.mail_server import HOST, free_port
from tests.waiting import wait_for
from tests.web_page import WebPage


class FormService:
    """`python -m form_api serve`, with everything that it keeps in `folder`; `settings` go without FORM_API_.

    It starts with `with` or `start()`; after `kill()` it can be started again.
    """

    module = "form_api"

    def __init__(self, folder: Path, *, site: Path | None = None, **settings: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.address = f"http://{HOST}:{free_port()}"
        self._arguments = ["--port", self.address.rpartition(":")[2], *(["--site", str(site)] if site else [])]
        given = {"CONTACTS": str(ROOT / "contacts.yml")} | settings
        others = {name: value for name, value in os.environ.items() if not name.startswith("FORM_API_")}
        self.environment = others | {f"FORM_API_{name}": value for name, value in given.items()}
        self.environment["PYTHONPATH"] = str(ROOT)
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self, *, healthy: bool = True) -> None:
        """Returns when it answers, or at once where nobody waits for it to be healthy."""
        self._launch("serve", *self._arguments)
        if healthy:
            wait_for(self._is_healthy, "the service")

    @contextmanager
    def running(self, command: str) -> Iterator[None]:
        """Another command in its place, for as long as the block takes."""
        self._launch(command)
        try:
            yield
        finally:
            self.kill()

    def _launch(self, *arguments: str) -> None:
        with (self.folder / "log").open("ab") as log:
            command = [sys.executable, "-m", self.module, *arguments]
            self._process = subprocess.Popen(command, cwd=self.folder, env=self.environment, stdout=log, stderr=log)

    def kill(self) -> None:
        """As the power does: nothing is told beforehand."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> int:
        """As a supervisor does. Gives the exit code."""
        self.tell_to_stop()
        return self.ended()

    def tell_to_stop(self) -> None:
        assert self._process is not None
        self._process.terminate()

    def ended(self) -> int:
        """The exit code, once it has ended by itself."""
        assert self._process is not None
        code = self._process.wait(timeout=90)
        self._process = None
        return code

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def get(self, path: str) -> str:
        """The text of an answer."""
        return self._ask("GET", path).text

    def page(self, path: str) -> WebPage:
        return WebPage(self.get(path))

    def send(self, page: WebPage, **typed: str) -> httpx2.Response:
        """Sends the form of a page as a browser does, with these fields filled in."""
        assert set(typed) <= set(page.fields) | page.choices, "a field that the page does not have"
        fields = {name: text.replace("\n", "\r\n") for name, text in (page.fields | typed).items()}
        return self._ask("POST", page.action, data=fields)

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx2.Response:
        return httpx2.request(method, f"{self.address}{path}", data=data, timeout=30, trust_env=False)

    def _is_healthy(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log
        try:
            return self._ask("GET", "/health").status_code == 200
        except httpx2.TransportError:
            return False
