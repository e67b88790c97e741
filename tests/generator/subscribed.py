"""What a subscriber gets of a small directory, read by programs that others wrote."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import icalendar
import vobject

from generator.directory import Directory, language
from generator.history import HISTORY_NAME, History, history_in
from generator.news import announcements
from generator.subscriptions import subscriptions


def files_of(
    directory: Directory, now: datetime, before: History | None = None, written: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The files of a build, by path."""
    told = {code: announcements(directory, language(code)) for code in directory.site.languages}
    return subscriptions(directory, told, before or {}, now, lambda path: (written or {}).get(path, ""))


def history_of(files: Mapping[str, str]) -> History:
    """The history as the next build reads it."""
    return history_in(json.loads(files[HISTORY_NAME]))


def events(text: str) -> dict[str, Any]:
    """The events of a calendar by what stands before the language in their UID, as icalendar reads them."""
    found = icalendar.Calendar.from_ical(text).walk("VEVENT")
    named = {str(event["uid"]).split("@")[0].rsplit(".", 1)[0]: event for event in found}
    assert len(named) == len(found)
    return named


def judged(text: str) -> Any:
    """The calendar as vobject reads it, which validates each component."""
    calendar = vobject.readOne(text)
    assert calendar.validate(raiseException=True)
    return calendar
