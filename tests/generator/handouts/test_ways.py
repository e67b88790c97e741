"""ways: what to use instead, grouped by the services that it belongs to."""

import dataclasses

from generator.directory import Directory, language
from generator.handouts.ways import Group, count_of, groups_of, thinned, typed
from tests.building import plain
from tests.generator.handouts.cases import TAX, facts, with_closure, with_many_ways


def told(groups: tuple[Group, ...]) -> dict[str, list[str]]:
    return {group.heading: [item.shown for item in group.contacts] for group in groups}


def test_each_tax_has_its_own_numbers(pasuruan: Directory) -> None:
    """As the office announced it in March 2020; what serves all comes last."""
    assert told(facts(pasuruan).groups) == {
        "PBB-P2": ["0812-3006-0440", "0819-4577-0577"],
        "BPHTB": ["0857-5535-1666", "0822-3469-4804"],
        "Pajak daerah lain": ["(0343) 5643756", "(0343) 410188"],
        "Semua layanan": ["loket.pasuruan.example", "pajak@pasuruan.example"],
    }


def test_one_group_for_all_needs_no_heading(pasuruan: Directory) -> None:
    """Both BPJS claims have the same ways."""
    (group,) = facts(pasuruan, "bpjs-tutup-2020-03").groups
    assert (group.heading, len(group.contacts)) == ("", 3)


def test_ways_of_one_service_alone_are_told_as_its_own(pasuruan: Directory) -> None:
    """Who comes for BPHTB does not write to the desk of PBB-P2."""
    (group,) = facts(with_closure(pasuruan, stays_open=("wa-pbb-1", "wa-pbb-2"))).groups
    assert (group.heading, group.detail) == ("PBB-P2", "Pajak Bumi dan Bangunan (PBB-P2)")


def test_ways_of_no_service_concerned_are_other_ways(pasuruan: Directory) -> None:
    """A counter elsewhere is told with its place."""
    groups = told(facts(with_closure(pasuruan, stays_open=("wa-pbb-1", "loket-bpjs"))).groups)
    assert groups["Cara lain"] == ["Kantor BPJS Ketenagakerjaan Pasuruan"]


def test_services_of_one_short_name_keep_their_full_names(pasuruan: Directory) -> None:
    """`PBB-P2` twice would tell nobody which is meant."""
    twin = dataclasses.replace(pasuruan.services["bphtb"], name=plain("Pajak lama (PBB-P2)"))
    same = dataclasses.replace(pasuruan, services={**pasuruan.services, "bphtb": twin})
    assert {"Pajak Bumi dan Bangunan (PBB-P2)", "Pajak lama (PBB-P2)"} <= told(facts(same).groups).keys()


def test_the_form_of_one_service_is_on_its_page(pasuruan: Directory) -> None:
    """Where several are concerned the home page leads to each."""
    (group,) = groups_of(pasuruan, ["formulir"], [pasuruan.services["bphtb"]], language("en"))
    assert group.contacts[0].link == "https://loket.pasuruan.example/en/services/bphtb/"
    assert facts(pasuruan, TAX, "en").groups[-1].contacts[0].link == "https://loket.pasuruan.example/en/"


def test_a_tap_opens_whatsapp(pasuruan: Directory) -> None:
    """The number in the form that its link wants, without the first words of a chat."""
    assert facts(pasuruan).groups[0].contacts[0].link == "https://wa.me/6281230060440"


def test_of_too_many_ways_each_service_keeps_its_first(pasuruan: Directory) -> None:
    """The first of each group goes before the second of any."""
    groups = facts(with_many_ways(pasuruan, 20)).groups
    thin = thinned(groups, 5)
    assert [len(group.contacts) for group in thin] == [2, 1, 1, 1]
    assert count_of(thinned(groups, 99)) == count_of(groups) == 28
    assert thinned(groups, 0) == ()


def test_an_address_is_told_as_people_type_it() -> None:
    """Without its scheme; a path keeps its last slash."""
    assert typed("https://kantor.example/") == "kantor.example"
    assert typed("https://kantor.example/a/b/") == "kantor.example/a/b/"
