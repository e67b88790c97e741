"""The page that tells of a thing, and the way to it from the first page, as nodes. Pure."""

from collections.abc import Iterable

from generator.directory import Directory, Language, Organization, absolute, home_path, page_path
from generator.directory.model import Site
from generator.linked_data.nodes import Node, node


def website_node(directory: Directory, words: Language) -> Node:
    """The whole site, which is one in all its languages."""
    site = directory.site
    return node(
        "WebSite",
        {
            "@id": _website_id(site),
            "name": site.name.say(words.code),
            "url": absolute(site, ""),
            "inLanguage": list(site.languages),
        },
    )


def _website_id(site: Site) -> str:
    return f"{absolute(site, '')}#site"


def page_node(directory: Directory, words: Language, trail: Iterable[tuple[str, str]]) -> Node:
    """A page: the last of the `trail`, each a title and a path, that leads to it from the first page."""
    site = directory.site
    steps = [(site.name.say(words.code), home_path(site, words)), *trail]
    address = absolute(site, steps[-1][1])
    items = [
        node("ListItem", {"position": number, "name": title, "item": absolute(site, path)})
        for number, (title, path) in enumerate(steps, start=1)
    ]
    return node(
        "WebPage",
        {
            "@id": address,
            "url": address,
            "inLanguage": words.code,
            "isPartOf": {"@id": _website_id(site)},
            "breadcrumb": node("BreadcrumbList", {"itemListElement": items}),
        },
    )


def office_page(directory: Directory, organization: Organization, words: Language) -> Node:
    """The page of an office."""
    path = page_path(directory.site, words, "offices", organization.id)
    return page_node(directory, words, [(organization.name.say(words.code), path)])
