"""draft: what came of reading and building, whatever happens."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

import pytest

from generator import site
from generator.directory import Problem, inspect
from generator.inspection import Fault, RefusedSiteError
from generator.preview.draft import Building, Built, Faulty, Outcome, Refused, Unforeseen, draft
from generator.renderer import RenderingError
from tests.building import FOUNDING_DAY, ROOT


def on_founding_day(zone: tzinfo) -> datetime:
    return FOUNDING_DAY.astimezone(zone)


def outcomes(folder: Path, *, form_api: str = "", also: str = "") -> list[Outcome]:
    """What comes of the project's own file with these additions."""
    text = (ROOT / "contacts.yml").read_text(encoding="utf-8")
    if form_api:
        text = text.replace("  region: ID\n", f"  region: ID\n  form_api: {form_api}\n")
    (folder / "contacts.yml").write_text(text + also, encoding="utf-8")
    return list(drafted(folder))


def drafted(folder: Path) -> Iterator[Outcome]:
    read = partial(inspect, folder / "contacts.yml", clock=on_founding_day)
    return draft(read, on_founding_day, folder / "site")


def rules(problems: object) -> list[str]:
    assert isinstance(problems, tuple)
    return [problem.rule for problem in problems if isinstance(problem, Problem)]


def test_good_files_are_built(tmp_path: Path) -> None:
    """First the word that pages are on the way, then the pages."""
    busy, built = outcomes(tmp_path)
    assert busy == Building()
    assert isinstance(built, Built)
    assert built.pages == len(list((tmp_path / "site").rglob("*.html")))
    assert built.seconds > 0


def test_files_with_an_error_change_nothing(tmp_path: Path) -> None:
    """Every problem is told, and the pages of before stay."""
    outcomes(tmp_path)
    before = (tmp_path / "site").readlink()
    (faulty,) = outcomes(tmp_path, also="warna: biru\nsuara: keras\n")
    assert isinstance(faulty, Faulty)
    assert rules(faulty.problems) == ["key-unknown", "key-unknown"]
    assert (tmp_path / "site").readlink() == before


def test_a_file_that_is_not_there_is_a_fault_of_the_file(tmp_path: Path) -> None:
    """The preview may be started first, and the file be written then."""
    (faulty,) = drafted(tmp_path)
    assert isinstance(faulty, Faulty)
    assert rules(faulty.problems) == ["file-missing"]


def test_a_form_never_reaches_the_real_service(tmp_path: Path) -> None:
    """Where the office's forms go elsewhere, those of the preview go to the preview."""
    outcomes(tmp_path, form_api="https://formulir.example")
    page = (tmp_path / "site" / "layanan" / "pbb-p2" / "index.html").read_text(encoding="utf-8")
    assert 'action="/inquiries"' in page
    assert "formulir.example" not in page


@pytest.mark.parametrize(
    "error",
    [RefusedSiteError([Fault("index.html", "lacks a title")]), RenderingError("index.html: lacks a title")],
)
def test_a_refused_site_is_told_with_its_reason(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither staff's fault nor a crash: the inspection or the renderer says what it is."""

    def refuse(*_given: object, **_more: object) -> None:
        raise error

    monkeypatch.setattr(site, "build", refuse)
    assert outcomes(tmp_path) == [Building(), Refused("index.html: lacks a title")]


def test_what_nobody_foresaw_is_an_outcome_too(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The disk refuses us: it is told and logged, and the next attempt is as good as any."""
    (tmp_path / "site.builds" / ".lock").mkdir(parents=True)
    _, failed = outcomes(tmp_path)
    assert isinstance(failed, Unforeseen)
    assert failed.reason.startswith("IsADirectoryError: ")
    assert "Traceback" in caplog.text
    (tmp_path / "site.builds" / ".lock").rmdir()
    assert isinstance(outcomes(tmp_path)[-1], Built)
