"""The index read back by the letter of its description, as a script would read it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.search import SearchFiles

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def found(files: SearchFiles, term: str) -> dict[str, int]:
    """The titles of the records that are listed under a term, each with its rank: 0 is the best."""
    head = json.loads(files.files[files.index])
    terms = list(terms_of(head["terms"]))
    if term not in terms:
        return {}
    number = terms.index(term)
    piece = max(place for place, start in enumerate(head["starts"]) if start <= number)
    lists = _part(files, head["postings"][piece]).split(";")[number - head["starts"][piece]].split(",")
    return {_title(files, head, record): rank for rank, coded in enumerate(lists) for record in numbers_of(coded)}


def terms_of(coded: str) -> Iterator[str]:
    before = ""
    for shared, rest in re.findall("([A-Z])([^A-Z]*)", coded):
        before = before[: DIGITS.index(shared)] + rest
        yield before


def numbers_of(coded: str) -> Iterator[int]:
    number, gap, worth = -1, 0, 1
    for digit in map(DIGITS.index, coded):
        gap, worth = gap + digit % 32 * worth, worth * 32
        if digit < 32:
            number += gap + 1
            yield number
            gap, worth = 0, 1


def _title(files: SearchFiles, head: dict[str, Any], record: int) -> str:
    page = _part(files, head["records"][record // head["size"]])[record % head["size"]]
    return str(page[0])


def _part(files: SearchFiles, piece: Any) -> Any:
    return json.loads(files.files[piece]) if isinstance(piece, str) else piece[0]
