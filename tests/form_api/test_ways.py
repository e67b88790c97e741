"""The other ways to reach an office: those that a link leads to, and never the form that was just used."""

import pytest

from form_api.ways import other_ways
from generator.directory import Directory, language


def test_a_service_has_its_own_ways(pasuruan: Directory) -> None:
    """In the order in which a citizen should try them; a counter, which no link reaches, and the form are left out."""
    ways = other_ways(pasuruan, pasuruan.services["pbb-p2"], language("id"))
    assert [way.action for way in ways] == ["WhatsApp 0812-3006-0440", "WhatsApp 0819-4577-0577", ways[2].action]
    assert ways[2].href == "mailto:pajak@pasuruan.example"


@pytest.mark.parametrize("code", ["id", "en"])
def test_without_a_service_every_way_is_told(pasuruan: Directory, code: str) -> None:
    """Whoever asks about nothing in particular learns of all that a link can reach."""
    ways = other_ways(pasuruan, None, language(code))
    assert len(ways) == 9
    assert all(way.href for way in ways)
    assert language(code)("action.form") not in [way.action for way in ways]
