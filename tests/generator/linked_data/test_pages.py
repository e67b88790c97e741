"""What each kind of page says to machines."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest

from generator.compact import in_script
from generator.directory import Directory, language, private_mailboxes
from generator.linked_data import MOST_OFFICES
from generator.linked_data.nodes import Node
from generator.news import announcements
from tests.building import good
from tests.generator.full import FULL
from tests.generator.linked_data.kinds import every_page, linked


@pytest.fixture(scope="module")
def full() -> Directory:
    return good(FULL)


def of_service(directory: Directory, service_id: str, code: str = "id") -> Node:
    return linked(directory).service(directory.services[service_id], language(code))


def everything_under(key: str, data: Any) -> Iterator[Any]:
    """What stands under a key, at any depth."""
    if isinstance(data, list):
        for part in data:
            yield from everything_under(key, part)
    elif isinstance(data, dict):
        yield from (part for name, part in data.items() if name == key)
        for part in data.values():
            yield from everything_under(key, part)


@pytest.mark.parametrize("code", ["id", "en"])
def test_of_mailboxes_only_channels_are_told(full: Directory, pasuruan: Directory, code: str) -> None:
    """No desk's mailbox, nor the sender's, nor the digest's."""
    for directory, public in ((full, {"layanan@kantor.example"}), (pasuruan, {"pajak@", "layanan.bpjs@"})):
        told = "\n".join(map(in_script, every_page(directory, code)))
        assert [box for box in (*private_mailboxes(directory), "noreply@") if box in told] == []
        assert all(box in told for box in public)


def test_both_languages_tell_of_the_same_things(full: Directory) -> None:
    """A service, an office or a counter has one `@id`, and a page in each language."""
    pages = zip(every_page(full, "id"), every_page(full, "en"), strict=True)
    for indonesian, english in pages:
        ids, others = (
            {name for name in everything_under("@id", page) if "#" in name} for page in (indonesian, english)
        )
        assert ids == others
        assert ids != set()


def test_every_address_is_absolute(full: Directory) -> None:
    """A machine reads the data without the page around it."""
    for data in every_page(full, "en"):
        for key in ("@id", "url", "item", "serviceUrl"):
            assert all(address.startswith("https://") for address in everything_under(key, data))


def test_the_ways_to_a_service_are_told_as_the_page_has_them(full: Directory) -> None:
    """In the same order; a mailbox stands with the office, since a way by mail has no property."""
    data = of_service(full, "ktp")
    ways = [(way["name"], way.get("serviceUrl"), "serviceLocation" in way) for way in data["availableChannel"]]
    assert ways == [
        ("WA Loket", "https://wa.me/6281230060440?text=Halo", False),
        ("Telepon darurat", None, False),
        ("Antrean", "https://antre.example/?a=1&b=2", False),
        ("Formulir", "https://kantor.example/loket/layanan/ktp/#pertanyaan", False),
        ("Loket 1", None, True),
    ]
    assert [point["email"] for point in data["provider"]["contactPoint"]] == ["layanan@kantor.example"]


def test_a_service_that_is_suspended_has_no_way(full: Directory) -> None:
    """A machine that saw hours would send people there."""
    data = of_service(full, "kk")
    assert "availableChannel" not in data
    assert list(everything_under("opens", data)) == []


def test_fees_are_whole_units(full: Directory) -> None:
    """What costs nothing is told too."""
    offers = of_service(full, "ktp", "en")["offers"]
    assert [(item["name"], item["price"], item["priceCurrency"]) for item in offers] == [
        ("New", 0, "IDR"),
        ("Lost", 25000, "IDR"),
    ]


def test_an_office_has_each_of_its_counters(full: Directory) -> None:
    """With its place and its hours; a building without a counter is on no page."""
    office, counter = linked(full).office(full.organizations["kantor"], language("en"))["@graph"]
    assert (office["name"], office["sameAs"]) == ("Service office", "https://kp.example")
    assert (counter["name"], counter["parentOrganization"]) == ("Counter 1", {"@id": office["@id"]})
    assert (counter["geo"]["latitude"], counter["address"]["postalCode"]) == (-7.6453, "67126")
    assert counter["specialOpeningHoursSpecification"][0]["validThrough"] == "2020-04-05"


def test_what_no_page_shows_is_not_told(full: Directory) -> None:
    """The ways to a service that is not offered are not told, neither by the service nor by the office."""
    services = {"ktp": dataclasses.replace(full.services["ktp"], status="defunct")}
    quiet = dataclasses.replace(full, services=services)
    graph = linked(quiet).office(full.organizations["kantor"], language("en"))["@graph"]
    assert [("contactPoint" in item, item["@type"]) for item in graph] == [(False, "GovernmentOrganization")]


def test_an_announcement_says_when_it_expires(pasuruan: Directory) -> None:
    """The first instant at which it holds no more, in the office's zone; none where it has no end."""
    told = {item.id: linked(pasuruan).notice(item, language("id")) for item in announcements(pasuruan, language("id"))}
    assert told["loket-tutup-2020-03"]["expires"] == "2020-04-06T00:00:00+07:00"
    assert "expires" not in told["bpjs-tutup-2020-03"]
    assert [item["name"] for item in told["loket-tutup-2020-03"]["announcementLocation"]] == [
        "Loket Kantor Pajak Daerah"
    ]


@pytest.mark.parametrize("code", ["id", "en"])
def test_no_text_can_end_the_block(full: Directory, code: str) -> None:
    """A text that holds `</script>` is data, and read back as it was."""
    for data in every_page(full, code):
        assert "<" not in in_script(data)
        assert json.loads(in_script(data)) == data


def test_the_first_page_of_a_big_government_stays_light(full: Directory) -> None:
    """Offices are told there while they are few; each has a page of its own."""
    for count, nodes in ((MOST_OFFICES, MOST_OFFICES + 1), (MOST_OFFICES + 1, 1)):
        offices = {f"k{number}": full.organizations["kantor"] for number in range(count)}
        big = dataclasses.replace(full, organizations=offices)
        assert len(linked(big).home(language("id"))["@graph"]) == nodes
