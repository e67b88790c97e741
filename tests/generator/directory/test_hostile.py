"""Files that no office would write: each is answered with a place and a rule, and none with a crash."""

import os
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import language
from tests.building import MINIMAL, ROOT, Fault, faults, good, reading
from tests.fuzz.mutants import mutant
from tests.fuzz.trials import DAYS, kept, try_batch, try_one

CONTACTS = (ROOT / "contacts.yml").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024
KEPT = ROOT / "var" / "fuzz"
"""Where a mutant that broke a law is left to be looked at."""
SERVICE = "services: [{{id: s, organization: kantor, name: S, channels: [{}]}}]\n"
DESK = "{{id: meja-{}, name: M, to: [a@kantor.example], fallback: meja-{}}}"
INQUIRY = "desks: [{id: m, name: M, to: [a@b.example]}]\ninquiry: {default_desk: m, from: a@b.example}\n"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", (1, 1, "not-a-directory")),
        (b"# only a note\n", (1, 1, "not-a-directory")),
        (b"---\n", (2, 1, "not-a-directory")),
        (b"- a\n- b\n", (1, 1, "not-a-directory")),
        (b"a text\n", (1, 1, "not-a-directory")),
        (b"\xef\xbb\xbf", (1, 1, "not-a-directory")),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", (1, 1, "not-utf8")),
        ("version: 1\n".encode("utf-16"), (1, 1, "not-utf8")),
        (b"version: 1\r\nsite: \xe9\r\n", (2, 7, "not-utf8")),
        (b"a: \x00\n", (1, 4, "control-character")),
        (b"a: b\nc: \x1b[31m\n", (2, 4, "control-character")),
        (b"a: b\n\xc2\x80\n", (2, 1, "control-character")),
        (b"a: \xef\xbf\xbf\n", (1, 4, "control-character")),
        (b"[" * 10_000, (1, 33, "too-deep")),
        (b"{a: " * 10_000, (1, 129, "too-deep")),
        (b"- " * 10_000, (1, 65, "too-deep")),
        (b"? " * 10_000, (1, 65, "too-deep")),
        (b"\t", (1, 1, "tab")),
        (b"!!python/object:os.system x", (1, 1, "not-a-directory")),
        (b"#" * (8 * MEGABYTE + 1), (1, 1, "file-too-large")),
    ],
)
def test_what_is_no_directory_has_one_fault(data: bytes, fault: Fault) -> None:
    """Where the file stops making sense one thing is told, at its place."""
    assert [found for found in faults(data) if found[2] != "special-first"] == [fault]


def test_a_file_may_be_as_large_as_the_bound() -> None:
    """8 MB are read, most of it notes."""
    note = b"#" + b" " * (8 * MEGABYTE - len(MINIMAL) - 1)
    assert faults(MINIMAL.encode() + note) == []


def test_aliases_that_would_grow_without_bound_are_not_followed() -> None:
    """A billion laughs are as many faults as aliases were typed, and no more values."""
    levels = [f"s{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 10)]
    found = faults(MINIMAL + "s0: &a0 [ha]\n" + "\n".join(levels) + "\n")
    assert sum(rule == "alias" for _, _, rule in found) == 81


def test_ten_thousand_faults_are_ten_thousand_lines() -> None:
    """Nothing is cut off, and no message holds all that was typed."""
    found = reading(MINIMAL + "desks:\n" + "  - x\n" * 10_000).problems
    assert len(found) == 10_000
    long = reading(MINIMAL + f"desks: {'x' * 100_000}\n").problems
    assert len(language("id").explain(long[0])) < 300


def test_many_references_are_looked_up_once_each() -> None:
    """A government with thousands of services is read, whichever of them has a fault."""
    channels = "\n".join(f"  - {{id: surel-{number}, type: email, address: a@b.example}}" for number in range(2_000))
    names = "\n".join(f"  - {{id: s{n}, organization: kantor, name: S, channels: [surel-{n}]}}" for n in range(2_000))
    assert len(good(f"{MINIMAL}channels:\n{channels}\nservices:\n{names}\n").services) == 2_000


def test_line_ends_of_windows_change_nothing() -> None:
    """A file saved by another editor is the same directory, but for the bytes that it names."""
    unix, windows = good(CONTACTS), good(CONTACTS.replace("\n", "\r\n"))
    marked = good("\ufeff" + CONTACTS)
    assert unix.services == windows.services == marked.services
    assert len({unix.sha256, windows.sha256, marked.sha256}) == 3


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('desks: [{id: "meja\\0", name: A, to: []}]', [(4, 14, "control-character")]),
        ('"de\\x07sks": []', [(4, 1, "control-character")]),
        ('desks: [{id: meja, name: "A\\ud800", to: []}]', [(4, 30, "syntax")]),
        ('desks: [{id: meja, name: "\\u200e", to: [a@b.example]}]', []),
    ],
)
def test_what_is_escaped_is_judged_like_what_is_typed(line: str, found: list[Fault]) -> None:
    """An escape in quotation marks brings in no character that the file itself may not hold."""
    assert faults(f"{MINIMAL}{line}\n") == found


@pytest.mark.parametrize("part", range(4))
def test_no_slip_of_the_hand_is_a_crash(part: int) -> None:
    """Whatever happens to a file, it is read or its faults are told: the laws of tests/fuzz/laws.py hold."""
    count = 100 if "CI" in os.environ else 40
    batch = try_batch(seed=2020, first=part * count, count=count, keep_in=KEPT)
    assert [str(failure) for failure in batch.failures] == []


@given(random=st.randoms(use_true_random=False))
def test_no_slip_that_hypothesis_thinks_of_is_a_crash(random: Random) -> None:
    """As above; what fails is made as small as it gets, and the smallest is what is kept."""
    found = mutant(random)
    try:
        try_one(found, random.choice(DAYS))
    except Exception as error:
        error.add_note(f"{found}, kept in {kept(found, KEPT / 'hypothesis', repr(error))}")
        raise


# What the mutants found, each as small as it gets.


@pytest.mark.parametrize("pattern", [f"{'a' * 240}/{'b' * 9}.yml", f"{'a' * 300}.yml", f"{'a/' * 20_000}x.yml"])
def test_a_pattern_may_be_too_long_for_a_disk_or_a_stack(pattern: str) -> None:
    """A name of 256 letters was an OSError, and a path of a thousand folders a RecursionError: both are faults now."""
    rule = "include-pattern" if len(pattern) > 250 else "include-nothing"
    assert faults(f"{MINIMAL}include: [{pattern}]\n") == [(4, 11, rule)]


def test_a_name_that_only_the_disk_refuses_is_no_crash() -> None:
    """A disk counts bytes where we count letters: 150 Chinese ones are 450, and were an OSError."""
    assert faults(f"{MINIMAL}include: [{'中' * 150}.yml]\n") == [(4, 11, "include-nothing")]


def test_a_long_circle_of_desks_is_walked_in_little_time() -> None:
    """A thousand desks that fall back on each other took ten seconds, and two thousand eight times as long."""
    circle = ", ".join(DESK.format(number, (number + 1) % 1_500) for number in range(1_500))
    assert [rule for _, _, rule in faults(f"{MINIMAL}desks: [{circle}]\n")] == ["fallback-cycle"]


@pytest.mark.parametrize("nothing", ["''", "' '", "~"])
def test_a_language_without_a_name_is_one_fault(nothing: str) -> None:
    """Each text of the file was told to be in an unknown language too: 'These are: .'"""
    site = MINIMAL.replace("name: Kantor}", f"name: {{id: Kantor}}, languages: [{nothing}]}}", 1)
    assert [rule for _, _, rule in faults(site)] == ["empty"]


@pytest.mark.parametrize(
    ("text", "place"), [("---", (1, 4)), ("---\n# a", (2, 4)), ("---\n ", (2, 2)), ("---\n", (2, 1))]
)
def test_nothing_at_all_stands_within_the_file(text: str, place: tuple[int, int]) -> None:
    """libyaml counts a line more where the last has no end: the fault of '---' was on line 2 of 1."""
    assert faults(text) == [(*place, "not-a-directory")]


LONG = "a" * 5_000


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"{MINIMAL}desks: *{LONG}\n", "alias"),
        (f"{MINIMAL}channels: [{{id: {LONG}, type: form}}]\n{SERVICE.format('x')}", "reference"),
        (f"{MINIMAL}channels: [{{id: {LONG}, type: form}}]\n{SERVICE.format(LONG[1:])}", "reference-near"),
        (f'{MINIMAL}channels: [{{id: "a\\nb", type: form}}]\n{SERVICE.format("x")}', "reference"),
        (MINIMAL.replace("name: Kantor}", 'name: {xx: K}, languages: ["a\\nb"]}', 1), "language-unlisted"),
        (MINIMAL.replace("name: Kantor}", f"name: {{xx: K}}, languages: [{LONG}]}}", 1), "language-unlisted"),
        (MINIMAL.replace("kantor.example", f"{LONG[:180]}.example") + INQUIRY, "sender-domain"),
        (f"{MINIMAL}desks: [{', '.join(DESK.format(n, (n + 1) % 90) for n in range(90))}]\n", "fallback-cycle"),
    ],
)
def test_a_message_is_a_line_whatever_was_typed(text: str, rule: str) -> None:
    """What stood in a message beside the quote was told in full: ids with line ends, circles of a hundred desks."""
    messages = [language("en").explain(problem) for problem in reading(text).problems if problem.rule == rule]
    assert len(messages) == 1
    assert len(messages[0]) < 600
    assert len(messages[0].splitlines()) == 1


def test_a_bad_search_and_replace_is_told_at_every_place() -> None:
    """A thousand wrong ids are a thousand problems; the nearest right one is sought for the first of them alone."""
    names = "\n".join(f"  - {{id: k{number}, name: K}}" for number in range(1000))
    wrong = "\n".join(f"  - {{id: l{n}, organization: k{n}x, name: L}}" for n in range(1000))
    rules = [
        rule
        for _, _, rule in faults(f"{MINIMAL.replace('[{id: kantor, name: Kantor}]', '')}{names}\nlocations:\n{wrong}\n")
    ]
    assert rules == ["reference-near"] * 20 + ["reference"] * 980


def test_special_hours_that_overlap_are_told_once_each() -> None:
    """Each record that clashes with an earlier one is one problem, however many it clashes with."""
    one = "from: 2020-03-01, until: 2020-03-31, schedules: [jam], regular: {Mo: []}, kind: changed"
    records = "\n".join(f"  - {{id: s{number}, {one}}}" for number in range(50))
    found = faults(f"{MINIMAL}schedules: [{{id: jam}}]\nspecial_hours:\n{records}\n")
    assert [rule for _, _, rule in found] == ["special-overlap"] * 49


@pytest.mark.parametrize("marks", ["'{}'", "*{}*", "/{}/", "`{}`", "|{}|", "{{{}}}", "<{}>", "={}="])
def test_marks_around_a_mailbox_do_not_hide_it(marks: str) -> None:
    """What a text puts around an address may stand in one too; the desk's mailbox is seen all the same."""
    text = marks.format("meja@kantor.example").replace("'", "''")
    desks = "desks: [{id: meja, name: Meja, to: [meja@kantor.example]}]\n"
    inquiry = "inquiry: {default_desk: meja, from: a@kantor.example}\n"
    notice = f"notices: [{{id: a, level: minor, posted: 2020-03-24, title: A, text: '{text}'}}]\n"
    assert [rule for _, _, rule in faults(MINIMAL + desks + inquiry + notice)] == ["mailbox-public"]
