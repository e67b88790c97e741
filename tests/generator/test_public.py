"""public: what anybody may have of the directory."""

import json

from generator.directory import Directory
from tests.building import public_directory


def test_no_mailbox_of_a_desk_is_public(pasuruan: Directory) -> None:
    """Addresses of desks stay inside, and so does the section that routes letters."""
    told = json.dumps(public_directory(pasuruan))
    assert not [box for desk in pasuruan.desks.values() for box in desk.to if box in told]
    assert "noreply@" not in told
    assert "inquiry" not in public_directory(pasuruan)


def test_it_names_what_it_was_built_from(pasuruan: Directory) -> None:
    """The sha256 of contacts.yml, as /health of the form names its own."""
    assert public_directory(pasuruan)["sha256"] == pasuruan.sha256


def test_values_have_one_spelling(pasuruan: Directory) -> None:
    """Numbers are E.164, times HH:MM, dates ISO 8601, texts by language."""
    told = public_directory(pasuruan)
    channels = {channel["id"]: channel for channel in told["channels"]}
    schedules = {schedule["id"]: schedule for schedule in told["schedules"]}
    assert channels["wa-pbb-1"]["number"] == "+6281230060440"
    assert channels["wa-pbb-1"]["type"] == "whatsapp"
    assert schedules["jam-bkd"]["regular"]["Fr"] == [["07:30", "11:30"], ["13:00", "14:30"]]
    assert told["closures"][1]["from"] == "2020-03-23"
    assert told["site"]["name"] == {"id": "Loket Pasuruan", "en": "Loket Pasuruan"}


def test_it_names_its_form_first(pasuruan: Directory) -> None:
    """Whoever opens it sees at the top by what to read it."""
    assert next(iter(public_directory(pasuruan).items())) == ("$schema", "contacts.schema.json")
