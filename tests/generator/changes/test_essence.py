"""What people read of a value."""

from generator.changes.essence import essence, tidy
from generator.directory import Text
from generator.directory.model import Address, CostOption
from tests.building import plain

BOTH = ("id", "en")


def test_breaks_and_spaces_are_no_words() -> None:
    """A text that was wrapped anew reads the same."""
    assert tidy("  Jalan\n  Panglima\tSudirman ") == "Jalan Panglima Sudirman"
    assert essence(plain("dua  kata"), BOTH) == essence(plain("dua\nkata"), BOTH)


def test_a_plain_text_reads_as_the_same_in_each_language() -> None:
    """However it was typed."""
    typed = Text("id", {"id": "Kantor", "en": "Kantor"})
    assert essence(plain("Kantor"), BOTH) == essence(typed, BOTH)
    assert essence(plain("Kantor"), BOTH) != essence(Text("id", {"id": "Kantor", "en": "Office"}), BOTH)


def test_only_the_languages_asked_for_count() -> None:
    """What a reader of Indonesian doesn't see is the same to them."""
    assert essence(plain("Kantor"), ("id",)) == essence(Text("id", {"id": "Kantor", "en": "Office"}), ("id",))


def test_records_are_read_through() -> None:
    """Their texts by words, their other values as they are."""
    assert essence(Address(street_address="Jalan  Satu"), BOTH) == essence(Address(street_address="Jalan Satu"), BOTH)
    assert essence(CostOption(option=plain("a"), amount=1), BOTH) != essence(
        CostOption(option=plain("a"), amount=2), BOTH
    )
    assert hash(essence({"b": (plain("x"), None), "a": 1}, BOTH)) == hash(
        essence({"a": 1, "b": (plain(" x"), None)}, BOTH)
    )
