"""What changed about the services that citizens see. Pure."""

from collections.abc import Hashable, Iterator, Sequence

from generator.changes import kinds
from generator.changes.essence import essence, tidy
from generator.changes.kinds import Passage, ServiceDetail
from generator.changes.pairs import Alike, Pairs, alike, paired
from generator.changes.sides import Sides, contact_of
from generator.directory import Channel, Counter, RequiredDocument, Service
from generator.directory.model import CostOption


def service_changes(sides: Sides) -> Iterator[kinds.ServiceChange | kinds.Renamed]:
    """Added, removed and renamed services, then what else changed, services that changed alike together."""
    if sides.services.added:
        yield kinds.ServicesAdded(sides.services.added)
    if sides.services.removed:
        yield kinds.ServicesRemoved(sides.services.removed)
    for old, new in sides.services.both:
        if sides.differ(old.name, new.name):
            yield kinds.Renamed(old, new)
    yield from _joined(sides)


def _joined(sides: Sides) -> Iterator[kinds.ServicesChanged]:
    """Fifty services that no longer need one document are one change."""
    groups: dict[Hashable, tuple[ServiceDetail, list[Service]]] = {}
    for old, new in sides.services.both:
        for detail in _details(sides, old, new):
            key = essence(detail, sides.new.directory.site.languages)
            groups.setdefault(key, (detail, []))[1].append(new)
    for detail, services in groups.values():
        yield kinds.ServicesChanged(tuple(services), detail)


def _details(sides: Sides, old: Service, new: Service) -> Iterator[ServiceDetail]:
    if old.status != new.status:
        yield kinds.Suspended() if new.status == "temporarily_closed" else kinds.Resumed()
    if sides.organizations.new_ids.get(old.organization) != new.organization:
        offices = sides.old.directory.organizations, sides.new.directory.organizations
        yield kinds.OfficeChanged(offices[0][old.organization], offices[1][new.organization])
    yield from _ways(sides, old, new)
    yield from _documents(sides, old, new)
    if old.processing_time != new.processing_time:
        yield kinds.ProcessingTimeChanged(old.processing_time, new.processing_time)
    yield from _fees(sides, old, new)
    if passages := tuple(_passages(sides, old, new)):
        yield kinds.Rewritten(passages)


def _ways(sides: Sides, old: Service, new: Service) -> Iterator[kinds.WaysChanged]:
    """Ways to reach a service; their order says nothing, and one number under two ids is one way."""
    known = sides.channels.new_ids
    kept = set(sides.channels_now(old.channels))
    lost = [sides.old.directory.channels[item] for item in old.channels if known.get(item) not in new.channels]
    gained = [sides.new.directory.channels[item] for item in new.channels if item not in kept]
    removed = [channel for channel in lost if _way(sides, channel) not in {_way(sides, item) for item in gained}]
    added = [channel for channel in gained if _way(sides, channel) not in {_way(sides, item) for item in lost}]
    if added or removed:
        yield kinds.WaysChanged(_in_order(added), _in_order(removed))


def _way(sides: Sides, channel: Channel) -> Hashable:
    """What a citizen knows a channel by: its number or address; of a counter its name and the name of its place."""
    if not isinstance(channel, Counter):
        return channel.type, contact_of(channel)
    locations = {**sides.old.directory.locations, **sides.new.directory.locations}
    return channel.type, essence((channel.name, locations[channel.location].name), sides.languages)


def _in_order(channels: Sequence[Channel]) -> tuple[Channel, ...]:
    """One order for all services, so that those that changed alike are found to."""
    return tuple(sorted(channels, key=lambda channel: channel.id))


def _documents(sides: Sides, old: Service, new: Service) -> Iterator[kinds.DocumentDetail]:
    by_id = alike(lambda item: item.id)
    worded = alike(lambda item: essence(item.document, sides.languages))
    documents = paired(old.required_documents.values(), new.required_documents.values(), by_id, worded)
    if documents.added:
        yield kinds.DocumentsAdded(documents.added)
    if documents.removed:
        yield kinds.DocumentsRemoved(documents.removed)
    for before, after in documents.both:
        yield from _document(sides, before, after)


def _document(sides: Sides, old: RequiredDocument, new: RequiredDocument) -> Iterator[kinds.DocumentDetail]:
    if sides.differ(old.document, new.document):
        yield kinds.DocumentRenamed(old, new)
    if old.required != new.required:
        yield kinds.DocumentNeedChanged(new)
    if old.form != new.form:
        yield kinds.DocumentFormChanged(old, new)


def _fees(sides: Sides, old: Service, new: Service) -> Iterator[kinds.FeeDetail]:
    fees = _paired_fees(sides, old, new)
    yield from (kinds.FeeAdded(fee) for fee in fees.added)
    yield from (kinds.FeeRemoved(fee) for fee in fees.removed)
    for before, after in fees.both:
        if (before.amount, before.currency) != (after.amount, after.currency):
            yield kinds.FeeChanged(before, after)


def _paired_fees(sides: Sides, old: Service, new: Service) -> Pairs[CostOption]:
    """A fee has no id: it is known by its words in all languages, or at least in one."""

    def worded_in(code: str) -> Alike:
        return alike(lambda fee: tidy(fee.option.say(code)))

    worded = alike(lambda fee: essence(fee.option, sides.languages))
    return paired(old.cost_options, new.cost_options, worded, *map(worded_in, sides.languages))


def _passages(sides: Sides, old: Service, new: Service) -> Iterator[Passage]:
    """Texts that are only told to have changed."""
    fees = _paired_fees(sides, old, new).both
    texts = {
        Passage.DESCRIPTION: (old.description, new.description),
        Passage.ELIGIBILITY: (old.eligibility, new.eligibility),
        Passage.STEPS: (old.application_process, new.application_process),
        Passage.COST: (tuple(fee.option for fee, _ in fees), tuple(fee.option for _, fee in fees)),
        Passage.PAYMENT: (old.payment, new.payment),
        Passage.OUTPUT: (old.service_output, new.service_output),
    }
    yield from (passage for passage, (before, after) in texts.items() if sides.differ(before, after))
