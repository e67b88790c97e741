"""A service, and each way to it, as nodes. Pure; knows neither desks nor their mailboxes."""

from generator.directory import (
    Channel,
    Directory,
    EmailChannel,
    Form,
    Language,
    Organization,
    Service,
    absolute,
    channel_link,
    language,
    page_path,
)
from generator.directory.model import CostOption
from generator.linked_data.frames import page_node
from generator.linked_data.nodes import Node, node, reference, said, told
from generator.linked_data.reached import Reached


def service_node(directory: Directory, service: Service, words: Language, reached: Reached) -> Node:
    """A service with who provides it, and every way to it; where it is not available for now, no way."""
    organization = directory.organizations[service.organization]
    category = directory.categories.get(service.category or "")
    ways = [directory.channels[channel_id] for channel_id in service.channels] if service.status == "active" else []
    mailboxes = [reached.contact(way, words) for way in ways if isinstance(way, EmailChannel)]
    provider = reached.organization(organization, words)
    return service_in_brief(directory, service, words) | node(
        "GovernmentService",
        {
            "alternateName": said(service.alternate_name, words),
            "description": said(service.description, words),
            "serviceType": said(category.name, words) if category else None,
            "audience": _audience(service, words),
            "provider": provider | told({"contactPoint": mailboxes}),
            "serviceOperator": reference(provider),
            "availableChannel": [
                _channel(directory, service, way, words, reached) for way in ways if not isinstance(way, EmailChannel)
            ],
            "offers": [_offer(cost, words) for cost in service.cost_options],
            "serviceOutput": _output(service, words),
            "mainEntityOfPage": _page(directory, service, organization, words),
        },
    )


def service_in_brief(directory: Directory, service: Service, words: Language) -> Node:
    """A service by its name and page; its `@id` is the same in every language."""
    own = language(directory.site.default_language)
    return node(
        "GovernmentService",
        {
            "@id": f"{_address(directory, service, own)}#service",
            "name": service.name.say(words.code),
            "url": _address(directory, service, words),
        },
    )


def _channel(directory: Directory, service: Service, channel: Channel, words: Language, reached: Reached) -> Node:
    """One way to a service. A mailbox is none of them, and the provider's. The form's link is an anchor of the page."""
    way = reached.channel(channel, words)
    if not isinstance(channel, Form):
        return way
    return way | {"serviceUrl": _address(directory, service, words) + channel_link(channel, words).href}


def _page(directory: Directory, service: Service, organization: Organization, words: Language) -> Node:
    office = page_path(directory.site, words, "offices", organization.id)
    own = page_path(directory.site, words, "services", service.id)
    trail = [(organization.name.say(words.code), office), (service.name.say(words.code), own)]
    return page_node(directory, words, trail)


def _address(directory: Directory, service: Service, words: Language) -> str:
    return absolute(directory.site, page_path(directory.site, words, "services", service.id))


def _audience(service: Service, words: Language) -> Node | None:
    return node("Audience", {"description": said(service.eligibility, words)}) if service.eligibility else None


def _output(service: Service, words: Language) -> Node | None:
    return node("Thing", {"name": said(service.service_output, words)}) if service.service_output else None


def _offer(cost: CostOption, words: Language) -> Node:
    return node("Offer", {"name": cost.option.say(words.code), "price": cost.amount, "priceCurrency": cost.currency})
