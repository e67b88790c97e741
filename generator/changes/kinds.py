"""What can have changed between two versions of a directory, a class for each kind. Knows no words and no files.

A field `old` holds what stood in the version before; all other records are those of the new one, but for what was
removed. Channels and services that changed alike share one change.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import NamedTuple, TypeAlias

from generator.directory import (
    CalendarDay,
    Channel,
    Closure,
    Desk,
    Location,
    Notice,
    Organization,
    RequiredDocument,
    Service,
    SpecialHours,
    State,
)
from generator.directory.model import CostOption, ProcessingTime, Site
from generator.directory.values import Duration

Named: TypeAlias = Service | Organization | Location | Channel | Site
Record: TypeAlias = Closure | SpecialHours | Notice


class Passage(Enum):
    """A text that is told to have changed, without its words."""

    DESCRIPTION = auto()
    ELIGIBILITY = auto()
    STEPS = auto()
    COST = auto()
    PAYMENT = auto()
    OUTPUT = auto()
    PRIVACY = auto()


class Shift(Enum):
    """How a period came to differ."""

    PROLONGED = auto()
    SHORTENED = auto()
    ENDED = auto()
    MOVED = auto()


class Stint(NamedTuple):
    """Minutes of a day, `end` not included, that are in one state and not closed."""

    start: int
    end: int
    state: State


DayHours: TypeAlias = tuple[Stint, ...]
"""What of a day is not closed, in order; empty where all of it is."""


class WeekRow(NamedTuple):
    """Neighbouring weekdays (0 is Monday) with one change; None where a record leaves a weekday as it is."""

    first: int
    last: int
    old: DayHours | None
    new: DayHours | None


def joined_rows(days: Mapping[int, tuple[DayHours | None, DayHours | None]]) -> tuple[WeekRow, ...]:
    """Old and new hours by weekday as rows, neighbours that changed alike as one."""
    rows: list[WeekRow] = []
    for day, (old, new) in sorted(days.items()):
        if rows and rows[-1].last == day - 1 and (rows[-1].old, rows[-1].new) == (old, new):
            rows[-1] = rows[-1]._replace(last=day)
        else:
            rows.append(WeekRow(day, day, old, new))
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Renamed:
    old: Named
    new: Named


# Services


@dataclass(frozen=True, slots=True)
class ServicesAdded:
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class ServicesRemoved:
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Suspended:
    """Temporarily closed."""


@dataclass(frozen=True, slots=True)
class Resumed:
    """Open again after a suspension."""


@dataclass(frozen=True, slots=True)
class OfficeChanged:
    old: Organization
    new: Organization


@dataclass(frozen=True, slots=True)
class WaysChanged:
    added: tuple[Channel, ...]
    removed: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class DocumentsAdded:
    documents: tuple[RequiredDocument, ...]


@dataclass(frozen=True, slots=True)
class DocumentsRemoved:
    documents: tuple[RequiredDocument, ...]


@dataclass(frozen=True, slots=True)
class DocumentRenamed:
    old: RequiredDocument
    new: RequiredDocument


@dataclass(frozen=True, slots=True)
class DocumentNeedChanged:
    """Now required, or now optional."""

    document: RequiredDocument


@dataclass(frozen=True, slots=True)
class DocumentFormChanged:
    old: RequiredDocument
    new: RequiredDocument


@dataclass(frozen=True, slots=True)
class ProcessingTimeChanged:
    old: ProcessingTime | None
    new: ProcessingTime | None


@dataclass(frozen=True, slots=True)
class FeeAdded:
    fee: CostOption


@dataclass(frozen=True, slots=True)
class FeeRemoved:
    fee: CostOption


@dataclass(frozen=True, slots=True)
class FeeChanged:
    old: CostOption
    new: CostOption


@dataclass(frozen=True, slots=True)
class Rewritten:
    passages: tuple[Passage, ...]


DocumentDetail: TypeAlias = (
    DocumentsAdded | DocumentsRemoved | DocumentRenamed | DocumentNeedChanged | DocumentFormChanged
)
FeeDetail: TypeAlias = FeeAdded | FeeRemoved | FeeChanged
ServiceDetail: TypeAlias = (
    Suspended | Resumed | OfficeChanged | WaysChanged | DocumentDetail | ProcessingTimeChanged | FeeDetail | Rewritten
)


@dataclass(frozen=True, slots=True)
class ServicesChanged:
    services: tuple[Service, ...]
    how: ServiceDetail


ServiceChange: TypeAlias = ServicesAdded | ServicesRemoved | ServicesChanged


# Offices and the site


@dataclass(frozen=True, slots=True)
class OfficeAdded:
    office: Organization


@dataclass(frozen=True, slots=True)
class OfficeRemoved:
    office: Organization


@dataclass(frozen=True, slots=True)
class OfficeSiteChanged:
    old: Organization
    new: Organization


@dataclass(frozen=True, slots=True)
class OfficeRewritten:
    office: Organization
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class ReplyTimeChanged:
    desks: tuple[Desk, ...]
    old: Duration | None
    new: Duration | None


@dataclass(frozen=True, slots=True)
class LanguagesChanged:
    """Codes of the languages that the site gained and lost."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


OfficeChange: TypeAlias = (
    OfficeAdded | OfficeRemoved | OfficeSiteChanged | OfficeRewritten | ReplyTimeChanged | LanguagesChanged
)


# Channels


@dataclass(frozen=True, slots=True)
class ContactChanged:
    """Another number, e-mail address or web address. `old` is any of the channels as it was."""

    channels: tuple[Channel, ...]
    old: Channel


@dataclass(frozen=True, slots=True)
class CounterMoved:
    counter: Channel
    old: Location
    new: Location


@dataclass(frozen=True, slots=True)
class AddressChanged:
    old: Location
    new: Location


@dataclass(frozen=True, slots=True)
class LastIntakeChanged:
    channels: tuple[Channel, ...]
    old: Duration | None
    new: Duration | None


@dataclass(frozen=True, slots=True)
class HoursNoteChanged:
    channels: tuple[Channel, ...]


ChannelChange: TypeAlias = ContactChanged | CounterMoved | AddressChanged | LastIntakeChanged | HoursNoteChanged


# Opening


@dataclass(frozen=True, slots=True)
class RegularHoursChanged:
    channels: tuple[Channel, ...]
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True, slots=True)
class DatesChanged:
    """Hours on certain dates that neither the week nor a record of their own tells."""

    channels: tuple[Channel, ...]
    dates: tuple[date, ...]
    old: DayHours
    new: DayHours


@dataclass(frozen=True, slots=True)
class HolidayAdded:
    """A calendar day that shuts these channels for all of a day on which they would open."""

    day: CalendarDay
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class HolidayRemoved:
    """A calendar day that shut these channels, and does no longer."""

    day: CalendarDay
    channels: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class HolidayRuleChanged:
    """Calendar days shut these channels now, or do so no longer."""

    channels: tuple[Channel, ...]
    closed: bool


OpeningChange: TypeAlias = RegularHoursChanged | DatesChanged | HolidayAdded | HolidayRemoved | HolidayRuleChanged


# Announcements: each has a record, and so a page, of its own


@dataclass(frozen=True, slots=True)
class Announced:
    record: Record


@dataclass(frozen=True, slots=True)
class Withdrawn:
    record: Record


@dataclass(frozen=True, slots=True)
class PeriodChanged:
    old: Record
    new: Record
    shift: Shift


@dataclass(frozen=True, slots=True)
class RecordRewritten:
    """The reason of a closure or of special hours, or the text of a notice."""

    record: Record


@dataclass(frozen=True, slots=True)
class NoticeRetitled:
    old: Notice
    new: Notice


@dataclass(frozen=True, slots=True)
class NoticeRedirected:
    """It concerns other services or offices."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class ConcernChanged:
    """Channels that a closure or special hours concern now, and such as they concern no longer."""

    record: Record
    added: tuple[Channel, ...]
    removed: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class StaysOpenChanged:
    closure: Closure
    added: tuple[Channel, ...]
    removed: tuple[Channel, ...]


@dataclass(frozen=True, slots=True)
class SpecialKindChanged:
    """Changed hours became extra hours, say."""

    old: SpecialHours
    new: SpecialHours


@dataclass(frozen=True, slots=True)
class SpecialHoursChanged:
    special: SpecialHours
    rows: tuple[WeekRow, ...]


AnnouncementChange: TypeAlias = (
    Announced
    | Withdrawn
    | PeriodChanged
    | RecordRewritten
    | NoticeRetitled
    | NoticeRedirected
    | ConcernChanged
    | StaysOpenChanged
    | SpecialKindChanged
    | SpecialHoursChanged
)
Change: TypeAlias = Renamed | ServiceChange | OfficeChange | ChannelChange | OpeningChange | AnnouncementChange
