"""The guards of `conftest.py` themselves."""

import socket
from pathlib import Path

import pytest


@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_no_connection_leaves_this_machine(method: str) -> None:
    """A test that forgets its small real server fails before a packet is sent."""
    with socket.socket() as client, pytest.raises(pytest.fail.Exception, match=r"192\.0\.2\.1"):
        getattr(client, method)(("192.0.2.1", 25))


def test_loopback_is_reached() -> None:
    """Servers of a test are real."""
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as client:
        client.connect(server.getsockname())
        assert client.getpeername() == server.getsockname()


def test_a_local_socket_file_is_reached(tmp_path: Path) -> None:
    """So are those that have no address."""
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(path)
        server.listen()
        client.connect(path)
        assert client.getpeername() == path
