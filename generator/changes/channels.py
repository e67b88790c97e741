"""What changed about numbers, addresses and counters. Pure; hours are told elsewhere."""

from collections.abc import Hashable, Iterator

from generator.changes import kinds
from generator.changes.sides import Sides, contact_of
from generator.directory import Channel, Counter, Schedule
from generator.directory.values import Duration


def channel_changes(sides: Sides) -> Iterator[kinds.ChannelChange | kinds.Renamed]:
    """Each change of a number or an address once, however many services use it."""
    yield from _contacts(sides)
    yield from _counters(sides)
    for old, new in sides.channels.both:
        if sides.differ(old.name, new.name):
            yield kinds.Renamed(old, new)
    yield from _last_intakes(sides)
    yield from _notes(sides)


def _contacts(sides: Sides) -> Iterator[kinds.ContactChanged]:
    """Two channels of one number that both got one other are told together."""
    groups: dict[Hashable, tuple[Channel, list[Channel]]] = {}
    for old, new in sides.channels.both:
        if contact_of(old) != contact_of(new):
            groups.setdefault((old.type, contact_of(old), contact_of(new)), (old, []))[1].append(new)
    for old, channels in groups.values():
        yield kinds.ContactChanged(tuple(channels), old)


def _counters(sides: Sides) -> Iterator[kinds.CounterMoved | kinds.AddressChanged | kinds.Renamed]:
    shown: set[str] = set()
    for old, new in sides.channels.both:
        if isinstance(old, Counter) and isinstance(new, Counter):
            before = sides.old.directory.locations[old.location]
            after = sides.new.directory.locations[new.location]
            if sides.locations.new_ids.get(before.id) != after.id:
                yield kinds.CounterMoved(new, before, after)
            shown.add(after.id)
    for before, after in sides.locations.both:
        if after.id in shown and sides.differ(before.name, after.name):
            yield kinds.Renamed(before, after)
        if after.id in shown and sides.differ(before.address, after.address):
            yield kinds.AddressChanged(before, after)


def _last_intakes(sides: Sides) -> Iterator[kinds.LastIntakeChanged]:
    groups: dict[tuple[Duration | None, Duration | None], list[Channel]] = {}
    for old, new in sides.channels.both:
        before, after = _schedules(sides, old, new)
        told = before.last_intake if before else None, after.last_intake if after else None
        if told[0] != told[1]:
            groups.setdefault(told, []).append(new)
    for told, channels in groups.items():
        yield kinds.LastIntakeChanged(tuple(channels), *told)


def _notes(sides: Sides) -> Iterator[kinds.HoursNoteChanged]:
    changed = []
    for old, new in sides.channels.both:
        before, after = _schedules(sides, old, new)
        if before and after and sides.differ(before.note, after.note):
            changed.append(new)
    if changed:
        yield kinds.HoursNoteChanged(tuple(changed))


def _schedules(sides: Sides, old: Channel, new: Channel) -> tuple[Schedule | None, Schedule | None]:
    before, after = sides.old.directory.schedules, sides.new.directory.schedules
    return before.get(old.schedule or ""), after.get(new.schedule or "")
