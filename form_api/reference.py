"""References that people read aloud, and the keys of their receipts. Pure; chance comes in as a parameter."""

import hmac
from collections.abc import Callable

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXY23456789"  # without I, O, Q, Z, 0 and 1, which are mistaken for others
LENGTH = 8
GROUP = 4
KEY_LENGTH = 32


def new_reference(choose: Callable[[int], int]) -> str:
    """A reference like `K7M4-PX9R`; `choose(n)` gives a number below n that nobody can foresee."""
    number, characters = choose(len(ALPHABET) ** (LENGTH - 1)), []
    for _ in range(LENGTH - 1):
        number, character = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[character])
    body = "".join(characters)
    return grouped(body + check_character(body))


def grouped(characters: str) -> str:
    return "-".join(characters[start : start + GROUP] for start in range(0, len(characters), GROUP))


def check_character(body: str) -> str:
    """The Luhn check over an alphabet of 30: it finds every wrong character and nearly every swap of neighbours.

    Source: ISO/IEC 7812-1, annex B, the sum of digits taken in base 30.
    """
    base = len(ALPHABET)
    total = 0
    for position, character in enumerate(reversed(body)):
        value = ALPHABET.index(character) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]


def parse_reference(text: str) -> str | None:
    """A reference as it was typed or heard, in its one spelling; None where it can't be one."""
    characters = "".join(text.upper().split()).replace("-", "")
    if len(characters) != LENGTH or any(character not in ALPHABET for character in characters):
        return None
    return grouped(characters) if check_character(characters[:-1]) == characters[-1] else None


def receipt_key(secret: str, reference: str) -> str:
    """What opens a receipt beside its reference: nobody without the secret can make it."""
    return _key(secret, f"receipt {reference}")


def desk_key(secret: str, reference: str) -> str:
    """What opens the desk's page of an inquiry; no receipt's key does."""
    return _key(secret, f"received {reference}")


def document_key(secret: str, reference: str, document: str, until: int) -> str:
    """What opens one document of a submission until an instant, in seconds since 1970, which can't be altered."""
    return _key(secret, f"document {reference} {document} {until}")


def is_key(right: str, given: str) -> bool:
    """In a time that tells nothing about how much of it was right."""
    return hmac.compare_digest(right.encode(), given.encode("utf-8", "surrogatepass"))


def _key(secret: str, what: str) -> str:
    return hmac.digest(secret.encode(), what.encode(), "sha256").hex()[:KEY_LENGTH]
