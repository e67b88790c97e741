"""A real PostgreSQL for the tests, in a folder of its own, started once and listening on 127.0.0.1 alone."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Self

import psycopg

from tests.mail_server import HOST, free_port
from tests.parts import program
from tests.waiting import wait_for

_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_SETTINGS = {"listen_addresses": HOST, "unix_socket_directories": "", "max_connections": "60", "log_statement": "none"}


class Postgres:
    """`with Postgres() as server:`; its databases are made and dropped with it. It does not run as root.

    `stop()` and `start()` are a restart; `kill()` is what the power does.
    """

    def __init__(self) -> None:
        self._bin = _FOLDERS[0] if _FOLDERS else Path(program("initdb", "postgresql")).parent
        self._as = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        self._folder = Path(tempfile.mkdtemp(prefix="loket-postgres-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        if self._as:
            os.chown(self._folder, pwd.getpwnam("postgres").pw_uid, -1)
        folder = str(self._folder / "data")
        make = [str(self._bin / "initdb"), "-D", folder, "-U", "loket", "-A", "trust", "--no-sync"]
        subprocess.run([*self._as, *make], check=True, capture_output=True, cwd="/")
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        """Returns when it answers."""
        settings = [part for name, value in _SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [
            *self._as,
            str(self._bin / "postgres"),
            "-D",
            str(self._folder / "data"),
            "-p",
            str(self.port),
            *settings,
        ]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        wait_for(self._answers, "PostgreSQL")

    def stop(self) -> None:
        """Connections are cut, and what was committed stays."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        self._end(signal.SIGQUIT)

    def freeze(self) -> None:
        """As a machine whose disk hangs: everything is silent, and no connection is cut."""
        self._tell_all(signal.SIGSTOP)

    def thaw(self) -> None:
        self._tell_all(signal.SIGCONT)

    def _tell_all(self, what: signal.Signals) -> None:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text(encoding="ascii")
        for pid in (self._process.pid, *map(int, children.split())):
            os.kill(pid, what)

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._conninfo("postgres")).close()
        except psycopg.OperationalError:
            return False
        return True

    def database(self, name: str) -> str:
        """The address of a new, empty database."""
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        return f"postgresql://loket@{HOST}:{self.port}/{name}"

    def _conninfo(self, database: str) -> str:
        return f"host={HOST} port={self.port} user=loket dbname={database}"
