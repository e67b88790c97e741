"""Governments of a few offices, each in a file of its own, that name each other now and then."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from hypothesis import strategies as st

OFFICES = range(1, 5)
MAIN = """\
version: 1
include: [kantor/*.yml]
site: {url: https://kota.example, name: {id: Kota, en: City}, languages: [id, en]}
organizations: [{id: pusat, name: Pusat, complaints: {channels: [hotline]}}]
locations: [{id: balai, organization: pusat, name: Balai}]
schedules:
  - {id: jam, regular: {Mo-Fr: [08:00-15:00]}}
  - {id: piket, regular: {Mo-Su: [00:00-24:00]}, public_holidays: open}
calendar: [{date: 2020-03-25, kind: holiday, name: {id: Nyepi, en: Nyepi}}]
channels:
  - {id: hotline, type: phone, number: (0343) 410 100, schedule: piket}
  - {id: surel, type: email, address: kota@kota.example}
  - {id: formulir, type: form}
categories: [{id: umum, name: Umum}]
services: [{id: info, organization: pusat, name: Informasi, channels: [hotline, surel, formulir], category: umum}]
desks: [{id: meja, name: Meja, to: [meja@kota.example]}]
inquiry: {default_desk: meja, from: noreply@kota.example}
"""
OFFICE = """\
organizations: [{{id: kantor-{n}, name: Kantor {n}, complaints: {{channels: [wa-{n}]}}}}]
locations: [{{id: gedung-{n}, organization: kantor-{n}, name: Gedung {n}}}]
schedules: [{{id: jam-{n}, regular: {{Mo-Th: [07:30-12:00]}}}}]
channels:
  - {{id: loket-{n}, type: counter, location: gedung-{n}, schedule: jam}}
  - {{id: wa-{n}, type: whatsapp, number: 0812-3000-000{n}, schedule: jam-{n}}}
desks: [{{id: meja-{n}, name: Meja {n}, to: [meja-{n}@kota.example], schedule: jam, organization: kantor-{n}}}]
services:
  - {{id: ktp-{n}, organization: kantor-{n}, name: KTP {n}, channels: [loket-{n}, wa-{n}, formulir], desk: meja-{n}}}
  - {{id: kk-{n}, organization: kantor-{n}, name: KK {n}, channels: [wa-{n}, hotline], category: umum}}
"""


class Record(NamedTuple):
    """A record, and the number of the file that it stands in; 0 is the main file."""

    section: str
    typed: dict[str, Any]
    file: int


def of_offices() -> list[Record]:
    """All that the offices have to themselves."""
    parts = [(number, _parsed(OFFICE.format(n=number))) for number in OFFICES]
    return [Record(section, item, number) for number, part in parts for section in part for item in part[section]]


def _parsed(text: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(text, Loader=yaml.BaseLoader)
    return found


_DATES = {"from": "2020-03-23", "until": "2020-04-05"}
_SHUT = {**_DATES, "stays_open": ["surel"], "reason": "Wabah"}
_WEEK = {"regular": {"Mo-Fr": ["09:00-11:00"]}}
_NEWS = {"level": "minor", "posted": "2020-03-20", "title": "Kabar", "text": "Kabar untuk semua."}
_numbers = st.sampled_from(OFFICES)
_dated = st.one_of(
    _numbers.map(lambda n: ("closures", {**_SHUT, "channels": [f"loket-{n}"]})),
    _numbers.map(lambda n: ("closures", {**_SHUT, "organizations": [f"kantor-{n}"], "stays_open": ["hotline"]})),
    _numbers.map(lambda n: ("closures", {**_SHUT, "locations": [f"gedung-{n}"], "stays_open": [f"wa-{n}"]})),
    st.just(("closures", {**_SHUT, "channels": ["hotline"]})),
    _numbers.map(lambda n: ("special_hours", {**_DATES, **_WEEK, "channels": [f"wa-{n}"], "kind": "extra"})),
    _numbers.map(lambda n: ("special_hours", {**_DATES, **_WEEK, "schedules": [f"jam-{n}"], "kind": "changed"})),
    st.just(("special_hours", {**_DATES, **_WEEK, "schedules": ["jam"], "kind": "changed"})),
    _numbers.map(lambda n: ("notices", {**_NEWS, "services": [f"kk-{n}"]})),
    _numbers.map(lambda n: ("notices", {**_NEWS, "organizations": [f"kantor-{n}"]})),
)
_across = st.one_of(
    _numbers.map(lambda n: ("services", {"organization": f"kantor-{n}", "name": "Pindah", "channels": ["surel"]})),
    _numbers.map(lambda n: ("services", {"organization": "pusat", "name": "Lintas", "channels": [f"wa-{n}"]})),
    _numbers.map(lambda n: ("locations", {"organization": f"kantor-{n}", "name": "Cabang"})),
    _numbers.map(lambda n: ("channels", {"type": "counter", "location": f"gedung-{n}", "schedule": "piket"})),
)


@st.composite
def governments(draw: st.DrawFn) -> list[Record]:
    """The offices, at most three things that tie some of them, each in any file, and now and then a stray record."""
    drawn = draw(st.lists(st.tuples(st.one_of(_dated, _across), st.integers(0, 4)), max_size=3))
    extra = [Record(name, {"id": f"lain-{at}"} | typed, file) for at, ((name, typed), file) in enumerate(drawn)]
    records = of_offices()
    for at, file in draw(st.lists(st.tuples(st.integers(0, len(records) - 1), st.integers(0, 4)), max_size=2)):
        records[at] = records[at]._replace(file=file)
    return records + extra


def written_to(folder: Path, records: Iterable[Record]) -> Path:
    """The main file of a directory with these records beside its own."""
    files = {0: _parsed(MAIN), **{number: {} for number in OFFICES}}
    for record in records:
        files[record.file].setdefault(record.section, []).append(record.typed)
    (folder / "kantor").mkdir(parents=True, exist_ok=True)
    for number, part in files.items():
        path = folder / (f"kantor/{number}.yml" if number else "contacts.yml")
        apart = json.loads(json.dumps(part))  # what is the same value twice would be an alias
        path.write_text(yaml.dump(apart, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder / "contacts.yml"
