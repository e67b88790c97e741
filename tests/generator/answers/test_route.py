"""What `route` says: who gets a letter, and who then."""

import pytest

from generator.answers.route import routes, routes_as_text, services_to_route
from generator.arguments import WrongArgumentError
from generator.directory import Directory, language
from tests.building import MINIMAL, good

OFFICE = (
    MINIMAL
    + """\
channels: [{id: formulir, type: form}]
services:
  - {id: ktp, organization: kantor, name: KTP, channels: [formulir], desk: meja-ktp}
  - {id: kk, organization: kantor, name: KK, channels: [formulir]}
desks:
  - {id: meja-ktp, name: KTP, to: [ktp@kantor.example, ktp2@kantor.example], fallback: meja-kepala}
  - {id: meja-kepala, name: Kepala, to: [kepala@kantor.example]}
  - {id: meja-umum, name: Umum, to: [umum@kantor.example]}
inquiry:
  default_desk: meja-umum
  from: a@kantor.example
  topics: [{id: keluhan, name: Keluhan, desk: meja-kepala}]
"""
)


def said(directory: Directory, service: str = "") -> list[str]:
    return routes_as_text(routes(directory, services_to_route(directory, service)), language("id")).splitlines()


def test_each_service_and_topic_has_its_chain() -> None:
    """Every mailbox of the first desk, then those that are tried when it refuses, down to the default desk."""
    assert said(good(OFFICE)) == [
        "ktp",
        "  meja-ktp (ktp@kantor.example, ktp2@kantor.example) → meja-kepala (kepala@kantor.example)"
        " → meja-umum (umum@kantor.example)",
        "  topik keluhan: meja-kepala (kepala@kantor.example) → meja-umum (umum@kantor.example)",
        "kk",
        "  meja-umum (umum@kantor.example)",
        "  topik keluhan: meja-kepala (kepala@kantor.example) → meja-umum (umum@kantor.example)",
        "(pertanyaan tanpa layanan)",
        "  meja-umum (umum@kantor.example)",
        "  topik keluhan: meja-kepala (kepala@kantor.example) → meja-umum (umum@kantor.example)",
    ]


def test_one_service_is_asked_about_alone(pasuruan: Directory) -> None:
    """As other programs read it: desks in order, with their mailboxes."""
    assert routes(pasuruan, services_to_route(pasuruan, "pbb-p2")) == [
        {
            "service": "pbb-p2",
            "topic": None,
            "desks": [
                {"id": "meja-pbb", "to": ["pbb@pasuruan.example"]},
                {"id": "meja-umum", "to": ["umum@pasuruan.example"]},
            ],
        }
    ]


def test_what_can_not_be_routed_is_told(pasuruan: Directory) -> None:
    """A service that is not there, with the nearest that is; a directory that takes no questions."""
    with pytest.raises(WrongArgumentError) as wrong:
        services_to_route(pasuruan, "pbb")
    assert "'pbb-p2'" in language("id")(wrong.value.key, **wrong.value.blanks)
    with pytest.raises(WrongArgumentError, match=r"arguments\.no_inquiry"):
        services_to_route(good(MINIMAL), "")
