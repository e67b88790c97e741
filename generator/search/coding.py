"""How terms and numbers are written so that they weigh little and stay text, which every server compresses. Pure."""

from collections.abc import Sequence
from itertools import takewhile

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def front_coded(terms: Sequence[str]) -> str:
    """Sorted terms in one string: of each a capital, for how many letters it shares with the term before, and the rest.

    Terms are in small letters, so a capital always begins one: `akta, aktif` is `AaktaDif`, A for none.
    """
    coded: list[str] = []
    before = ""
    for term in terms:
        shared = min(_shared(before, term), 25)
        coded.append(_DIGITS[shared] + term[shared:])
        before = term
    return "".join(coded)


def _shared(before: str, term: str) -> int:
    """How many letters begin both, up to the first that JavaScript would count as two."""
    pairs = zip(before, term, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1] and pair[0] <= "\uffff", pairs))


def ascending(numbers: Sequence[int]) -> str:
    """Ascending numbers as the gaps between them: base 32, lowest digit first, 32 added to each digit but the last."""
    coded: list[str] = []
    before = -1
    for number in numbers:
        gap = number - before - 1
        while gap >= 32:
            coded.append(_DIGITS[32 + gap % 32])
            gap //= 32
        coded.append(_DIGITS[gap])
        before = number
    return "".join(coded)


def listed(lists: Sequence[Sequence[int]]) -> str:
    """The lists of one term, the best rank first."""
    return ",".join(map(ascending, lists)).rstrip(",")
