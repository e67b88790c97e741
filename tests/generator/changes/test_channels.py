"""Numbers, addresses and counters that changed."""

from generator.changes import compare, kinds
from tests.building import MINIMAL, good
from tests.generator.changes.versions import TODAY, changes, dumped, edited, tree


def test_a_number_written_otherwise_is_the_same_number() -> None:
    """With a country code, in other groups; an address in capitals."""
    edits = [("number: 0812-3006-0440", "number: +62 812 3006 0440"), ("address: pajak@pas", "address: Pajak@pas")]
    assert changes(*edits) == []


def test_two_ids_that_changed_places_are_silent() -> None:
    """The service has both numbers before and after."""
    contacts = tree()
    first, second = (channel for channel in contacts["channels"] if channel["id"].startswith("wa-pbb"))
    first["number"], second["number"] = second["number"], first["number"]
    assert compare(edited(), good(dumped(contacts)), TODAY) == []


def test_an_id_is_nobodys_number() -> None:
    """A channel under another id is the same channel, in every service that names it."""
    contacts = f"{MINIMAL}channels: [{{id: ID, type: phone, number: (0343) 410 188}}]\n"
    contacts += "services: [{id: s, organization: kantor, name: S, channels: [ID]}]\n"
    assert compare(good(contacts.replace("ID", "satu")), good(contacts.replace("ID", "dua")), TODAY) == []


def test_two_channels_of_one_number_are_told_together() -> None:
    """Each has the new number, and a citizen dials it once."""
    channels = "{id: a, type: phone, number: NUMBER, name: A}, {id: b, type: phone, number: NUMBER, name: B}"
    old, new = (good(f"{MINIMAL}channels: [{channels}]\n".replace("NUMBER", f"(0343) 410 {n}")) for n in (188, 189))
    (change,) = compare(old, new, TODAY)
    assert isinstance(change, kinds.ContactChanged)
    assert [channel.id for channel in change.channels] == ["a", "b"]


def test_a_channel_of_another_type_is_another_channel() -> None:
    """A telephone that became a WhatsApp number is a way less and a way more, whatever its id."""
    edits = [
        ("id: telepon-bkd-2, type: phone", "id: telepon-bkd-2, type: whatsapp"),
        ("(0343) 410 188", "0811-3006-0440"),
    ]
    closure, service = changes(*edits)
    assert isinstance(closure, kinds.StaysOpenChanged)
    assert isinstance(service, kinds.ServicesChanged)
    assert isinstance(service.how, kinds.WaysChanged)
    assert (service.how.added, service.how.removed) == (closure.added, closure.removed)
    assert (closure.added[0].type, closure.removed[0].type) == ("whatsapp", "phone")


def test_a_building_without_a_counter_is_silent() -> None:
    """Its address stands on no page."""
    known = f"{MINIMAL}locations: [{{id: g, organization: kantor, name: G, address: {{street_address: A}}}}]\n"
    assert compare(good(known), good(known.replace("street_address: A", "street_address: B")), TODAY) == []
