"""What an operator reads of the outbox: a list without a citizen's words, a page with all of them."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from form_api.ledger import as_list, as_page, status
from form_api.records import StoredInquiry, Submission
from tests.form_api.questions import NOW, TYPED, attempt, stored

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
