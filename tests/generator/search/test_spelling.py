"""search.spelling: a text becomes words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.spelling import folded, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Pajak (PBB-P2)", ["pajak", "pbb", "p2", "pbbp2"]),
        ("e-KTP", ["e", "ktp", "ektp"]),
        ("undang-undang", ["undang", "undang"]),
        ("salat Jum’at, Qur'an", ["salat", "jumat", "quran"]),
        ("Café Ñandú İstanbul", ["cafe", "nandu", "istanbul"]),
        ("BPJS/JKN no. 5", ["bpjs", "jkn", "no", "5"]),
        ("kelu\u00adarga ﬁrma x²", ["keluarga", "firma", "x2"]),
        (" -–! ", []),
    ],
)
def test_a_text_becomes_words(text: str, words: list[str]) -> None:
    """Small letters without accents; a short compound also as a whole."""
    assert words_in(text) == words


@given(st.text())
def test_a_word_is_its_own_only_word(text: str) -> None:
    """What has been split is not split further."""
    assert all(words_in(word) == [word] for word in words_in(text))


@given(st.text(st.characters(max_codepoint=0x24F)))
def test_folding_twice_is_folding_once(text: str) -> None:
    """In the letters of European and Indonesian languages."""
    assert folded(folded(text)) == folded(text)
