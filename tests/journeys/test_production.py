"""Both journeys on a small server: from an edit to the published page, and from the form to the mailbox, over TLS."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from form_api.intake import MAX_DOCUMENTS_MB
from generator.directory import language
from tests.building import ROOT
from tests.form_api.letters import words_of
from tests.form_api.questions import KEY
from tests.form_service import FormService
from tests.journeys.test_question import CITIZEN, MESSAGE, SECRET, asked, letter_about, reference_in
from tests.journeys.test_submission import filled, here, sent
from tests.nginx import NAME, Nginx
from tests.office_server import OfficeServer
from tests.parts import program
from tests.waiting import wait_for

ID = language("id")
HOURS = "Mo-Th: [07:30-15:30]"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfficeServer]:
    with OfficeServer(tmp_path_factory.mktemp("office")) as running:
        yield running


def told_to_staff(office: OfficeServer, part: str) -> str:
    """The letter to staff with these words, once Postfix has handed it over."""

    def look() -> str | None:
        letters = [one.letter for one in office.desks.received if one.mailbox == "petugas@pasuruan.example"]
        return next((text for letter in letters if part in (text := str(letter.get_content()))), None)

    return wait_for(look, f"a letter to staff with {part}")


def test_a_question_goes_through_tls_postgresql_and_postfix(office: OfficeServer) -> None:
    """From the page to the desk's mailbox, word for word; the receipt opens, and a resend is the same question."""
    location = asked(office.form)
    mailbox, letter = letter_about(office.desks, reference_in(location))
    assert (mailbox, letter["Reply-To"]) == ("pbb@pasuruan.example", CITIZEN["email"])
    assert MESSAGE in words_of(letter)
    assert reference_in(location) in office.form.page(location).text
    assert asked(office.form) == location


def test_an_edit_is_the_page_that_visitors_see(office: OfficeServer) -> None:
    """Who had the page before is given the new one at the next look, and until then a 304."""
    path = "/kontak/"
    before = office.nginx.ask("GET", path)
    known = {"If-None-Match": before.headers["etag"]}
    assert office.nginx.ask("GET", path, headers=known).status_code == 304
    office.edit("0812-3006-0440", "0812-3006-0449")
    assert office.publish() == 0
    after = office.nginx.ask("GET", path, headers=known)
    assert (after.status_code, "0812-3006-0449" in after.text, after.headers["content-encoding"]) == (200, True, "gzip")
    office.edit("0812-3006-0449", "0812-3006-0440")


def test_an_edit_that_is_wrong_reaches_staff_and_nobody_else(office: OfficeServer) -> None:
    """In the words of `check`, by way of Postfix; visitors see what they saw."""
    before = office.nginx.ask("GET", "/").text
    office.edit(HOURS, HOURS.replace("15:30", "25:30"))
    assert office.publish() == 1
    text = told_to_staff(office, "25:30")
    office.edit("25:30", "15:30")
    assert "memuat jam yang tidak ada" in text
    assert "Situs yang sebelumnya tetap tampil" in text
    assert office.nginx.ask("GET", "/").text == before


def test_what_is_too_large_costs_no_word(office: OfficeServer) -> None:
    """The form itself refuses it, through nginx, with the text."""
    files = {"ktp": ("ktp.jpg", bytes((MAX_DOCUMENTS_MB + 2) * 1024 * 1024), "image/jpeg")}
    answer = office.nginx.ask("POST", "/inquiries", data={"service": "jht", "message": MESSAGE}, files=files)
    assert (answer.status_code, "bagaimana cara membayar?" in answer.text) == (413, True)


def test_the_operator_s_addresses_are_shut_to_others(office: OfficeServer) -> None:
    """As nginx sees it, only this machine reads them."""
    text = (ROOT / "deploy" / "nginx" / "form.conf").read_text(encoding="utf-8")
    block = text.partition("^/(health|metrics)$")[2].partition("}")[0]
    assert block.split(";")[:3] == [" {\n    allow 127.0.0.1", "\n    allow ::1", "\n    deny all"]
    assert office.nginx.ask("GET", "/health").status_code == 200


def test_an_application_in_a_browser_over_tls(browser: Browser, office: OfficeServer) -> None:
    """Under the policy that nginx sends, which the browser finds no fault against."""
    said: list[str] = []
    with browser.new_context(ignore_https_errors=True) as context:
        page = context.new_page()
        page.on("console", lambda line: said.append(line.text))
        filled(page, f"https://{NAME}:{office.nginx.port}", "ktp", email="tls@warga.example")
        sent(page)
        expect(page.locator("h1")).to_have_text(ID("submission.title"))
        assert here(page) == 1
    assert [line for line in said if "Policy" in line or "Mixed" in line] == []


def test_nothing_of_a_citizen_is_in_the_web_server_s_log(office: OfficeServer) -> None:
    """Neither words nor address nor the key of a receipt, which the form's own log lacks too."""
    location = asked(office.form, message="Rahasia saya", email="budi@warga.example")
    office.form.page(location)
    wait_for(lambda: f"path=/inquiries/{reference_in(location)}" in office.nginx.logs, "the line in the log")
    for text in ("Rahasia", "budi@", location.partition("key=")[2], "127.0.0.1"):
        assert text not in office.nginx.logs


def git(folder: Path, *arguments: str, **environment: str) -> str:
    """What git says on either stream."""
    who = ["-c", "user.name=Petugas", "-c", "user.email=petugas@pasuruan.example", "-c", "init.defaultBranch=main"]
    command = [program("git", "git"), *who, *arguments]
    done = subprocess.run(command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


@pytest.fixture
def clerk(tmp_path: Path, office: OfficeServer) -> Path:
    """A clerk's copy of a repository whose hook is ours."""
    settings = tmp_path / "publish.env"
    tell = office.tell
    lines = dict(zip(("LOKET_STAFF", "LOKET_SENDER", "LOKET_RELAY"), tell[1::2], strict=True))
    settings.write_text("".join(f"{name}={text}\n" for name, text in lines.items()), encoding="utf-8")
    git(tmp_path, "init", "--bare", "kantor.git")
    (tmp_path / "kantor.git" / "hooks" / "post-receive").symlink_to(ROOT / "deploy" / "hooks" / "post-receive")
    (tmp_path / "home").mkdir()
    git(tmp_path, "clone", "kantor.git", "clerk")
    (tmp_path / "clerk" / "contacts.yml").write_bytes((ROOT / "contacts.yml").read_bytes())
    return tmp_path / "clerk"


def pushed(clerk: Path) -> str:
    """What the clerk reads after `git push`."""
    home = clerk.with_name("home")
    git(clerk, "add", ".")
    git(clerk, "commit", "--quiet", "-m", "Ubah")
    settings = {"LOKET_HOME": str(home), "LOKET_PUBLISH_SETTINGS": str(home.with_name("publish.env"))}
    return git(clerk, "push", "origin", "main", **settings)


def test_a_push_publishes_and_tells_who_pushed(clerk: Path, office: OfficeServer) -> None:
    """And what is wrong with the next one both the clerk and staff read, while the page stays."""
    assert "Situs terbit" in pushed(clerk)
    page = clerk.with_name("home") / "site" / "index.html"
    before = page.read_bytes()
    text = (clerk / "contacts.yml").read_text(encoding="utf-8")
    (clerk / "contacts.yml").write_text(text.replace(HOURS, HOURS.replace("15:30", "26:30")), encoding="utf-8")
    assert "26:30" in pushed(clerk)
    assert "26:30" in told_to_staff(office, "26:30")
    assert page.read_bytes() == before


def test_a_push_can_not_put_pages_into_the_site(clerk: Path) -> None:
    """As of a clerk who has built in the own copy, and of one who would like to: what was published stays."""
    pushed(clerk)
    before = clerk.with_name("home").joinpath("site").readlink()
    for name, text in (("site", ""), ("site.builds/x", "<script>"), ("tautan.yml", "")):
        path = clerk / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8") if text else path.symlink_to("/etc/passwd")
        assert "Belum diterbitkan" in pushed(clerk)
        assert clerk.with_name("home").joinpath("site").readlink() == before
        git(clerk, "rm", "--quiet", "-r", name.partition("/")[0])


def test_a_form_server_that_is_away_is_passed_over(tmp_path: Path, built_site: Path) -> None:
    """Two behind one nginx, on one store: while one is dead each question is answered by the other."""
    given: Any = {"DATABASE_URL": f"sqlite:///{tmp_path}/outbox.db", "KEY": KEY.reveal(), "SECRET": SECRET}
    forms = [FormService(tmp_path / name, **given) for name in ("a", "b")]
    ports = [int(form.address.rpartition(":")[2]) for form in forms]
    with forms[0], forms[1], Nginx(tmp_path / "nginx", site=built_site, form_ports=ports) as nginx:
        forms[0].kill()
        typed = {"service": "pbb-p2", "phone": "0812-3456-7890"}
        asked = [nginx.ask("POST", "/inquiries", json=typed | {"message": f"Halo {number}"}) for number in range(4)]
        assert [answer.status_code for answer in asked] == [201] * 4
