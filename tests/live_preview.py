"""The real preview in a process of its own, on a copy of the project's directory that a test may edit."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

import httpx2

from tests.building import ROOT
from tests.waiting import wait_for

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class LivePreview:
    """`python -m generator preview` as of 24 March 2020, with everything that it keeps in `folder`."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.contacts = folder / "contacts.yml"
        self.scratch = folder / "scratch"
        self.scratch.mkdir()
        self.contacts.write_bytes((ROOT / "contacts.yml").read_bytes())
        self._log = folder / "log"
        self._arguments = ["--now", "2020-03-24T10:00+07:00", *arguments]
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.stop(signal.SIGKILL)

    def start(self, port: int = 0) -> None:
        """Returns when the address is known."""
        command = [sys.executable, "-m", "generator", "preview", "--contacts", str(self.contacts), "--port", str(port)]
        environment = os.environ | {"TMPDIR": str(self.scratch)}
        with self._log.open("wb") as log, _heeding_signs():
            self._process = subprocess.Popen([*command, *self._arguments], cwd=ROOT, env=environment, stderr=log)
        self.address = wait_for(self._told_address, "the preview's address")[0]

    def _told_address(self) -> re.Match[str] | None:
        assert self._process is not None
        assert self._process.poll() is None, self.log
        return ADDRESS.search(self.log)

    def stop(self, sign: signal.Signals) -> int:
        """The exit code of a preview that was told to stop."""
        assert self._process is not None
        self._process.send_signal(sign)
        return self._process.wait(timeout=30)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def edit(self, old: str, new: str) -> None:
        """Replaces a text, as an editor does that writes another file and renames it."""
        text = self.contacts.read_text(encoding="utf-8")
        assert old in text
        draft = self.contacts.with_name("contacts.yml.new")
        draft.write_text(text.replace(old, new), encoding="utf-8")
        draft.replace(self.contacts)

    def place(self, text: str) -> str:
        """Where a text first stands in the file, as a problem names it."""
        before, _, _ = self.contacts.read_text(encoding="utf-8").partition(text)
        lines = before.split("\n")
        return f"contacts.yml:{len(lines)}:{len(lines[-1]) + 1}"

    def get(self, path: str) -> httpx2.Response:
        return httpx2.get(f"{self.address}{path}", timeout=30, trust_env=False, follow_redirects=True)

    def wait_for_text(self, path: str, text: str) -> httpx2.Response:
        """The answer for a path, once it holds a text."""

        def look() -> httpx2.Response | None:
            found = self.get(path)
            return found if text in found.text else None

        return wait_for(look, f"{text!r} at {path}")


@contextmanager
def _heeding_signs() -> Iterator[None]:
    """What is started within heeds Ctrl-C, also where the tests run in the background, whose children do not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
