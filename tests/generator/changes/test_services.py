"""Services that came, went and changed."""

from generator.changes import compare, kinds
from generator.changes.kinds import Passage
from tests.building import MINIMAL, good
from tests.generator.changes.versions import TODAY, changes, edited

KK = (
    "      - {id: kk, document: {id: Kartu Keluarga (KK), en: Family card (KK)}, "
    "upload: {types: [pdf, jpg, png], max_mb: 15}}\n"
)
DESK = "inquiry: {default_desk: m, from: f@kantor.example}\ndesks: [{id: m, name: M, to: [m@kantor.example]}]\n"


def test_a_service_under_another_id_is_the_same_service() -> None:
    """By its name, or by what it says of itself where the name is new too."""
    assert changes(("id: jkm\n", "id: jaminan-kematian\n")) == []
    (renamed,) = changes(("id: jkm\n", "id: santunan\n"), ("id: Klaim Jaminan Kematian (JKM), en", "id: Santunan, en"))
    assert isinstance(renamed, kinds.Renamed)


def test_an_inactive_service_is_none() -> None:
    """To citizens it is removed, and added when it comes back."""
    edit = ("id: jkm\n", "id: jkm\n    status: inactive\n")
    (removed,) = changes(edit)
    (added,) = compare(edited(edit), edited(), TODAY)
    assert (type(removed), type(added)) == (kinds.ServicesRemoved, kinds.ServicesAdded)
    assert changes(edit, ("desk: meja-jkm\n", "desk: meja-jkm\n    payment: {id: Tunai, en: Cash}\n")) == [removed]


def test_services_that_changed_alike_are_one_change() -> None:
    """However many they are; one that changed otherwise is told by itself."""
    payment = (
        "    payment:\n      id: Hubungi kami dulu. Petugas memberi nomor rekening pembayaran kepada yang bertanya.\n"
    )
    desks = [("meja-pbb", "Bayar di loket."), ("meja-bphtb", "Bayar di  loket.")]
    edits = [
        (f"    desk: {desk}\n{payment}", f"    desk: {desk}\n    payment:\n      id: {said}\n") for desk, said in desks
    ]
    (change,) = changes(*edits)
    assert isinstance(change, kinds.ServicesChanged)
    assert [service.id for service in change.services] == ["pbb-p2", "bphtb"]
    assert change.how == kinds.Rewritten((Passage.PAYMENT,))


def test_a_new_service_says_nothing_else() -> None:
    """Its documents and ways are all new; that goes without saying."""
    service = "{id: baru, organization: bkd, name: B, channels: [surel-bkd], cost_options: [{option: A, amount: 1}]}"
    (added,) = changes(("services:\n", f"services:\n  - {service}\n"))
    assert isinstance(added, kinds.ServicesAdded)


def test_another_form_is_the_same_way() -> None:
    """The form asks from each service's own page, whichever record it is."""
    services = "channels: [{id: a, type: form}, {id: b, type: form}]\n"
    services += "services: [{id: s, organization: kantor, name: S, channels: [WAY]}]\n"
    old, new = (good(MINIMAL + DESK + services.replace("WAY", way)) for way in "ab")
    assert compare(old, new, TODAY) == []


def test_a_document_under_another_id_is_the_same_document() -> None:
    """The order of documents says nothing either."""
    assert (
        changes(
            (KK, ""),
            ("    required_documents:\n", f"    required_documents:\n{KK.replace('id: kk', 'id: kartu-keluarga')}"),
        )
        == []
    )


def test_a_fee_in_other_words_of_one_language_is_no_other_fee() -> None:
    """It is told as a change of words."""
    fee = "desk: meja-bphtb\n    cost_options: [{option: {id: cetak, en: print}, amount: 5000}]\n"
    old = edited(("desk: meja-bphtb\n", fee))
    new = edited(("desk: meja-bphtb\n", fee.replace("en: print", "en: printing")))
    (change,) = compare(old, new, TODAY)
    assert isinstance(change, kinds.ServicesChanged)
    assert change.how == kinds.Rewritten((Passage.COST,))


def test_the_order_of_steps_is_told() -> None:
    """What to do first is what the list is for."""
    service = f"{MINIMAL}channels: [{{id: w, type: web, url: 'https://a.example'}}]\nservices: [{{id: s, "
    service += "organization: kantor, name: S, channels: [w], application_process: [STEPS]}]\n"
    (change,) = compare(good(service.replace("STEPS", "Satu, Dua")), good(service.replace("STEPS", "Dua, Satu")), TODAY)
    assert isinstance(change, kinds.ServicesChanged)
    assert change.how == kinds.Rewritten((Passage.STEPS,))
