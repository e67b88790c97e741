"""Closures, special hours and notices that came, went or changed. Pure. What has ended in both versions is history."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TypeAlias

from generator.changes import kinds
from generator.changes.kinds import DayHours, Record, Shift, Stint, joined_rows
from generator.changes.pairs import Pairs
from generator.changes.sides import Sides
from generator.directory import Channel, Closure, Interval, Notice, SpecialHours, State

_Found: TypeAlias = Iterator[kinds.AnnouncementChange]


def announcement_changes(sides: Sides, today: date) -> _Found:
    """Closures, then special hours, then notices: new ones, withdrawn ones, changed ones."""
    pairs: tuple[Pairs[Closure] | Pairs[SpecialHours] | Pairs[Notice], ...]
    pairs = (sides.closures, sides.special_hours, sides.notices)
    for found in pairs:
        yield from (kinds.Announced(record) for record in found.added if _lasts(record, today))
        yield from (kinds.Withdrawn(record) for record in found.removed if _lasts(record, today))
        for old, new in found.both:
            if _lasts(old, today) or _lasts(new, today):
                yield from _changed(sides, old, new, today)


def begins(record: Record) -> date:
    if isinstance(record, Notice):
        return record.from_ or record.posted
    return record.from_


def _lasts(record: Record, today: date) -> bool:
    return record.until is None or record.until >= today


def _changed(sides: Sides, old: Record, new: Record, today: date) -> _Found:
    if old.until is not None and old.until < min(today, begins(new)):
        yield kinds.Announced(new)  # an old record was written over
        return
    if (begins(old), old.until) != (begins(new), new.until):
        yield kinds.PeriodChanged(old, new, _shift(old, new, today))
    match old, new:
        case Closure(), Closure():
            yield from _concern(sides, old, new)
            yield from _stays_open(sides, old, new)
            rewritten = sides.differ(old.reason, new.reason)
        case SpecialHours(), SpecialHours():
            yield from _concern(sides, old, new)
            yield from _special(old, new)
            rewritten = sides.differ(old.reason, new.reason)
        case Notice(), Notice():
            yield from _notice(sides, old, new)
            rewritten = sides.differ(old.text, new.text)
        case _:
            raise AssertionError("records of two kinds are never paired")
    if rewritten:
        yield kinds.RecordRewritten(new)


def _shift(old: Record, new: Record, today: date) -> Shift:
    old_end, new_end = old.until or date.max, new.until or date.max
    if new_end < today:
        return Shift.ENDED
    if begins(old) != begins(new):
        return Shift.MOVED
    return Shift.PROLONGED if new_end > old_end else Shift.SHORTENED


def _concern(sides: Sides, old: Closure | SpecialHours, new: Closure | SpecialHours) -> _Found:
    before, after = sides.old.concerned.get(old.id, ()), sides.new.concerned.get(new.id, ())
    added, removed = _difference(sides, before, after)
    if added or removed:
        yield kinds.ConcernChanged(new, added, removed)


def _stays_open(sides: Sides, old: Closure, new: Closure) -> _Found:
    added, removed = _difference(sides, old.stays_open, new.stays_open)
    if added or removed:
        yield kinds.StaysOpenChanged(new, added, removed)


def _difference(
    sides: Sides, before: Collection[str], after: Collection[str]
) -> tuple[tuple[Channel, ...], tuple[Channel, ...]]:
    """The channels that were added and removed, each in the order of its file."""
    old, new = sides.old.directory.channels.values(), sides.new.directory.channels.values()
    kept, now = set(sides.channels_now(before)), sides.channels.new_ids
    added = tuple(channel for channel in new if channel.id in after and channel.id not in kept)
    removed = tuple(channel for channel in old if channel.id in before and now.get(channel.id) not in after)
    return added, removed


def _special(old: SpecialHours, new: SpecialHours) -> _Found:
    if old.kind != new.kind:
        yield kinds.SpecialKindChanged(old, new)
    days = {
        day: (_hours(old, day), _hours(new, day))
        for day in {*old.regular, *new.regular}
        if old.regular.get(day) != new.regular.get(day)
    }
    if days:
        yield kinds.SpecialHoursChanged(new, joined_rows(days))


def _hours(special: SpecialHours, day: int) -> DayHours | None:
    """What it says of a weekday; None where it says nothing."""
    state = State.BY_APPOINTMENT if special.kind == "by_appointment" else State.OPEN
    hours: tuple[Interval, ...] | None = special.regular.get(day)
    return None if hours is None else tuple(Stint(*interval, state) for interval in hours)


def _notice(sides: Sides, old: Notice, new: Notice) -> _Found:
    if sides.differ(old.title, new.title):
        yield kinds.NoticeRetitled(old, new)
    services = {sides.services.new_ids.get(item, item) for item in old.services}
    offices = {sides.organizations.new_ids.get(item, item) for item in old.organizations}
    if (services, offices) != (set(new.services), set(new.organizations)):
        yield kinds.NoticeRedirected(new)
