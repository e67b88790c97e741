"""The envelope sender: it carries a reference there and back, and nobody forges one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.envelope import LONGEST_LOCAL_PART, Addressee, read_sender, sender_for, which
from form_api.reference import new_reference
from tests.form_api.questions import REFERENCE

SECRET, OFFICE = "rahasia-sekali-1234", "noreply@kantor.example"
DESKS = [Addressee(desk, box) for desk in ("meja-pbb", "meja-umum") for box in ("satu@x.example", "dua@x.example")]
MARKED = sender_for(OFFICE, SECRET, REFERENCE, DESKS[0])


def test_it_reads_like_this() -> None:
    """The office's own address, the reference, and a tag without a word of anybody's."""
    begin, _, tag = MARKED.removesuffix("@kantor.example").rpartition("-")
    assert begin == "noreply+K7M4PX9R"
    assert len(tag) == 16
    assert len(MARKED.partition("@")[0]) <= LONGEST_LOCAL_PART


@given(st.integers(0, 30**7 - 1), st.sampled_from(DESKS), st.booleans())
def test_there_and_back(number: int, to: Addressee, upper: bool) -> None:
    """Whatever case mail servers make of it, the bounce names its reference, desk and mailbox."""
    reference = new_reference(lambda _: number)
    address = sender_for(OFFICE, SECRET, reference, to)
    found = read_sender(address.upper() if upper else address.lower())
    assert found is not None
    assert found.reference == reference
    assert which(SECRET, found.reference, found.tag, DESKS) == to


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        OFFICE,
        "noreply+K7M4PX9R@x",
        "noreply+K7M4PX9A-" + "a" * 16 + "@x",  # its check character is wrong
        "noreply+K7M4PX9R-" + "a" * 15 + "@x",
        "noreply+K7M4PX9R-" + "1" * 16 + "@x",
        "noreply+K7M4PX9R-" + "a" * 16 + "-b@x",
        "noreply+K7M4PX9R-" + "ſ" * 16 + "@x",
        "noreply+K7M4PX9R-" + "a" * 16,
    ],
)
def test_other_addresses_are_not_ours(address: str) -> None:
    """A wrong letter in it, or none of our marks."""
    assert read_sender(address) is None


@given(st.text())
def test_no_address_raises(address: str) -> None:
    """It comes from outside."""
    assert read_sender(address) is None or "+" in address


def test_nobody_forges_one() -> None:
    """Another secret, reference, desk or mailbox gives another tag, and a foreign one names nobody."""
    found = read_sender(MARKED)
    assert found is not None
    assert which("rahasia-lain-12345", REFERENCE, found.tag, DESKS) is None
    assert which(SECRET, "AAAA-AAAA", found.tag, DESKS) is None
    assert which(SECRET, REFERENCE, found.tag, DESKS[1:]) is None
    assert which(SECRET, REFERENCE, "é", DESKS) is None
    assert len({sender_for(OFFICE, SECRET, REFERENCE, desk) for desk in DESKS}) == len(DESKS)


def test_what_runs_together_is_told_apart() -> None:
    """`a` + `bc` is another desk and mailbox than `ab` + `c`."""
    assert sender_for(OFFICE, SECRET, REFERENCE, Addressee("a", "bc")) != sender_for(
        OFFICE, SECRET, REFERENCE, Addressee("ab", "c")
    )


def test_a_local_part_without_room_stays_as_it_is() -> None:
    """A sender that no server takes would be worse than a bounce without a tag."""
    for length in range(1, 65):
        address = sender_for("x" * length + "@kantor.example", SECRET, REFERENCE, DESKS[0])
        assert len(address.partition("@")[0]) <= LONGEST_LOCAL_PART
        assert (read_sender(address) is not None) == (length <= 38)
