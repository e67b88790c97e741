"""bundles: a page is written from its own files and the shared ones, and is what it would be with all of them."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings

from generator.assets import page_templates
from generator.bundles import Bundle, bundles_of, pieces, whole
from generator.directory import inspect
from generator.page import Page
from generator.pages import Setting, day_of, write_records, writers_of
from tests.building import FOUNDING_DAY
from tests.generator.scattered import Record, governments, written_to
from tests.generator.written import ASSETS

SETTING = Setting(day_of(FOUNDING_DAY), page_templates(), ASSETS)


def pages_of(bundle: Bundle) -> dict[str, Page]:
    return {page.path: page for page in write_records(writers_of(bundle.directory, SETTING), bundle.own).pages}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(records=governments())
def test_no_page_misses_what_it_is_not_given(records: list[Record]) -> None:
    """However the records lie in files, each page is the one that is written from the whole directory."""
    with tempfile.TemporaryDirectory() as folder:
        reading = inspect(written_to(Path(folder), records))
    wrong = {problem.rule for problem in reading.problems if problem.severity == "error"}
    assert wrong <= {"special-overlap", "stays-open-closed"}
    assume(reading.directory)
    assert reading.directory
    apart = [pages_of(bundle) for bundle in bundles_of(reading.directory, reading.places)]
    assert {path: page for pages in apart for path, page in pages.items()} == pages_of(whole(reading.directory))


MAIN = """\
version: 1
include: [kantor/*.yml]
site: {url: https://kota.example, name: Kota}
organizations: [{id: pusat, name: Pusat}]
schedules: [{id: jam, regular: {Mo-Fr: [08:00-15:00]}}]
channels:
  - {id: hotline, type: phone, number: (0343) 410 100, schedule: jam}
  - {id: surel, type: email, address: kota@kota.example}
"""
OFFICE = """\
organizations: [{{id: kantor-{n}, name: Kantor {n}}}]
locations: [{{id: gedung-{n}, organization: kantor-{n}, name: Gedung {n}}}]
channels: [{{id: loket-{n}, type: counter, location: gedung-{n}, schedule: jam}}]
services: [{{id: layanan-{n}, organization: kantor-{n}, name: Layanan {n}, channels: [loket-{n}, hotline]}}]
"""


def files_of(folder: Path, main: str = "", **offices: str) -> list[list[str]]:
    """The names of the files of each bundle, of two offices and what a test adds to them."""
    (folder / "kantor").mkdir()
    (folder / "contacts.yml").write_text(MAIN + main, encoding="utf-8")
    for number in ("1", "2"):
        text = OFFICE.format(n=number) + offices.get(f"office_{number}", "")
        (folder / "kantor" / f"{number}.yml").write_text(text, encoding="utf-8")
    reading = inspect(folder / "contacts.yml")
    assert reading.directory, reading.problems
    return [[Path(name).stem for name in bundle.files] for bundle in bundles_of(reading.directory, reading.places)]


CLOSED = "{{id: tutup, from: 2020-03-23, {what}, stays_open: [{instead}], reason: Wabah}}"


@pytest.mark.parametrize(
    ("main", "office", "bundles"),
    [
        ("", "", [["contacts"], ["1"], ["2"]]),
        ("", CLOSED.format(what="channels: [loket-1]", instead="hotline"), [["contacts"], ["1"], ["2"]]),
        ("", CLOSED.format(what="channels: [hotline]", instead="surel"), [["contacts", "1", "2"]]),
        (CLOSED.format(what="organizations: [kantor-2]", instead="surel"), "", [["contacts", "2"], ["1"]]),
        ("", CLOSED.format(what="channels: [loket-2]", instead="surel"), [["contacts"], ["1", "2"]]),
    ],
    ids=["apart", "own counter", "shared number", "told by the main file", "told by another office"],
)
def test_who_tells_of_whom_sees_each_other(main: str, office: str, bundles: list[list[str]], tmp_path: Path) -> None:
    """A shared number or schedule ties nobody to anybody, until something is told of it."""
    closures = {
        "main": f"closures: [{main}]\n" if main else "",
        "office_1": f"closures: [{office}]\n" if office else "",
    }
    assert files_of(tmp_path, **closures) == bundles


def test_hours_of_all_tie_all(tmp_path: Path) -> None:
    """Special hours of a shared schedule are told with the names of every channel that keeps it."""
    hours = "{id: puasa, from: 2020-04-24, until: 2020-05-22, schedules: [jam], kind: changed"
    hours += ", regular: {Mo-Fr: [08:00-14:00]}}"
    assert files_of(tmp_path, f"special_hours: [{hours}]\n") == [["contacts", "1", "2"]]


def test_a_holiday_in_an_office_s_file_is_everybody_s(tmp_path: Path) -> None:
    """Holidays close whoever keeps them, so that file is seen by all."""
    day = "calendar: [{date: 2020-03-25, kind: holiday, name: Nyepi}]\n"
    assert files_of(tmp_path, office_2=day) == [["contacts", "2"], ["1"]]


def test_pieces_hold_every_record_once() -> None:
    """A big file is written by several at once."""
    own = {"services": ("a", "b", "c"), "organizations": ("x",)}
    found = list(pieces(own, 2))
    assert [sum(map(len, piece.values())) for piece in found] == [2, 2]
    assert {section: tuple(name for piece in found for name in piece[section]) for section in own} == own
