"""Announcements for the tests of handouts: those of Pasuruan, and others that are long, odd or without anything."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from generator.directory import Directory, Notice, Timetables, WhatsApp, language
from generator.directory.model import Organization
from generator.directory.values import Telephone
from generator.handouts import Facts, facts_of
from generator.news import announcements
from tests.building import ROOT, closure, plain, reading, special
from tests.generator.good_files import as_yaml, good_files

TAX = "loket-tutup-2020-03"
LONG = "Gedung diperbaiki mulai 23 Maret 2020 pukul 07.30, telepon (0343) 410 188, dan loket lain tetap buka. "
WIDE = "Kalimat panjang & <b>aneh</b> \N{GRINNING FACE}. "
STYLE = ROOT / "site_src" / "assets" / "poster.css"


def facts(directory: Directory, announcement_id: str = TAX, code: str = "id") -> Facts:
    """What is told of one announcement of a directory."""
    told = {item.id: item for item in announcements(directory, language(code))}
    return facts_of(directory, told[announcement_id], language(code), Timetables(directory))


def with_closure(directory: Directory, **changed: Any) -> Directory:
    """The closure of the tax hall, changed."""
    return dataclasses.replace(directory, closures={TAX: dataclasses.replace(directory.closures[TAX], **changed)})


def with_special(directory: Directory, kind: str, **named: Any) -> Directory:
    """Special hours of the tax hall instead of every closure."""
    days = {"Mo-Th": "08:00-14:00", "Fr": "08:00-11:30"}
    record = special("2020-04-24", "2020-05-23", days, kind, channels=("loket-bkd",), id="khusus", **named)
    return dataclasses.replace(directory, closures={}, special_hours={"khusus": record})


def with_notice(directory: Directory, title: str, text: str, **named: Any) -> Directory:
    known: dict[str, Any] = {"level": "minor", "posted": directory.closures[TAX].from_, "organizations": ("bkd",)}
    notice = Notice(id="kabar", title=plain(title), text=plain(text), **(known | named))
    return dataclasses.replace(directory, notices={"kabar": notice})


def with_many_ways(directory: Directory, count: int) -> Directory:
    """So many more WhatsApp numbers, each of one of the three taxes in turn."""
    names = [f"wa-{number}" for number in range(count)]
    more = {
        name: WhatsApp(id=name, number=Telephone(f"+62812300{number:05}", f"0812-300{number // 100}-{number % 100:04}"))
        for number, name in enumerate(names)
    }
    taxes = ("pbb-p2", "bphtb", "pajak-daerah-lain")
    services = {
        name: dataclasses.replace(service, channels=(*service.channels, *names[taxes.index(name) :: 3]))
        if name in taxes
        else service
        for name, service in directory.services.items()
    }
    wider = dataclasses.replace(directory, channels={**directory.channels, **more}, services=services)
    return with_closure(wider, stays_open=(*names, *directory.closures[TAX].stays_open))


def with_office(directory: Directory, name: str) -> Directory:
    office = dataclasses.replace(directory.organizations["bkd"], name=plain(name))
    offices: dict[str, Organization] = {**directory.organizations, "bkd": office}
    return dataclasses.replace(directory, organizations=offices)


def extremes(directory: Directory) -> dict[str, Facts]:
    """What no poster may fail at."""
    many = with_many_ways(directory, 20)
    unknown = closure("2020-03-23", None, channels=tuple(directory.channels)[:11], id=TAX, stays_open=("formulir",))
    found = {
        "20 ways": facts(many),
        "20 ways and a long reason": facts(with_closure(many, reason=plain(LONG * 20))),
        "200 ways": facts(with_many_ways(directory, 200)),
        "a long reason": facts(with_closure(directory, reason=plain(LONG * 20))),
        "a notice of wide letters": facts(with_notice(directory, WIDE, WIDE * 90), "kabar"),
        "a reason of one word": facts(with_closure(directory, reason=plain("W" * 2000))),
        "a reason in 60 lines": facts(with_closure(directory, reason=plain("Satu baris.\n" * 60))),
        "a long office": facts(with_office(directory, "Badan Pengelolaan Keuangan dan Aset Daerah " * 12)),
        "an office of one word": facts(with_office(directory, "BADAN" * 30)),
        "eleven channels shut": facts(dataclasses.replace(directory, closures={TAX: unknown})),
        "a long notice": facts(with_notice(directory, "Kabar " * 60, LONG * 20), "kabar"),
        "a short notice": facts(with_notice(directory, "Kabar", "Isi."), "kabar"),
        "a long site": facts(with_site(directory, "https://" + "nama-yang-panjang." * 9 + "example/folder")),
    }
    kinds = ("changed", "extra", "by_appointment")
    return found | {kind: facts(with_special(directory, kind), "khusus") for kind in kinds}


def with_site(directory: Directory, url: str) -> Directory:
    return dataclasses.replace(directory, site=dataclasses.replace(directory.site, url=url))


@st.composite
def any_facts(draw: st.DrawFn) -> Facts:
    """An announcement of any file without a fault, in any of its languages."""
    found = reading(as_yaml(draw(good_files()))).directory
    assert found is not None
    words = language(draw(st.sampled_from(found.site.languages)))
    item = draw(st.sampled_from(_announced(found, words.code)))
    return facts_of(found, item, words, Timetables(found))


def _announced(directory: Directory, code: str) -> Sequence[Any]:
    return announcements(directory, language(code))
