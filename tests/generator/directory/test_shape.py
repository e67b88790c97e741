"""Values with places -> records: what may be typed in each field, and where a fault is told."""

import pytest

from generator.directory import Counter, Interval, Telephone, Text, model
from generator.directory.fields import fields_of
from tests.building import MINIMAL, Fault, faults, good

EVERYTHING = """\
version: 1
site: {url: https://kantor.example, name: Kantor, timezone: Asia/Jayapura, languages: [en, id], region: SG, form_api: "https://f.example"}
organizations:
  - {id: kantor, name: {id: Kantor, en: Office}, assured_date: 2020-03-01, complaints: {respond_within: 5 hari kerja}}
locations:
  - {id: gedung, organization: kantor, name: Gedung, geo: {latitude: -7.6, longitude: 112}}
schedules:
  - {id: jam, regular: {Fr: [13:00-14:30, 07:30-11:30], Mo-Tu: []}, last_intake: 30 menit, public_holidays: open}
channels:
  - {id: loket, type: counter, location: gedung, schedule: jam}
  - {id: telepon, type: phone, number: 6123 4567, languages: [id]}
services:
  - id: ktp
    organization: kantor
    name: KTP
    channels: [loket]
    required_documents: [{id: kk, document: KK, required: tidak, upload: {types: [pdf], max_mb: 5}}]
    cost_options: [{option: Biasa, amount: 0}]
"""


def added(text: str) -> list[Fault]:
    """The faults of a file whose fourth and further lines are `text`."""
    return faults(MINIMAL + text)


def test_a_field_has_the_type_of_its_model() -> None:
    """Scalars get the meaning of their field, and the region decides how a number is read."""
    directory = good(EVERYTHING)
    schedule, document = directory.schedules["jam"], directory.services["ktp"].required_documents["kk"]
    assert directory.site.timezone.key == "Asia/Jayapura"
    assert schedule.regular == {0: (), 1: (), 4: (Interval(450, 690), Interval(780, 870))}
    assert schedule.last_intake == (30, "minutes")
    assert (document.required, document.upload) == (False, model.Upload(types=("pdf",), max_mb=5))
    assert directory.channels["telepon"] == model.Phone(
        id="telepon", number=Telephone("+6561234567", "6123 4567"), languages=("id",)
    )
    assert isinstance(directory.channels["loket"], Counter)


def test_the_shortest_file() -> None:
    """What is left out has its default: Indonesian, in Jakarta's time."""
    site = good(MINIMAL).site
    assert (site.default_language, site.timezone.key, site.region, site.form_api) == ("id", "Asia/Jakarta", "ID", None)


def test_a_text_is_plain_or_by_language() -> None:
    """A plain text is in the default language, with no space around it; a map holds each language apart."""
    office = good(EVERYTHING).organizations["kantor"]
    assert office.name == Text("en", {"id": "Kantor", "en": "Office"})
    assert good(MINIMAL.replace("[{id: kantor, name: Kantor}]", "[{id: a, name: ' Kantor '}]")).organizations[
        "a"
    ].name == Text("id", {"id": "Kantor"}, plain=True)


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", (4, 8, "empty")),
        ("''", (4, 9, "empty")),
        ("{}", (4, 9, "empty")),
        ("{id: ''}", (4, 14, "empty")),
        ("{id: }", (4, 14, "empty")),
        ("[A]", (4, 9, "text-expected")),
        ("{id: [A]}", (4, 14, "text-expected")),
        ("{fr: A}", (4, 10, "language-unlisted")),
        ("{ib: A}", (4, 10, "language-unlisted")),
    ],
)
def test_a_text_without_words_is_refused(name: str, fault: Fault) -> None:
    """A page never shows nothing, nor a language that the site does not have."""
    text = f"version: 1\nsite:\n  url: https://kantor.example\n  name: {name}\norganizations: []\n"
    assert faults(text) == [fault]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("desks: meja", [(4, 8, "list-expected")]),
        ("desks: {meja: a}", [(4, 8, "dash-missing")]),
        ("desks:", [(4, 7, "empty")]),
        ("desks: [meja]", [(4, 9, "record-expected")]),
        ("channels: [meja]", [(4, 12, "record-expected")]),
        ("channels: [{id: a}]", [(4, 12, "key-missing")]),
        ("channels: [{id: a, type: whatsap}]", [(4, 26, "choice-near")]),
        ("channels: [{id: a, type: fax}]", [(4, 26, "choice")]),
        ("channels: [{id: a, type: web, url: 'https://a.example', warna: biru}]", [(4, 57, "key-unknown")]),
        ("schedules: [{id: a, regular: {Mo: 08:00-12:00}}]", [(4, 35, "hours-list")]),
        ("schedules: [{id: a, regular: {Mo: }}]", [(4, 35, "hours-empty")]),
        ("schedules: [{id: a, regular: {Mo: [[08:00-12:00]]}}]", [(4, 36, "text-expected")]),
        ("schedules: [{id: a, public_holidays: tutup}]", [(4, 38, "choice")]),
        ("inquiry: {}", [(4, 10, "key-missing"), (4, 10, "key-missing")]),
        ("version: 2", [(4, 1, "duplicate-section")]),
        ("sha256: abc", [(4, 1, "key-unknown")]),
        ("'': abc", [(4, 1, "key-unknown")]),
    ],
)
def test_what_does_not_fit_is_told_where_it_stands(line: str, found: list[Fault]) -> None:
    """A fault is told at the value or the key itself, not at the record around it."""
    assert added(line + "\n") == found


def test_one_record_tells_all_its_faults() -> None:
    """Reading does not stop at the first fault of a record."""
    line = "channels: [{id: A, type: phone, number: x, shedule: jam, languages: id}]\n"
    rules = ["slug", "phone-letter", "key-unknown-near", "list-expected"]
    assert [rule for _, _, rule in added(line)] == rules


def test_a_version_that_is_not_known_is_refused() -> None:
    """A file of a later form is never half understood."""
    assert faults(MINIMAL.replace("version: 1", "version: 2")) == [(1, 10, "choice")]


def test_intervals_may_touch_and_stand_in_any_order() -> None:
    """Hours are put in order; those that share a minute are refused at the later one, wherever it was typed."""
    schedule = "schedules: [{id: a, regular: {Mo: [%s]}}]\n"
    assert added(schedule % "12:00-15:00, 08:00-12:00") == []
    assert added(schedule % "11:59-15:00, 08:00-12:00") == [(4, 36, "interval-overlap")]
    assert added(schedule % "08:00-18:00, 09:00-10:00, 11:00-12:00")[0] == (4, 49, "interval-overlap")


def test_a_weekday_belongs_to_one_line() -> None:
    """A day that is named twice is refused at the second naming."""
    assert added("schedules: [{id: a, regular: {Mo-We: [], Tu-Fr: []}}]\n") == [(4, 42, "weekday-twice")]


def test_an_id_is_compared_as_it_was_typed() -> None:
    """A record with another fault still takes its id, so that its double is told in the same run."""
    assert added("schedules: [{id: a, x: 1}, {id: a}]\n") == [(4, 21, "key-unknown"), (4, 33, "duplicate-id")]


def test_every_fault_of_a_reference_is_told_at_the_reference() -> None:
    """A reference to a record that has faults of its own holds; one to no record does not."""
    schedules = "schedules: [{id: jam, x: 1}]\n"
    desks = "desks: [{id: a, name: A, to: [], schedule: jam}, {id: b, name: B, to: [], schedule: jem}]\n"
    rules = [(line, rule) for line, _, rule in added(schedules + desks)]
    assert rules == [(4, "key-unknown"), (5, "reference-near")]


def test_the_model_is_the_form_of_the_file() -> None:
    """Keys are the fields' names without Python's underscore; a field without a default is mandatory."""
    mandatory = [item.key for item in fields_of(model.Closure) if item.mandatory]
    assert mandatory == ["id", "from", "stays_open", "reason"]
    assert "sha256" not in [item.key for item in fields_of(model.Directory)]
