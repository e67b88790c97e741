"""References: easy to read aloud, hard to get wrong, and no way from one to another's receipt."""

import random
import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.reference import (
    ALPHABET,
    check_character,
    desk_key,
    grouped,
    is_key,
    new_reference,
    parse_reference,
    receipt_key,
)

SECRET = "rahasia-sekali-1234"


def references() -> st.SearchStrategy[str]:
    bodies = st.text(st.sampled_from(ALPHABET), min_size=7, max_size=7)
    return bodies.map(lambda body: grouped(body + check_character(body)))


def test_the_alphabet_has_nothing_to_mistake() -> None:
    """Thirty letters and digits, without those that look or sound like another."""
    assert len(set(ALPHABET)) == len(ALPHABET) == 30
    assert not set("IOQZ01") & set(ALPHABET)


@given(st.integers(0, 10**6))
def test_a_new_reference_is_two_groups_of_four(seed: int) -> None:
    """Whatever chance gives, a reference has one shape and checks out."""
    reference = new_reference(random.Random(seed).randrange)
    assert re.fullmatch(rf"[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}", reference)
    assert parse_reference(reference) == reference


def test_new_references_use_the_whole_alphabet() -> None:
    """Each of the first seven characters is any of the thirty, so that there are 21,870,000,000 references."""
    chosen: list[int] = []

    def choose(below: int) -> int:
        chosen.append(below)
        return below - 1

    assert new_reference(choose) == grouped("9999999" + check_character("9999999"))
    assert chosen == [21_870_000_000]


@given(references(), st.sampled_from([0, 1, 2, 3, 5, 6, 7, 8]), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(reference: str, position: int, other: str) -> None:
    """Whichever character is heard wrong, the result is no reference; the check character itself included."""
    wrong = reference[:position] + other + reference[position + 1 :]
    assert (parse_reference(wrong) is None) == (wrong != reference)


def test_every_wrong_character_is_found_at_either_weight() -> None:
    """All pairs of characters, at a place that is doubled and at one that is not: the check character differs."""
    for before, after in (("", ""), ("", "A")):
        checks = [check_character(before + character + after) for character in ALPHABET]
        assert len(set(checks)) == len(ALPHABET)


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    """Of the 870 swaps of two different neighbours only one pair slips through, either way round: 99.77 % are found."""
    pairs = [(a, b) for a, b in product(ALPHABET, repeat=2) if a != b]
    missed = [(a, b) for a, b in pairs if check_character(a + b) == check_character(b + a)]
    assert len(pairs) == 870
    assert missed == [("A", "9"), ("9", "A")]


def test_nearly_every_swap_with_the_check_character_is_found() -> None:
    """The last two characters change places: again a single pair may slip through."""
    wrong = [(a, check_character(a)) for a in ALPHABET]
    missed = [(a, check) for a, check in wrong if a != check and check_character(check) == a]
    assert len(missed) <= 2


@given(references(), st.data())
def test_parsing_forgives_how_people_write(reference: str, data: st.DataObject) -> None:
    """Case, spaces and hyphens do not matter, wherever they stand."""
    characters = [data.draw(st.sampled_from([c, c.lower()])) for c in reference.replace("-", "")]
    between = st.sampled_from(["", " ", "-", " - ", "\t", "\u00a0", "--"])
    typed = "".join(data.draw(between) + character for character in characters) + data.draw(between)
    assert parse_reference(typed) == reference


@given(st.text())
def test_any_text_can_be_asked_for(text: str) -> None:
    """Whatever is typed is a reference in its one spelling, or none."""
    found = parse_reference(text)
    assert found is None or parse_reference(found) == found


@pytest.mark.parametrize("text", ["", "K7M4", "K7M4-PX9RE", "K7M4-PX9I", "K7M4-PX90", "K7M4_PX9E", "../../etc"])
def test_what_is_no_reference_is_none(text: str) -> None:
    """Too short, too long, or with a character that no reference has."""
    assert parse_reference(text) is None


@given(references(), references())
def test_a_key_opens_its_own_receipt_alone(reference: str, other: str) -> None:
    """The key of one reference does not open another, nor does a key that another secret made."""
    key = receipt_key(SECRET, reference)
    assert is_key(receipt_key(SECRET, reference), key)
    assert is_key(receipt_key(SECRET, other), key) == (other == reference)
    assert not is_key(receipt_key(f"{SECRET}!", reference), key)
    assert not is_key(desk_key(SECRET, reference), key)


@pytest.mark.parametrize("key", ["", "0" * 32, "é", "\0", "a" * 10_000])
def test_a_wrong_key_opens_nothing(key: str) -> None:
    """No text but the key itself opens a receipt, and none is too odd to be compared."""
    assert not is_key(receipt_key(SECRET, "K7M4-PX9R"), key)


def test_a_key_is_too_long_to_guess() -> None:
    """128 bits, written so that they pass through any address bar."""
    assert re.fullmatch(r"[0-9a-f]{32}", receipt_key(SECRET, "K7M4-PX9R"))
