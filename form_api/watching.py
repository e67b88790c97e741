"""What an operator's programs ask: is it well, and how much is there. Tells nothing of any citizen."""

import asyncio
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from form_api.crew import Crew
from form_api.metrics import CONTENT_TYPE
from form_api.outbox import Counts, OutboxError

ANSWER_SECONDS = 8.0
"""Longer than the outbox waits for another that writes. A database whose disk is stuck says nothing at all."""


@dataclass
class Watching:
    crew: Crew

    async def health(self, _request: Request) -> Response:
        """GET /health: 200 while questions can be stored; `status` is ok, degraded or failing."""
        told = {"contacts_sha256": self.crew.directory().sha256, "contacts": self._contacts(), "mail": self._mail()}
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await asyncio.to_thread(self.crew.outbox.prove_writable)
                counts = await asyncio.to_thread(self.crew.outbox.counts)
        except (OutboxError, TimeoutError):
            return JSONResponse(told | {"status": "failing", "waiting": None}, 503)
        is_well = not self.crew.directory.rejected and self.crew.breaker.view().state == "closed"
        return JSONResponse(told | {"status": "ok" if is_well else "degraded"} | self._counted(counts))

    def _counted(self, counts: Counts) -> dict[str, object]:
        oldest = counts.oldest_waiting
        return {
            "waiting": counts.waiting,
            "oldest_waiting": oldest.isoformat(timespec="seconds") if oldest else None,
            "parked": counts.parked,
            "quarantined": counts.quarantined,
        }

    def _contacts(self) -> dict[str, object]:
        """A contacts.yml that was refused is told with the place of its first problem."""
        rejected = self.crew.directory.rejected
        if rejected is None:
            return {"state": "taken-up"}
        since = rejected.since.isoformat(timespec="seconds")
        return {"state": "refused", "since": since, "problems": rejected.problems, "first": rejected.first}

    def _mail(self) -> dict[str, object]:
        """Of this process: the mail server as its couriers have found it."""
        if self.crew.courier is None:
            return {"state": "elsewhere"}
        seen = self.crew.breaker.view()
        since = seen.since.isoformat(timespec="seconds") if seen.since else None
        state = "ok" if seen.state == "closed" else "failing"
        return {"state": state, "since": since, "failures": seen.failures, "code": seen.code}

    async def metrics(self, _request: Request) -> Response:
        """GET /metrics, as Prometheus reads it."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                counts = await asyncio.to_thread(self.crew.outbox.counts)
        except (OutboxError, TimeoutError):
            return PlainTextResponse("the outbox can't be read\n", 503)
        page = self.crew.metrics.page(
            counts,
            self.crew.now(),
            mail_is_failing=self.crew.breaker.view().state != "closed",
            contacts_are_rejected=self.crew.directory.rejected is not None,
        )
        return Response(page, media_type=CONTENT_TYPE)
