"""showing: what a browser gets over HTTP, from the real server on a free port."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import httpx2
import pytest

from generator.assets import SOURCES
from generator.directory import Place, Problem, language
from generator.preview.draft import Building, Built, Faulty
from generator.preview.running import serving
from generator.preview.showing import MOST_STREAMS, Board, Showing, create_app
from tests.waiting import wait_for
from tests.web_page import WebPage

PROBLEM = Problem(Place("contacts.yml", 41, 20), "interval", details={"quote": "8.00-15.30-"})
FAULTY = Faulty((PROBLEM,))
BUILT = Built(23, 1.0, ())


@contextmanager
def opened(site: Path, showing: Showing, lang: str = "id") -> Iterator[tuple[httpx2.Client, Board]]:
    """A browser at a preview that shows this."""
    board = Board(showing)
    door = socket.create_server(("127.0.0.1", 0))
    app = create_app(board, site, SOURCES / "preview", language(lang))
    address = f"http://127.0.0.1:{door.getsockname()[1]}"
    with httpx2.Client(base_url=address, trust_env=False, timeout=30) as client, serving(app, door, board):
        yield client, board


def edition_of(site: Path) -> str:
    return site.resolve().parent.name


def news(lines: Iterator[str]) -> dict[str, Any]:
    """The next event of a stream."""
    line = next(line for line in lines if line.startswith("data: "))
    told: dict[str, Any] = json.loads(line.removeprefix("data: "))
    return told


def test_a_page_knows_which_build_it_is_of(built_site: Path) -> None:
    """Its script is told the build's name; the file on disk is as it was."""
    before = (built_site / "index.html").read_bytes()
    with opened(built_site, Showing(BUILT, edition_of(built_site))) as (client, _):
        page = client.get("/").text
    assert f'data-edition="{edition_of(built_site)}"' in page
    assert page.replace(page[page.index('<link rel="stylesheet" href="/.preview/') : page.index("</body>")], "") == (
        before.decode()
    )
    assert (built_site / "index.html").read_bytes() == before


def test_other_files_are_served_as_they_are(built_site: Path) -> None:
    """Stylesheets, scripts and what is for machines."""
    with opened(built_site, Showing(BUILT, edition_of(built_site))) as (client, _):
        for path in (
            "contacts.json",
            "sitemap.xml",
            *(f"assets/{file.name}" for file in (built_site / "assets").iterdir()),
        ):
            assert client.get(f"/{path}").content == (built_site / path).read_bytes()


@pytest.mark.parametrize("path", ["/", "/nowhere/", "/contacts.json", "/.preview/preview.js", "/inquiries"])
def test_a_browser_keeps_nothing(built_site: Path, path: str) -> None:
    """What was saved a second ago is what is seen."""
    with opened(built_site, Showing(BUILT, edition_of(built_site))) as (client, _):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_wrong_address_gets_the_sites_own_page(built_site: Path) -> None:
    """With status 404, and it follows changes as any page does."""
    with opened(built_site, Showing(BUILT, edition_of(built_site))) as (client, _):
        answer = client.get("/layanan/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.text
    assert "/.preview/preview.js" in answer.text


@pytest.mark.parametrize(
    "steps", ["../", "..%2f", "%2e%2e/", "layanan/../../", "//", ".preview/../", ".preview/%2e%2e/"]
)
def test_nothing_outside_the_site_can_be_had(built_site: Path, tmp_path: Path, steps: str) -> None:
    """However the way out is spelled."""
    secret = built_site.resolve().parent / "secret.txt"
    secret.write_text("rahasia", encoding="utf-8")
    with opened(built_site, Showing(BUILT, edition_of(built_site))) as (client, _):
        connection = HTTPConnection(client.base_url.host, client.base_url.port)
        for target in ("secret.txt", f"../{secret}", "pages/home.html"):
            connection.request("GET", f"/{steps}{target}")
            answer = connection.getresponse()
            assert (answer.status, b"rahasia" in answer.read()) == (404, False)
        connection.close()
    secret.unlink()


def test_a_site_in_a_folder_of_its_host_looks_as_it_will(built_site: Path) -> None:
    """Its page for wrong addresses links from the root of the host: there lies the same site."""
    with opened(built_site, Showing(BUILT, edition_of(built_site), "kabupaten/loket")) as (client, _):
        found = [client.get(path) for path in ("/", "/kabupaten/loket/", "/kabupaten/loket/contacts.json")]
        assert client.get("/kabupaten/loketx/").status_code == 404
    assert [answer.status_code for answer in found] == [200, 200, 200]
    assert found[0].text == found[1].text


@pytest.mark.parametrize(("lang", "said"), [("id", "Tidak ada yang dikirim"), ("en", "Nothing was sent")])
def test_the_form_is_told_that_nothing_is_sent(built_site: Path, lang: str, said: str) -> None:
    """However long the question is, there is a plain page; it says how to go back, and never reloads by itself."""
    with opened(built_site, Showing(BUILT, edition_of(built_site)), lang) as (client, _):
        answer = client.post("/inquiries", data={"message": "Berapa PBB saya? " * 100_000})
    page = WebPage(answer.text)
    assert answer.status_code == 200
    assert said in page.text
    assert "/" in page.links
    assert "script" not in page.tags


@pytest.mark.parametrize("path", ["/", "/layanan/pbb-p2/", "/assets/loket.css", "/nowhere"])
def test_before_the_first_good_page_the_problems_are_the_page(tmp_path: Path, path: str) -> None:
    """At any address, and without a script."""
    with opened(tmp_path / "site", Showing(FAULTY)) as (client, _):
        answer = client.get(path)
    assert answer.status_code == 503
    assert "contacts.yml:41:20" in WebPage(answer.text).text
    assert 'data-edition=""' in answer.text


def test_while_a_problem_stands_every_page_tells_it(built_site: Path) -> None:
    """Whoever opens another page sees it at once."""
    with opened(built_site, Showing(FAULTY, edition_of(built_site))) as (client, board):
        assert "contacts.yml:41:20" in client.get("/layanan/pbb-p2/").text
        board.showing = board.showing._replace(outcome=BUILT)
        assert "contacts.yml:41:20" not in client.get("/layanan/pbb-p2/").text


def test_a_browser_hears_what_changes(built_site: Path) -> None:
    """What is to be seen now, then each change: a problem, a build on its way, a new build."""
    with (
        opened(built_site, Showing(BUILT, "one")) as (client, board),
        client.stream("GET", "/.preview/news") as answer,
    ):
        lines = answer.iter_lines()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert news(lines) == {"edition": "one", "panel": ""}
        board.showing = Showing(FAULTY, "one")
        problem = news(lines)
        board.showing = Showing(Building(), "one")
        assert news(lines)["edition"] == ""
        board.showing = Showing(BUILT, "two")
        assert news(lines) == {"edition": "two", "panel": ""}
    assert problem["edition"] == "one"
    assert "contacts.yml:41:20" in problem["panel"]


def test_many_tabs_leave_connections_free(built_site: Path) -> None:
    """Streams beyond those that may stay end at once, with the news."""
    with opened(built_site, Showing(BUILT, "one")) as (client, board), ExitStack() as tabs:
        streams = [tabs.enter_context(client.stream("GET", "/.preview/news")) for _ in range(MOST_STREAMS)]
        heard = [stream.iter_lines() for stream in streams]
        assert [news(lines)["edition"] for lines in heard] == ["one"] * MOST_STREAMS
        assert [client.get("/.preview/news").text.count("data: ") for _ in range(3)] == [1, 1, 1]
        board.showing = Showing(BUILT, "two")
        assert [news(lines)["edition"] for lines in heard] == ["two"] * MOST_STREAMS


def test_a_closed_tab_gives_its_place_back(built_site: Path) -> None:
    """As many come and go as like."""
    with opened(built_site, Showing(BUILT, "one")) as (client, board):
        for _ in range(MOST_STREAMS):
            with client.stream("GET", "/.preview/news") as answer:
                news(answer.iter_lines())

        def stays() -> bool:
            with client.stream("GET", "/.preview/news") as answer:
                lines = answer.iter_lines()
                news(lines)
                board.showing = Showing(BUILT, "two")
                return any(line.startswith("data: ") for line in lines)

        assert wait_for(stays, "a place for a new tab")


def test_the_server_ends_with_streams_open(built_site: Path, caplog: pytest.LogCaptureFixture) -> None:
    """They end in order: nothing is cut off, and nobody waits for them."""
    with ExitStack() as tab:
        with opened(built_site, Showing(BUILT, "one")) as (client, _):
            answer = tab.enter_context(httpx2.stream("GET", f"{client.base_url}/.preview/news", trust_env=False))
            lines = answer.iter_lines()
            news(lines)
        assert list(lines) == [""]
    assert caplog.text == ""


def test_another_name_is_refused(built_site: Path) -> None:
    """A web site that points its own name at this machine can't read along."""
    with opened(built_site, Showing(FAULTY, edition_of(built_site))) as (client, _):
        answer = client.get("/", headers={"Host": "kantor.example"})
    assert answer.status_code == 400
    assert "contacts.yml" not in answer.text
