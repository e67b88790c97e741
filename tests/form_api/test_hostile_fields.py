"""Hostile input of many kinds in every field and body: never a fault of ours, and what is kept is what was typed."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from form_api.inquiry import FIELDS, as_typed
from form_api.records import Inquiry
from generator.directory import ATTACHMENTS, HONEYPOT, TOOK
from tests.form_api.questions import TYPED, with_files
from tests.form_api.sending import PDF, WatchedOutbox
from tests.form_api.window import client

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=garis"
ALL_FIELDS = (*FIELDS, HONEYPOT, TOOK, ATTACHMENTS)
TEXTS = {
    "nul": "a\0b",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85",
    "surrogate": "a\ud800b",
    "swapped surrogates": "\udc00\ud800",
    "megabyte": "x" * 1_000_000,
    "long": "é" * 60_000,
    "right to left": "\u202egpj.exe\u202c\u2066x",
    "crlf header": "Siti\r\nBcc: x@y.example\r\n\r\nisi",
    "bare cr": "Siti\rBcc: x@y.example",
    "line separators": "a\u2028b\u2029c\x0bd\x0ce",
    "encoded word": "=?utf-8?q?x=0d=0aBcc=3a_x=40y.example?=",
    "html": "</textarea><script>alert(1)</script>\"'&amp;",
    "template": "{{ 7*7 }}{% raw %}${7*7}%s%(x)s{0.__class__}",
    "sql": "'; DROP TABLE inquiries; --",
    "path": "../../../etc/passwd\\..\\x",
    "emoji": "👩‍👩‍👧🏳️‍🌈" * 20,
    "combining": "a" + "\u0301" * 500,
    "unusual": "\ufeff\u200b\u200d\ufffe\uffff\U0010ffff",
    "scripts": "ꦲꦏ꧀ꦱꦫ سند 字 अक्षर",
    "boundary": "\r\n--batas--\r\n",
    "numbers": "١٢٣٤٥٦ 1e999 -0 NaN",
    "spaces": "\u00a0\u3000\t\n ",
    "nothing": "",
}
VALUES: list[Any] = [None, True, 0, -1, 1.5, 10**400, 1e308, [], ["a"], [[["x"]]], {}, {"a": {"b": []}}, "x"]


def is_kept_as_typed(given: Inquiry, fields: dict[str, Any]) -> bool:
    """Every field as it came; line ends of one kind, spaces around short fields and what is no topic aside."""
    typed = as_typed(fields)
    same = ("service", "name", "email", "phone", "message")
    return all(getattr(given, name) == typed[name] for name in same) and given.token == typed["token"][:100]


def send(outbox: WatchedOutbox, kind: str, body: bytes, fields: dict[str, Any]) -> int:
    """Sends a body. Nothing is stored, or what was typed; never a fault of ours."""
    outbox.given = []
    answer = client(outbox, with_files()).post("/inquiries", content=body, headers={"Content-Type": kind})
    assert answer.status_code in {201, 303, 400, 413, 422}
    assert bool(outbox.given) == (answer.status_code in {201, 303})
    assert all(is_kept_as_typed(given, fields) for given in outbox.given)
    return answer.status_code


def part(disposition: str, content: bytes, boundary: str = "garis") -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\n\r\n"
    return head.encode("utf-8", "surrogatepass") + content + b"\r\n"


def as_parts(fields: dict[str, str]) -> bytes:
    texts = {name: text.encode("utf-8", "surrogatepass") for name, text in fields.items()}
    return b"".join(part(f'name="{name}"', text) for name, text in texts.items())


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("field", ALL_FIELDS)
def test_no_text_in_a_field_breaks_the_form(watched: WatchedOutbox, field: str, text: str) -> None:
    """In each of the three bodies: stored to the letter, or told at its field."""
    fields = TYPED | {field: text}
    send(watched, "application/json", json.dumps(fields).encode(), fields)
    send(watched, FORM, urlencode(fields, errors="surrogatepass").encode(), fields)
    send(watched, MULTIPART, as_parts(fields) + b"--garis--\r\n", fields)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__ + str(value)[:8])
@pytest.mark.parametrize("field", ALL_FIELDS)
def test_no_kind_of_json_breaks_the_form(watched: WatchedOutbox, field: str, value: Any) -> None:
    """Wrong types, numbers beyond every bound, lists and objects in lists: told at their field, or nothing given."""
    fields = TYPED | {field: value}
    send(watched, "application/json", json.dumps(fields).encode(), fields | ({field: ""} if value is None else {}))


@pytest.mark.parametrize(
    "body",
    [
        b'{"message": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"message": ' + b'{"a": ' * 30_000 + b"1" + b"}" * 30_000 + b"}",
        b'{"message": ' + b"9" * 100_000 + b"}",
        b'{"message": 1e999999999}',
        b'{"message": NaN, "phone": -Infinity}',
        b'{"message": "\\ud800", "phone": "0812-3456-7890"}',
        b'{"message": "a", "message": "b"}',
        b'{"message": "a"} {"message": "b"}',
        b"\xef\xbb\xbf{}",
        '{"message": "é"}'.encode("utf-16"),
        b"null",
        b"\0",
        b"{" + b",".join(b'"f%d": 1' % number for number in range(10_000)) + b"}",
    ],
    ids=lambda body: body[:20].decode("ascii", "replace"),
)
def test_no_json_breaks_the_form(watched: WatchedOutbox, body: bytes) -> None:
    """Deep, huge, doubled or in another encoding: refused."""
    assert send(watched, "application/json", body, {}) in {400, 422}


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        (MULTIPART, part('name="message"', b"a") * 2, 400),
        (MULTIPART, part('name="message"', b"a") * 1000, 400),
        (MULTIPART, part('name="attachments"; filename="a.pdf"', PDF) * 1000, 400),
        (MULTIPART, part('name="attachments"; filename="a.pdf"', PDF) * 4, 422),
        (MULTIPART, part('name="message"; filename="a.pdf"', PDF), 422),
        (MULTIPART, part('name="a[b][c]"', b"x") + part('name="__proto__"', b"x"), 303),
        (MULTIPART, part('name=""', b"x"), 303),
        (MULTIPART, part('name="x"; name="message"', b"x"), 400),
        (MULTIPART, part('filename="a.pdf"', PDF), 400),
        (MULTIPART, part('name="\ud800"', b"x"), 400),
        (MULTIPART, b"--garis\r\nContent-Type: text/plain\r\n\r\nx\r\n", 400),
        (MULTIPART, b"--garis\r\n" + b"X-Y: z\r\n" * 5000 + b"\r\nx\r\n", 400),
        (MULTIPART, b"--garis\nContent-Disposition: form-data; name=x\n\nx\n", 400),
        ("multipart/form-data", b"", 400),
        ("multipart/form-data; boundary=", b"", 400),
        ("multipart/form-data; boundary=lain", b"", 400),
        ("multipart/form-data; boundary=" + "b" * 300, b"", 400),
        (MULTIPART + "; charset=utf-16", part('name="x"', b"x"), 303),
    ],
)
def test_no_trick_with_parts_breaks_the_form(watched: WatchedOutbox, kind: str, body: bytes, status: int) -> None:
    """Doubled, nested, nameless, too many, without their boundary: refused, or as harmless as they are."""
    assert send(watched, kind, as_parts(TYPED) + body + b"--garis--\r\n", TYPED) == status


def test_a_form_within_a_form_is_a_text(watched: WatchedOutbox) -> None:
    """A multipart body in a part opens nothing: it is kept as it was typed."""
    inner = (part('name="email"', b"x@y.example", "dalam") + b"--dalam--").decode().replace("\r\n", "\n")
    fields = TYPED | {"message": inner}
    assert send(watched, MULTIPART, as_parts(fields) + b"--garis--\r\n", fields) == 303


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('filename="../../etc/passwd"', "passwd"),
        ('filename="C:\\Siti\\ktp.pdf"', "ktp.pdf"),
        ("filename*=UTF-8''%2e%2e%2fktp%0d%0aBcc.pdf", "ktp Bcc.pdf"),
        ("filename=\"a.pdf\"; filename*=UTF-8''b.exe", "a.pdf"),
        ('filename="gpj\u202efdp.pdf"', "gpjfdp.pdf"),
        ('filename="a%00b\0.pdf"', "a%00b.pdf"),
        ('filename="%22<b>&.pdf"', '"<b>&.pdf'),
        ('filename="' + "n" * 3000 + '.pdf"', "n" * 145 + "….pdf"),
        ('filename=" "', "berkas tanpa nama"),
        ('filename="\udcff.pdf"', "\ufffd\ufffd\ufffd.pdf"),
    ],
)
def test_no_file_name_breaks_the_form(watched: WatchedOutbox, disposition: str, name: str) -> None:
    """The file is kept to the byte, its name as one line without a path."""
    body = as_parts(TYPED) + part(f'name="attachments"; {disposition}', PDF) + b"--garis--\r\n"
    if send(watched, MULTIPART, body, TYPED) == 303:
        assert [(file.name, file.content) for file in watched.given[0].files] == [(name, PDF)]
    else:
        assert "\0" in disposition
