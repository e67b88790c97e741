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
    coded = _at_hand(files, head, terms.index(term)) if term in terms else _in_a_drawer(files, head, term)
    return {
        _title(files, head, record): rank for rank, part in enumerate(coded.split(",")) for record in numbers_of(part)
    }


def _at_hand(files: SearchFiles, head: dict[str, Any], number: int) -> str:
    starts = list(numbers_of(head["starts"]))
    piece = max(place for place, start in enumerate(starts) if start <= number)
    return str(_part(files, head, "postings", piece).split(";")[number - starts[piece]])


def _in_a_drawer(files: SearchFiles, head: dict[str, Any], term: str) -> str:
    places = [place for place, begins in enumerate(terms_of(head["begins"])) if begins <= term]
    terms, lists = _part(files, head, "drawers", places[-1]) if places else ("", "")
    return str(dict(zip(terms_of(terms), lists.split(";"), strict=bool(terms))).get(term, ""))


def pieces_of(head: dict[str, Any]) -> dict[str, list[Any]]:
    """The pieces by their kind: the path of each, or what is in it."""
    return {kind: _named(head["pieces"] + kind, head[kind]) for kind in ("postings", "drawers", "records")}


def _named(beginning: str, told: str | list[Any]) -> list[Any]:
    return [f"{beginning}.{name}.json" for name in re.findall(".{12}", told)] if isinstance(told, str) else told


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
    page = _part(files, head, "records", record // head["size"])[record % head["size"]]
    return str(page[0])


def _part(files: SearchFiles, head: dict[str, Any], kind: str, number: int) -> Any:
    piece = pieces_of(head)[kind][number]
    return json.loads(files.files[piece]) if isinstance(piece, str) else piece[0]
