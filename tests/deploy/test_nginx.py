"""deploy/nginx: nginx takes it, its limits agree with the application's, and its answers carry the same headers."""

import re
import shutil
import socket
import ssl
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import httpx2
import pytest

from form_api.ceilings import PER_ADDRESS_AND_MINUTE
from form_api.examining import SECONDS as EXAMINING_SECONDS
from form_api.headers import policy
from form_api.intake import MAX_DOCUMENTS_MB, MAX_TEXT_BYTES
from form_api.limits import STORE_SECONDS
from form_api.pace import HEAD_SECONDS, REST_SECONDS, Pace
from generator.compressed import ENDINGS, SMALLEST_BYTES, compress
from generator.directory import Directory, Reading, language, page_path
from generator.site import build
from tests.building import FOUNDING_DAY, ROOT
from tests.nginx import NAME, Nginx
from tests.waiting import wait_for

FOLDER = ROOT / "deploy" / "nginx"
LARGEST = ("client_max_body_size", "proxy.conf")
UNITS = {"k": 1024, "m": 1024 * 1024, "s": 1, "": 1}


def value(directive: str, file: str = "nginx.conf") -> str:
    """What a directive is set to, which stands once in a file."""
    (found,) = set(re.findall(rf"^ *{directive} ([^;]+);", (FOLDER / file).read_text(encoding="utf-8"), re.MULTILINE))
    return str(found)


def amount(directive: str, file: str = "nginx.conf") -> int:
    """In bytes, or in seconds."""
    number, unit = re.fullmatch(r"(\d+)([kms]?)", value(directive, file)).groups()  # type: ignore[union-attr]
    return int(number) * UNITS[unit]


@pytest.fixture(scope="module")
def nginx(pasuruan: Directory, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """The site of the founding day as a small server has it, and no form behind it."""
    folder = tmp_path_factory.mktemp("nginx")
    build(Reading(pasuruan, ()), FOUNDING_DAY, folder / "site", say=lambda _line: None)
    compress(folder / "site")
    with Nginx(folder / "nginx", site=folder / "site") as running:
        yield running


@pytest.mark.parametrize("form_alone", [False, True])
def test_nginx_takes_the_configuration(tmp_path: Path, form_alone: bool) -> None:
    """Without a warning, but for that of nginx 1.25 and later on how `http2` was written until then."""
    told = Nginx(tmp_path, site=tmp_path, form_alone=form_alone).judged()
    warnings = [line for line in told.stderr.splitlines() if "[" in line and '"listen ... http2"' not in line]
    assert (told.returncode, warnings) == (0, [])


def test_who_dawdles_is_cut_off_as_the_form_would() -> None:
    """At the head of a request, in a body, and in the rest of one that was answered."""
    assert amount("client_header_timeout") == HEAD_SECONDS
    assert amount("client_body_timeout") == Pace().silence_seconds
    assert amount("lingering_time") == REST_SECONDS


def test_a_body_is_refused_by_the_form_and_not_in_front_of_it() -> None:
    """So that every word is given back; words alone never touch the disk of the web server."""
    largest = MAX_TEXT_BYTES + MAX_DOCUMENTS_MB * 1024 * 1024
    assert largest * 1.5 < amount(*LARGEST)
    assert amount("client_body_buffer_size", "proxy.conf") > MAX_TEXT_BYTES
    assert value("proxy_max_temp_file_size", "proxy.conf") == "0"


def test_an_answer_that_takes_its_time_is_waited_for() -> None:
    """Four documents in one body, examined one after the other, and the store's own patience."""
    assert amount("proxy_read_timeout", "proxy.conf") >= 4 * EXAMINING_SECONDS + STORE_SECONDS


@pytest.mark.parametrize("file", ["site.conf", "proxy.conf"])
def test_an_address_has_the_same_ceiling(file: str) -> None:
    """As many on their way at once as it may ask in a minute."""
    assert value("limit_conn", file) == f"neighbourhoods {PER_ADDRESS_AND_MINUTE}"


def test_what_is_compressed_beforehand_is_served_so() -> None:
    """Of the same size on, and of the same kinds."""
    assert amount("gzip_min_length") == SMALLEST_BYTES
    kinds = {"css", "javascript", "json", "xml", "calendar", "plain", "svg+xml"}
    assert {kind.rpartition("/")[2] for kind in value("gzip_types").split()} == kinds
    assert len(ENDINGS) == len(kinds) + 1  # and HTML, which nginx compresses anyway


def test_a_page_is_asked_for_anew_and_an_asset_never(nginx: Nginx) -> None:
    """Compressed both; who has the page already is told so in a few bytes."""
    page = nginx.ask("GET", "/layanan/pbb-p2/")
    assert (page.status_code, page.headers["content-encoding"]) == (200, "gzip")
    assert page.headers["cache-control"] == "no-cache"
    again = nginx.ask("GET", "/layanan/pbb-p2/", headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.headers["cache-control"]) == (304, "no-cache")
    for path in re.findall(r'(?:src|href)="(?:\.\./)+(assets/[^"]+)"', page.text):
        asset = nginx.ask("GET", f"/{path}")
        assert (asset.status_code, "immutable" in asset.headers["cache-control"]) == (200, True)


def test_every_answer_has_the_headers_of_the_form(nginx: Nginx) -> None:
    """The very policy of the form's own pages; found or not, and kept to TLS for a year."""
    answers = [nginx.ask("GET", path) for path in ("/", "/tidak-ada", "/assets/tidak-ada.css", "/feed.xml", "/en")]
    answers.append(nginx.ask("POST", "/inquiries", data={"message": "Halo"}))
    assert [answer.status_code for answer in answers] == [200, 404, 404, 200, 301, 502]
    for answer in answers:
        assert answer.headers["content-security-policy"] == policy()
        assert answer.headers["permissions-policy"].startswith("camera=()")
        assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "immutable" not in answer.headers["cache-control"]


def test_who_finds_a_hole_learns_whom_to_tell(nginx: Nginx) -> None:
    """Of all that begins with a dot this folder alone is shown (RFC 9116, section 3)."""
    told = nginx.ask("GET", "/.well-known/security.txt")
    assert (told.status_code, told.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert nginx.ask("GET", "/.lock").status_code == 404


def test_an_address_without_its_slash_leads_to_the_page(nginx: Nginx) -> None:
    """Whose links are relative to it; by a path alone, so that it holds at any port."""
    assert nginx.ask("GET", "/layanan/pbb-p2").headers["location"] == "/layanan/pbb-p2/"


def test_without_tls_one_is_led_to_it(nginx: Nginx) -> None:
    """And to nothing else, whatever name was asked for."""
    for name in (NAME, "penipu.example"):
        answer = httpx2.get(f"http://127.0.0.1:{nginx.plain_port}/kontak/?a=1", headers={"Host": name}, trust_env=False)
        assert (answer.status_code, answer.headers["location"]) == (301, f"https://{NAME}/kontak/?a=1")


@pytest.mark.parametrize(("cipher", "is_taken"), [("ECDHE+AESGCM", True), ("ECDHE+AES:!AESGCM", False)])
def test_an_older_browser_has_to_encrypt_well(nginx: Nginx, cipher: str, is_taken: bool) -> None:
    """With TLS 1.2 by an authenticated cipher alone, with keys of the moment."""
    browser = nginx.authority.trusted
    browser.maximum_version = ssl.TLSVersion.TLSv1_2
    browser.set_ciphers(cipher)
    refused = nullcontext() if is_taken else pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE")
    with socket.create_connection(("127.0.0.1", nginx.port)) as plain, refused:
        browser.wrap_socket(plain, server_hostname=NAME).close()


def test_another_name_gets_no_certificate(nginx: Nginx) -> None:
    """Nor an answer."""
    with pytest.raises(httpx2.TransportError), httpx2.Client(verify=nginx.trusted, trust_env=False) as client:
        client.get(f"https://127.0.0.1:{nginx.port}/", extensions={"sni_hostname": "lain.example"})


def test_another_name_behind_our_certificate_gets_no_page(nginx: Nginx) -> None:
    """Neither of ours nor the greeting of nginx: it was meant for another server (RFC 9110, section 15.5.20)."""
    answer = nginx.ask("GET", "/", headers={"Host": "penipu.example"})
    assert (answer.status_code, "Welcome" in answer.text) == (421, False)


@pytest.mark.parametrize("path", ["/health", "/metrics"])
def test_what_the_operator_s_programs_ask_is_shut_to_others(nginx: Nginx, path: str) -> None:
    """From another address, as from the network, nothing is told; from this machine the form is asked."""
    assert [nginx.ask("GET", path, come_from=f"127.0.0.{host}").status_code for host in (2, 1)] == [403, 502]


@pytest.mark.parametrize("letters", [4, 5_000, 900_000])
def test_while_the_form_is_away_citizens_read_what_to_do(nginx: Nginx, pasuruan: Directory, letters: int) -> None:
    """That Back keeps the text, and where all telephone numbers are, in both languages, however much they sent.

    Nobody knows what a form stored that went before it answered: the page claims nothing of it.
    """
    answer = nginx.ask("POST", "/inquiries", data={"message": "a" * letters})
    assert (answer.status_code, answer.headers["retry-after"]) == (502, "60")
    assert all(text in answer.text for text in ("mungkin belum tersimpan", "may not be stored"))
    for code in ("id", "en"):
        path = page_path(pasuruan.site, language(code), "contacts")
        assert f'href="/{path}"' in answer.text
        assert nginx.ask("GET", f"/{path}").status_code == 200


def test_a_long_question_meets_no_page_of_nginx_s_own(nginx: Nginx) -> None:
    """While the form is away its length is no fault; and what is too long for nginx is told in plain words too."""
    long = nginx.ask("POST", "/inquiries", data={"message": "Halo " * 1000})
    assert (long.status_code, "tulisan Anda masih ada" in long.text) == (502, True)
    too_long = nginx.ask("POST", "/inquiries", content=bytes(amount(*LARGEST) + 1))
    assert (too_long.status_code, "kirim tanpa berkas itu dahulu" in too_long.text) == (413, True)


def test_files_that_find_no_room_are_refused_in_plain_words(built_site: Path, tmp_path: Path) -> None:
    """In the folder that lies in memory, when a crowd sends photographs at once."""
    with Nginx(tmp_path, site=built_site) as nginx:
        shutil.rmtree(tmp_path / "client_body")
        answer = nginx.ask("POST", "/inquiries", files={"kartu": b"x" * 1_000_000})
    assert (answer.status_code, "kirim tanpa berkas itu dahulu" in answer.text) == (500, True)


def test_the_log_holds_no_address_and_no_key(nginx: Nginx) -> None:
    """Where the form is away too, which nginx would else note with the whole request."""
    nginx.ask("GET", "/inquiries/K7M4-PX9R?key=rahasia-kunci", headers={"Referer": "https://x.example/?key=rahasia"})
    wait_for(lambda: "path=/inquiries/K7M4-PX9R " in nginx.logs, "the line that nginx writes after its answer")
    assert "path=/inquiries/K7M4-PX9R" in nginx.logs
    assert not any(text in nginx.logs for text in ("127.0.0.1", "rahasia"))


def test_a_full_folder_tells_no_address_and_no_key(nginx: Nginx) -> None:
    """Where a file finds no room nginx would note the whole request; its citizen reads what to do."""
    with nginx.without_room_for_bodies():
        refused = nginx.ask("POST", "/inquiries/K7M4-PX9R/documents?key=rahasia-kunci", content=b"x" * 900_000)
    assert (refused.status_code, refused.headers["retry-after"]) == (500, "60")
    wait_for(
        lambda: "path=/inquiries/K7M4-PX9R/documents " in nginx.logs, "the line, which nginx writes after its answer"
    )
    assert not any(text in nginx.logs for text in ("127.0.0.1", "rahasia"))
