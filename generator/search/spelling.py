"""How a text becomes words to search by. Pure; `search.js` does the same to what a citizen types."""

import re
import unicodedata

_UNHEARD = re.compile("['’‘ʼ`]")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HYPHEN = re.compile("[-‐]")
_SHORT = 3


def folded(text: str) -> str:
    """Small letters without accents and apostrophes: `Qur’an, É` as `quran, e`."""
    letters = (
        letter
        for letter in unicodedata.normalize("NFKD", text)
        if unicodedata.category(letter) not in {"Mn", "Mc", "Me", "Cf"}
    )
    return _UNHEARD.sub("", "".join(letters).lower())


def words_in(text: str) -> list[str]:
    """The words of a text, in their order. One with a hyphen gives its parts, and where a part is short also the whole:
    `PBB-P2` is found by pbb, p2 and pbbp2.
    """
    found: list[str] = []
    for compound in _COMPOUND.findall(folded(text)):
        parts = _HYPHEN.split(compound)
        found += parts
        if len(parts) > 1 and min(map(len, parts)) <= _SHORT:
            found.append("".join(parts))
    return found
