"""Files that no office would write: each is answered with a place and a rule, and none with a crash."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.directory import Place, language
from tests.building import MINIMAL, ROOT, Fault, at, faults, good, reading, timetable

LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
CONTACTS = (ROOT / "contacts.yml").read_text(encoding="utf-8")
MEGABYTE = 1024 * 1024


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
    assert faults(data) == [fault]


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


NASTY = [
    *("\t", "[", "]", "{", "}", "'", '"', ":", ": ", "- ", "? ", ",", "|", ">-\n", "#", " #", "~", "!!", "%", "0", " "),
    *("*x", "&x ", "<<: ", "---\n", "...\n", "\n", "\r\n", "\0", "\x85", "\u2028", "\u200b", "\ufeff", "é😀"),
]


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """The project's own contacts.yml after one to four slips: something cut, doubled, swapped or typed in."""
    text = CONTACTS
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        part = text[start : start + draw(st.sampled_from([0, 1, 2, 10, 100, 1000]))]
        instead = draw(
            st.one_of(st.sampled_from(["", part * 2, part[::-1]]), st.sampled_from(NASTY), st.text(max_size=5))
        )
        text = text[:start] + instead + text[start + len(part) :]
    return text


@given(text=spoiled())
def test_no_slip_of_the_hand_is_a_crash(text: str) -> None:
    """Whatever happens to a file, it is read or its faults are told, each in words and within the file."""
    found = reading(text, today=at("2020-03-24").date())
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    for problem in found.problems:
        assert _is_within(problem.place, lines)
        assert language("id").explain(problem) != language("en").explain(problem)
    if found.directory:
        for name in found.directory.channels:
            timetable(found.directory, name).status(at("2020-03-24T10:00"))


def _is_within(place: Place, lines: list[str]) -> bool:
    return 1 <= place.line <= len(lines) and 1 <= place.column <= len(lines[place.line - 1]) + 1
