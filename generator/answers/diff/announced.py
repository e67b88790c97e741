"""Sentences about closures, special hours and notices, in the words in which the site announces them. Pure."""

from collections.abc import Sequence
from typing import assert_never

from generator.answers.diff.channels import week_rows
from generator.answers.diff.telling import Telling
from generator.changes import kinds
from generator.changes.essence import tidy
from generator.changes.kinds import Shift
from generator.directory import Channel
from generator.news import Announcement

_CONCERN = ("diff.concern_added", "diff.concern_removed")
_STAYS_OPEN = ("diff.stays_open_added", "diff.stays_open_removed")


def announcement_sentence(change: kinds.AnnouncementChange, told: Telling) -> str:  # noqa: C901, PLR0911 a line for each
    words = told.words
    match change:
        case kinds.Announced(record):
            return words("diff.announced", title=_dated_title(told.announced[record.id]))
        case kinds.Withdrawn(record):
            return words("diff.withdrawn", title=_dated_title(told.announced_before[record.id]))
        case kinds.PeriodChanged():
            return _period(change, told)
        case kinds.NoticeRetitled(old, new):
            return _retitled(told.announced_before[old.id].title, told.announced[new.id].title, told)
        case kinds.SpecialKindChanged(old_special, special):
            before = told.announced_before[old_special.id].short
            return words("diff.kind_changed", title=told.announced[special.id].title, old=before)
        case kinds.RecordRewritten(record):
            key = "diff.notice_rewritten" if told.announced[record.id].kind == "notice" else "diff.reason_rewritten"
            return _of(record.id, words(key), told)
        case kinds.NoticeRedirected(notice):
            return _of(notice.id, words("diff.notice_redirected"), told)
        case kinds.ConcernChanged(record, added, removed):
            return _of(record.id, _gained_and_lost(_CONCERN, added, removed, told), told)
        case kinds.StaysOpenChanged(closure, added, removed):
            return _of(closure.id, _gained_and_lost(_STAYS_OPEN, added, removed, told), told)
        case kinds.SpecialHoursChanged(special, rows):
            return _of(special.id, week_rows(rows, words), told)
        case _:
            assert_never(change)


def _of(record_id: str, change: str, told: Telling) -> str:
    return told.words("diff.of", what=told.announced[record_id].title, change=change)


def _dated_title(item: Announcement) -> str:
    """A title that holds its period; a notice's own title does not."""
    return f"{item.title}, {item.period}" if item.kind == "notice" else item.title


def _period(change: kinds.PeriodChanged, told: Telling) -> str:
    keys = {
        Shift.PROLONGED: "diff.prolonged",
        Shift.SHORTENED: "diff.shortened",
        Shift.ENDED: "diff.ended",
        Shift.MOVED: "diff.moved",
    }
    before = told.announced_before[change.old.id].period
    return told.words(keys[change.shift], title=_dated_title(told.announced[change.new.id]), old=before)


def _retitled(old: str, new: str, told: Telling) -> str:
    if tidy(old) == tidy(new):
        return told.words("diff.of", what=new, change=told.words("diff.elsewhere"))
    return told.words("diff.retitled", old=old, new=new)


def _gained_and_lost(keys: tuple[str, str], added: Sequence[Channel], removed: Sequence[Channel], told: Telling) -> str:
    parts = [
        told.words(key, channels=told.channels(found))
        for key, found in zip(keys, (added, removed), strict=True)
        if found
    ]
    return "; ".join(parts)
