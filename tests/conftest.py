"""What holds for every test: no connection leaves this machine, and properties run with a known number of examples."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from generator.directory import Directory, Reading, load
from generator.site import build
from tests.building import FOUNDING_DAY, ROOT

settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=150, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "dev")

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@pytest.fixture(scope="session", autouse=True)
def only_this_machine_is_reached() -> Iterator[None]:
    """Fails a test that connects to anything but loopback or a local socket file."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        yield


def _guarded(connect: Any) -> Any:
    def connect_to_loopback(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX and address[0] not in LOOPBACK:
            pytest.fail(f"a test connects to {address!r}; use a small real server on 127.0.0.1 instead")
        return connect(self, address)

    return connect_to_loopback


@pytest.fixture(scope="session")
def pasuruan() -> Directory:
    """The project's own contacts.yml: two offices in March 2020."""
    return load(ROOT / "contacts.yml")


@pytest.fixture(scope="session")
def built_site(pasuruan: Directory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of Pasuruan as of Tuesday 24 March 2020, 10:00 WIB."""
    folder = tmp_path_factory.mktemp("replay") / "site"
    build(Reading(pasuruan, ()), FOUNDING_DAY, folder, say=lambda _line: None)
    return folder
