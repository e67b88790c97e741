"""`new` as it is typed: exit codes, streams, and what stands on disk afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.directory import DirectoryError, inspect
from generator.newcomer.keeping import keep
from generator.newcomer.questions import FLAGS
from tests.building import FOUNDING_DAY, ROOT, clock_on
from tests.generator.newcomer.typing_clerk import GOOD, command


def piped(path: Path, lines: list[str], *more: str) -> subprocess.CompletedProcess[str]:
    arguments = [sys.executable, "-m", "generator", "new", "--contacts", str(path), *more]
    text = "".join(f"{line}\n" for line in lines)
    return subprocess.run(arguments, cwd=ROOT, input=text, capture_output=True, text=True, timeout=60, check=False)


def test_answers_come_from_a_pipe(tmp_path: Path) -> None:
    """A line for each; the questions go to stderr, and the file passes at the hour of the clock."""
    path = tmp_path / "kantor kita.yml"
    done = piped(path, [answer for told in GOOD.values() for answer in told])
    assert (done.returncode, done.stdout) == (0, "")
    assert main(["check", "--contacts", str(path), "--site-dir", str(tmp_path / "none")]) == 0
    *_, build, serve = done.stderr.splitlines()
    assert build == f"  .venv/bin/python -m generator build --contacts '{path}'"
    assert serve == f"  .venv/bin/python -m form_api serve --site site --contacts '{path}'"


def test_the_end_of_input_writes_nothing(tmp_path: Path) -> None:
    """Exit 1, and it says so; no draft is left beside it."""
    done = piped(tmp_path / "contacts.yml", ["", "Dinas Sosial"])
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (1, "", [])
    assert done.stderr.splitlines()[-1] == "Berhenti di tengah jalan. Tidak ada yang ditulis."


def test_what_is_no_text_is_told_at_its_question(tmp_path: Path) -> None:
    """A name in an old encoding is no crash."""
    arguments = [sys.executable, "-m", "generator", "new", "--contacts", str(tmp_path / "contacts.yml")]
    done = subprocess.run(arguments, cwd=ROOT, input=b"\nCaf\xe9\n", capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert b"karakter U+DCE9 tidak terlihat" in done.stderr


def test_a_file_that_is_there_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anybody is asked anything; `--replace` puts the new one in its place."""
    path = tmp_path / "contacts.yml"
    path.write_text("lama", encoding="utf-8")
    assert main(command(path)) == 1
    assert capsys.readouterr().err == (
        f"'{path}' sudah ada. Tulis --contacts dengan nama berkas lain, atau --replace untuk mengganti isinya.\n"
    )
    assert path.read_text(encoding="utf-8") == "lama"
    assert main(command(path, "--replace")) == 0
    assert inspect(path, clock=clock_on(FOUNDING_DAY.date())).problems == ()


def test_who_may_write_a_file_may_write_the_one_in_its_place(tmp_path: Path) -> None:
    """Staff of a group edit what `new` has put there anew."""
    path = tmp_path / "contacts.yml"
    path.touch()
    path.chmod(0o664)
    assert main(command(path, "--replace")) == 0
    assert path.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize(
    ("place", "told"),
    [(".", "adalah folder"), ("tidak/ada.yml", "tidak ada. Buat dulu"), ("a" * 300, "tidak dapat ditulis")],
)
def test_a_place_that_takes_no_file_is_told(
    place: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In plain words, and exit 1."""
    assert main(command(tmp_path / place, "--replace")) == 1
    assert told in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_file_with_a_fault_is_never_put_in_place(tmp_path: Path) -> None:
    """Should our own text ever be wrong, what stood there stays, and no draft is left."""
    path = tmp_path / "contacts.yml"
    path.write_text("lama", encoding="utf-8")
    with pytest.raises(DirectoryError):
        keep(path, "version: 1\n", replace=True, clock=FOUNDING_DAY.astimezone)
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("contacts.yml", "lama")]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """Who keeps the file elsewhere and links to it here finds it there."""
    (tmp_path / "data").mkdir()
    (tmp_path / "contacts.yml").symlink_to("data/kantor.yml")
    assert main(command(tmp_path / "contacts.yml", "--replace")) == 0
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["kantor.yml"]


def test_others_may_read_what_was_written(tmp_path: Path) -> None:
    """The service and the web server run as somebody else: the rights are those of any new file."""
    assert main(command(tmp_path / "contacts.yml")) == 0
    (tmp_path / "any").touch()
    assert (tmp_path / "contacts.yml").stat().st_mode == (tmp_path / "any").stat().st_mode


@pytest.mark.parametrize(("beside", "first"), [(True, "# yaml-language-server:"), (False, "# Daftar kontak")])
def test_an_editor_is_told_the_form_where_it_is(beside: bool, first: str, tmp_path: Path) -> None:
    """In the project's folder; elsewhere an editor would look for it in vain."""
    if beside:
        (tmp_path / "contacts.schema.json").touch()
    assert main(command(tmp_path / "contacts.yml")) == 0
    assert (tmp_path / "contacts.yml").read_text(encoding="utf-8").startswith(first)


def test_holidays_to_come_are_in_it(tmp_path: Path) -> None:
    """From today on, of the years that `check` wants; on the last day of a year its last holiday."""
    for day, first in (("2020-03-24", "2020-03-25"), ("2026-12-31", "2026-12-25")):
        path = tmp_path / f"{day}.yml"
        assert main([*command(path), "--now", f"{day}T10:00"]) == 0
        directory = inspect(path).directory
        assert directory is not None
        assert directory.calendar[0].date.isoformat() == first


def test_the_site_builds_and_says_what_was_answered(tmp_path: Path) -> None:
    """With what nobody would call a tame name: pages, and the ways to reach the office on them."""
    path, site = tmp_path / "contacts.yml", tmp_path / "site"
    assert main(command(path, name='Dinas <Sosial> & "Anak"', id="dinsos", phone="(0343) 410 188")) == 0
    assert main(["build", "--contacts", str(path), "--site-dir", str(site), "--now", FOUNDING_DAY.isoformat()]) == 0
    page = (site / "layanan" / "pertanyaan-umum" / "index.html").read_text(encoding="utf-8")
    for told in ("wa.me/6281230060440", "tel:+62343410188", "Dinas &lt;Sosial&gt; &amp;", "07.30–15.30"):
        assert told in page


def test_the_readme_names_every_flag() -> None:
    """Whoever writes a script looks there."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [flag for flag in FLAGS if f"`--{flag}`" not in readme] == []
