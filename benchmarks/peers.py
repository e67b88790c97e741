"""What the service is measured against: `python -m benchmarks.peers WHICH PORT [SMTP_PORT]`.

`bare` parses the form and stores nothing; `mailing` does what many form endpoints do: it mails the question to the
desk, and answers when the mail server has taken it. Both are served by uvicorn as the service is. `mailserver` takes
every letter and keeps none.
"""

import asyncio
import sys
from email.message import EmailMessage

import aiosmtplib
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

HOST = "127.0.0.1"


async def _bare(request: Request) -> Response:
    form = await request.form()
    return RedirectResponse(f"/inquiries/{form['service']}", 303)


async def _mailing(request: Request) -> Response:
    form = await request.form()
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Reply-To"] = "noreply@desk.example", "desk@desk.example", str(form["email"])
    letter["Subject"] = f"Pertanyaan tentang {form['service']}"
    letter.set_content(str(form["message"]))
    await aiosmtplib.send(letter, hostname=HOST, port=int(sys.argv[3]), start_tls=False)
    return RedirectResponse(f"/inquiries/{form['service']}", 303)


class MailServer(asyncio.Protocol):
    """Just enough SMTP to take a letter, so that it costs next to nothing. Source: RFC 5321."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._come, self._reads_letter = transport, b"", False
        transport.write(b"220 mail.example\r\n")

    def data_received(self, data: bytes) -> None:
        self._come += data
        while self._took_one():
            pass

    def _took_one(self) -> bool:
        end = b"\r\n.\r\n" if self._reads_letter else b"\r\n"
        said, found, rest = self._come.partition(end)
        if found:
            self._come = rest
            self._answer(said[:4].upper())
        return bool(found)

    def _answer(self, command: bytes) -> None:
        if self._reads_letter:
            self._reads_letter = False
            MailServer.taken += 1
            self._transport.write(b"250 OK\r\n")
        elif command == b"EHLO":
            self._transport.write(b"250-mail.example\r\n250-SIZE\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif command == b"DATA":
            self._reads_letter = True
            self._transport.write(b"354 Go on\r\n")
        elif command == b"QUIT":
            self._transport.write(b"221 Bye\r\n")
            self._transport.close()
        else:
            self._transport.write(b"250 OK\r\n")


async def _take_mail(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(MailServer, HOST, port)
    await server.serve_forever()


def _serve(which: str, port: int) -> None:
    endpoint = {"bare": _bare, "mailing": _mailing}[which]
    app = Starlette(routes=[Route("/inquiries", endpoint, methods=["POST"])])
    uvicorn.run(app, host=HOST, port=port, http="h11", loop="asyncio", access_log=False, log_level="warning")


if __name__ == "__main__":
    if sys.argv[1] == "mailserver":
        asyncio.run(_take_mail(int(sys.argv[2])))
    else:
        _serve(sys.argv[1], int(sys.argv[2]))
