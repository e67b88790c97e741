"""Words that a phone has at hand, and words in drawers, of which it opens the few that a query needs. Pure.

It never leaves a word out: each stands at hand or in one drawer.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from generator.search.coding import front_coded, listed
from generator.search.postings import STRONG_FORM, Postings

_FEW = 6_000
"""So many words a phone can have at hand as they are."""
_AT_HAND = 3_000
_DRAWER = 2_500
_IN_A_TITLE = 10
"""So many mentions in descriptions count as one in a title or keyword."""


class Drawer(NamedTuple):
    """Neighbouring words with their lists. `begins`: the shortest text that stands between it and the drawer before."""

    begins: str
    terms: str
    lists: str


def shared_out(postings: Postings) -> tuple[Postings, Postings]:
    """The words at hand, which are all where they are few, else those in titles and in many records; and the rest."""
    if len(postings.terms) <= _FEW:
        return postings, Postings([], [])
    by_weight = sorted(range(len(postings.terms)), key=lambda number: (-_weight(postings.lists[number]), number))
    return _chosen(postings, sorted(by_weight[:_AT_HAND])), _chosen(postings, sorted(by_weight[_AT_HAND:]))


def _weight(lists: Sequence[Sequence[int]]) -> int:
    return sum(len(held) * (_IN_A_TITLE if rank <= STRONG_FORM else 1) for rank, held in enumerate(lists))


def _chosen(postings: Postings, numbers: Sequence[int]) -> Postings:
    return Postings([postings.terms[number] for number in numbers], [postings.lists[number] for number in numbers])


def drawers_of(rare: Postings) -> list[Drawer]:
    """The rare words in their order, a drawer as full as a phone can afford to open some of."""
    coded = [listed(lists) for lists in rare.lists]
    drawers: list[Drawer] = []
    for first, end in _fillings(rare.terms, coded):
        begins = _between(rare.terms[first - 1], rare.terms[first]) if first else ""
        drawers.append(Drawer(begins, front_coded(rare.terms[first:end]), ";".join(coded[first:end])))
    return drawers


def _fillings(terms: Sequence[str], coded: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Of each drawer the number of its first word, and that of the first which is in it no more."""
    first = filled = 0
    for number, (term, lists) in enumerate(zip(terms, coded, strict=True)):
        weight = len(term) + len(lists)
        if filled and filled + weight > _DRAWER:
            yield first, number
            first, filled = number, 0
        filled += weight
    if filled:
        yield first, len(terms)


def _between(before: str, after: str) -> str:
    """The shortest beginning of `after` that comes later than `before`."""
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return after[: shared + 1]
