"""What the page's script needs to tell the present state: a JSON block of coming changes. Pure.

Nothing here says "now": the block holds instants, and the script picks the present one.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from generator.directory import Channel, Directory, Language, Timetable, Timetables

WINDOW_DAYS = 42


def live_block(
    directory: Directory, timetables: Timetables, channels: Iterable[Channel], words: Language, now: datetime
) -> dict[str, Any]:
    """Per channel its changes of state as [minutes since 1970 UTC, state], from the first midnight of the window on."""
    first = now.date()
    last = first + timedelta(days=WINDOW_DAYS)
    return {
        "zone": directory.site.timezone.key,
        "locale": words.locale.language + (f"-{words.locale.territory}" if words.locale.territory else ""),
        "from": _minutes(_midnight(first, now)),
        "until": _minutes(_midnight(last, now)),
        "words": {key.removeprefix("live."): text for key, text in words.words.items() if key.startswith("live.")}
        | {"moment": words.words["moment"]},
        "channels": {channel.id: _changes(timetables.of_channel(channel), first, last) for channel in channels},
    }


def _changes(timetable: Timetable, first: date, last: date) -> list[list[Any]]:
    changes: list[list[Any]] = []
    for number in range((last - first).days):
        on = first + timedelta(days=number)
        for _, stretch in timetable.stretches_on(on):
            if not changes or changes[-1][1] != stretch.state.value:
                changes.append([_minutes(stretch.start), stretch.state.value])
    return changes


def _midnight(on: date, now: datetime) -> datetime:
    return datetime.combine(on, datetime.min.time(), now.tzinfo)


def _minutes(at: datetime) -> int:
    return int(at.timestamp()) // 60
