"""groups: services as people look for them."""

import dataclasses
from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Directory, Service, Text, language
from generator.groups import by_heading, by_letter, by_name, channels_of, letter_slug, served_by
from tests.building import plain

ID, EN = language("id"), language("en")


def service(name: str, english: str = "", **named: tuple[str, ...]) -> Service:
    text = Text("id", {"id": name, "en": english}) if english else plain(name)
    channels = named.get("channels", ("loket",))
    return Service(id=f"s-{name}", organization="kantor", name=text, channels=channels)


def letters(names: Iterable[str]) -> dict[str, list[str]]:
    told = by_letter([service(name) for name in names], ID)
    return {letter: [found.name.say("id") for found in group] for letter, group in told.items()}


def test_a_letter_is_found_whatever_stands_before_and_upon_it() -> None:
    """Accents, quotation marks and brackets part nobody from the letter under which people look."""
    names = ["Élan", "elang", "“Emas”", "(Baru) Bea", "‘Aisyah", "Ångström", "- bagi hasil"]
    assert letters(names) == {
        "A": ["‘Aisyah", "Ångström"],
        "B": ["- bagi hasil", "(Baru) Bea"],
        "E": ["Élan", "elang", "“Emas”"],
    }


def test_names_that_differ_by_a_number_are_counted() -> None:
    """A list of offices by number is read in that order, and the 12th does not stand before the 2nd."""
    names = ["SD Negeri 12", "SD Negeri 2", "SD Negeri 2 B", "SD Negeri 1", "SD Islam 3"]
    assert letters(names) == {"S": ["SD Islam 3", "SD Negeri 1", "SD Negeri 2", "SD Negeri 2 B", "SD Negeri 12"]}


def test_numbers_and_marks_stand_under_one_sign() -> None:
    """Which comes first, and has an address without a sign in it."""
    assert letters(["Akta", "3 in 1", "\u00b2 kali", "!"]) == {"#": ["!", "² kali", "3 in 1"], "A": ["Akta"]}
    assert [letter_slug(letter) for letter in ("#", "A")] == ["0-9", "a"]


def test_a_letter_of_another_script_is_a_letter() -> None:
    """A name with both scripts stands under its first letter, not under the first that English has."""
    assert letters(["Ærlig", "Жильё KTP", "ꦲꦏ꧀ꦱꦫ", "ßtrasse"]) == {
        "S": ["ßtrasse"], "Æ": ["Ærlig"], "Ж": ["Жильё KTP"], "ꦲ": ["ꦲꦏ꧀ꦱꦫ"],
    }  # fmt: skip


def test_each_language_has_letters_of_its_own() -> None:
    """Who reads English looks under the English name."""
    services = [service("Pajak", "Taxes"), service("Akta", "Certificates")]
    assert (list(by_letter(services, ID)), list(by_letter(services, EN))) == (["A", "P"], ["C", "T"])


@given(st.lists(st.text(min_size=1, max_size=5), unique=True))
def test_no_service_is_lost_among_the_letters(names: list[str]) -> None:
    """Each stands under one letter, in the order of names, and no two letters share an address."""
    found = by_letter(services := [service(name) for name in names], ID)
    assert sorted(one.id for group in found.values() for one in group) == sorted(one.id for one in services)
    in_order = by_name(services, ID)
    assert [sorted(group, key=in_order.index) for group in found.values()] == list(found.values())
    slugs = [letter_slug(letter) for letter in found]
    assert len(set(slugs)) == len(slugs)
    assert not any("/" in slug or slug.strip() != slug or not slug for slug in slugs)


def test_what_serves_all_names_none() -> None:
    """A channel that is for some services names them; one for all needs no list, and one for none has none."""
    tax, land = service("Pajak", channels=("loket", "wa")), service("Tanah", channels=("loket",))
    assert served_by([tax, land], ["loket", "wa"]) == {"loket": [], "wa": [tax]}
    assert served_by([tax], ["loket", "wa", "surel"]) == {"loket": [], "wa": [], "surel": []}


def test_channels_come_once_in_the_order_of_the_file(pasuruan: Directory) -> None:
    """Without the form, which has its place on the page of each service."""
    services = [pasuruan.services[name] for name in ("pajak-daerah-lain", "pbb-p2")]
    assert channels_of(pasuruan, services) == [
        "loket-bkd", "wa-pbb-1", "wa-pbb-2", "telepon-bkd-1", "telepon-bkd-2", "surel-bkd",
    ]  # fmt: skip


def test_services_without_a_category_stand_under_their_office(pasuruan: Directory) -> None:
    """Two offices' services are not mixed."""
    bare = {name: dataclasses.replace(item, category=None) for name, item in pasuruan.services.items()}
    services = [*bare.values(), pasuruan.services["pbb-p2"]]
    groups = by_heading(pasuruan, services)
    assert [(group.heading.say("id"), len(group.services)) for group in groups] == [
        ("BPJS Ketenagakerjaan Cabang Pasuruan", 2),
        ("Badan Keuangan Daerah Kabupaten Pasuruan", 3),
        ("Pajak daerah", 1),
    ]
