"""What somebody tries who means harm: to be led away, to read what is not theirs, to find a secret where it leaks."""

import ast
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import httpx2
import pytest

from form_api.outbox import Outbox
from tests.building import ROOT
from tests.form_api.questions import KEY, PASURUAN, REFERENCE, TYPED, with_files
from tests.form_api.window import client, routes
from tests.form_service import FormService
from tests.waiting import wait_for

EVIL = "jahat.example"
SECRETS: dict[str, Any] = {
    "SECRET": "rahasia-penanda-tangan",
    "KEY": KEY.reveal(),
    "MAIL_URL": "smtps://pengguna:rahasia-surat@127.0.0.1:1",
}
CLAIM = {"service": "jht", "purpose": "submission", "phone": "0812-3456-7890"}
HEADERS = {"Host": EVIL, "X-Forwarded-Host": EVIL, "Origin": f"https://{EVIL}", "Referer": f"https://{EVIL}/"}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with a folder, beside a secret, and with a link that leads out of it."""
    (tmp_path / "key").write_text("rahasia", encoding="ascii")
    (tmp_path / "site" / "layanan").mkdir(parents=True)
    (tmp_path / "site" / "layanan" / "index.html").write_text("layanan", encoding="ascii")
    (tmp_path / "site" / "keluar").symlink_to(tmp_path / "key")
    return tmp_path / "site"


def spelt(path: str) -> httpx2.URL:
    """Of our own server, with the path as it is: two slashes at its head name no other server, as they else would."""
    return httpx2.URL("http://testserver", raw_path=path.encode())


def test_nobody_is_led_to_another_server(outbox: Outbox, site: Path) -> None:
    """Whatever name the asker gives us, wherever it says that it wants to go: each way leads to a path of ours."""
    visitor = client(outbox, site=site)
    paths = [route.path.format(reference=REFERENCE, document="ktp") for route in routes(visitor)]
    asked = [
        *paths,
        *(f"{path}/" for path in paths),
        "/layanan",
        "//layanan",
        f"//{EVIL}/..",
        f"/layanan?next=//{EVIL}",
    ]
    query = {"next": f"https://{EVIL}/", "url": f"//{EVIL}"}
    addresses = [spelt(f"{path}{'&' if '?' in path else '?'}{urlencode(query)}") for path in asked]
    answers = [visitor.request(method, url, headers=HEADERS) for url in addresses for method in ("GET", "POST")]
    answers.append(visitor.post("/inquiries", data=TYPED | query, headers=HEADERS))
    led = [answer.headers["location"] for answer in answers if "location" in answer.headers]
    assert len(led) > 3
    assert [address for address in led if not address.startswith("/") or address.startswith(("//", "/\\"))] == []


@pytest.mark.parametrize(
    "path",
    ["/../key", "/%2e%2e/key", "/..%2fkey", "/layanan/..%2f..%2fkey", "/%2fkey", "/..%5ckey", "/keluar", "/key%00"],
)
def test_no_path_leads_out_of_the_site(outbox: Outbox, site: Path, path: str) -> None:
    """However it is spelt, and by no link that lies in it."""
    answer = client(outbox, site=site).get(spelt(path))
    assert (answer.status_code, "rahasia" in answer.text) == (404, False)


def test_who_finds_a_hole_finds_us(outbox: Outbox, built_site: Path) -> None:
    """As RFC 9116, section 3, has it: at the one address, as plain text in UTF-8."""
    answer = client(outbox, site=built_site).get("/.well-known/security.txt")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert answer.text.startswith("Contact: mailto:keamanan@pasuruan.example\nExpires: 2020-09-20T00:00:00Z\n")


def test_nobody_is_followed(outbox: Outbox) -> None:
    """No answer sets a cookie: there is nothing that another site's page could use in a citizen's name."""
    visitor = client(outbox)
    answers = [visitor.get(route.path.format(reference=REFERENCE, document="ktp")) for route in routes(visitor)]
    answers.append(visitor.post("/inquiries", data=TYPED))
    assert [answer.url for answer in answers if "set-cookie" in answer.headers] == []


def test_no_secret_is_told(tmp_path: Path) -> None:
    """Not in the log of a start, of failing mail, of a failing database, nor in what others see of the process."""
    typed: dict[str, Any] = TYPED | {"message": "Kata yang rahasia?"}
    with FormService(tmp_path, **SECRETS) as service:
        receipt = httpx2.post(f"{service.address}/inquiries", data=typed, trust_env=False).headers["location"]
        httpx2.get(f"{service.address}{receipt}", trust_env=False)
        wait_for(lambda: "reference=" in service.log, "a letter that failed")
        (tmp_path / "var" / "outbox.db").rename(tmp_path / "away.db")
        httpx2.post(f"{service.address}/inquiries", data=typed, trust_env=False)
        seen = service.log + Path(f"/proc/{service.pid}/cmdline").read_text(encoding="utf-8")
    words = [SECRETS["SECRET"], SECRETS["KEY"], "rahasia-surat", receipt.partition("key=")[2], *typed.values()]
    assert "event=" in seen
    assert [word for word in words if len(word) > 6 and word in seen] == []


def statuses(service: FormService, *forwarded_for: str) -> list[int]:
    """What each of these addresses gets, as the header says them, for a question of its own."""
    return [
        httpx2.post(
            f"{service.address}/inquiries",
            data=TYPED | {"message": f"Nomor {number}?"},
            headers={"X-Forwarded-For": addresses},
            trust_env=False,
        ).status_code
        for number, addresses in enumerate(forwarded_for)
    ]


def test_nobody_gives_himself_another_address(tmp_path: Path) -> None:
    """Without a trusted proxy the header counts for nothing; with one, what it has added counts and nothing before."""
    spoofed = ["198.51.100.1", "198.51.100.2"]
    with FormService(tmp_path / "one", MOST_PER_ADDRESS="1") as service:
        assert statuses(service, *spoofed) == [303, 429]
    with FormService(tmp_path / "two", MOST_PER_ADDRESS="1", TRUSTED_PROXIES="127.0.0.1") as service:
        assert statuses(service, *spoofed, "203.0.113.9, 198.51.100.1") == [303, 303, 429]


def said_to(service: FormService, request: bytes) -> list[bytes]:
    """The first line of each answer, until the connection ends."""
    host, port = service.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(request)
        said = b"".join(iter(lambda: connection.recv(65536), b""))
    return [line for line in said.split(b"\r\n") if line.startswith(b"HTTP/1.1")]


def test_a_request_has_one_end(tmp_path: Path) -> None:
    """Where it says two, nothing of it is taken for another request: a proxy before us may have seen the other end."""
    head = b"POST /inquiries HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
    hidden = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    with FormService(tmp_path) as service:
        two = said_to(service, head + b"Content-Length: 0\r\nContent-Length: 37\r\n\r\n" + hidden)
        both = head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden
        chunked = said_to(service, both)
    assert two == [b"HTTP/1.1 400 Bad Request"]
    assert len(chunked) == 1
    assert b" 200 " not in chunked[0]


def test_each_line_of_the_log_tells_its_instant(tmp_path: Path) -> None:
    """In UTC, whatever the machine's zone, as a word that programs read; then level, room and event."""
    service = FormService(tmp_path)
    service.environment["TZ"] = "Asia/Jayapura"
    with service:
        httpx2.post(f"{service.address}/inquiries", data=TYPED, trust_env=False)
        line = wait_for(lambda: next((line for line in service.log.splitlines() if "event=stored" in line), None), "it")
    at = datetime.fromisoformat(line.split()[0])
    assert (at.utcoffset(), abs(datetime.now(UTC) - at) < timedelta(hours=1)) == (timedelta(0), True)
    assert [part.partition("=")[0] for part in line.split()[1:4]] == ["level", "room", "event"]


FORGED = "2020-01-01T00:00:00Z level=INFO room=loket.form event=forged"


def test_nobody_writes_a_line_of_the_log(outbox: Outbox, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever fields, files and keys are called, no line begins where a visitor wants one to."""
    caplog.set_level("INFO", "loket")
    visitor = client(outbox, with_files())
    name = f"x\n{FORGED}"
    visitor.post("/inquiries", data={"message": "", name: name, "topic": name, "service": name})
    visitor.post("/inquiries", json={"message": "", name: name, "email": name, "language": name})
    visitor.post("/inquiries", data=TYPED, files={name: (name, b"x"), "attachments": (name, b"x")})
    submission = client(outbox, PASURUAN)
    receipt = submission.post("/inquiries", data=CLAIM).headers["location"]
    submission.post(receipt.replace("?", "/documents?"), files={name: (name, b"x"), "ktp": (name, b"x")})
    submission.get(f"{receipt}{quote(name)}")
    told = [record.getMessage() for record in caplog.records if record.name.startswith("loket")]
    assert len(told) > 4
    assert [line for line in told if "\n" in line or "forged" in line] == []


def test_a_database_address_is_not_told(tmp_path: Path) -> None:
    """Its password stands in the setting and nowhere else, also where nobody answers."""
    url = "postgresql://pengguna:rahasia-data@127.0.0.1:1/loket"
    service = FormService(tmp_path, DATABASE_URL=url, **SECRETS)
    service.start(healthy=False)
    assert service.ended() == 1
    assert "127.0.0.1" in service.log
    assert "rahasia-data" not in service.log


SIGNERS = {"receipt_key", "desk_key", "document_key", "make_key", "_key", "_tag", "_seal"}
EQUALITY = (ast.Eq, ast.NotEq, ast.In, ast.NotIn)
NAMED_LIKE_KEYS = ("_key", ".tag", "_token", "secret")


def is_signed(node: ast.AST) -> bool:
    """Whether any part of it is what a function of ours has signed."""
    calls = (part.func for part in ast.walk(node) if isinstance(part, ast.Call))
    return any(ast.unparse(called).rpartition(".")[2] in SIGNERS for called in calls)


def compared_keys(module: ast.AST) -> list[str]:
    """Comparisons of a key that end the earlier the less of it is right: of what was signed, or is named so."""
    nodes = list(ast.walk(module))
    given = [node for node in nodes if isinstance(node, ast.Assign) and is_signed(node.value)]
    signed = {ast.unparse(target) for node in given for target in node.targets}
    compares = [node for node in nodes if isinstance(node, ast.Compare) and isinstance(node.ops[0], EQUALITY)]
    return [
        ast.unparse(compare)
        for compare in compares
        for side in (compare.left, *compare.comparators)
        if is_signed(side)
        or ast.unparse(side).endswith(NAMED_LIKE_KEYS)
        or any(ast.unparse(part) in signed for part in ast.walk(side))
    ]


def test_keys_are_compared_in_constant_time() -> None:
    """Nowhere in the form API by `==` or `in`, nor a part of one; but by `is_key`, which does nothing else."""
    modules = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "form_api").rglob("*.py")}
    assert {path.name: found for path, module in modules.items() if (found := compared_keys(module))} == {}
    reference = modules[ROOT / "form_api" / "reference.py"]
    (is_key,) = [node for node in reference.body if isinstance(node, ast.FunctionDef) and node.name == "is_key"]
    (answer,) = is_key.body[1:]
    assert ast.unparse(answer).startswith("return hmac.compare_digest(right.encode(), given.encode(")
