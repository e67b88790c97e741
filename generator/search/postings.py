"""Which words stand in which records: the heart of the index. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from generator.search.entries import Entry
from generator.search.forms import Forms
from generator.search.spelling import words_in

STRONG_ITSELF, STRONG_FORM, WEAK_ITSELF, WEAK_FORM = RANKS = range(4)
"""How a record holds a term: in a strong or a weak text, as the word itself or as a root. The best is first."""


class Postings(NamedTuple):
    """Terms in a script's order. `lists[t][rank]` are the numbers of the records that hold term `t` so, ascending."""

    terms: list[str]
    lists: list[list[list[int]]]


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """The order of records, which decides between equals: the shorter title first, for it is more general."""
    return sorted(entries, key=lambda entry: (len(words_in(entry.title)), entry.title, entry.path))


def postings_of(records: Sequence[Entry], forms: Forms) -> Postings:
    """A record's number is its place. Each word is listed under itself and its roots; fillers in weak texts are not."""
    ranked = _Ranking(forms)
    lists: defaultdict[str, list[list[int]]] = defaultdict(lambda: [[] for _ in RANKS])
    for number, record in enumerate(records):
        for term, rank in ranked.terms_of(record).items():
            lists[term][rank].append(number)
    terms = sorted(lists, key=_as_scripts_compare)
    return Postings(terms, [lists[term] for term in terms])


def _as_scripts_compare(term: str) -> bytes:
    """JavaScript compares texts by halves of what is beyond U+FFFF."""
    return term.encode("utf-16-be", "surrogatepass")


class _Ranking:
    """Tells how a record holds its terms. Asks once for the words of each text, and once for the roots of each word."""

    def __init__(self, forms: Forms) -> None:
        self._fillers = forms.fillers
        self._words_in = cache(words_in)
        self._roots = cache(lambda word: forms.roots(word)[1:])

    def terms_of(self, record: Entry) -> dict[str, int]:
        """Each term with the best rank that it has, which is told last."""
        strong = self._words_of(record.strong)
        weak = self._words_of(record.weak) - strong - self._fillers
        ranks = dict.fromkeys(self._roots_of(weak), WEAK_FORM)
        ranks |= dict.fromkeys(weak, WEAK_ITSELF)
        ranks |= dict.fromkeys(self._roots_of(strong), STRONG_FORM)
        ranks |= dict.fromkeys(strong, STRONG_ITSELF)
        return ranks

    def _words_of(self, texts: Iterable[str]) -> set[str]:
        return set[str]().union(*map(self._words_in, texts))

    def _roots_of(self, words: Iterable[str]) -> set[str]:
        return set[str]().union(*map(self._roots, words))
