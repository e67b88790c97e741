"""A score from what can be seen, which no single sign brings to where a question is put aside."""

import pytest

from form_api.suspicion import POINTS, Signals, Thresholds, signals_of, text_key, weigh
from generator.directory import HONEYPOT, TOOK

FILLED = Signals(is_honeypot_filled=True)
LINK = "https://contoh.example/x "


@pytest.mark.parametrize(
    ("signals", "reasons"),
    [
        (Signals(), ()),
        (FILLED, ("honeypot",)),
        (Signals(took_seconds=0), ("hasty",)),
        (Signals(took_seconds=3), ()),
        (Signals(links=5), ("links",)),
        (Signals(links=4), ()),
        (Signals(links=1000), ("links",)),
        (Signals(repeats=10), ("repeated",)),
        (Signals(repeats=9), ()),
    ],
)
def test_no_single_sign_is_enough(signals: Signals, reasons: tuple[str, ...]) -> None:
    """A password manager, a pasted text, many links, a petition: each is named, none puts a question aside."""
    found = weigh(signals)
    assert (found.reasons, found.is_quarantined) == (reasons, False)


@pytest.mark.parametrize(
    "signals",
    [
        Signals(is_honeypot_filled=True, took_seconds=1),
        Signals(is_honeypot_filled=True, links=9),
        Signals(took_seconds=1, links=9),
        Signals(links=9, repeats=99),
    ],
)
def test_two_signs_are_enough(signals: Signals) -> None:
    """With its reasons, by which whoever releases it understands."""
    found = weigh(signals)
    assert found.is_quarantined
    assert len(found.reasons) == 2
    assert found.score == sum(POINTS[reason] for reason in found.reasons)


def test_sixty_different_questions_are_not_suspicious() -> None:
    """Asked within a minute, each in a second, with a link or two: haste alone."""
    fields = {"message": f"{LINK}dan {LINK}", TOOK: "1"}
    assert weigh(signals_of(fields)) == (1, ("hasty",), False)


def test_thresholds_are_settings() -> None:
    """An office that is flooded may be stricter, another one open."""
    assert weigh(FILLED, Thresholds(quarantine_score=2)).is_quarantined
    assert not weigh(Signals(True, 0, 99, 99), Thresholds(quarantine_score=99)).is_quarantined


@pytest.mark.parametrize("told", [None, "", "x", "nan", "inf", "-1", "9" * 400 + "e", [], {}, True])
def test_having_no_script_scores_nothing(told: object) -> None:
    """Nor does anything else in its place that is no time."""
    assert signals_of({"message": "Halo", TOOK: told}).took_seconds is None


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Halo", 0),
        ("lihat www.contoh.example", 1),
        (LINK * 7, 7),
        ("HTTP://A.EXAMPLE [url=x] <a  href=y>", 3),
        ("httpd dan awww.", 0),
    ],
)
def test_links_are_counted(text: str, count: int) -> None:
    """However they are written, in the message and in the name."""
    assert signals_of({"message": text, "name": 7}).links == count
    assert signals_of({"name": text}).links == count


def test_a_honeypot_counts_when_anything_is_in_it() -> None:
    """A space too, and what is no text."""
    assert signals_of({HONEYPOT: " "}) == FILLED
    assert signals_of({HONEYPOT: 7}) == FILLED
    assert signals_of({HONEYPOT: "", "message": "x"}, repeats=3) == Signals(repeats=3)


def test_a_key_sees_through_spaces_and_capitals() -> None:
    """Equal texts have one key, others another, and no text breaks it."""
    assert text_key(" Beli\n SEKARANG ") == text_key("beli sekarang")
    assert text_key("beli") != text_key("jual")
    assert len(text_key("\ud800")) == 64
