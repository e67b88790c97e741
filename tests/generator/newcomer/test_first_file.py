"""The first file: whatever was typed comes back, nothing is left for `check` to tell, and its examples work."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.directory import language
from generator.directory.values import slug
from generator.newcomer.asking import fault_of
from generator.newcomer.draft import Draft, suggested_slug
from tests.building import FOUNDING_DAY, reading
from tests.generator.newcomer.typing_clerk import Answers, drafted, read_back, text_of

ODD = ["-", "- a", "--x", "#", "a #b", "a: b", "'", '"', "\\", "{x", "]", "no", "null", "~", "*a", "&a", "!a", "%", "@"]
ODD += ["`", "? a", "👩🏽\u200d💼", "a\u2028b", "a\ufeffx", "a\x85b", "<<<<<<< a"]
HIDDEN = re.compile("[\x00-\x08\n-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""Control characters, line ends, and marks that turn the direction of writing."""
EXAMPLE = re.compile(r"""^( *)# ((?:[a-z_]+:(?: [{\["0-9].*)?|  - .+| {4}[a-z_]+: .+))$""", re.MULTILINE)
"""A comment that is a line of the file but for its hash sign."""
TWICE = ["", ""]
BOTH: Answers = {"languages": "id, en", "name": ["Dinas", "Office"], "service": TWICE, "desk": TWICE}
ENGLISH: Answers = {**BOTH, "languages": "en, id", "name": ["Office", "Dinas"]}


@given(st.text(st.characters(blacklist_categories=["Cs"]), min_size=1) | st.sampled_from(ODD))
@example("Dinas: \"A\" & 'B', #1 {x} [y] \\n 😀")
def test_a_name_comes_back_as_it_was_typed(name: str) -> None:
    """Quotation marks, colons, hash signs, emoji, leading dashes: the file passes, and gives that very name back."""
    if not name.strip() or HIDDEN.search(name.strip()):
        return
    found = read_back(drafted(name=name, service=name, desk=name)[0])
    assert found.problems == ()
    assert found.directory is not None
    directory = found.directory
    names = [office.name for office in directory.organizations.values()]
    names += [directory.site.name, *(service.name for service in directory.services.values())]
    names += [desk.name for desk in directory.desks.values()]
    assert {text.say("id") for text in names} == {name.strip()}


@given(st.text(min_size=1) | st.sampled_from(["a\x07b", "a\u202eb", "a\nb", "a\udce9b"]))
def test_only_what_nobody_can_see_is_refused_in_a_name(name: str) -> None:
    """And that always."""
    typed = name.strip()
    refused = fault_of(Draft(names={"id": typed}), typed, language("id")) is not None
    assert typed == "" or refused == (HIDDEN.search(typed) is not None)


@given(st.text())
def test_a_suggested_id_is_one(name: str) -> None:
    """Whatever the name is."""
    assert slug(suggested_slug(name, "kantor"))


def test_a_suggested_id_ends_with_a_whole_word() -> None:
    """And is short enough to be read aloud."""
    name = "Dinas Kependudukan dan Pencatatan Sipil Kabupaten Pasuruan"
    assert suggested_slug(name, "") == "dinas-kependudukan-dan-pencatatan-sipil"
    assert suggested_slug("Badan Keuangan Daérah", "") == "badan-keuangan-daerah"
    assert (suggested_slug("x" * 50, ""), suggested_slug("ﷺ 😀", "kantor")) == ("x" * 40, "kantor")


@pytest.mark.parametrize(
    "changed", [{}, BOTH, ENGLISH, {"street": "Jalan Merdeka 1", "phone": "112", "sa": "8.00-12.00"}]
)
def test_the_file_passes_check(changed: Answers) -> None:
    """Without an error and without a warning."""
    assert read_back(drafted(changed)[0]).problems == ()


@pytest.mark.parametrize("changed", [{}, BOTH, ENGLISH])
def test_every_example_in_a_comment_can_be_used(changed: Answers) -> None:
    """Without its hash sign each passes, all of them together too."""
    text = text_of(drafted(changed)[0])
    used, count = EXAMPLE.subn(r"\1\2", text)
    found = reading(used, FOUNDING_DAY.date())
    assert (count, found.problems) == (15, ())
    assert found.directory is not None
    assert len(found.directory.closures) == len(found.directory.desks) == 1


def test_comments_are_in_the_sites_first_language() -> None:
    """Indonesian, or English where that was chosen first."""
    texts = [text_of(drafted(changed)[0]) for changed in (BOTH, ENGLISH)]
    assert [text.splitlines()[0][:23] for text in texts] == ["# Daftar kontak kantor.", "# The contacts of the o"]


def test_a_line_fits_on_a_screen() -> None:
    """Comments are broken; nothing is cut."""
    assert max(map(len, text_of(drafted()[0]).splitlines())) <= 110
