"""What the page's script needs to tell the present state: a JSON block of coming changes. Pure.

Nothing here says "now": the block holds instants, and the script picks the present one. It stands on every page, so it
is short: weeks that are alike are told alike, since that is what gzip makes small.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any

from generator.directory import Channel, Directory, Language, State, Timetable, Timetables, language
from generator.directory.courses import courses

WINDOW_DAYS = 42
STATES = list(State)


class LiveBlocks:
    """The blocks of all pages of a directory; a timetable's course is worked out once for all of them."""

    def __init__(self, directory: Directory, now: datetime, timetables: Timetables | None = None) -> None:
        self._zone = directory.site.timezone.key
        self._first = now.date()
        self._last = self._first + timedelta(days=WINDOW_DAYS)
        self._begin, self._end = (minutes_of_midnight(on, now) for on in (self._first, self._last))
        self._timetables = timetables or Timetables(directory)

    def block(self, channels: Iterable[Channel], words: Language) -> dict[str, Any]:
        """Of each channel the number of its course, one of those in `courses`.

        A course is a row of numbers, two for each change: the minutes since the change before, and which of `states` it
        is from then on. The first is at `from`, the window's first midnight (minutes since 1970, UTC). Where a channel
        does not open again within the window, the last is its next opening beyond, if there is one.
        """
        of_channels = {channel.id: self._course_of(channel) for channel in channels}
        numbers = {course: number for number, course in enumerate(dict.fromkeys(of_channels.values()))}
        return {
            "zone": self._zone,
            "locale": words.locale.language + (f"-{words.locale.territory}" if words.locale.territory else ""),
            "from": self._begin,
            "until": self._end,
            "words": _spoken(words.code),
            "states": [state.value for state in STATES],
            "courses": list(numbers),
            "channels": {channel_id: numbers[course] for channel_id, course in of_channels.items()},
        }

    def _course_of(self, channel: Channel) -> tuple[int, ...]:
        return _course(self._timetables.of_channel(channel), self._first, self._last, self._begin)


@lru_cache(maxsize=512)  # most offices keep the hours of others
def _course(timetable: Timetable, first: date, last: date, begin: int) -> tuple[int, ...]:
    changes = list(_changes(timetable, first, last))
    steps = (later - earlier for earlier, later in pairwise([begin, *(minute for minute, _ in changes)]))
    states = (STATES.index(state) for _, state in changes)
    return tuple(chain.from_iterable(zip(steps, states, strict=True)))


@cache
def _spoken(code: str) -> Mapping[str, str]:
    """What the script says in that language."""
    words = language(code).words
    told = {key.removeprefix("live."): text for key, text in words.items() if key.startswith("live.")}
    return told | {key: words[key] for key in ("moment_near", "moment_far")}


def _changes(timetable: Timetable, first: date, last: date) -> Iterator[tuple[int, State]]:
    state: State | None = None
    for on in (first + timedelta(days=number) for number in range((last - first).days)):
        spans = timetable.day(on)
        if len(spans) == 1 and spans[0].state is state:
            continue  # a whole day as it was
        for since, following in _beginnings(timetable, on):
            if following is not state:
                state = following
                yield since, state
    opening = None if state is State.OPEN else timetable.next_opening_from(last)
    if opening:
        yield _minutes(opening), State.OPEN


def _beginnings(timetable: Timetable, on: date) -> list[tuple[int, State]]:
    """The stretches of a local date by their first minutes, which count from midnight where no clock is changed."""
    if courses(timetable.zone, on)[0].local_midnight:
        midnight = _midnight(on, timetable.zone)
        return [(midnight + span.start, span.state) for span in timetable.day(on)]
    return [(_minutes(stretch.start), stretch.state) for _, stretch in timetable.stretches_on(on)]


def minutes_of_midnight(on: date, zone_of: datetime) -> int:
    """The first minute of a local date, counted from 1970 (UTC), in the zone of `zone_of`."""
    return _midnight(on, zone_of.tzinfo)


@lru_cache(maxsize=10_000)  # a site tells the same days on thousands of pages
def _midnight(on: date, zone: tzinfo | None) -> int:
    return _minutes(datetime.combine(on, datetime.min.time(), zone))


def _minutes(at: datetime) -> int:
    """Whole minutes since 1970 (UTC)."""
    return int(at.timestamp()) // 60
