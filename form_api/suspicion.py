"""What a question looks like -> how suspicious it is, and why, by name. Pure.

Never drops a question: a score can only put it aside, where it is listed until a person releases it. No single sign
is enough for that, and having no script is none.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Literal, NamedTuple, TypeAlias

from generator.directory import HONEYPOT, TOOK

_LINK = re.compile(r"https?://|\bwww\.|\[url\b|<a\s+href", re.IGNORECASE)

Reason: TypeAlias = Literal["honeypot", "hasty", "links", "repeated"]


@dataclass(frozen=True, slots=True)
class Signals:
    """What can be seen of a question. `took_seconds`: None where no script told it.

    `repeats`: how often the same text came within the hour before.
    """

    is_honeypot_filled: bool = False
    took_seconds: float | None = None
    links: int = 0
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on a sign counts, and with how many points a question is put aside.

    Each sign is worth 2 points, haste 1, since people paste a text that they wrote elsewhere.
    """

    hasty_seconds: float = 3
    many_links: int = 5
    many_repeats: int = 10
    quarantine_score: int = 3


class Suspicion(NamedTuple):
    """The points, and what they are for."""

    score: int
    reasons: tuple[Reason, ...]
    is_quarantined: bool


POINTS: Mapping[Reason, int] = {"honeypot": 2, "hasty": 1, "links": 2, "repeated": 2}
_DEFAULTS = Thresholds()


def weigh(signals: Signals, thresholds: Thresholds = _DEFAULTS) -> Suspicion:
    """The same signals give the same score, whoever asks."""
    seen: dict[Reason, bool] = {
        "honeypot": signals.is_honeypot_filled,
        "hasty": signals.took_seconds is not None and signals.took_seconds < thresholds.hasty_seconds,
        "links": signals.links >= thresholds.many_links,
        "repeated": signals.repeats >= thresholds.many_repeats,
    }
    reasons = tuple(reason for reason, is_there in seen.items() if is_there)
    score = sum(POINTS[reason] for reason in reasons)
    return Suspicion(score, reasons, score >= thresholds.quarantine_score)


def signals_of(fields: Mapping[str, object], *, repeats: int = 0) -> Signals:
    """The signals in the fields of a form, whatever came in them."""
    message, name = fields.get("message"), fields.get("name")
    texts = [text for text in (message, name) if isinstance(text, str)]
    return Signals(
        is_honeypot_filled=bool(fields.get(HONEYPOT)),
        took_seconds=_seconds(fields.get(TOOK)),
        links=sum(map(_links_in, texts)),
        repeats=repeats,
    )


def _links_in(text: str) -> int:
    """Most texts hold no link, nor a sign of any: seeing that takes a tenth of the time of looking for one."""
    may_hold_one = "://" in text or "[" in text or "<" in text or "www." in text.lower()
    return len(_LINK.findall(text)) if may_hold_one else 0


def text_key(message: str) -> str:
    """Equal for texts that differ by nothing but spaces and capitals; tells nothing of the text itself."""
    plain = " ".join(message.casefold().split())
    return hashlib.sha256(plain.encode(errors="surrogatepass")).hexdigest()


def _seconds(told: object) -> float | None:
    """What the page's script told; None where it told nothing that could be a time."""
    if isinstance(told, bool) or not isinstance(told, str | int | float):
        return None
    try:
        seconds = float(told)
    except (ValueError, OverflowError):
        return None
    return seconds if isfinite(seconds) and seconds >= 0 else None
