"""A real Postfix as a relay: it takes every letter on 127.0.0.1 and carries it on to another port there.

What comes to `noreply` it lays into a folder, a file for each, as it would pipe it into a command.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Self

from tests.mail_server import HOST, free_port
from tests.parts import program, root

_MAIN = """\
compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/maillog
maillog_file_prefixes = {folder}/log
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.pasuruan.example
mydestination =
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
smtpd_recipient_restrictions = permit_mynetworks, reject
transport_maps = regexp:{folder}/etc/transport
default_transport = smtp:[127.0.0.1]:{next_port}
recipient_delimiter = +
disable_dns_lookups = yes
smtp_host_lookup = native
"""
_INNER = "rewrite:trivial-rewrite bounce defer:bounce trace:bounce error retry:error smtp anvil proxymap"
_MASTER = """\
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
postlog unix-dgram n - n - 1 postlogd
scache unix - - n - 1 scache
reports unix - n n - 1 pipe flags=DRhu user=nobody argv=/bin/sh -c cat>{folder}/reports/$$$$
"""


class Postfix:
    """`with Postfix(next_port) as relay:`; needs root, as Postfix does."""

    def __init__(self, next_port: int) -> None:
        root("Postfix")
        self._postfix = program("postfix", "postfix")
        self._folder = Path(tempfile.mkdtemp(prefix="loket-postfix-"))
        self._next_port = next_port
        self.port = free_port()

    def __enter__(self) -> Self:
        for name in ("etc", "spool", "data", "log", "reports"):
            (self._folder / name).mkdir()
        self._folder.chmod(0o755)
        (self._folder / "reports").chmod(0o777)
        shutil.chown(self._folder / "data", "postfix")
        self._write()
        self._call("start")
        return self

    def __exit__(self, *_error: object) -> None:
        self._call("stop")
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def reports(self) -> list[bytes]:
        """What came whole to `noreply`: a report that is still being written has no last boundary."""
        found = [path.read_bytes() for path in (self._folder / "reports").iterdir()]
        return [report for report in found if report.rstrip().endswith(b"--")]

    @property
    def log(self) -> str:
        return (self._folder / "log" / "maillog").read_text(encoding="utf-8", errors="replace")

    def _write(self) -> None:
        etc, given = self._folder / "etc", {"folder": self._folder, "port": self.port, "next_port": self._next_port}
        inner = [part.partition(":") for part in _INNER.split()]
        lines = "".join(f"{name} unix - - n - 0 {daemon or name}\n" for name, _, daemon in inner)
        (etc / "main.cf").write_text(_MAIN.format(**given))
        (etc / "master.cf").write_text(_MASTER.format(**given) + lines)
        (etc / "transport").write_text("/^noreply(\\+.*)?@pasuruan\\.example$/ reports:\n")

    def _call(self, what: str) -> None:
        command = [self._postfix, "-c", str(self._folder / "etc"), what]
        clean = {"PATH": os.environ["PATH"], "MAIL_CONFIG": str(self._folder / "etc")}
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=clean)
        assert done.returncode == 0, f"{HOST}:{self.port} {done.stdout}{done.stderr}"
