"""The Nu checker reads what the build writes and what the form answers: every page, stylesheet and picture."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.form_service import FormService
from tests.parts import judge, program

READ = ("*.html", "*.css", "*.svg")
ACCEPTED: dict[str, str] = {}
"""Part of a message -> why it may stand. None does so far."""


@pytest.fixture(scope="module")
def answers(loket: FormService, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the form answers, in files: a receipt, a mistake, a refusal and their stylesheet."""
    folder = tmp_path_factory.mktemp("answers")
    for language, path in (("id", "/layanan/bphtb/"), ("en", "/en/services/bphtb/")):
        form = loket.page(path)
        sent = loket.send(form, message="Berapa BPHTB saya?", phone="0812-3456-7890")
        (folder / f"receipt.{language}.html").write_text(loket.get(sent.headers["location"]), encoding="utf-8")
        (folder / f"mistake.{language}.html").write_text(loket.send(form).text, encoding="utf-8")
    refusal = loket.get("/inquiries/K7M4-PX9R")
    (folder / "refusal.html").write_text(refusal, encoding="utf-8")
    stylesheet = refusal.partition('rel="stylesheet" href="')[2].partition('"')[0]
    (folder / "answers.css").write_text(loket.get(stylesheet), encoding="utf-8")
    return folder


def messages(files: list[Path]) -> Iterator[tuple[str, str]]:
    """File and message: errors and warnings, without what is accepted. One start of Java for all files."""
    jar = judge("vnu-jar/build/dist/vnu.jar")
    options = ["--stdout", "--exit-zero-always", "--format", "json", "--also-check-css", "--also-check-svg"]
    command = [program("java", "default-jre-headless"), "-jar", str(jar), *options, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for found in json.loads(done.stdout)["messages"]:
        if not any(part in found["message"] for part in ACCEPTED):
            yield found["url"], f"{found['message']} — {found.get('extract', '').strip()}"


def test_the_nu_checker_finds_nothing(built_site: Path, answers: Path, tmp_path: Path) -> None:
    """But for a file that is wrong, by which we know that it looks."""
    wrong = tmp_path / "wrong.css"
    wrong.write_text("a { colour: red }", encoding="utf-8")
    files = [path for folder in (built_site, answers) for kind in READ for path in sorted(folder.rglob(kind))]
    found = list(messages([wrong, *files]))
    assert [message for url, message in found if url.endswith(wrong.name)]
    others = [f"{url}: {message}" for url, message in found if not url.endswith(wrong.name)]
    assert not others, "\n".join(["", *others])
