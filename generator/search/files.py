"""The index in pieces: a head with the commonest terms, drawers of the others, pieces of postings, pieces of records;
a small one in one file. Pure.

A phone fetches the head, the pieces of the words that were typed, and the pieces that hold the first results. The head
alone keeps its name, so that no page changes with the index; a piece is named after its content.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.compact import as_json
from generator.directory import Directory, Language, language
from generator.search.coding import ascending, front_coded, listed
from generator.search.drawers import drawers_of, shared_out
from generator.search.entries import Entry, entries_of
from generator.search.forms import Forms, forms_of
from generator.search.postings import ordered, postings_of

_IN_ONE_FILE = 40_000
_POSTINGS_PIECE = 3_000
_RECORDS_IN_PIECE = 25
_LETTERS_OF_NAME = 12


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """Files by their path from the site's root, a piece before the head that names it; and the path of the head."""

    files: Mapping[str, str]
    index: str


def search_of(directory: Directory) -> dict[str, str]:
    """The files of the search in all languages, in the order in which they may be written to a site that is published.

    They need no page and no page changes with them: they may be made at any time.
    """
    told = [(entries_of(directory, words), words) for words in map(language, directory.site.languages)]
    return {path: text for entries, words in told for path, text in search_files(entries, words).files.items()}


def index_path(words: Language) -> str:
    """Where the head of a language's index stands, whatever is in it."""
    return f"search/{words.code}.json"


def search_files(entries: Sequence[Entry], words: Language) -> SearchFiles:
    """The index of one language. Equal entries give equal files; the name of a piece changes with its content."""
    forms = forms_of(words.code)
    records = ordered(entries)
    common, rare = shared_out(postings_of(records, forms))
    drawers = drawers_of(rare)
    starts, pieces = _postings_pieces([listed(lists) for lists in common.lists])
    shown = [[[record.title, record.path, record.where] for record in part] for part in _parts(records)]
    files: dict[str, str] = {}
    pieces_named = partial(_put, files, f"assets/search-{words.code}-")
    head = _head(forms) | {
        "count": len(records),
        "terms": front_coded(common.terms),
        "starts": ascending(starts),
        "begins": front_coded([drawer.begins for drawer in drawers]),
        "size": _RECORDS_IN_PIECE,
        "pieces": f"assets/search-{words.code}-",
        "postings": pieces_named("postings", pieces),
        "drawers": pieces_named("drawers", [[drawer.terms, drawer.lists] for drawer in drawers]),
        "records": pieces_named("records", shown),
    }
    if not drawers and sum(len(text.encode()) for text in files.values()) <= _IN_ONE_FILE:
        files.clear()
        head |= {"postings": [[piece] for piece in pieces], "records": [[part] for part in shown]}
    files[index_path(words)] = as_json(head)
    return SearchFiles(files, index_path(words))


def _head(forms: Forms) -> dict[str, Any]:
    """The rules of word forms, for the script."""
    return {
        "letters": forms.letters,
        "steps": [[step.maybe, [list(rule) for rule in step.rules]] for step in forms.steps],
        "fillers": " ".join(sorted(forms.fillers)),
    }


def _postings_pieces(coded: Sequence[str]) -> tuple[list[int], list[str]]:
    """Neighbouring terms together up to a size, and the number of the first term of each piece."""
    starts: list[int] = []
    pieces: list[list[str]] = []
    room = 0
    for number, text in enumerate(coded):
        if not starts or len(text) > room:
            starts.append(number)
            pieces.append([])
            room = _POSTINGS_PIECE
        pieces[-1].append(text)
        room -= len(text) + 1
    return starts, [";".join(piece) for piece in pieces]


def _parts(records: Sequence[Entry]) -> list[Sequence[Entry]]:
    return [records[start : start + _RECORDS_IN_PIECE] for start in range(0, len(records), _RECORDS_IN_PIECE)]


def _put(files: dict[str, str], folder: str, kind: str, contents: Sequence[Any]) -> str:
    """Adds contents as files, and tells the part of each name that a head has to tell, one after the other."""
    names: list[str] = []
    for content in contents:
        text = as_json(content)
        names.append(hashlib.sha256(text.encode()).hexdigest()[:_LETTERS_OF_NAME])
        files[f"{folder}{kind}.{names[-1]}.json"] = text
    return "".join(names)
