"""What a directory holds: one class for each kind of record in contacts.yml, frozen. Pure.

The classes are also the form of the file: `shape` reads them. A field's name is its key (a trailing underscore, for
Python's own words, falls away); a field without a default is mandatory; `Ref` names the section that an id is looked
up in; `Mapping[str, X]` is a list of records with an `id`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Literal, NamedTuple
from zoneinfo import ZoneInfo

from generator.directory.abridged import Abridged
from generator.directory.values import Duration, Telephone, Text, Week


class Ref(NamedTuple):
    """The id of a record in `section`."""

    section: str


class ByType(NamedTuple):
    """A record whose `type` says which of these classes it is."""

    classes: Mapping[str, type]


class Written(NamedTuple):
    """A text that is written in one way only: the name of its parser in `values`."""

    parser: str


class InRegion(NamedTuple):
    """As `Written`, for what is read by the habits of the site's region."""

    parser: str


class SameInAllLanguages:
    """A text that may well be one word in every language, as a name that nobody translates."""


ProperName = Annotated[Text, SameInAllLanguages]
FILLED = {"filled": True}
"""Of a field: a list that holds at least one item."""
Slug = Annotated[str, Written("slug")]
Email = Annotated[str, Written("mailbox")]
Url = Annotated[str, Written("web_address")]
OrganizationId = Annotated[str, Ref("organizations")]
LocationId = Annotated[str, Ref("locations")]
ScheduleId = Annotated[str, Ref("schedules")]
ChannelId = Annotated[str, Ref("channels")]
ServiceId = Annotated[str, Ref("services")]
DeskId = Annotated[str, Ref("desks")]
CategoryId = Annotated[str, Ref("categories")]
Count = Annotated[int, Written("positive_number")]
LanguageCode = Annotated[str, Written("language_code")]
Level = Literal["announcement", "minor", "major"]
FileType = Literal["pdf", "jpg", "png"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Security:
    contact: Email
    policy: Url | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    url: Annotated[str, Written("site_address")]
    name: Text
    timezone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    languages: tuple[str, ...] = field(default=("id",), metadata=FILLED)
    region: Annotated[str, Written("region_code")] = "ID"
    form_api: Annotated[str, Written("origin")] | None = None
    security: Security | None = None

    @property
    def default_language(self) -> str:
        return self.languages[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaints:
    channels: tuple[ChannelId, ...] = ()
    respond_within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    controller: ProperName | None = None
    legal_basis: Text | None = None
    purpose: Text | None = None
    retention: Duration | None = None
    contact: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    id: Slug
    name: Text
    alternate_name: ProperName | None = None
    description: Text | None = None
    url: Url | None = None
    assured_date: date | None = None
    complaints: Complaints | None = None
    privacy: Privacy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    street_address: str
    locality: str | None = None
    region: str | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Geo:
    latitude: Annotated[float, Written("latitude")]
    longitude: Annotated[float, Written("longitude")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    id: Slug
    organization: OrganizationId
    name: Text
    address: Address | None = None
    geo: Geo | None = None
    accessibility: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    id: Slug
    regular: Week | None = None
    public_holidays: Literal["closed", "open"] = "closed"
    last_intake: Duration | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    date: date
    kind: Literal["holiday", "joint_leave"]
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach an office. `always_open`: without a schedule it is open at any hour, rather than unknown."""

    type: ClassVar[str]
    always_open: ClassVar[bool] = False
    id: Slug
    name: Text | None = None
    schedule: ScheduleId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter(Channel):
    type = "counter"
    location: LocationId


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsApp(Channel):
    type = "whatsapp"
    number: Annotated[Telephone, InRegion("whatsapp_number")]
    languages: tuple[LanguageCode, ...] = ()
    prefill: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Channel):
    type = "phone"
    number: Telephone
    languages: tuple[LanguageCode, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChannel(Channel):
    type = "email"
    always_open = True
    address: Email


@dataclass(frozen=True, slots=True, kw_only=True)
class Web(Channel):
    type = "web"
    always_open = True
    url: Url


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Channel):
    type = "form"
    always_open = True


CHANNEL_CLASSES: Mapping[str, type[Channel]] = {
    kind.type: kind for kind in (Counter, WhatsApp, Phone, EmailChannel, Web, Form)
}
AnyChannel = Annotated[Channel, ByType(CHANNEL_CLASSES)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    types: tuple[FileType, ...]
    max_mb: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    id: Slug
    document: Text
    form: Literal["original", "copy", "scan"] | None = None
    required: bool = True
    sensitive: bool = False
    upload: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingTime:
    days: Annotated[int, Written("day_count")]
    unit: Literal["days", "working_days"]
    counted_from: Literal["submission", "documents_complete", "documents_verified"]

    @property
    def duration(self) -> Duration:
        return Duration(self.days, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostOption:
    option: Text
    amount: int
    currency: Annotated[str, Written("currency")] = "IDR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """Source: UU 25/2009, article 21, and PermenPANRB 15/2014: what a service standard names beside the service."""

    legal_basis: Text | None = None
    facilities: Text | None = None
    staff_competence: Text | None = None
    internal_supervision: Text | None = None
    staff_count: Text | None = None
    service_guarantee: Text | None = None
    safety_guarantee: Text | None = None
    performance_evaluation: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    daily_limit: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    id: Slug
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Abridged):
    at_once = ("id", "organization", "name", "channels", "status", "desk", "category", "submission")
    id: Slug
    organization: OrganizationId
    name: Text
    channels: tuple[ChannelId, ...] = field(metadata=FILLED)
    status: Literal["active", "inactive", "defunct", "temporarily_closed"] = "active"
    alternate_name: ProperName | None = None
    keywords: tuple[ProperName, ...] = ()
    description: Text | None = None
    eligibility: Text | None = None
    desk: DeskId | None = None
    required_documents: Mapping[str, RequiredDocument] = field(default_factory=dict)
    application_process: tuple[Text, ...] = ()
    processing_time: ProcessingTime | None = None
    cost_options: tuple[CostOption, ...] = ()
    service_output: Text | None = None
    payment: Text | None = None
    category: CategoryId | None = None
    standard: Standard | None = None
    submission: Submission | None = None

    @property
    def is_listed(self) -> bool:
        return self.status in {"active", "temporarily_closed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    id: Slug
    from_: date
    until: date | None = None
    channels: tuple[ChannelId, ...] = ()
    locations: tuple[LocationId, ...] = ()
    organizations: tuple[OrganizationId, ...] = ()
    stays_open: tuple[ChannelId, ...] = field(metadata=FILLED)
    reason: Text
    level: Level = "major"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialHours:
    id: Slug
    from_: date
    until: date
    channels: tuple[ChannelId, ...] = ()
    schedules: tuple[ScheduleId, ...] = ()
    regular: Week
    kind: Literal["changed", "extra", "by_appointment"]
    reason: Text | None = None
    level: Level = "minor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    id: Slug
    level: Level
    posted: date
    from_: date | None = None
    until: date | None = None
    services: tuple[ServiceId, ...] = ()
    organizations: tuple[OrganizationId, ...] = ()
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    id: Slug
    name: Text
    organization: OrganizationId | None = None
    to: tuple[Email, ...] = field(metadata=FILLED)
    schedule: ScheduleId | None = None
    fallback: DeskId | None = None
    reply_within: Duration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    id: Slug
    name: Text
    desk: DeskId


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    max_files: Count
    max_total_mb: Count
    types: tuple[FileType, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRules:
    default_desk: DeskId
    from_: Email
    topics: Mapping[str, Topic] = field(default_factory=dict)
    attachments: Attachments | None = None
    autoreply: bool = True
    digest_to: Email | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The whole of contacts.yml and what it includes, in the order of the files. `sha256` names their bytes."""

    version: Literal["1"] = "1"
    include: tuple[Annotated[str, Written("file_pattern")], ...] = ()
    site: Site
    organizations: Mapping[str, Organization]
    locations: Mapping[str, Location] = field(default_factory=dict)
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    calendar: tuple[CalendarDay, ...] = ()
    channels: Mapping[str, AnyChannel] = field(default_factory=dict)
    categories: Mapping[str, Category] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    closures: Mapping[str, Closure] = field(default_factory=dict)
    special_hours: Mapping[str, SpecialHours] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)
    desks: Mapping[str, Desk] = field(default_factory=dict)
    inquiry: InquiryRules | None = None
    sha256: str = field(default="", metadata={"not_in_file": True})
