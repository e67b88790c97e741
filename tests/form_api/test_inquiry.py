"""Form fields -> Inquiry: each fault at its field, every word kept, and no input that breaks it."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from form_api.inquiry import FIELDS, FieldFault, as_typed, read_inquiry, speaks
from form_api.records import Inquiry
from generator.directory import Directory, available_languages, language
from tests.form_api.questions import PASURUAN, TYPED, asked, read, two_desks

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELD_NAMES = st.sampled_from([*FIELDS, "attachments", "nama", ""])
TEMPTING = st.sampled_from(
    [*TYPED.values(), "other", "keberatan", "en", "\0", "\ud800", "a\r\nBcc: x@y.example", "x" * 5001]
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n\t"), max_size=200)


def faults(directory: Directory, **typed: object) -> list[tuple[str, str]]:
    """Field and fault of a form that is good but for `typed`."""
    found = read_inquiry(directory, TYPED | typed)
    assert not isinstance(found, Inquiry)
    return [(fault.field, fault.fault) for fault in found]


def test_a_good_form_is_an_inquiry(pasuruan: Directory) -> None:
    """What was typed is what is kept, field by field."""
    assert read_inquiry(pasuruan, TYPED) == asked()


@pytest.mark.parametrize(
    ("field", "text", "fault"),
    [
        ("message", "", "message-missing"),
        ("message", " \n\t ", "message-missing"),
        ("message", "a\0b", "control-character"),
        ("message", "a\x1b[2Jb", "control-character"),
        ("message", "a\x85b", "control-character"),
        ("message", "a\ud83db", "control-character"),
        ("message", "x" * 5001, "too-long"),
        ("name", "a\0b", "control-character"),
        ("name", "Siti\nBcc: x@y.example", "one-line"),
        ("name", "Siti\r\nBcc: x@y.example", "one-line"),
        ("name", "Siti\rBcc: x@y.example", "one-line"),
        ("name", "x" * 101, "too-long"),
        ("email", "siti", "email"),
        ("email", "siti@", "email"),
        ("email", "siti @warga.example", "email"),
        ("email", "siti@warga.example, x@y.example", "email"),
        ("email", "Siti <siti@warga.example>", "email"),
        ("email", "siti@wargá.example", "email"),
        ("email", "=?utf-8?q?x=0aBcc=3ax=40y.example?=@warga.example", "email"),
        ("email", "siti@warga.example\nBcc: x@y.example", "one-line"),
        ("email", "siti\0@warga.example", "control-character"),
        ("email", f"{'x' * 250}@warga.example", "too-long"),
        ("phone", "1234", "phone"),
        ("phone", "1" * 18, "phone"),
        ("phone", "0812 kantor", "phone"),
        ("phone", "٠٨١٢٣٤٥٦", "phone"),
        ("phone", "0812\n3456", "one-line"),
        ("phone", "0812\x003456", "control-character"),
        ("phone", "0" * 41, "too-long"),
        ("service", "pbb", "service-unknown"),
        ("service", "../pbb-p2", "service-unknown"),
        ("service", "pbb-p2\0", "service-unknown"),
    ],
)
def test_each_fault_is_told_at_its_field(pasuruan: Directory, field: str, text: str, fault: str) -> None:
    """One thing wrong is one message, at the field where it is to be mended."""
    assert faults(pasuruan, **{field: text}) == [(field, fault)]


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("value", [7, True, 1.5, [], ["a"], {}, {"a": 1}])
def test_what_is_no_text_is_told_at_its_field(pasuruan: Directory, name: str, value: object) -> None:
    """JSON that is not text is never guessed at; the field is told once."""
    assert faults(pasuruan, **{name: value}) == [(name, "not-text")]


def test_all_faults_come_at_once_in_the_order_of_the_form(pasuruan: Directory) -> None:
    """The citizen mends everything in one go, from the top down."""
    found = faults(pasuruan, service="x", message="", email="x", phone="x", name="a\nb")
    assert [field for field, _ in found] == ["service", "message", "email", "phone", "name"]
    found = faults(pasuruan, token=1, message="", email="", phone="", name="a\nb")
    assert [field for field, _ in found] == ["message", "email", "name", "token"]


@pytest.mark.parametrize(
    ("email", "phone", "is_enough"),
    [
        ("siti@warga.example", "", True),
        ("", "0812-3456-7890", True),
        ("siti@warga.example", "0812-3456-7890", True),
        ("", "", False),
        (" ", "\t", False),
    ],
)
def test_one_way_to_answer_is_enough(pasuruan: Directory, email: str, phone: str, is_enough: bool) -> None:
    """Without an e-mail address and without a number the office can't answer; either of them will do."""
    found = read_inquiry(pasuruan, TYPED | {"email": email, "phone": phone})
    assert isinstance(found, Inquiry) == is_enough
    assert is_enough or found == (FieldFault("email", "contact-missing"),)


@pytest.mark.parametrize("phone", ["112-00", "(0343) 410 188", "+62 812-3006-0440", "0343/410188", "0812.3006.0440"])
def test_numbers_are_taken_as_people_write_them(pasuruan: Directory, phone: str) -> None:
    """Brackets, dots, hyphens, slashes, spaces and a plus sign are how people write telephone numbers."""
    assert read(pasuruan, phone=phone).phone == phone


@pytest.mark.parametrize("email", ["a@b", "A.B+pbb@Warga.Example", "o'neil@x.example", f"{'x' * 240}@warga.example"])
def test_an_address_is_checked_by_its_syntax_alone(pasuruan: Directory, email: str) -> None:
    """Every address that could exist is taken; nobody asks the network about it."""
    assert read(pasuruan, email=email).email == email


def test_the_two_numbers_of_a_text_that_is_too_long(pasuruan: Directory) -> None:
    """The citizen learns how long the text may be and how long it is; the limit itself is still good."""
    found = read_inquiry(pasuruan, TYPED | {"message": "é" * 5001})
    assert isinstance(found, tuple)
    assert "5000" in found[0].say(language("id"))
    assert "5001" in found[0].say(language("id"))
    assert read(pasuruan, message="é" * 5000, name="n" * 100).message == "é" * 5000


def test_a_line_end_counts_as_one_character(pasuruan: Directory) -> None:
    """A browser sends two characters for each line end; the limit counts as the page does."""
    assert read(pasuruan, message="\r\n" * 2499 + "a" * 2501).message == "\n" * 2499 + "a" * 2501


@pytest.mark.parametrize("code", available_languages())
def test_every_fault_speaks_every_language(code: str) -> None:
    """Each sentence exists in each language, with its blanks filled."""
    names = [key.removeprefix("faults.") for key in language("id").words if key.startswith("faults.")]
    blanks = dict.fromkeys(("limit", "length", "name", "names", "types", "count", "size", "minutes", "action"), 5)
    said = [FieldFault("x", name, blanks).say(language(code)) for name in names]
    assert len(set(said)) == len(names) > 9
    assert not any("{" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("asked_for", "spoken"), [("id", "id"), ("en", "en"), ("fr", "id"), ("", "id"), (None, "id"), (["en"], "id")]
)
def test_the_form_is_answered_in_its_own_language(pasuruan: Directory, asked_for: object, spoken: str) -> None:
    """The language of the page it came from; the site's own where the form names none that the site has."""
    assert speaks(pasuruan, {"language": asked_for}).code == spoken
    assert isinstance(asked_for, list) or read(pasuruan, language=asked_for).language == spoken


def test_a_language_that_the_site_has_not_is_not_spoken(pasuruan: Directory) -> None:
    """A site in Indonesian alone answers in Indonesian, though the software knows English."""
    site = dataclasses.replace(pasuruan.site, languages=("id",))
    assert speaks(dataclasses.replace(pasuruan, site=site), {"language": "en"}).code == "id"


@pytest.mark.parametrize(("typed", "kept"), [("keberatan", "keberatan"), ("other", ""), ("", "")])
def test_a_topic_is_one_of_the_topics_or_other(typed: str, kept: str) -> None:
    """ "Something else" is no topic: the service's own desk answers."""
    assert read(two_desks(), topic=typed).topic == kept


def test_a_topic_that_does_not_exist_is_told() -> None:
    """Where there is something to choose, what was chosen must exist."""
    assert faults(two_desks(), topic="pajak") == [("topic", "topic-unknown")]


@pytest.mark.parametrize("topic", ["keberatan", "\ud800", "a\0b", "x" * 100_000])
def test_a_topic_is_left_out_where_there_are_none(pasuruan: Directory, topic: str) -> None:
    """The form does not ask for a topic, so that there is no field to mend: nothing of it is kept."""
    assert read(pasuruan, topic=topic).topic == ""


@pytest.mark.parametrize("status", ["inactive", "defunct"])
def test_a_service_without_a_page_takes_no_questions(pasuruan: Directory, status: Any) -> None:
    """A service that the site does not list is told as unknown."""
    service = dataclasses.replace(pasuruan.services["jht"], status=status)
    directory = dataclasses.replace(pasuruan, services={**pasuruan.services, "jht": service})
    assert faults(directory, service="jht", purpose="question") == [("service", "service-unknown")]


def test_a_question_may_name_no_service(pasuruan: Directory) -> None:
    """Whoever does not know the service asks without one; the default desk answers."""
    assert read(pasuruan, service="").service == ""


@given(message=WORDS.filter(str.strip), end=st.sampled_from(["\n", "\r\n", "\r"]))
def test_a_message_is_kept_to_the_letter(message: str, end: str) -> None:
    """Every character stays as it was typed, spaces at the ends too; only line ends become one kind."""
    assert read(PASURUAN, message=message.replace("\n", end)).message == message


def test_spaces_around_short_fields_fall_away(pasuruan: Directory) -> None:
    """What slips in by copying an address does no harm."""
    assert read(pasuruan, email=" siti@warga.example\n", name="\tSiti ", phone="\u00a00812345678 ") == asked(
        name="Siti", phone="0812345678"
    )


def test_a_token_has_a_limit(pasuruan: Directory) -> None:
    """A token of any length does no harm: its first hundred characters count."""
    assert read(pasuruan, token="t" * 10_000).token == "t" * 100


@given(st.dictionaries(FIELD_NAMES, JSON | TEMPTING))
def test_no_input_breaks_the_reading(typed: dict[str, object]) -> None:
    """Whatever JSON brings is an inquiry that can be stored and sent, or faults, each field told once."""
    for directory in (PASURUAN, two_desks()):
        found = read_inquiry(directory, typed)
        if isinstance(found, Inquiry):
            assert "\0" not in "".join(dataclasses.astuple(found)[:-1]).encode().decode()
        else:
            assert len({fault.field for fault in found}) == len(found) > 0
            assert all(fault.say(speaks(directory, typed)) for fault in found)


@given(st.dictionaries(FIELD_NAMES, JSON | TEMPTING))
def test_everything_can_be_shown_again(typed: dict[str, object]) -> None:
    """As much as is text comes back to the form, under exactly the names of its fields."""
    assert set(as_typed(typed)) == set(FIELDS)
