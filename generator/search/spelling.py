"""How a text becomes words to search by. Pure; `search.js` does the same to what a citizen types."""

import re
import unicodedata

_UNHEARD = re.compile("['’‘ʼ`]")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HYPHEN = re.compile("[-‐]")
_SHORT = 3


class _Heard(dict[int, int | None]):
    """Which letters `str.translate` keeps: all but accents and what is not shown. It asks once for each letter."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in {"Mn", "Mc", "Me", "Cf"} else code
        return self[code]


_HEARD = _Heard()


def folded(text: str) -> str:
    """Small letters without accents and apostrophes: `Qur’an, É` as `quran, e`."""
    return _UNHEARD.sub("", unicodedata.normalize("NFKD", text).translate(_HEARD).lower())


def words_in(text: str) -> list[str]:
    """The words of a text, in their order. One with a hyphen gives its parts, and where a part is short also the whole:
    `PBB-P2` is found by pbb, p2 and pbbp2.
    """
    found: list[str] = []
    for compound in _COMPOUND.findall(folded(text)):
        parts = [compound] if compound.isalnum() else _HYPHEN.split(compound)
        found += parts
        if len(parts) > 1 and min(map(len, parts)) <= _SHORT:
            found.append("".join(parts))
    return found
