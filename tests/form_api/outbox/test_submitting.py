"""What happens to a submission: its documents come one by one, the desk says how far it is, and each is told once."""

from datetime import timedelta

import pytest

from form_api.outbox import Demand, NewInquiry, Outbox, events, submitting
from form_api.records import Step
from tests.form_api.questions import NOW, REFERENCE, asked, claimed, put, whole
from tests.form_api.submissions import DAY, DEMAND, MINUTE, bring, claim, document, queue, standing, submit

LATER = NOW + DAY


def letters(outbox: Outbox, at: object = NOW) -> list[str]:
    """The kinds of what is due now, which nobody has claimed."""
    return [errand.kind for errand in claimed(outbox, at)]  # type: ignore[arg-type]


def carried(outbox: Outbox) -> None:
    """The desk's mail server has taken the letter."""
    (errand,) = claimed(outbox)
    outbox.commit_all([events.accepted(REFERENCE, NOW), events.closed(errand, NOW)])


def arrived(outbox: Outbox) -> None:
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    carried(outbox)


def test_the_letter_waits_for_the_documents(outbox: Outbox) -> None:
    """Nothing leaves, and no operator is bothered, while the citizen looks for a card."""
    submit(outbox)
    assert (bring(outbox, "kartu"), bring(outbox, "surat")) == ("stored", "stored")
    entry = outbox.find(REFERENCE)
    assert entry is not None
    assert (entry.lacks_documents, entry.due_at, letters(outbox, LATER)) == (True, None, [])
    assert [each.reference for each in outbox.incomplete()] == [REFERENCE]


def test_the_last_required_document_sends_it_off(outbox: Outbox) -> None:
    """One letter, with all that is here; an optional one may come before or never."""
    submit(outbox)
    assert bring(outbox, "surat", "kartu", "ktp") == "complete"
    assert (standing(outbox).arrived_at, standing(outbox).edition, letters(outbox)) == (NOW, 1, ["question"])
    kept = whole(outbox)
    assert kept is not None
    assert {file.field for file in kept.files} == {"kartu", "ktp", "surat"}
    assert outbox.incomplete() == []


def test_a_document_takes_the_place_of_the_one_before(outbox: Outbox) -> None:
    """Photographed again, since the first was blurred."""
    submit(outbox)
    for content in (b"buram", b"tajam"):
        outbox.commit(outbox.document_stored(REFERENCE, document("kartu", content), DEMAND, NOW))
    kept = outbox.document(REFERENCE, "kartu")
    assert kept == document("kartu", b"tajam")
    assert [(each.document, each.size_bytes) for each in outbox.documents(REFERENCE)] == [("kartu", 5)]


def test_what_comes_within_the_hold_is_in_the_same_letter(outbox: Outbox) -> None:
    """Impatient fingers make one letter."""
    submit(outbox)
    held = Demand(DEMAND.required, hold=2 * MINUTE)
    bring(outbox, "kartu", "ktp", demand=held)
    bring(outbox, "surat", at=NOW + MINUTE, demand=held)
    assert letters(outbox, NOW + 2 * MINUTE) == []
    assert (letters(outbox, NOW + 3 * MINUTE), standing(outbox).edition) == (["question"], 1)


def test_what_comes_after_the_letter_is_a_new_edition(outbox: Outbox) -> None:
    """Also where a courier had it in hand: the desk gets what is here now, in a letter that is no copy."""
    arrived(outbox)
    bring(outbox, "surat")
    (errand,) = claimed(outbox)
    assert standing(outbox).edition == 2
    bring(outbox, "kartu")
    outbox.commit(events.outcome_of(errand, "meja-klaim", [], [events.closed(errand, NOW)]))
    assert (standing(outbox).edition, letters(outbox)) == (3, ["question"])


def test_a_letter_that_was_tried_is_not_changed(outbox: Outbox) -> None:
    """One of the desk's mailboxes may have it already: with another document it is a new edition."""
    submit(outbox)
    bring(outbox, "kartu", "ktp")
    (errand,) = claimed(outbox)
    outbox.commit(events.put_off(errand, LATER))
    bring(outbox, "surat")
    assert (standing(outbox).edition, letters(outbox)) == (2, ["question"])


def test_a_desk_is_reminded_of_each_edition_anew(outbox: Outbox) -> None:
    """What it was reminded of was another letter."""
    arrived(outbox)
    for at in (NOW, LATER):
        assert outbox.commit(events.queued("reminder", REFERENCE, at))
        assert not outbox.commit(events.queued("reminder", REFERENCE, at))
        bring(outbox, "surat", at=at)


@pytest.mark.parametrize(
    ("said", "possible"),
    [
        ([], ("complete", "verified", "returned")),
        (["complete"], ("verified", "returned")),
        (["verified"], ("paid", "returned")),
        (["verified", "paid"], ()),
        (["returned"], ()),
    ],
)
def test_the_desk_says_each_thing_once(outbox: Outbox, said: list[Step], possible: tuple[Step, ...]) -> None:
    """In the order of its work; the citizen is told of each, and no second press tells again."""
    arrived(outbox)
    for step in said:
        assert outbox.commit(outbox.stepped(REFERENCE, step, NOW))
        assert not outbox.commit(outbox.stepped(REFERENCE, step, LATER))
    assert standing(outbox).possible_steps == possible
    assert sorted(letters(outbox)) == sorted(said)


def test_nothing_is_said_of_what_is_not_here(outbox: Outbox) -> None:
    """Nor of a plain question, nor of what was erased."""
    submit(outbox)
    assert not outbox.commit(outbox.stepped(REFERENCE, "verified", NOW))
    bring(outbox, "kartu", "ktp")
    outbox.commit(events.erased(REFERENCE, NOW))
    assert not outbox.commit(outbox.stepped(REFERENCE, "verified", NOW))
    assert bring(outbox, "kartu") == "settled"


def test_what_is_verified_was_complete(outbox: Outbox) -> None:
    """A desk that does both at once presses one button; its question is confirmed with it."""
    arrived(outbox)
    outbox.commit(outbox.stepped(REFERENCE, "verified", LATER))
    entry = outbox.find(REFERENCE)
    assert entry is not None
    assert (standing(outbox).complete_at, entry.confirmed_at) == (LATER, LATER)
    assert bring(outbox, "kartu") == "settled"


def test_what_is_returned_can_be_mended(outbox: Outbox) -> None:
    """With the reason kept, sealed; the new document goes to the desk, which says everything anew."""
    arrived(outbox)
    outbox.commit(outbox.stepped(REFERENCE, "returned", NOW, reason="KTP buram"))
    kept = whole(outbox)
    assert kept is not None
    assert (kept.returned, letters(outbox)) == ("KTP buram", ["returned"])
    assert bring(outbox, "ktp", at=LATER) == "complete"
    assert (standing(outbox).possible_steps, standing(outbox).edition) == (("complete", "verified", "returned"), 2)
    assert outbox.commit(outbox.stepped(REFERENCE, "returned", LATER, reason="Masih buram"))
    assert sorted(letters(outbox, LATER)) == ["question", "returned"]


def test_a_suspicious_one_waits_for_its_release(outbox: Outbox) -> None:
    """With its documents; and a release sends nothing that is not whole."""
    submit(outbox, suspicions=("links",))
    bring(outbox, "kartu")
    outbox.commit(events.released(REFERENCE, NOW))
    assert letters(outbox, LATER) == []
    submit(outbox, claim(message="lain"), reference="lain", suspicions=("links",))
    bring(outbox, "kartu", "ktp", reference="lain")
    assert letters(outbox, LATER) == []
    outbox.commit(events.released("lain", LATER))
    assert letters(outbox, LATER) == ["question"]


def test_where_less_is_asked_for_it_is_whole(outbox: Outbox) -> None:
    """The office changed its file, and nobody has to send what nobody wants any more."""
    submit(outbox)
    bring(outbox, "kartu")
    less = submitting.arrived_if_whole(REFERENCE, Demand(["kartu"]), LATER)
    assert (outbox.commit(less), outbox.commit(less)) == ("complete", "settled")
    assert letters(outbox, LATER) == ["question"]


def test_links_that_are_over_are_renewed(outbox: Outbox) -> None:
    """The desk gets its letter again; what it has said stays said."""
    arrived(outbox)
    outbox.commit(outbox.stepped(REFERENCE, "complete", NOW))
    assert standing(outbox).links_until == NOW + timedelta(days=14)
    assert outbox.commit(submitting.links_renewed(REFERENCE, LATER))
    assert standing(outbox).links_until == LATER + timedelta(days=14)
    assert (sorted(letters(outbox, LATER)), standing(outbox).complete_at) == (["complete", "question"], NOW)


def test_what_is_erased_is_gone(outbox: Outbox) -> None:
    """Documents and what the desk wrote; the place in the queue stays, since it was given."""
    arrived(outbox)
    outbox.commit(outbox.stepped(REFERENCE, "returned", NOW, reason="KTP buram"))
    outbox.commit(events.erased(REFERENCE, LATER))
    kept = whole(outbox)
    assert kept is not None
    assert (kept.files, kept.returned, outbox.documents(REFERENCE)) == ((), "", [])
    assert (outbox.document(REFERENCE, "kartu"), standing(outbox).number) == (None, 1)


def test_what_comes_with_its_documents_goes_off_at_once(outbox: Outbox) -> None:
    """One transaction: the number, the documents and the letter that is due."""
    files = (document("kartu"), document("ktp"))
    new = NewInquiry(inquiry=claim(files=files), desk="meja-klaim", at=NOW, queue=queue(), demand=DEMAND)
    outbox.commit(outbox.storing(new, lambda: REFERENCE))
    kept = whole(outbox)
    assert kept is not None
    assert (kept.files, letters(outbox), standing(outbox).edition) == (files, ["question"], 1)


def test_submissions_are_found_by_when_they_were_stored(outbox: Outbox) -> None:
    """The first instant belongs to the time that is asked for and the last does not; what was erased is among them."""
    submit(outbox)
    put(outbox, asked(), reference="TANY-A111")
    outbox.commit(events.erased(REFERENCE, LATER))
    found = [outbox.submissions(NOW, LATER), outbox.submissions(NOW - DAY, NOW)]
    assert [[entry.reference for entry in each] for each in found] == [[REFERENCE], []]
