"""Ways to find a service by hand: all of them from A to Z, and those of each group. Pure."""

from collections.abc import Callable, Iterator
from typing import Any

from generator import groups
from generator.directory import Language, Service
from generator.directory.model import Category
from generator.groups import Leaf
from generator.page import Page
from generator.writer import Writer

MOST_ON_A_PAGE = 500
"""Services on one page. With more, each letter has a page; where a letter or a category has more, it has several."""


def overview_pages(writer: Writer) -> Iterator[Page]:
    letters = groups.by_letter(writer.services, writer.words)
    if len(writer.services) <= MOST_ON_A_PAGE:
        yield _alphabet(writer, letters)
    else:
        yield _alphabet(writer, letters, is_parted=True)
        for letter, services in letters.items():
            yield from (_letter(writer, letters, letter, leaf) for leaf in groups.leaves(services, MOST_ON_A_PAGE))
    for category in writer.directory.categories.values():
        services = [service for service in writer.services if service.category == category.id]
        yield from (_category(writer, category, leaf) for leaf in groups.leaves(services, MOST_ON_A_PAGE))


def _alphabet(writer: Writer, letters: groups.Letters, *, is_parted: bool = False) -> Page:
    """All letters with their services; where they are parted they are named alone."""
    return writer.page(
        "a-z",
        writer.path("all"),
        title=writer.words("page.all_services"),
        description=writer.words("page.all_services_lead"),
        groups={} if is_parted else letters,
        leaf=None,
        **_shared(writer, letters, is_parted=is_parted),
    )


def _letter(writer: Writer, letters: groups.Letters, letter: str, leaf: Leaf[Service]) -> Page:
    title = writer.words("page.services_of_letter", letter=letter)
    return writer.page(
        "a-z",
        description=writer.words("page.all_services_lead"),
        only_here=True,
        groups={letter: leaf.records},
        **_on_leaf(writer, leaf, writer.path("letters", groups.letter_slug(letter)), title),
        **_shared(writer, letters, is_parted=True),
    )


def _shared(writer: Writer, letters: groups.Letters, *, is_parted: bool) -> dict[str, Any]:
    return {
        "letters": {name: groups.letter_slug(name) for name in letters},
        "is_parted": is_parted,
        "organizations": writer.directory.organizations,
    }


def _category(writer: Writer, category: Category, leaf: Leaf[Service]) -> Page:
    name = writer.say(category.name)
    return writer.page(
        "category",
        description=writer.words("page.category_lead", category=name),
        category=category,
        organizations=writer.directory.organizations,
        **_on_leaf(writer, leaf, writer.path("categories", category.id), name),
    )


def _on_leaf(writer: Writer, leaf: Leaf[Service], first: Callable[[Language], str], title: str) -> dict[str, Any]:
    """What a page is told of the list that it is a leaf of, whose first page lives at `first`."""
    if leaf.last > 1:
        title = writer.words("page.leaf", title=title, number=leaf.number, last=leaf.last)
    return {
        "path_in": first if leaf.number == 1 else lambda words: f"{first(words)}{leaf.number}/",
        "title": title,
        "leaf": leaf,
        "first_leaf": first(writer.words),
    }
