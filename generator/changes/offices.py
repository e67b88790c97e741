"""What changed about the offices, their desks and the site as a whole. Pure; whose mailbox a desk has is nobody's."""

from collections.abc import Iterator

from generator.changes import kinds
from generator.changes.kinds import Passage
from generator.changes.sides import Sides
from generator.directory import Desk, Organization
from generator.directory.values import Duration


def office_changes(sides: Sides) -> Iterator[kinds.OfficeChange | kinds.Renamed]:
    yield from (kinds.OfficeAdded(office) for office in sides.organizations.added)
    yield from (kinds.OfficeRemoved(office) for office in sides.organizations.removed)
    for old, new in sides.organizations.both:
        yield from _office(sides, old, new)
    yield from _reply_times(sides)
    yield from _site(sides)


def _office(sides: Sides, old: Organization, new: Organization) -> Iterator[kinds.OfficeChange | kinds.Renamed]:
    if sides.differ(old.name, new.name):
        yield kinds.Renamed(old, new)
    if old.url != new.url:
        yield kinds.OfficeSiteChanged(old, new)
    texts = {Passage.DESCRIPTION: (old.description, new.description), Passage.PRIVACY: (_privacy(old), _privacy(new))}
    if passages := tuple(passage for passage, (before, after) in texts.items() if sides.differ(before, after)):
        yield kinds.OfficeRewritten(new, passages)


def _privacy(office: Organization) -> tuple[object, ...]:
    """Of what is said about a citizen's data, that which stands beside the form."""
    told = office.privacy
    return (told.controller, told.purpose, told.contact) if told else ()


def _reply_times(sides: Sides) -> Iterator[kinds.ReplyTimeChanged]:
    groups: dict[tuple[Duration | None, Duration | None], list[Desk]] = {}
    for old, new in sides.desks.both:
        if old.reply_within != new.reply_within:
            groups.setdefault((old.reply_within, new.reply_within), []).append(new)
    for told, desks in groups.items():
        yield kinds.ReplyTimeChanged(tuple(desks), *told)


def _site(sides: Sides) -> Iterator[kinds.LanguagesChanged | kinds.Renamed]:
    old, new = sides.old.directory.site, sides.new.directory.site
    if sides.differ(old.name, new.name):
        yield kinds.Renamed(old, new)
    added = tuple(code for code in new.languages if code not in old.languages)
    removed = tuple(code for code in old.languages if code not in new.languages)
    if added or removed:
        yield kinds.LanguagesChanged(added, removed)
