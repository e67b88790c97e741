"""What an operator reads of the outbox: a list without a citizen's words, a page with all of them."""

import base64
import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from form_api.ledger import as_export, as_list, as_page, status
from form_api.records import StoredInquiry, Submission, UploadedFile
from tests.form_api.questions import DAY, NOW, TYPED, attempt, stored

LACKING = Submission(day=date(2020, 3, 25), number=14)
WORDS = ("name", "email", "phone", "message")


@pytest.mark.parametrize(
    ("inquiry", "said"),
    [
        (stored(), "stored"),
        (stored(rounds=3), "waiting"),
        (stored(rounds=3, accepted_at=NOW), "accepted"),
        (stored(parked_at=NOW), "parked"),
        (stored(rounds=1, parked_at=NOW, accepted_at=NOW), "accepted"),
    ],
)
def test_the_status_follows_from_the_timestamps(inquiry: StoredInquiry, said: str) -> None:
    """Nobody writes a status down, so that none can be wrong; a yes of the mail server outweighs all else."""
    assert status(inquiry) == said


def test_the_list_has_a_line_for_each_and_no_words() -> None:
    """Reference, status, instant, service, desk and rounds, then how many; it can be shown to anybody."""
    text = as_list([stored(), stored(service="", rounds=2)])
    assert text.splitlines() == [
        "K7M4-PX9R  stored           2020-03-24T03:00:00Z  pbb-p2  meja-pbb  0",
        "K7M4-PX9R  waiting          2020-03-24T03:00:00Z  -  meja-pbb  2",
        "2 inquiries",
    ]
    assert not any(TYPED[name] in text for name in WORDS)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ({}, "lacks documents"),
        ({"quarantined_at": NOW}, "quarantined"),
        ({"erased_at": NOW}, "erased"),
    ],
)
def test_a_submission_that_lacks_documents_is_called_so(events: dict[str, Any], said: str) -> None:
    """In the list and on its page, with its number and day: whoever calls the office has these at hand."""
    inquiry = stored(submission=LACKING, **events)
    assert as_list([inquiry]).splitlines()[0] == (
        f"K7M4-PX9R  {said:<15}  2020-03-24T03:00:00Z  pbb-p2  meja-pbb  0  number 14 on 2020-03-25"
    )
    assert as_page(inquiry, []).splitlines()[1:3] == [f"status: {said}", "queue: number 14 on 2020-03-25"]


def test_a_whole_submission_is_stored_like_a_question() -> None:
    """From then on it waits for a mail server."""
    assert status(stored(submission=dataclasses.replace(LACKING, arrived_at=NOW))) == "stored"


RETURNED = stored(
    submission=dataclasses.replace(LACKING, arrived_at=NOW, complete_at=NOW + DAY, returned_at=NOW + 2 * DAY),
    files=(UploadedFile(field="ktp", name="IMG_0007.jpg", type="jpg", content=b"gambar"),),
    returned="KTP buram.\nFoto lagi.",
)


def test_the_page_of_a_submission_tells_how_far_it_is() -> None:
    """The desk's steps, why it returned the documents, and which are here, by their ids in contacts.yml."""
    lines = as_page(RETURNED, []).splitlines()
    steps = [line for line in lines if line.startswith(("documents arrived", "complete", "returned", "  "))]
    assert steps == [
        "documents arrived: 2020-03-24T03:00:00Z",
        "complete: 2020-03-25T03:00:00Z",
        "returned: 2020-03-26T03:00:00Z",
        "returned because: KTP buram.",
        "  Foto lagi.",
    ]
    assert "document ktp: IMG_0007.jpg (6 bytes)" in lines


def test_all_that_is_kept_of_a_submission_is_exported() -> None:
    """Its place in the queue, each instant, what the desk wrote, and its documents as other files."""
    told = json.loads(as_export(RETURNED, []))
    steps = {"documents arrived": 0, "complete": 1, "returned": 2}
    assert told["submission"] == {
        "day": "2020-03-25",
        "number": 14,
        "events": {step: f"2020-03-{24 + days}T03:00:00Z" for step, days in steps.items()},
        "returned": "KTP buram.\nFoto lagi.",
    }
    content = base64.b64encode(b"gambar").decode()
    file = {"field": "ktp", "name": "IMG_0007.jpg", "type": "jpg", "content_base64": content}
    assert told["files"] == [file]


def test_a_question_is_exported_without_a_submission() -> None:
    """Nothing is told of a queue that it is not in."""
    assert "submission" not in json.loads(as_export(stored(), []))


def test_an_empty_outbox_is_told() -> None:
    """No line but the count."""
    assert as_list([]) == "0 inquiries"


def test_the_page_has_every_word_and_every_attempt() -> None:
    """An operator can call the citizen and read what the mail server said, to each mailbox in turn."""
    inquiry = stored(message="Satu\n\ndua", accepted_at=NOW)
    page = as_page(
        inquiry, [attempt("meja-pbb", "pbb@x.example", "later"), attempt("b", "c@x.example", "refused", 550, "No")]
    )
    assert all(getattr(inquiry, name) in page for name in WORDS)
    assert "accepted: 2020-03-24T03:00:00Z" in page
    assert page.splitlines()[-2:] == [
        "2020-03-24T03:00:00Z  later  meja-pbb  pbb@x.example  -  ",
        "2020-03-24T03:00:00Z  refused  b  c@x.example  550  No",
    ]


def test_what_was_not_given_is_a_hyphen() -> None:
    """No line is empty, so that nothing seems to be missing."""
    page = as_page(stored(name="", phone="", topic=""), [])
    assert [line for line in page.splitlines() if line.endswith(": -")] == [
        "topic: -",
        "name: -",
        "phone: -",
    ]
