"""The preview: builds the site anew whenever its files change, and shows it to browsers on this machine.

What it builds lies in a folder of its own that is gone when it ends; it never touches a published site.
"""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import FrameType
from typing import NoReturn, TypeAlias

import uvicorn
from starlette.types import ASGIApp

from generator import renderer
from generator.arguments import WrongArgumentError
from generator.assets import SOURCES
from generator.directory import Language, files_of
from generator.preview.draft import Built, Outcome
from generator.preview.panel import said
from generator.preview.showing import Board, Showing, create_app
from generator.preview.watch import Watch, files_under, marks

HOST = "127.0.0.1"
LAST_PORT = 65_535
LOOK_SECONDS = 0.25
GRACEFUL_SECONDS = 2
SIGNS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


Attempt: TypeAlias = Callable[[Path], Iterator[Outcome]]
"""Builds the site in a folder, and tells what came of it."""


def preview(contacts: Path, attempt: Attempt, *, port: int, words: Language, say: Callable[[str], None]) -> None:
    """Shows the site of `contacts` until it is told to stop: what an attempt now makes of it, and after each change.

    Raises: WrongArgumentError where the port can't be had.
    """
    board = Board()
    with _until_told_to_stop(), _door(port) as door, TemporaryDirectory(prefix="loket-preview-") as folder:
        built = Path(folder, "site")
        with serving(create_app(board, built, SOURCES / "preview", words), door, board):
            say(words("preview.address", address=f"http://{HOST}:{door.getsockname()[1]}/"))
            _keep_up(contacts, attempt, built, board, lambda outcome: _say(outcome, words, say))


def _keep_up(
    contacts: Path, attempt: Attempt, built: Path, board: Board, report: Callable[[Outcome], None]
) -> NoReturn:
    """Builds what the files hold now, and again each time that they have changed meanwhile."""
    watch = Watch(lambda: marks(watched(contacts)))
    while True:
        for outcome in attempt(built):
            board.showing = _next(board.showing, outcome, built)
            report(outcome)
        while not watch.has_changed():
            time.sleep(LOOK_SECONDS)


def watched(contacts: Path) -> list[Path]:
    """The files of the directory, and for developers those that pages are made from."""
    return [*files_of(contacts), renderer.SETTINGS, *files_under(SOURCES)]


def _next(showing: Showing, outcome: Outcome, built: Path) -> Showing:
    """Each build has a folder of its own, whose name tells its pages from those of any other."""
    if isinstance(outcome, Built):
        return Showing(outcome, built.resolve().parent.name, outcome.folder_of_url)
    return showing._replace(outcome=outcome)


def _say(outcome: Outcome, words: Language, say: Callable[[str], None]) -> None:
    if text := said(outcome, words, time.strftime("%H:%M:%S")):
        say(text)


@contextmanager
def _until_told_to_stop() -> Iterator[None]:
    """Ctrl-C, SIGTERM and a closed terminal end the block in order; told once, nothing else disturbs it."""

    def stop(_sign: int, _frame: FrameType | None) -> NoReturn:
        for sign in SIGNS_TO_STOP:
            signal.signal(sign, signal.SIG_IGN)
        raise KeyboardInterrupt

    heard = [sign for sign in SIGNS_TO_STOP if signal.getsignal(sign) != signal.SIG_IGN]  # nohup wants none of SIGHUP
    before = {sign: signal.signal(sign, stop) for sign in heard}
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def _door(port: int) -> Iterator[socket.socket]:
    """A socket that listens, on this machine alone."""
    if not 0 <= port <= LAST_PORT:
        raise WrongArgumentError("arguments.port_range", port=port, last=LAST_PORT)
    try:
        door = socket.create_server((HOST, port))
    except OSError as error:
        raise WrongArgumentError("arguments.port", port=port, reason=error.strerror) from error
    with door:
        yield door


@contextmanager
def serving(app: ASGIApp, door: socket.socket, board: Board) -> Iterator[None]:
    """Answers at `door` in a thread. Streams of news end by themselves when the board is closed."""
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_config=None,
            log_level="warning",
            access_log=False,
            lifespan="off",
            ws="none",
            server_header=False,
            headers=[("Cache-Control", "no-store")],
            timeout_graceful_shutdown=GRACEFUL_SECONDS,
        )
    )
    thread = Thread(target=server.run, kwargs={"sockets": [door]})
    try:
        thread.start()
        yield
    finally:
        board.closed = server.should_exit = True
        if thread.is_alive():
            thread.join()
