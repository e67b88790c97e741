"""A raw SMTP server on 127.0.0.1 that plays a script, whatever SMTP says: it drops, stalls, babbles and never ends.

`tests.mail_server` is the well-behaved one, with TLS and logins.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from tests.loop_thread import LoopThread
from tests.mail_server import DROP, HOST, STALL
from tests.waiting import wait_for

Answer: TypeAlias = str | bytes | Sequence[str | bytes]
"""A line without its end, raw bytes, DROP, STALL, LISTEN, or several of them one after the other."""
Script: TypeAlias = Mapping[str, Answer]
"""By verb: GREETING, EHLO, MAIL, RCPT, DATA, END (the dot after the letter), RSET, QUIT ..."""

LISTEN = "listen"
"""Instead of an answer: a part of the letter is read first."""
ENDLESS = b"250-" + b"x" * 100_000
POLITE: Script = {"GREETING": "220 mail.test", "DATA": "354 Go on", "QUIT": ("221 Bye", DROP)}


class ScriptedMailServer(LoopThread):
    """`with ScriptedMailServer({"RCPT": "550 No"}) as server:`; the second connection gets the second script, the last
    one all that follow. `heard` holds the verbs of each connection, `letters` what came before each dot.
    """

    def __init__(self, *scripts: Script) -> None:
        super().__init__()
        self.port = 0
        self.heard: list[list[str]] = []
        self.letters: list[bytes] = []
        self._scripts = scripts or ({},)
        self._writers: list[asyncio.StreamWriter] = []

    def cut_all(self) -> None:
        """Every connection ends now, as idle ones do at many servers; returns when all are gone."""
        for writer in self._writers:
            self._loop.call_soon_threadsafe(writer.transport.abort)
        wait_for(lambda: all(writer.transport.is_closing() for writer in self._writers), "the connections to end")

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._converse, HOST, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script = {**POLITE, **self._scripts[min(len(self.heard), len(self._scripts) - 1)]}
        verbs: list[str] = []
        self.heard.append(verbs)
        self._writers.append(writer)
        try:
            await _say(reader, writer, script["GREETING"])
            while line := await reader.readline():
                verbs.append(line.decode("utf-8", "replace").strip().partition(" ")[0].upper())
                await _say(reader, writer, script.get(verbs[-1], "250 OK"))
                if verbs[-1] == "DATA" and script["DATA"] == POLITE["DATA"]:
                    self.letters.append(await reader.readuntil(b"\r\n.\r\n"))
                    await _say(reader, writer, script.get("END", "250 OK"))
        except (OSError, EOFError):
            return
        finally:
            writer.close()


async def _say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answer: Answer) -> None:
    for part in [answer] if isinstance(answer, str | bytes) else answer:
        if part == STALL:
            await asyncio.Event().wait()
        if part == DROP:
            writer.transport.abort()
            raise ConnectionAbortedError
        if part == LISTEN:
            await reader.readexactly(1000)
            continue
        writer.write(part if isinstance(part, bytes) else f"{part}\r\n".encode())
        await writer.drain()
