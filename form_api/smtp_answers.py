"""What a mail server answers at a step of the conversation -> the outcome for the letter. Pure; knows no connection.

It must never read a "no" to us, to our envelope sender or to the connection as a "no" of the mailbox, since only that
moves a letter along the ladder of desks; and it must never take for granted what the server has not said.
"""

import re
from typing import Literal, TypeAlias

from form_api.outcomes import Accepted, Outcome, Refused, SenderRefused, TryLater, Unknown, Unreachable

Step: TypeAlias = Literal["greeting", "hello", "tls", "login", "mail", "rcpt", "data", "end"]
"""What the server answers to: `data` is the command, `end` the dot after the letter; `hello` is EHLO, HELO or RSET."""

LONGEST_TEXT = 300


def answered(step: Step, code: int, text: str) -> Outcome | None:  # noqa: C901, PLR0911 one table, read downwards
    """The outcome that an answer means, None where it is a yes and the conversation goes on. The first row decides:

    ============================  ============================  =============  ======================================
    at                            answer                        outcome        because
    ============================  ============================  =============  ======================================
    end                           2yz                           Accepted       RFC 5321, 4.2.1 and 6.1: it is theirs
    data                          3yz                           goes on        RFC 5321, 4.2.1
    any other                     2yz                           goes on        RFC 5321, 4.2.1
    any                           neither 4yz nor 5yz           as no answer   not SMTP: see `unanswered`
    any                           421, 521                      Unreachable    RFC 5321, 3.8; RFC 7504: takes nothing
    any                           530, 534, 535, 538            Unreachable    RFC 4954, 6; RFC 3207, 4: our login, TLS
    any                           500, 502, 503, 504            Unreachable    RFC 5321, 4.2.2: the conversation itself
    greeting, hello, tls, login   4yz, 5yz                      Unreachable    no letter was spoken of yet
    mail                          552; 5.3.4, 5.2.3             Refused        RFC 1870, 6: this letter is too large
    mail                          4yz                           Unreachable    no mailbox was spoken of yet
    mail                          5yz                           SenderRefused  RFC 5321, 3.3: this envelope sender
    rcpt, data, end               4yz                           TryLater       RFC 5321, 4.2.1; greylisting too
    rcpt, data, end               5.1.7, 5.1.8                  SenderRefused  RFC 3463, 3.2: said late, of the sender
    rcpt, data, end               5.7.z                         Unreachable    RFC 3463, 3.8: a policy that judges us
    rcpt, data, end               5yz                           Refused        RFC 5321, 4.2.1: this mailbox
    ============================  ============================  =============  ======================================

    Source: the RFCs named, read 2026-11-25.
    """
    said = one_line(text)
    if _is_yes(step, code):
        return Accepted(code, said) if step == "end" else None
    if not 400 <= code < 600:
        return unanswered(step, "the login broke off" if step == "login" else f"what it said is not SMTP: {said}")
    match step, code, _status(code, said):
        case _, 421 | 521 | 530 | 534 | 535 | 538 | 500 | 502 | 503 | 504, _:
            return Unreachable(_loudly(step, code, said), code)
        case "greeting" | "hello" | "tls" | "login", _, _:
            return Unreachable(_loudly(step, code, said), code)
        case ("mail", 552, _) | ("mail", _, "5.3.4" | "5.2.3"):
            return Refused(code, said)
        case "mail", _, _:
            return SenderRefused(code, said) if code >= 500 else Unreachable(said, code)
        case _ if code < 500:
            return TryLater(said, code)
        case _, _, "5.1.7" | "5.1.8":
            return SenderRefused(code, said)
        case _, _, status if status.startswith("5.7."):
            return Unreachable(said, code)
        case _:
            return Refused(code, said)


def unanswered(step: Step, reason: str) -> Outcome:
    """The outcome where no answer came, or none that is SMTP: dropped, stalled, out of time, garbage.

    ==========  ===========  ==================================================================================
    until then  outcome      because
    ==========  ===========  ==================================================================================
    end         Unknown      RFC 5321, 4.5.3.2.6 and 6.1: the whole letter was sent; the server may have it
    any other   Unreachable  RFC 5321, 4.1.1.4: without the end of the letter the server has nothing to deliver
    ==========  ===========  ==================================================================================
    """
    return Unknown(one_line(reason)) if step == "end" else Unreachable(one_line(reason))


def one_line(text: str) -> str:
    """Of any length and any bytes: one line of printable characters, not too long, that every store takes."""
    line = " ".join(text[: 4 * LONGEST_TEXT].split())
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in line)[:LONGEST_TEXT]


def _is_yes(step: Step, code: int) -> bool:
    return code // 100 == (3 if step == "data" else 2)


def _status(code: int, said: str) -> str:
    """The enhanced status, empty where there is none or it contradicts the code. Source: RFC 2034, section 4."""
    found = re.match(r"([245])\.\d{1,3}\.\d{1,3}(?!\d)", said)
    return found[0] if found and found[1] == str(code)[0] else ""


def _loudly(step: Step, code: int, said: str) -> str:
    """What is about us, told so that an operator knows what to mend.

    At the login no server is quoted, here or above: some repeat what was sent, and that is the password.
    """
    if step == "login":
        status = _status(code, said)
        refused = "refuses our user or password" if code >= 500 else "can't check our user and password now"
        return f"the mail server {refused} ({f'{code} {status}'.strip()}): see FORM_API_MAIL_URL"
    if step == "tls":
        return f"the mail server refuses TLS, which FORM_API_MAIL_URL requires: {said}"
    return f"the mail server wants a login or TLS: {said}" if code in {530, 534, 535, 538} else said
