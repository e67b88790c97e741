"""compact: JSON as scripts and machines read it, and nothing taken for it that is none."""

import json

import pytest

from generator.compact import as_json, in_script, of_json


def test_letters_stand_as_they_are() -> None:
    """Without blanks, without escapes where none must be, and in the order of what is written."""
    assert as_json({"z": ["é 😀", "</b>"], "a": (1, None)}) == '{"z":["é 😀","</b>"],"a":[1,null]}'


def test_no_text_ends_a_script() -> None:
    """It is read back as it was."""
    told = in_script(["</script>", "<!--"])
    assert "<" not in told
    assert json.loads(told) == ["</script>", "<!--"]


@pytest.mark.parametrize("value", ["\ud800", {1: "a"}, 2**64, object()])
def test_what_json_cannot_hold_is_refused(value: object) -> None:
    """Rather than altered on its way."""
    with pytest.raises(TypeError):
        as_json(value)


@pytest.mark.parametrize("text", ["", "{", "NaN", '"\\ud800"', "[" * 1025 + "]" * 1025, b"\xff"])
def test_what_is_no_json_is_refused(text: str | bytes) -> None:
    """However deep it goes: the stack holds."""
    with pytest.raises(ValueError, match=r"line 1|UTF-8"):
        of_json(text)
