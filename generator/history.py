"""What was told before: how often each piece of news was changed, when, and what was called off. Writes nothing.

A calendar program takes an event for new only where its sequence number rises, and forgets one only where it is told
so. A build knows neither by itself; so this memory is published with the site, and the next build is given it.
"""

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from generator.compact import as_json, of_json
from generator.directory import Interval
from generator.directory.values import calendar_date, interval
from generator.published import published_text

HISTORY_NAME = "history.json"
VERSION = 1
KEPT = timedelta(days=400)
"""So long a cancelled entry stays, from its cancellation on, and the number of one that ended, from its end on."""
HIGHEST_SEQUENCE = 2**31 - 1  # RFC 5545, section 3.3.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing as it is told now. `first` and `last` are local dates, both included; `last` None is no end.

    `hours` is None for whole days. `more` is all else that readers see: where it differs, the thing has changed.
    """

    title: str
    first: date
    last: date | None
    hours: Interval | None = None
    more: tuple[str, ...] = ()
    posted: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """The latest version of one thing: its number, when it was made (UTC), and what a cancellation has to name."""

    sign: str
    sequence: int
    published: datetime
    changed: datetime
    cancelled: bool
    title: str
    first: date
    last: date | None
    hours: Interval | None


History: TypeAlias = Mapping[str, Revision]
"""Revisions by key: language, what is written from it, and the id there, as `id/feed/loket-tutup`."""


def revised(before: History, told: Mapping[str, Told], now: datetime) -> History:
    """The history after a build at `now`, in the office's zone, that tells this and nothing else.

    What is as it was keeps its number and instant, else both rise. What vanished before its end is cancelled.
    """
    gone = {key: _without(revision, now) for key, revision in before.items() if key not in told}
    kept = {key: revision for key, revision in gone.items() if _is_remembered(revision, now.date())}
    held = {key: _next(before.get(key), item, now) for key, item in told.items()}
    return dict(sorted({**kept, **held}.items()))


def _next(old: Revision | None, told: Told, now: datetime) -> Revision:
    if old is None:
        return _first(told, now)
    if old.sign == _sign(told) and not old.cancelled:
        return old
    return dataclasses.replace(_first(told, now), **_risen(old, now), published=old.published)


def _first(told: Told, now: datetime) -> Revision:
    """What is seen for the first time was made when it was posted, as far as that is not to come."""
    posted = min(_instant(datetime.combine(told.posted, time(), now.tzinfo)), _instant(now))
    return Revision(
        sign=_sign(told),
        sequence=0,
        published=posted,
        changed=posted,
        cancelled=False,
        title=told.title,
        first=told.first,
        last=told.last,
        hours=told.hours,
    )


def _without(revision: Revision, now: datetime) -> Revision:
    """A thing that is told no more: called off, unless it was over by itself."""
    is_over = revision.last is not None and revision.last < now.date()
    if revision.cancelled or is_over:
        return revision
    return dataclasses.replace(revision, **_risen(revision, now), cancelled=True)


def _risen(old: Revision, now: datetime) -> dict[str, Any]:
    """The next number and instant; a build of an archive, at a `now` long past, turns no clock back."""
    return {"sequence": min(old.sequence + 1, HIGHEST_SEQUENCE), "changed": max(_instant(now), old.changed)}


def _is_remembered(revision: Revision, today: date) -> bool:
    since = revision.last if revision.last and not revision.cancelled else revision.changed.date()
    return today <= since + KEPT


def _instant(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(microsecond=0)


def _sign(told: Told) -> str:
    facts = [told.title, told.first.isoformat(), str(told.last), str(told.hours), *told.more]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def history_as_json(history: History) -> str:
    """The history as it is published, a revision on each line: indented, JSON takes four times as long."""
    told = {as_json(key): as_json(_as_plain(revision)) for key, revision in sorted(history.items())}
    lines = ",\n".join(f"{key}: {revision}" for key, revision in told.items())
    return f'{{"version": {VERSION}, "told": {{\n{lines}\n}}}}\n'


def _as_plain(revision: Revision) -> dict[str, Any]:
    return {
        "sign": revision.sign,
        "sequence": revision.sequence,
        "published": revision.published.isoformat(),
        "changed": revision.changed.isoformat(),
        "cancelled": revision.cancelled,
        "title": revision.title,
        "first": revision.first.isoformat(),
        "last": revision.last.isoformat() if revision.last else None,
        "hours": str(revision.hours) if revision.hours else None,
    }


def published_history(site: Path) -> str:
    """The history of the site that stands in a folder, as it is published; empty where none does."""
    return published_text(site, HISTORY_NAME)


def history_of(text: str) -> History:
    """What a published history says; nothing where we can't have written it."""
    try:
        return history_in(of_json(text))
    except ValueError:
        return {}


def history_in(found: Any) -> History:
    """The history in what JSON held. Raises: ValueError for anything that this version did not write."""
    try:
        if found["version"] != VERSION:
            raise ValueError("written by another version")
        return {str(key): _revision(plain) for key, plain in found["told"].items()}
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("not a history") from error


def _revision(plain: Any) -> Revision:
    if not 0 <= int(plain["sequence"]) <= HIGHEST_SEQUENCE or not isinstance(plain["title"], str):
        raise ValueError("not a revision")
    return Revision(
        sign=str(plain["sign"]),
        sequence=int(plain["sequence"]),
        published=_read_instant(plain["published"]),
        changed=_read_instant(plain["changed"]),
        cancelled=plain["cancelled"] is True,
        title=plain["title"],
        first=calendar_date(plain["first"]),
        last=calendar_date(plain["last"]) if plain["last"] else None,
        hours=interval(plain["hours"]) if plain["hours"] else None,
    )


@lru_cache(maxsize=1000)  # of all that was published at once
def _read_instant(text: str) -> datetime:
    """An instant of a year that a notice may name."""
    at = datetime.fromisoformat(text)
    calendar_date(f"{at:%Y-%m-%d}")
    if at.tzinfo is None:
        raise ValueError("an instant without a zone")
    return at.astimezone(UTC)
