"""Which words stand in which records: the heart of the index. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.search.entries import Entry
from generator.search.forms import Forms
from generator.search.spelling import words_in

STRONG_ITSELF, STRONG_FORM, WEAK_ITSELF, WEAK_FORM = RANKS = range(4)
"""How a record holds a term: in a strong or a weak text, as the word itself or as a root. The best is first."""

Keys = Callable[[str], Sequence[str]]


class Postings(NamedTuple):
    """Terms in alphabetical order. `lists[t][rank]` are the numbers of the records that hold term `t` so, ascending."""

    terms: list[str]
    lists: list[list[list[int]]]


def ordered(entries: Iterable[Entry]) -> list[Entry]:
    """The order of records, which decides between equals: the shorter title first, for it is more general."""
    return sorted(entries, key=lambda entry: (len(words_in(entry.title)), entry.title, entry.path))


def postings_of(records: Sequence[Entry], forms: Forms) -> Postings:
    """A record's number is its place. Each word is listed under itself and its roots; fillers in weak texts are not."""
    roots = _remembered(forms.roots)
    ranks: dict[str, dict[int, int]] = {}
    for number, record in enumerate(records):
        for term, rank in _terms_of(record, roots, forms.fillers):
            held = ranks.setdefault(term, {})
            held[number] = min(rank, held.get(number, rank))
    terms = sorted(ranks)
    return Postings(terms, [_by_rank(ranks[term]) for term in terms])


def _terms_of(record: Entry, roots: Keys, fillers: frozenset[str]) -> Iterator[tuple[str, int]]:
    strong = _words_of(record.strong)
    for word in strong:
        yield from _ranked(roots(word), STRONG_ITSELF, STRONG_FORM)
    for word in _words_of(record.weak) - strong - fillers:
        yield from _ranked(roots(word), WEAK_ITSELF, WEAK_FORM)


def _words_of(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in words_in(text)}


def _ranked(keys: Sequence[str], itself: int, form: int) -> Iterator[tuple[str, int]]:
    yield keys[0], itself
    yield from ((key, form) for key in keys[1:])


def _by_rank(held: dict[int, int]) -> list[list[int]]:
    lists: list[list[int]] = [[] for _ in RANKS]
    for number, rank in held.items():  # which were met in ascending order
        lists[rank].append(number)
    return lists


def _remembered(keys: Keys) -> Keys:
    """Asks once for each word, however many records hold it."""
    known: dict[str, Sequence[str]] = {}

    def ask(word: str) -> Sequence[str]:
        if word not in known:
            known[word] = keys(word)
        return known[word]

    return ask
