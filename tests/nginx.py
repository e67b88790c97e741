"""A real nginx with the configuration of deploy/nginx: only names, ports, paths and certificate are a test's own."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import httpx2

from tests.building import ROOT
from tests.certificates import ThrowAwayAuthority
from tests.mail_server import HOST, free_port
from tests.parts import program
from tests.waiting import wait_for

NAME = "loket.pasuruan.example"
_TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class Nginx:
    """`with Nginx(folder, site=..., form_ports=[...]) as nginx:`; `ask` speaks to it over TLS, by the office's name."""

    def __init__(self, folder: Path, *, site: Path, form_ports: Sequence[int] = (9,), form_alone: bool = False) -> None:
        self._nginx = program("nginx", "nginx")
        self._folder = folder
        self.log_folder = folder / "log"
        self.log_folder.mkdir(parents=True)
        self.port, self.plain_port = free_port(), free_port()
        self.name = NAME.replace("loket", "formulir") if form_alone else NAME
        self.authority = ThrowAwayAuthority(folder / "tls")
        self.trusted = self.authority.trusted
        self._servers = "servers-form-alone.conf" if form_alone else "servers.conf"
        for file in (ROOT / "deploy" / "nginx").iterdir():
            text = self._adapted(file.read_text(encoding="utf-8"), site, form_ports)
            (folder / file.name).write_text(text, encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def _adapted(self, text: str, site: Path, form_ports: Sequence[int]) -> str:
        temporary = "".join(f"{kind}_temp_path {self._folder}/{kind};\n" for kind in _TEMPORARY)
        own = {
            "/etc/nginx/loket/servers.conf": f"{self._folder}/{self._servers}",
            "/etc/nginx/loket": str(self._folder),
            "/var/log/nginx": str(self.log_folder),
            "/run/nginx.pid": f"{self._folder}/nginx.pid",
            "/srv/loket/site": str(site.absolute()),
            "user www-data;": "user root;" if os.geteuid() == 0 else "",
            "http {\n": f"http {{\n{temporary}",
            "    server 127.0.0.1:8000;\n": "".join(f"    server {HOST}:{port};\n" for port in form_ports),
            "listen 443": f"listen {HOST}:{self.port}",
            "listen 80": f"listen {HOST}:{self.plain_port}",
            "    listen [::]": "    # listen [::]",
            "/etc/letsencrypt/live/loket.example/fullchain.pem": str(self.authority.certificate),
            "/etc/letsencrypt/live/loket.example/privkey.pem": str(self.authority.key),
            "/etc/letsencrypt/live/formulir.example/fullchain.pem": str(self.authority.certificate),
            "/etc/letsencrypt/live/formulir.example/privkey.pem": str(self.authority.key),
            "loket.example": NAME,
            "formulir.example": NAME.replace("loket", "formulir"),
        }
        for theirs, ours in own.items():
            text = text.replace(theirs, ours)
        return text

    def judged(self) -> subprocess.CompletedProcess[str]:
        """What `nginx -t` says of the configuration."""
        return subprocess.run([*self._command(), "-t"], capture_output=True, text=True, check=False)

    def _command(self) -> list[str]:
        return [self._nginx, "-e", str(self.log_folder / "start.log"), "-c", str(self._folder / "nginx.conf")]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen([*self._command(), "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        wait_for(self._answers, "nginx")
        return self

    def __exit__(self, *_error: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait()

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, (self.log_folder / "start.log").read_text(encoding="utf-8")
        try:
            return self.ask("GET", "/").status_code < 500
        except httpx2.TransportError:
            return False

    def ask(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, come_from: str = HOST, **more: Any
    ) -> httpx2.Response:
        """A request over TLS, which trusts the throw-away authority and nobody else."""
        way = httpx2.HTTPTransport(verify=self.trusted, local_address=come_from)
        with httpx2.Client(transport=way, trust_env=False, timeout=60) as client:
            return client.request(
                method,
                f"https://{HOST}:{self.port}{path}",
                headers={"Host": f"{self.name}:{self.port}"} | (headers or {}),
                extensions={"sni_hostname": self.name},
                **more,
            )

    @contextmanager
    def without_room_for_bodies(self) -> Iterator[None]:
        """As where their folder is full: what does not fit into memory can't be laid down."""
        folder, away = self._folder / "client_body", self._folder / "away"
        folder.rename(away)
        yield
        away.rename(folder)

    @property
    def logs(self) -> str:
        return "".join(path.read_text(encoding="utf-8") for path in self.log_folder.iterdir())
