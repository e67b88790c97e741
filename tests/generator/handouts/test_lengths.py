"""lengths: how long a text is, and how it is made shorter without harm."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.handouts.lengths import MORE, paragraphs, shortened, units

WORDS = st.lists(st.text("ab🙂.0123(é", min_size=1, max_size=9), max_size=30).map(" ".join)


@pytest.mark.parametrize(("text", "length"), [("", 0), ("loket", 5), ("é", 1), ("🙂", 2), ("–", 1)])
def test_a_text_is_counted_as_whatsapp_counts(text: str, length: int) -> None:
    """UTF-16 code units: a picture sign counts twice."""
    assert units(text) == length


@given(text=WORDS, room=st.integers(-3, 120))
def test_a_shortened_text_fits_and_holds_whole_words(text: str, room: int) -> None:
    """Either all of it, or its first words and the mark of more, or nothing."""
    short = shortened(text, room)
    assert units(short) <= max(room, 0)
    if short not in {text, ""}:
        words = short.removesuffix(MORE).split(" ")
        assert short.endswith(MORE)
        assert text.split()[: len(words)] == words


@pytest.mark.parametrize(
    ("text", "room", "short"),
    [
        ("Telepon kami di (0343) 410 188 setiap hari", 29, "Telepon kami di …"),
        ("Gedung ditutup sampai 5 April 2020 karena banjir", 33, "Gedung ditutup sampai …"),
        ("Gedung ini banjir. Petugas tetap menjawab semua", 36, "Gedung ini banjir. …"),
        ("Buka https://kantor.example/pengumuman/banjir/", 40, "Buka …"),
        ("Pemberitahuan", 10, ""),
        ("Loket   tutup", 11, "Loket tutup"),
    ],
)
def test_a_cut_spares_numbers_dates_links_and_sentences(text: str, room: int, short: str) -> None:
    """A telephone number without its end, or a date without its year, would be another one."""
    assert shortened(text, room) == short


def test_blank_lines_are_no_paragraphs() -> None:
    """What staff typed with needless blanks is told without."""
    assert paragraphs("  Satu  baris \n\n dua\n") == ("Satu baris", "dua")
