"""The desk's page of an inquiry, from the link in its letter: it has come, or it belongs to another desk.

Opening the page changes nothing, since mail scanners follow links; its buttons do. It shows no word of the citizen's.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from form_api import replies, submission_pages
from form_api.addresses import desk_path
from form_api.answers import PRIVATE, UNREAD, answer, entry_at, refusal, unread
from form_api.crew import Crew
from form_api.intake import TooLargeError, read_typed
from form_api.limits import Limits
from form_api.outbox import OutboxError, Write, events, submitting
from form_api.records import Entry
from form_api.reference import desk_key
from generator.directory import language

log = logging.getLogger("loket.form")


class _Pressed(NamedTuple):
    entry: Entry
    fields: Mapping[str, str]


@dataclass
class DeskPage:
    crew: Crew
    limits: Limits

    async def show(self, request: Request) -> Response:
        """GET /inquiries/REF/received?key=..."""
        key = request.query_params.get("key", "")
        entry = await entry_at(request, self.crew, desk_key, key)
        if isinstance(entry, Response):
            return entry
        make = submission_pages.desk_page if entry.submission else replies.desk_page
        return HTMLResponse(make(self.crew.directory(), entry, key), headers=PRIVATE)

    async def confirm(self, request: Request) -> Response:
        """POST /inquiries/REF/received with `key`: somebody at the desk has it. Again changes nothing."""
        pressed = await self._pressed(request)
        if isinstance(pressed, Response):
            return pressed
        entry = pressed.entry
        return await self._write(
            request, entry, events.confirmed(entry.reference, self.crew.now()), "confirmed", entry.desk
        )

    async def hand_on(self, request: Request) -> Response:
        """POST /inquiries/REF/handed-on with `key` and `desk`: the letter goes to that desk as to its first."""
        pressed = await self._pressed(request)
        if isinstance(pressed, Response):
            return pressed
        directory, entry, desk = self.crew.directory(), pressed.entry, pressed.fields.get("desk", "")
        if desk not in directory.desks or entry.erased_at:
            return refusal(request, 422, "no_desk", directory)
        write = events.handed_on(entry.reference, desk, self.crew.now())
        return await self._write(request, entry, write, "handed-on", desk)

    async def step(self, request: Request) -> Response:
        """POST /inquiries/REF/step with `key`, `step`, `mark` and, where documents are returned, `reason`."""
        pressed = await self._pressed(request)
        if isinstance(pressed, Response):
            return pressed
        entry, step, reason = pressed.entry, pressed.fields.get("step", ""), pressed.fields.get("reason", "").strip()
        if entry.submission is None or step not in submitting.STEPS:
            return refusal(request, 404, "not_found", self.crew.directory())
        if fault := _reason_fault(step, reason):
            return self._say(request, entry, f"submission_desk.{fault}", 422)
        told = reason if step == "returned" else ""
        write = self.crew.outbox.stepped(
            entry.reference, step, self.crew.now(), reason=told, mark=pressed.fields.get("mark", "")
        )
        return await self._write_once(request, entry, write, step)

    async def renew_links(self, request: Request) -> Response:
        """POST /inquiries/REF/links with `key`: the letter again, with links that open."""
        pressed = await self._pressed(request)
        if isinstance(pressed, Response):
            return pressed
        write = submitting.links_renewed(pressed.entry.reference, self.crew.now())
        return await self._write_once(request, pressed.entry, write, "links-renewed")

    async def _write_once(self, request: Request, entry: Entry, write: Write[bool], event: str) -> Response:
        """To the page as it is then; where it could not be said, with a word about that."""
        try:
            is_noted = await self.crew.tray.commit(write)
        except OutboxError:
            return refusal(request, 503, "not_readable", self.crew.directory())
        if not is_noted:
            return self._say(request, entry, "submission_desk.not_now", 409)
        log.info("%s reference=%s desk=%s", event, entry.reference, entry.desk)
        self.crew.stored.set()
        return RedirectResponse(desk_path(entry.reference, self.crew.secret), 303, headers=PRIVATE)

    def _say(self, request: Request, entry: Entry, sentence: str, status: int) -> Response:
        """The page again with what stands in the way; `sentence` is its name in the catalogue."""
        directory = self.crew.directory()
        said = language(directory.site.default_language)(sentence, limit=submission_pages.LONGEST_REASON)
        if entry.submission is None:
            return refusal(request, 404, "not_found", directory)
        key = desk_key(self.crew.secret.reveal(), entry.reference)
        return answer(request, status, submission_pages.desk_page(directory, entry, key, faults=[said]), said)

    async def _pressed(self, request: Request) -> _Pressed | Response:
        """The inquiry whose button was pressed, and what came with it."""
        directory = self.crew.directory()
        try:
            with self.limits.budget.share() as share:
                typed = await read_typed(request, directory, share, self.limits.pace)
        except TooLargeError:
            return refusal(request, 413, "malformed", directory)
        except UNREAD as error:
            return unread(request, error, directory)
        fields = {name: str(value) for name, value in typed.fields.items()}
        key = fields.get("key") or request.query_params.get("key", "")
        entry = await entry_at(request, self.crew, desk_key, key)
        return entry if isinstance(entry, Response) else _Pressed(entry, fields)

    async def _write(self, request: Request, entry: Entry, write: Write[None], event: str, desk: str) -> Response:
        try:
            await self.crew.tray.commit(write)
        except OutboxError:
            return refusal(request, 503, "not_readable", self.crew.directory())
        log.info("%s reference=%s desk=%s", event, entry.reference, desk)
        self.crew.stored.set()
        return RedirectResponse(desk_path(entry.reference, self.crew.secret), 303, headers=PRIVATE)


def _reason_fault(step: str, reason: str) -> str:
    """Who returns documents says why."""
    if step != "returned":
        return ""
    if not reason:
        return "reason_missing"
    return "reason_long" if len(reason) > submission_pages.LONGEST_REASON else ""
