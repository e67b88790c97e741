"""What a page shows of a channel and its hours, in one language, ready for a template. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.directory import (
    Channel,
    Counter,
    Directory,
    Language,
    Organization,
    RequiredDocument,
    Schedule,
    Service,
    Text,
    channel_link,
    channel_name,
)
from generator.directory.model import Address, ProcessingTime
from generator.news import Announcement


@dataclass(frozen=True, slots=True)
class HoursTable:
    """Rows of weekdays and hours, and the sentences that belong to them."""

    rows: Sequence[tuple[str, str]]
    remarks: Sequence[str]


@dataclass(frozen=True, slots=True)
class Way:
    """A channel as a citizen meets it: a link to tap where there is one, and when somebody answers."""

    id: str
    type: str
    name: str
    action: str
    href: str
    place: Sequence[str]
    hours: HoursTable | None
    always_open: bool
    shut: Sequence[Announcement]


def ways(directory: Directory, channel_ids: Iterable[str], told: Sequence[Announcement], words: Language) -> list[Way]:
    """The channels in the order in which a citizen should try them, each with what shuts it."""
    return [way(directory, directory.channels[channel_id], told, words) for channel_id in channel_ids]


def way(directory: Directory, channel: Channel, told: Sequence[Announcement], words: Language) -> Way:
    schedule = directory.schedules[channel.schedule] if channel.schedule else None
    action, href = channel_link(channel, words)
    return Way(
        id=channel.id,
        type=channel.type,
        name=channel_name(channel, words),
        action=action,
        href=href,
        place=_place(directory, channel, words),
        hours=hours_table(schedule, words) if schedule else None,
        always_open=channel.always_open and schedule is None,
        shut=[item for item in told if channel.id in item.channels],
    )


def _place(directory: Directory, channel: Channel, words: Language) -> list[str]:
    if not isinstance(channel, Counter):
        return []
    location = directory.locations[channel.location]
    address = location.address
    lines = [location.name.say(words.code), address_line(address) if address else ""]
    return [line for line in lines if line]


def address_line(address: Address) -> str:
    """The street and what follows it, on one line."""
    parts = [address.street_address, address.locality, address.region, address.postal_code]
    return ", ".join(part for part in parts if part)


def hours_table(schedule: Schedule, words: Language) -> HoursTable:
    remarks = [schedule.note.say(words.code)] if schedule.note else []
    if schedule.regular is None:
        return HoursTable([], [words("page.hours_unknown"), *remarks])
    if schedule.last_intake:
        remarks.append(words("page.last_intake", time=words.duration(schedule.last_intake)))
    remarks.append(words(f"page.{schedule.public_holidays}_on_holidays"))
    return HoursTable(words.week(schedule.regular), remarks)


def facts(service: Service, words: Language) -> list[tuple[str, Sequence[str], str]]:
    """The facts of a service in the order of the page: heading, lines, how they are listed (text, points, steps)."""

    def said(text: Text | None) -> list[str]:
        return text.say(words.code).splitlines() if text else []

    time = service.processing_time
    told = [
        (words("page.eligibility"), said(service.eligibility), "text"),
        (
            words("page.documents"),
            [document_line(item, words) for item in service.required_documents.values()],
            "points",
        ),
        (words("page.steps"), [step.say(words.code) for step in service.application_process], "steps"),
        (words("page.processing_time"), [processing_time(time, words)] if time else [], "text"),
        (words("page.cost"), _costs(service, words), "points"),
        (words("page.payment"), said(service.payment), "text"),
        (words("page.output"), said(service.service_output), "text"),
    ]
    return [fact for fact in told if fact[1]]


def document_line(document: RequiredDocument, words: Language) -> str:
    """A document with its form, and with that it is optional."""
    remarks = [words(f"page.document_form.{document.form}")] if document.form else []
    remarks += [] if document.required else [words("page.optional")]
    return document.document.say(words.code) + (f" ({', '.join(remarks)})" if remarks else "")


def processing_time(time: ProcessingTime, words: Language) -> str:
    """How long it takes, and from when on that counts."""
    since = words(f"processing.{time.counted_from}")
    return words("processing.since", time=words.duration(time.duration), since=since)


def _costs(service: Service, words: Language) -> list[str]:
    return [
        f"{option.option.say(words.code)}: {words.money(option.amount, option.currency)}"
        for option in service.cost_options
    ]


def privacy(organization: Organization, words: Language) -> list[str]:
    """Who uses what a citizen writes, and what for. Source: UU 27/2022, article 21, on what has to be told."""
    told = organization.privacy
    if told is None:
        return []
    controller = told.controller.say(words.code) if told.controller else organization.name.say(words.code)
    said = [told.purpose.say(words.code)] if told.purpose else []
    said += [told.contact.say(words.code)] if told.contact else []
    return [words("page.privacy", controller=controller), *said]


def by_heading(directory: Directory, services: Sequence[Service], words: Language) -> Mapping[str, list[Service]]:
    """Services under the name of their category, in the order of the file; those without one under their office."""
    groups: dict[str, list[Service]] = {}
    for service in services:
        named = directory.categories.get(service.category or "") or directory.organizations[service.organization]
        groups.setdefault(named.name.say(words.code), []).append(service)
    return groups
