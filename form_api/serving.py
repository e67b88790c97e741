"""An application at an address, until the process is told to go; the only module that imports uvicorn's server."""

import signal
from collections.abc import Sequence
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from form_api.patience import PatientProtocol
from form_api.stopping import end_in_time, was_told

GRACEFUL_SECONDS = 10
"""For requests that are being answered when the process is told to go."""


class CannotServeError(Exception):
    """Nobody can be served at that address; uvicorn has said why."""


def serve(app: ASGIApp, host: str, port: int, *, proxies: Sequence[str] = ()) -> None:
    """Returns on Ctrl+C, and raises StoppedError on SIGTERM, when everything in hand is done.

    `proxies`: whose X-Forwarded-For is believed. Raises: CannotServeError.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=PatientProtocol,
        ws="none",
        access_log=False,  # its lines would hold the keys of receipts
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACEFUL_SECONDS,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
    )
    server = _Server(config)
    try:
        server.run()
    except SystemExit as error:
        raise CannotServeError from error
    if not server.started:
        raise CannotServeError


class _Server(uvicorn.Server):
    """Raises the signal again once all is done, which `stop_when_told` turns into StoppedError."""

    async def on_tick(self, counter: int) -> bool:
        """Ends at once where the signal came before anybody listened."""
        if was_told():
            self.handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        end_in_time()
        super().handle_exit(sig, frame)
