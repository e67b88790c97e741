"""HTTP/1.1 as uvicorn speaks it, for connections that take their time; the only module that knows its protocol.

Never waits for ever: uvicorn 0.54 has no limit for the head of a request (its keep-alive timer ends with the first
byte), nor for what is left of a body whose answer has gone out.
"""

import asyncio
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from form_api.pace import HEAD_SECONDS, REST_SECONDS


class PatientProtocol(H11Protocol):
    """Give it to `uvicorn.run(http=PatientProtocol)`."""

    head_seconds: float = HEAD_SECONDS
    rest_seconds: float = REST_SECONDS

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait(self.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._wait(self.head_seconds)
        elif not self._reads_a_rest():
            self._wait_no_more()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._reads_a_rest():
            self._wait(self.rest_seconds)

    def _reads_a_rest(self) -> bool:
        is_answered = self.cycle is not None and self.cycle.response_complete
        return is_answered and self.conn.their_state is h11.SEND_BODY

    def _wait(self, seconds: float) -> None:
        """Once: what comes meanwhile does not begin it anew."""
        if self._timer is None:
            self._timer = self.loop.call_later(seconds, self._give_up)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()
