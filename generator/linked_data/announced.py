"""An announcement as a node. Pure."""

from datetime import datetime, time

from generator.directory import Counter, Directory, Language, absolute, language, page_path
from generator.linked_data.frames import page_node
from generator.linked_data.nodes import Node, node
from generator.linked_data.offices import counter_node, organization_node
from generator.linked_data.services import service_in_brief
from generator.news import Announcement


def announcement_node(directory: Directory, item: Announcement, words: Language) -> Node:
    """What is announced, by whom, where it holds and which services it concerns; when it expires, if ever."""
    site = directory.site
    path, own = (page_path(site, spoken, "notices", item.id) for spoken in (words, language(site.default_language)))
    trail = [(words("page.notices"), page_path(site, words, "notices")), (item.title, path)]
    end = item.ends(datetime.combine(item.first, time(), site.timezone))
    services = [directory.services[service_id] for service_id in item.services]
    listed = [service for service in services if service.is_listed]
    offices = dict.fromkeys([*item.organizations, *(service.organization for service in services)])
    channels = [directory.channels[channel_id] for channel_id in item.channels]
    return node(
        "SpecialAnnouncement",
        {
            "@id": f"{absolute(site, own)}#notice",
            "name": item.title,
            "text": item.text,
            "url": absolute(site, path),
            "inLanguage": words.code,
            "datePosted": item.posted.isoformat() if item.posted else None,
            "expires": end.isoformat() if end else None,
            "publisher": [organization_node(directory, directory.organizations[name], words) for name in offices],
            "about": [service_in_brief(directory, service, words) for service in listed],
            "announcementLocation": [
                counter_node(directory, channel, words) for channel in channels if isinstance(channel, Counter)
            ],
            "mainEntityOfPage": page_node(directory, words, trail),
        },
    )
