"""service: the page in the order in which a citizen needs it."""

import dataclasses

from generator.directory import HONEYPOT, Directory
from tests.building import at, good
from tests.form_api.questions import with_files
from tests.generator.full import FULL
from tests.generator.written import body, written
from tests.web_page import WebPage

ORDER = [
    'class="states"', 'class="alert alert--major"', 'class="ways"', 'class="days"', "Documents you need", "Steps",
    "How long it takes", "Cost", "How to pay", "What you get", "Complaints", 'id="pertanyaan"', "last checked",
]  # fmt: skip


def test_a_citizen_meets_first_what_is_needed_first() -> None:
    """State, what to use instead, ways, hours, the next days, facts, complaints, the form, and when it was checked."""
    page = body(written(good(FULL))["en/services/ktp/index.md"])
    places = [page.find(part) for part in ORDER]
    assert -1 not in places
    assert places == sorted(places)


def test_a_text_in_another_language_says_in_which() -> None:
    """Names, descriptions and facts that were written in Indonesian alone, on an English page."""
    told = FULL.replace("{id: Penduduk kota., en: Residents of the city.}", "Penduduk kota.")
    told = told.replace("{id: Jam perkiraan., en: Assumed hours.}", "Jam & hari.").replace(
        "{id: Nyepi, en: Nyepi}", "Nyepi"
    )
    files = written(good(told))
    english = body(files["en/services/ktp/index.md"])
    for text in ("Telepon darurat", "Jam &amp; hari."):
        assert f'<span lang="id">{text}</span>' in english
    assert '<span lang="id">Penduduk kota.</span>' in body(files["en/services/ktp/index.md"])
    assert '<span lang="id">Kartu Keluarga</span>' in body(files["en/services/index.md"])
    assert "<span lang" not in body(files["layanan/ktp/index.md"])


def test_complaints_outside_indonesia_have_no_lapor() -> None:
    """And the heading goes with the last way to complain."""
    full = good(FULL)
    office = dataclasses.replace(full.organizations["kantor"], complaints=None)
    abroad = dataclasses.replace(full.site, region="TL")
    silent = dataclasses.replace(full, site=abroad, organizations={"kantor": office})
    shown = {name: body(written(one)["layanan/ktp/index.md"]) for name, one in (("id", full), ("tl", silent))}
    assert ["https://www.lapor.go.id" in page for page in shown.values()] == [True, False]
    assert ["<h2>Pengaduan</h2>" in page for page in shown.values()] == [True, False]


def test_a_service_without_a_desk_has_no_form(pasuruan: Directory) -> None:
    """A form whose questions nobody answers would be a trap."""
    page = body(written(dataclasses.replace(pasuruan, inquiry=None))["layanan/jht/index.md"])
    assert "<form method" not in page


def test_a_service_whose_every_way_is_shut_names_what_else_is_open() -> None:
    """Its one counter is shut: what the closure says stays open, though the service does not name it."""
    told = body(written(good(FULL))["layanan/kk/index.md"])
    alert = told.partition('class="alert alert--major"')[2].partition("</section>")[0]
    assert 'href="tel:112"' in alert
    assert 'href="https://wa.me/6281230060440' in alert


def test_a_service_names_its_own_ways_alone_where_it_has_any_left(pasuruan: Directory) -> None:
    """The closure of the tax hall leaves seven ways; those of land tax are four."""
    alert = body(written(pasuruan)["layanan/pbb-p2/index.md"]).partition('class="alert ')[2].partition("</section>")[0]
    assert alert.count('class="button ') == 4


def test_a_closure_to_come_has_its_ways_ready(pasuruan: Directory) -> None:
    """Built on the day before, the page shows them from the first minute on, by its script and with no build."""
    before = body(written(pasuruan, at("2020-03-22T10:00"))["layanan/pbb-p2/index.md"])
    begins = int(at("2020-03-23T00:00").timestamp()) // 60
    ready = before.partition(f'<div data-from="{begins}" hidden>')[2].partition("</section>")[0]
    assert "Yang tetap buka:" in ready
    assert ready.count('class="button ') == 4


def test_files_are_asked_for_where_they_are_taken(pasuruan: Directory) -> None:
    """The form can carry them, for any number of files, of the types and with the limits that its hint tells."""
    page = WebPage(body(written(with_files())["layanan/pbb-p2/index.md"]))
    asked = page.ids["attachments"]
    assert page.enctype == "multipart/form-data"
    assert {"multiple", "type", "accept", "data-files", "data-bytes", "data-fault"} <= asked.keys()
    assert asked["aria-describedby"] in page.ids
    without = WebPage(body(written(pasuruan)["layanan/pbb-p2/index.md"]))
    assert (without.enctype, "attachments" in without.ids) == ("", False)


def test_the_honeypot_is_out_of_the_way(pasuruan: Directory) -> None:
    """No browser fills it in, no key leads to it, no voice reads it, and it has a label in case it is seen."""
    html = body(written(pasuruan)["layanan/pbb-p2/index.md"])
    field = WebPage(html).ids[HONEYPOT]
    assert (field["autocomplete"], field["tabindex"]) == ("off", "-1")
    assert f'<p class="aside" aria-hidden="true"><label for="{HONEYPOT}">Biarkan kosong</label>' in html
