"""Messages that came back, written in the manner of the mail servers that send such."""

from form_api.envelope import Addressee, sender_for
from tests.form_api.questions import REFERENCE

SECRET = "rahasia-sekali-1234"
TO = Addressee("meja-pbb", "pbb@pasuruan.example")
OURS = sender_for("noreply@kantor.example", SECRET, REFERENCE, TO)
RETURNED = f"""\
Message-ID: <{REFERENCE.replace("-", "")}.0123456789ab@kantor.example>
X-Loket-Reference: {REFERENCE}
Subject: [{REFERENCE}] Pertanyaan

Isi surat.
"""


def report(fields: str, *, to: str = OURS, returned: str = RETURNED, kind: str = "message/delivery-status") -> bytes:
    """A report of RFC 3464 with these groups of fields."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mail.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_x"

--=_x
Content-Type: text/plain

I'm sorry.

--=_x
Content-Type: {kind}

Reporting-MTA: dns; mail.example

{fields}
--=_x
Content-Type: message/rfc822

{returned}
--=_x--
""".encode("utf-8", "surrogateescape")


POSTFIX = report("""\
Final-Recipient: rfc822; pbb@pasuruan.example
Original-Recipient: rfc822;pbb@pasuruan.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.pasuruan.example
Diagnostic-Code: smtp; 550 5.1.1 <pbb@pasuruan.example>: Recipient address rejected:
    User unknown in virtual mailbox table
""")
EXIM = report("""\
Action: failed
Final-Recipient: rfc822;pbb@pasuruan.example
Status: 5.0.0
Remote-MTA: dns; mx.pasuruan.example
Diagnostic-Code: smtp; 550 No such person at this address
""")
EXCHANGE = report("""\
Final-recipient: RFC822; pbb@pasuruan.example
Action: Failed
Status: 5.2.2
Diagnostic-Code: smtp;552 5.2.2 STOREDRV.Deliver; mailbox full
X-Display-Name: Meja PBB
""")
GMAIL = report("""\
Final-Recipient: rfc822; pbb@pasuruan.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.mail.example. (192.0.2.27, the server for the domain.)
Diagnostic-Code: smtp; 550-5.1.1 The account that you tried to reach does not exist.
 550 5.1.1 gsmtp
Last-Attempt-Date: Tue, 24 Mar 2020 03:00:00 -0700 (PDT)
""")
GLOBAL = report(
    """\
Final-Recipient: utf-8; pbb@pasuruan.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 tidak ada
""",
    kind="message/global-delivery-status",
)
QMAIL = f"""\
From: MAILER-DAEMON@mx.example
To: {OURS}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.

<pbb@pasuruan.example>:
192.0.2.7 does not like recipient.
Remote host said: 550 5.1.1 no mailbox here by that name

--- Below this line is a copy of the message.

{RETURNED}""".encode()
OLD_EXIM = f"""\
X-Failed-Recipients: pbb@pasuruan.example
From: Mail Delivery System <Mailer-Daemon@mx.example>
To: {OURS}
Subject: Mail delivery failed: returning message to sender

A message that you sent could not be delivered. This is a permanent error.

  pbb@pasuruan.example
    SMTP error from remote mail server: 550 5.1.1 unknown user
""".encode()
VACATION = f"""\
From: Meja PBB <pbb@pasuruan.example>
To: {OURS}
Subject: Sedang cuti
Auto-Submitted: auto-replied

Saya kembali pada 550 5.1.1.
""".encode()
FAILED = {
    "postfix": POSTFIX,
    "exim": EXIM,
    "exchange": EXCHANGE,
    "gmail": GMAIL,
    "global": GLOBAL,
    "qmail": QMAIL,
    "old-exim": OLD_EXIM,
}
