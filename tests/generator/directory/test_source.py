"""YAML text -> values with places: nothing that staff typed is changed, and everything knows where it stands."""

import pytest

from generator.directory import DirectoryError, Place
from generator.directory.source import parse_text
from generator.directory.typed import Mapping, Scalar, Sequence, quote, records_of
from tests.building import faults


def parsed(text: str) -> Mapping:
    root, problems = parse_text(text, "contacts.yml")
    assert problems == []
    return root


def refused(text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(DirectoryError) as caught:
        parse_text(text, "contacts.yml")
    return [(item.place.line, item.place.column, item.rule) for item in caught.value.problems]


@pytest.mark.parametrize("typed", ["17:45", "08.00", "0812-3006-0440", "010", "no", "on", "1e3", "2020-03-23"])
def test_a_scalar_stays_text(typed: str) -> None:
    """What YAML would turn into a number, a truth, a date or nothing is read as it was typed."""
    value = parsed(f"key: {typed}\n").items["key"]
    assert isinstance(value, Scalar)
    assert (value.text, value.empty) == (typed, False)


@pytest.mark.parametrize(("typed", "empty"), [("", True), ("''", False), ('""', False), ("# a note", True)])
def test_nothing_typed_is_told_from_an_empty_text(typed: str, empty: bool) -> None:
    """Only what was left out is empty; quotation marks say that an empty text is meant."""
    value = parsed(f"key: {typed}\n").items["key"]
    assert isinstance(value, Scalar)
    assert (value.text, value.empty) == ("", empty)


def test_each_value_knows_its_place() -> None:
    """Lines and columns count from 1, columns in characters and not in bytes."""
    root = parsed("nama: 'é😀'\ndaftar:\n  - {é: a, b: [c, dd]}\n")
    daftar = root.items["daftar"]
    assert isinstance(daftar, Sequence)
    record = daftar.items[0]
    assert isinstance(record, Mapping)
    assert isinstance(record.items["b"], Sequence)
    assert [str(record.key_place("b")), str(record.items["b"].items[1].place)] == [
        "contacts.yml:3:12",
        "contacts.yml:3:19",
    ]


def test_keys_keep_the_order_of_the_file() -> None:
    """The order that staff chose is the order that pages have."""
    assert list(parsed("c: 1\na: 2\nb: 3\n").items) == ["c", "a", "b"]


def test_of_two_equal_keys_the_first_counts_and_the_second_is_a_problem() -> None:
    """A repeated key never overwrites silently."""
    root, problems = parse_text("a: 1\nb: 2\na: 3\n", "contacts.yml")
    value = root.items["a"]
    assert isinstance(value, Scalar)
    assert (value.text, value.place) == ("1", Place("contacts.yml", 1, 4))
    assert [(item.place.line, item.rule, item.details["first_line"]) for item in problems] == [
        (3, "duplicate-section", 1)
    ]


def test_a_merge_key_brings_nothing_in() -> None:
    """`<<: *other` is refused like any alias, so that what a record holds stands where the record stands."""
    _, problems = parse_text("a: &a {b: c}\nd:\n  <<: *a\n", "contacts.yml")
    assert [(item.place.line, item.place.column, item.rule) for item in problems] == [
        (1, 4, "special-first"),
        (3, 7, "alias"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_counts_as_one_line(end: str) -> None:
    """Files from Windows and from old Macs have the same places as others."""
    assert str(parsed(f"a: 1{end}{end}b: 2{end}").items["b"].place) == "contacts.yml:3:4"


def test_a_byte_order_mark_is_no_column() -> None:
    """What Windows editors put before the text moves no place."""
    told = [(1, 1, "key-missing"), (1, 1, "key-missing"), (1, 1, "key-unknown")]
    assert faults(b"\xef\xbb\xbfa: 1\n") == faults(b"a: 1\n") == told


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: b\n\tc: d\n", (2, 1, "tab")),
        ("a:\n\tb: c\n", (2, 1, "tab")),
        ("a: |\n\t  x\n", (2, 1, "tab")),
        ("a: b: c\n", (1, 5, "colon")),
        ("a: kata lain\n   satu lagi: c\n", (2, 13, "colon")),
        ("a:\n  b: c\n   d: e\n", (3, 4, "indentation")),
        ("a:\n  - b\n c: d\n", (3, 2, "indentation")),
        ("a: 'b' c\n", (1, 8, "syntax")),
        ("a: [b]]\n", (1, 7, "syntax")),
        ("a: b\nc\nd: e\n", (2, 1, "colon-missing")),
        ('a: b\nc: "d\ne: f\n', (2, 4, "quote-open")),
        ("a: b\nc: [d\ne: f\n", (2, 4, "bracket-open")),
        ("a: {b: c\n", (1, 4, "bracket-open")),
        ("a: {b: c", (1, 4, "bracket-open")),
        ("a: b\nc: {", (2, 5, "bracket-open")),
        ("a: `b\n", (1, 4, "special-first")),
        ("a: *\n", (1, 5, "special-first")),
        ("%YAML 9.9\n---\na: b\n", (1, 1, "syntax")),
        ("a: !x!y b\n", (1, 4, "syntax")),
    ],
)
def test_a_slip_of_the_hand_is_told_at_its_line(text: str, fault: tuple[int, int, str]) -> None:
    """The usual mistakes of typing have words of their own, at the line to mend."""
    assert refused(text) == [fault]


@pytest.mark.parametrize(("levels", "rules"), [(31, []), (32, ["too-deep"])])
def test_lists_nest_to_a_bound(levels: int, rules: list[str]) -> None:
    """With the mapping around them 32 levels are read; the next one is refused where it opens."""
    text = "a: " + "[" * levels + "]" * levels + "\n"
    found = refused(text) if rules else []
    assert found == [(1, 35, rule) for rule in rules]
    assert rules or parsed(text)


def test_faults_before_a_slip_are_told_with_it() -> None:
    """What was found up to the line that can't be read is not lost."""
    assert refused("a: 1\na: 2\nb: `\n") == [(2, 1, "duplicate-section"), (3, 4, "special-first")]


def test_a_quote_is_one_short_line() -> None:
    """A message never grows with what was typed."""
    assert quote("satu\n  dua") == "satu dua"
    assert quote("x" * 61) == "x" * 59 + "…"
    assert quote("x" * 60) == "x" * 60


def test_records_of_passes_over_what_is_none() -> None:
    """A section that is missing, no list, or partly no record yields the records that are there."""
    root = parsed("desks: [a, {id: b}, [c]]\nnotices: x\n")
    assert [len(records_of(root, section)) for section in ("desks", "notices", "closures")] == [1, 0, 0]
