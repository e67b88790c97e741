"""The index in pieces: a head with all terms, pieces of postings, pieces of records; a small one in one file. Pure.

A phone fetches the head, the pieces of the words that were typed, and the pieces that hold the first results.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.directory import Language
from generator.search.coding import front_coded, listed
from generator.search.entries import Entry
from generator.search.forms import Forms, forms_of
from generator.search.postings import ordered, postings_of

_IN_ONE_FILE = 40_000
_POSTINGS_PIECE = 10_000
_RECORDS_IN_PIECE = 100


@dataclass(frozen=True, slots=True)
class SearchFiles:
    """Files by their path from the site's root, and which of them to fetch first."""

    files: Mapping[str, str]
    index: str


def search_files(entries: Sequence[Entry], words: Language) -> SearchFiles:
    """The index of one language. Equal entries give equal files; a file's name changes with its content."""
    forms = forms_of(words.code)
    records = ordered(entries)
    postings = postings_of(records, forms)
    starts, pieces = _postings_pieces([listed(lists) for lists in postings.lists])
    shown = [[[record.title, record.path, record.where] for record in part] for part in _parts(records)]
    files: dict[str, str] = {}
    head = _head(forms) | {
        "count": len(records),
        "terms": front_coded(postings.terms),
        "starts": starts,
        "postings": _put(files, f"search-{words.code}-words", pieces),
        "size": _RECORDS_IN_PIECE,
        "records": _put(files, f"search-{words.code}-pages", shown),
    }
    if sum(len(text.encode()) for text in files.values()) <= _IN_ONE_FILE:
        files.clear()
        head |= {"postings": [[piece] for piece in pieces], "records": [[part] for part in shown]}
    files[index_path(words)] = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return SearchFiles(files, index_path(words))


def index_path(words: Language) -> str:
    """Where the head of a language's index stands, whatever is in it."""
    return f"search/{words.code}.json"


def _head(forms: Forms) -> dict[str, Any]:
    """The rules of word forms, for the script."""
    return {
        "letters": forms.letters,
        "steps": [[step.maybe, step.rules] for step in forms.steps],
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


def _put(files: dict[str, str], name: str, contents: Sequence[Any]) -> list[str]:
    """Adds contents as files, and tells their paths."""
    paths: list[str] = []
    for content in contents:
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        paths.append(f"assets/{name}.{hashlib.sha256(text.encode()).hexdigest()[:12]}.json")
        files[paths[-1]] = text
    return paths
