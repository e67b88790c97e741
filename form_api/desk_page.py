"""The desk's page of an inquiry, from the link in its letter: it has come, or it belongs to another desk.

Opening the page changes nothing, since mail scanners follow links; its buttons do. It shows no word of the citizen's.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from form_api import replies
from form_api.addresses import desk_path
from form_api.answers import PRIVATE, refusal
from form_api.budget import BusyError
from form_api.crew import Crew
from form_api.intake import MalformedError, SlowError, TooLargeError, UnsupportedError, read_typed
from form_api.limits import Limits
from form_api.outbox import OutboxError, Write, events
from form_api.records import Entry
from form_api.reference import desk_key, is_key, parse_reference
from generator.directory import language

log = logging.getLogger("loket.form")


@dataclass
class DeskPage:
    crew: Crew
    limits: Limits

    async def show(self, request: Request) -> Response:
        """GET /inquiries/REF/received?key=..."""
        found = await self._entry(request, request.query_params.get("key", ""))
        if isinstance(found, Response):
            return found
        key = request.query_params["key"]
        return HTMLResponse(replies.desk_page(self.crew.directory(), found, key), headers=PRIVATE)

    async def confirm(self, request: Request) -> Response:
        """POST /inquiries/REF/received with `key`: somebody at the desk has it. Again changes nothing."""
        return await self._act(request, "confirmed", {})

    async def hand_on(self, request: Request) -> Response:
        """POST /inquiries/REF/handed-on with `key` and `desk`: the letter goes to that desk as to its first."""
        return await self._act(request, "handed-on", self.crew.directory().desks)

    async def _act(self, request: Request, event: str, desks: Mapping[str, object]) -> Response:
        try:
            with self.limits.budget.share() as share:
                typed = await read_typed(request, self.crew.directory(), share, self.limits.pace)
        except (TooLargeError, UnsupportedError, MalformedError, SlowError, BusyError):
            return self._refuse(request, 400, "malformed")
        fields = {name: str(value) for name, value in typed.fields.items()}
        found = await self._entry(request, fields.get("key") or request.query_params.get("key", ""))
        if isinstance(found, Response):
            return found
        desk = fields.get("desk", "")
        if event == "handed-on" and (desk not in desks or found.erased_at):
            return self._refuse(request, 422, "no_desk")
        return await self._write(request, found, event, desk)

    async def _write(self, request: Request, entry: Entry, event: str, desk: str) -> Response:
        now, reference = self.crew.now(), entry.reference
        write: Write[None] = events.confirmed(reference, now)
        if event == "handed-on":
            write = events.handed_on(reference, desk, now)
        try:
            await self.crew.tray.commit(write)
        except OutboxError:
            return self._refuse(request, 503, "not_readable")
        log.info("%s reference=%s desk=%s", event, reference, desk or entry.desk)
        self.crew.stored.set()
        return RedirectResponse(desk_path(reference, self.crew.secret), 303, headers=PRIVATE)

    async def _entry(self, request: Request, key: str) -> Entry | Response:
        """A wrong key and an unknown reference look the same."""
        reference = parse_reference(request.path_params["reference"])
        if reference is None or not is_key(desk_key(self.crew.secret.reveal(), reference), key):
            return self._refuse(request, 404, "not_found")
        try:
            entry = await asyncio.to_thread(self.crew.outbox.find, reference)
        except OutboxError:
            return self._refuse(request, 503, "not_readable")
        return entry or self._refuse(request, 404, "not_found")

    def _refuse(self, request: Request, status: int, kind: replies.Refusal) -> Response:
        directory = self.crew.directory()
        return refusal(request, status, kind, directory, language(directory.site.default_language))
