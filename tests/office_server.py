"""A small server as `deploy/` sets it up: nginx with TLS in front, the form on PostgreSQL, Postfix as the relay."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

import httpx2

from generator.__main__ import main
from tests.building import ROOT
from tests.form_service import FormService
from tests.mail_server import HOST, MailServer
from tests.nginx import Nginx
from tests.postfix import Postfix
from tests.postgres import Postgres


class FormBehindNginx(FormService):
    """What citizens ask of it comes by way of nginx; the operator's /health does not."""

    nginx: Nginx

    def _ask(self, method: str, path: str, data: dict[str, str] | None = None) -> httpx2.Response:
        if path == "/health":
            return super()._ask(method, path, data)
        return self.nginx.ask(method, path, data=data)


class OfficeServer:
    """`with OfficeServer(folder) as office:`; `contacts` is what staff edit, `desks` has what arrived at the desks."""

    def __init__(self, folder: Path) -> None:
        self.contacts, self.site = folder / "contacts.yml", folder / "site"
        self.contacts.write_bytes((ROOT / "contacts.yml").read_bytes())
        self.desks = MailServer()
        self._folder, self._stack = folder, ExitStack()

    def __enter__(self) -> Self:
        start = self._stack.enter_context
        start(self.desks)
        self.relay = start(Postfix(self.desks.port))
        assert self.publish() == 0
        mail: Any = {"MAIL_URL": f"smtp://{HOST}:{self.relay.port}?tls=none"}
        where: Any = {"DATABASE_URL": start(Postgres()).database("loket"), "CONTACTS": str(self.contacts)}
        self.form = FormBehindNginx(self._folder / "form", TRUSTED_PROXIES=HOST, HOLD_SECONDS="1", **mail, **where)
        port = int(self.form.address.rpartition(":")[2])
        self.nginx = self.form.nginx = start(Nginx(self._folder / "nginx", site=self.site, form_ports=[port]))
        start(self.form)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stack.close()

    @property
    def tell(self) -> list[str]:
        """How `publish` reaches staff."""
        relay = f"{HOST}:{self.relay.port}"
        return ["--tell", "petugas@pasuruan.example", "--sender", "loket@pasuruan.example", "--relay", relay]

    def publish(self) -> int:
        """As the path unit does after an edit. Gives the exit code."""
        return main(["publish", "--contacts", str(self.contacts), "--site-dir", str(self.site), *self.tell])

    def edit(self, old: str, new: str) -> None:
        text = self.contacts.read_text(encoding="utf-8")
        assert old in text
        self.contacts.write_text(text.replace(old, new), encoding="utf-8")
