"""What people subscribe to: the calendar file and the feed of each language, and the history that both share. Pure.

Writes no file and asks no clock: what the last build told comes in as a parameter, and goes out for the next.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from generator.calendar_entries import Entry, calendar_path, entries
from generator.calendar_file import calendar_file, events_in
from generator.directory import Directory, language
from generator.feed import feed, feed_path, told_in_feed
from generator.history import HISTORY_NAME, History, Told, history_as_json, revised
from generator.news import Announcement
from generator.openings import occasions
from generator.wording import Worded, worded


def subscriptions(
    directory: Directory,
    told: Mapping[str, Sequence[Announcement]],
    before: History,
    now: datetime,
    written: Callable[[str], str] = lambda _path: "",
) -> dict[str, str]:
    """The files of a build at `now`, in the office's zone, by path. `told` is by the code of its language.

    `written`: gives by path a calendar file of this very site that was made by this program when `before` was, or
    nothing.
    """
    known = occasions(directory, told[directory.site.default_language])
    said = {code: worded(directory, items, language(code)) for code, items in told.items()}
    events = {code: entries(directory, items, known, language(code)) for code, items in said.items()}
    history = revised(before, _all_told(said, events), now)
    found = {HISTORY_NAME: history_as_json(history)}
    for code, items in said.items():
        words = language(code)
        path = calendar_path(directory.site, words)
        old = events_in(written(path), directory.site, words)
        standing = {key: text for key, text in old.items() if history.get(key) == before.get(key)}
        found[path] = calendar_file(directory, events[code], words, history, standing)
        found[feed_path(directory.site, words)] = feed(directory.site, items, words, history, now.date())
    return found


def _all_told(told: Mapping[str, Iterable[Worded]], events: Mapping[str, Mapping[str, Entry]]) -> dict[str, Told]:
    found = {key: entry.told for by_key in events.values() for key, entry in by_key.items()}
    for code, items in told.items():
        found |= told_in_feed(items, language(code))
    return found
